//! `arnlint conforms`: does a policy let an integration do all that it needs?

use std::io::Write as _;

use super::args::ConformsArgs;
use super::check::{kind, report_mistakes, stdin};
use super::settings::{self, Settings, Which};
use super::witness::sentence;
use super::words::why_unknown;
use super::{CLEAN, FAILED, FOUND, Stop, UNKNOWN, answered, colours, pages};
use crate::access::Why;
use crate::aws::Catalog;
use crate::engine::{self, Input, Options};
use crate::finding::{Finding, Severity};
use crate::input::Failure;
use crate::input::collect::{Source, display};
use crate::report::{self, Note, Style, visible};
use crate::rules::profile::conform::{Answer, Asked, Given, ask, lacking};
use crate::rules::profile::data::On;
use crate::rules::registry::{Rule, RuleSet};
use crate::surroundings::{Index, Integration};

/// Asks and answers.
pub(crate) fn run(args: &ConformsArgs) -> Result<u8, Stop> {
    let user = pages::load(&args.rules)?;
    let style = Style { color: colours(args.color), ..Style::default() };
    if pages::report(&user, style)? == FAILED {
        return Ok(FAILED);
    }
    let rules = RuleSet::new(user.pages.into_iter().map(|user| user.page).collect());
    let which = Which {
        file: args.config.as_deref(),
        isolated: args.isolated,
        stdin: None,
        data: args.data.as_deref(),
    };
    let mut settings = settings::load(which, &rules)?;
    settings.declare(&args.profile, &args.set, &rules)?;
    if !settings.mistakes.is_empty() {
        report_mistakes(&settings, style)?;
        return Ok(FAILED);
    }
    let rule =
        rules.get(&args.profile).ok_or_else(|| Failure::Usage("there is no such integration".to_owned()))?;
    let inputs = inputs(&args.files)?;
    let answers = ask_all(args, &inputs, rule, &settings)?;
    let asked = &answers.asked;
    let reasons = if answer(asked) == CLEAN {
        engine::Report::default()
    } else {
        reasons(args, &inputs, &rules, &settings, is_unread(asked))
    };
    // What the policy leaves open may still be a slip beyond doubt, such as a folder that is almost the right one.
    let is_slip = |finding: &Finding| finding.integration.is_some() && finding.severity == Severity::Error;
    let slips = reasons.findings.iter().any(is_slip);
    let code = match answer(asked) {
        UNKNOWN if slips => FOUND,
        CLEAN if !answers.lacking.is_empty() => UNKNOWN,
        code => code,
    };
    answered(write(&answers, &reasons, rule, code, (style, settings.catalog())), code)
}

fn write(
    answers: &Answers<'_>,
    reasons: &engine::Report,
    rule: &Rule,
    code: u8,
    (style, catalog): (Style, &Catalog),
) -> Result<(), Stop> {
    print(answers, rule)?;
    let view = report::Report {
        findings: &reasons.findings,
        sources: &reasons.sources,
        summary: &reasons.summary,
        data_date: Some(catalog.date()),
    };
    report::write_findings(&mut anstream::stdout().lock(), &view, style)?;
    for refused in answers.asked.iter().filter_map(|(_, asked)| asked.refused.as_ref()) {
        let message = format!("{} is not allowed", sentence(&refused.request, catalog));
        let note = Note {
            word: "no",
            is_good: false,
            message: &message,
            places: refused.places.clone(),
            help: None,
        };
        report::write_note(&mut anstream::stdout().lock(), &note, &reasons.sources, style)?;
    }
    let (word, verdict) = match code {
        CLEAN => ("yes", "the policy conforms to"),
        FOUND => ("no", "the policy does not conform to"),
        _ => ("unknown", "it cannot be told whether the policy conforms to"),
    };
    let mut out = anstream::stdout().lock();
    writeln!(out, "{word}: {verdict} `{}`", rule.name)?;
    Ok(())
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

/// What the policies say.
struct Answers<'i> {
    /// Every request of the integration with its answer, beside the name of the file that was asked.
    asked: Vec<(&'i str, Asked)>,
    /// Kinds of policies that the integration needs, too.
    lacking: Vec<On>,
}

fn ask_all<'i>(
    args: &ConformsArgs,
    inputs: &'i [Input],
    rule: &Rule,
    settings: &Settings,
) -> Result<Answers<'i>, Failure> {
    let profile =
        rule.profile().ok_or_else(|| Failure::Usage(format!("`{}` is no integration", rule.name)))?;
    let index = Index::new(&settings.surroundings);
    let stated = |input: &Input| args.kind.map(kind).or(settings.role(&index, input.name()).kind);
    let answers =
        engine::with_policies(inputs, settings.files, &stated, settings.catalog(), |policies, _| {
            let mut asked = Vec::new();
            let mut all = Vec::new();
            for (at, policy) in policies {
                let name = inputs.get(*at).map_or("", Input::name);
                let file = settings.role(&index, name);
                let declared: Vec<&Integration> = file
                    .integrations
                    .iter()
                    .copied()
                    .filter(|one| rule.is_called(&one.profile.value))
                    .collect();
                let given = Given { policy, declared, role: file };
                if let Some(answers) = ask(profile, &given, &settings.surroundings) {
                    asked.extend(answers.into_iter().map(|answer| (name, answer)));
                    all.push(given);
                }
            }
            (!all.is_empty())
                .then(|| Answers { asked, lacking: lacking(profile, &all, &settings.surroundings) })
        })?;
    answers.ok_or_else(|| {
        let mut kinds: Vec<&str> = Vec::new();
        for document in profile.documents.iter().filter(|document| !document.denies_only) {
            if !kinds.contains(&document.on.word()) {
                kinds.push(document.on.word());
            }
        }
        let name = inputs.first().map_or("", Input::name);
        Failure::Usage(format!(
            "`{name}` holds no policy that `{}` needs: it needs one of the kind {}",
            rule.name,
            kinds.join(" or ")
        ))
    })
}

