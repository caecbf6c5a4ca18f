//! `arnlint conforms`: does a policy let an integration do all that it needs?

use std::io::Write as _;

use super::args::ConformsArgs;
use super::check::{kind, report_mistakes, stdin};
use super::settings::{self, Settings, Which};
use super::words::why_unknown;
use super::{CLEAN, FAILED, FOUND, Stop, UNKNOWN, colours};
use crate::engine::{self, Input, Options};
use crate::finding::{Finding, Severity};
use crate::input::Failure;
use crate::input::collect::{Source, display};
use crate::report::{self, Style};
use crate::rules::profile::conform::{Answer, Asked, ask};
use crate::rules::registry::{Rule, RuleSet};
use crate::surroundings::{Index, Integration};

/// Asks and answers.
pub(crate) fn run(args: &ConformsArgs) -> Result<u8, Stop> {
    let style = Style { color: colours(args.color), ..Style::default() };
    let rules = RuleSet::new(Vec::new());
    let which = Which { file: args.config.as_deref(), isolated: args.isolated };
    let mut settings = settings::load(which, &rules)?;
    settings.declare(&args.profile, &args.set, &rules)?;
    if !settings.mistakes.is_empty() {
        report_mistakes(&settings, style)?;
        return Ok(FAILED);
    }
    let rule =
        rules.get(&args.profile).ok_or_else(|| Failure::Usage("there is no such integration".to_owned()))?;
    let inputs = inputs(&args.files)?;
    let asked = ask_all(args, &inputs, rule, &settings)?;
    let code = answer(&asked);
    print(&asked, rule)?;
    if code == FOUND {
        explain(args, &inputs, &rules, &settings, style)?;
    }
    let (word, verdict) = match code {
        CLEAN => ("yes", "the policy conforms to"),
        FOUND => ("no", "the policy does not conform to"),
        _ => ("unknown", "it cannot be told whether the policy conforms to"),
    };
    let mut out = anstream::stdout().lock();
    writeln!(out, "{word}: {verdict} `{}`", rule.name)?;
    Ok(code)
}

/// Files and standard input by the paths of the command line.
pub(super) fn inputs(files: &[std::path::PathBuf]) -> Result<Vec<Input>, Failure> {
    let read = |path: &std::path::PathBuf| {
        if path.as_os_str() == "-" {
            return stdin(None);
        }
        Ok(Input::File(Source { name: display(path), path: path.clone(), named: true }))
    };
    files.iter().map(read).collect()
}

fn ask_all(
    args: &ConformsArgs,
    inputs: &[Input],
    rule: &Rule,
    settings: &Settings,
) -> Result<Vec<Asked>, Failure> {
    let profile =
        rule.profile().ok_or_else(|| Failure::Usage(format!("`{}` is no integration", rule.name)))?;
    let index = Index::new(&settings.surroundings);
    let stated = |input: &Input| args.kind.map(kind).or(settings.role(&index, input.name()).kind);
    let (asked, seen) = engine::with_policies(inputs, settings.files, &stated, |policies, _| {
        let mut asked = Vec::new();
        let mut seen = 0;
        for (at, policy) in policies {
            let file = settings.role(&index, inputs.get(*at).map_or("", Input::name));
            let declared: Vec<&Integration> =
                file.integrations.iter().copied().filter(|one| rule.is_called(&one.profile.value)).collect();
            if let Some(answers) = ask(profile, policy, &declared, &file, &settings.surroundings) {
                seen += 1;
                asked.extend(answers);
            }
        }
        (asked, seen)
    })?;
    if seen == 0 {
        let kinds: Vec<&str> = profile.documents.iter().map(|document| document.on.word()).collect();
        let name = inputs.first().map_or("", Input::name);
        return Err(Failure::Usage(format!(
            "`{name}` holds no policy that `{}` needs: it needs one of the kind {}",
            rule.name,
            kinds.join(" or ")
        )));
    }
    Ok(asked)
}

fn answer(asked: &[Asked]) -> u8 {
    if asked.iter().any(|asked| asked.answer == Answer::No) {
        FOUND
    } else if asked.iter().any(|asked| asked.answer != Answer::Yes) || asked.is_empty() {
        UNKNOWN
    } else {
        CLEAN
    }
}

fn print(asked: &[Asked], rule: &Rule) -> Result<(), Stop> {
    let title = rule.profile().map_or("", |profile| profile.title.as_str());
    let mut out = anstream::stdout().lock();
    for asked in asked {
        let (word, why) = match asked.answer {
            Answer::Yes => ("yes", String::new()),
            Answer::No => ("no", String::new()),
            Answer::Unknown(why) => ("unknown", format!(": {}", why_unknown(why))),
        };
        writeln!(out, "{word:8} {title} can {}", asked.purpose)?;
        writeln!(out, "         {} on {}{why}", asked.action, asked.resource)?;
    }
    writeln!(out)?;
    Ok(())
}

/// Shows the nearest statement and the value to change for every request that is refused.
fn explain(
    args: &ConformsArgs,
    inputs: &[Input],
    rules: &RuleSet,
    settings: &Settings,
    style: Style,
) -> Result<(), Stop> {
    let index = Index::new(&settings.surroundings);
    let role = |file: &str| settings.role(&index, file);
    let options = Options {
        kind: args.kind.map(kind),
        role: Some(&role),
        first_id: settings.files,
        ..Options::default()
    };
    let report = engine::check(inputs, rules, &settings.surroundings, settings.sources.clone(), &options);
    let profile = rules.get(&args.profile).map_or("", |rule| rule.name.as_str());
    let is_own = |finding: &&Finding| {
        finding.integration.as_deref() == Some(profile) && finding.severity.rank() == Severity::Error.rank()
    };
    let own: Vec<Finding> = report.findings.iter().filter(is_own).cloned().collect();
    let view = report::Report {
        findings: &own,
        sources: &report.sources,
        summary: &report.summary,
        data_date: None,
    };
    report::write_findings(&mut anstream::stdout().lock(), &view, style)?;
    Ok(())
}