fn answer(asked: &[(&str, Asked)]) -> u8 {
    if asked.iter().any(|(_, asked)| asked.answer == Answer::No) {
        FOUND
    } else if asked.iter().any(|(_, asked)| asked.answer != Answer::Yes) || asked.is_empty() {
        UNKNOWN
    } else {
        CLEAN
    }
}

fn print(answers: &Answers<'_>, rule: &Rule) -> Result<(), Stop> {
    let asked = &answers.asked;
    let title = rule.profile().map_or("", |profile| profile.title.as_str());
    let mut out = anstream::stdout().lock();
    let several = asked.iter().any(|(file, _)| asked.first().is_some_and(|(first, _)| first != file));
    let mut last = "";
    for (file, asked) in asked {
        if several && *file != last {
            last = file;
            writeln!(out, "{}:", visible(file))?;
        }
        let (word, why) = match asked.answer {
            Answer::Yes => ("yes", String::new()),
            Answer::No => ("no", String::new()),
            Answer::Unknown(why) => ("unknown", format!(": {}", why_unknown(why))),
        };
        writeln!(out, "{word:8} {title} can {}", visible(&asked.purpose))?;
        writeln!(out, "         {} on {}{why}", asked.action, visible(&asked.resource))?;
    }
    for kind in &answers.lacking {
        let (kind, purpose) = match kind {
            On::Identity => ("identity", "an identity policy"),
            On::Trust => ("trust", "a trust policy where it assumes a role"),
            on => (on.word(), "a bucket policy"),
        };
        writeln!(out, "{:8} {title} needs {purpose}", "unknown")?;
        writeln!(out, "         no {kind} policy is among the files")?;
    }
    writeln!(out)?;
    Ok(())
}

/// Whether an answer is open because a policy could not be read as a whole.
fn is_unread(asked: &[(&str, Asked)]) -> bool {
    let whys = [Why::DuplicateKeys, Why::Damaged, Why::NotUnderstood];
    asked.iter().any(|(_, asked)| whys.iter().any(|why| asked.answer == Answer::Unknown(*why)))
}

/// The nearest statement and the value to change for every request that is refused; of a policy that could not be read
/// as a whole also what AWS would not take.
fn reasons(
    args: &ConformsArgs,
    inputs: &[Input],
    rules: &RuleSet,
    settings: &Settings,
    unread: bool,
) -> engine::Report {
    let index = Index::new(&settings.surroundings);
    let role = |file: &str| settings.role(&index, file);
    let options = Options {
        kind: args.kind.map(kind),
        role: Some(&role),
        first_id: settings.files,
        catalog: settings.catalog.as_ref(),
        ..Options::default()
    };
    let mut report = engine::check(inputs, rules, &settings.surroundings, settings.sources.clone(), &options);
    let profile = rules.get(&args.profile).map_or("", |rule| &*rule.name);
    report.findings.retain(|finding| {
        let is_own = finding.integration.as_deref() == Some(profile);
        let is_unread = unread && &*finding.family == "grammar" && finding.severity == Severity::Error;
        is_unread || (is_own && matches!(finding.severity, Severity::Error | Severity::Warning))
    });
    report
}
