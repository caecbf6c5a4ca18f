//! `arnlint check`: lints files and folders.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{CheckArgs, FailOn, FormatArg, KindArg};
use super::fixes;
use super::progress::Progress;
use super::settings::{self, Settings, Which};
use super::{CLEAN, FAILED, FOUND, Stop, answered, colours, pages, say};
use crate::engine::{self, Input, Options, PolicyNote};
use crate::finding::{PolicyKind, Severity, Summary};
use crate::input::Failure;
use crate::input::collect::{Filter, Scope, collect};
use crate::policy::KindFrom;
use crate::report::{self, Format, Style, visible};
use crate::rules::registry::{Rule, RuleSet};
use crate::surroundings::{Index, patterns};

/// Lints and reports.
pub(crate) fn run(args: &CheckArgs) -> Result<u8, Stop> {
    let paths = paths(args)?;
    let user = pages::load(&args.rules)?;
    let style = Style { color: colours(args.color), ..Style::default() };
    if pages::report(&user, style)? == FAILED {
        return Ok(FAILED);
    }
    let mut rules = RuleSet::new(user.pages.into_iter().map(|user| user.page).collect());
    let stdin = args.stdin_filename.as_deref();
    let which =
        Which { file: args.config.as_deref(), isolated: args.isolated, stdin, data: args.data.as_deref() };
    let mut settings = settings::load(which, &rules)?;
    settings.add_words(args, &rules)?;
    for profile in &args.profile {
        settings.declare(profile, &args.set, &rules)?;
    }
    if !settings.mistakes.is_empty() {
        report_mistakes(&settings, style)?;
        return Ok(FAILED);
    }
    rules.apply(&|rule| settings.runs(rule), &|rule| settings.config.severity(&rule.name));
    if args.strict || settings.config.strict.as_ref().is_some_and(|strict| strict.value) {
        rules.be_strict();
    }
    if let Some(threads) = args.threads {
        // Fails only where a pool was built before, which then serves.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    }
    let (inputs, mut failures) = inputs(args, paths, &settings)?;
    let mut report = lint(args, &inputs, &rules, &settings);
    if args.fix || args.diff {
        let fixed = fixes::run(args, &inputs, &report, &rules, &settings)?;
        failures.extend(fixed.failures);
        if args.diff || fixed.is_stdin {
            failures.append(&mut report.failures);
            failures.iter().for_each(say);
            let found = if args.diff && fixed.changed > 0 { FOUND } else { CLEAN };
            return Ok(if failures.is_empty() { found } else { FAILED });
        }
        if fixed.changed > 0 {
            report = lint(args, &inputs, &rules, &settings);
        }
    }
    failures.append(&mut report.failures);
    failures.iter().for_each(say);
    if args.verbose {
        verbose(&report.policies);
    }
    let format = format(args.format.unwrap_or(FormatArg::Human));
    let view = report::Report {
        findings: &report.findings,
        sources: &report.sources,
        summary: &report.summary,
        data_date: Some(settings.catalog().date()),
    };
    let written = report::write(&mut anstream::stdout().lock(), format, &view, style);
    let code = code(&report.summary, fail_on(args, &settings), !failures.is_empty());
    // The process ends: to give the memory back piece by piece would be work for nothing.
    std::mem::forget((rules, settings, inputs, report));
    answered(written.map_err(Stop::from), code)
}

/// The paths of the command line, and what is meant where there are none: a name for standard input asks for it.
fn paths(args: &CheckArgs) -> Result<Vec<PathBuf>, Failure> {
    let Some(name) = &args.stdin_filename else {
        let here = args.paths.is_empty().then(|| PathBuf::from("."));
        return Ok(args.paths.iter().cloned().chain(here).collect());
    };
    if args.paths.is_empty() {
        return Ok(vec![PathBuf::from("-")]);
    }
    if args.paths.iter().any(|path| path.as_os_str() == "-") {
        return Ok(args.paths.clone());
    }
    Err(Failure::Usage(format!(
        "`--stdin-filename {name}` names standard input, which is not among the paths; add `-` to them"
    )))
}

fn inputs(
    args: &CheckArgs,
    named: Vec<PathBuf>,
    settings: &Settings,
) -> Result<(Vec<Input>, Vec<Failure>), Stop> {
    let filter = Filter::new(&args.include, &args.exclude)?;
    let (mut paths, mut inputs): (Vec<PathBuf>, Vec<Input>) = (Vec::new(), Vec::new());
    for path in named {
        if path.as_os_str() != "-" {
            paths.push(path);
        } else if inputs.is_empty() {
            inputs.push(stdin(args.stdin_filename.as_deref())?);
        }
    }
    let config = &settings.config;
    let is_open = config.include.is_empty() && config.exclude.is_empty();
    let covers = |path: &Path| {
        is_open || patterns::relative(&settings.folder, path).is_none_or(|relative| config.covers(&relative))
    };
    let (folder, exclude) = (settings.folder.clone(), config.exclude.clone());
    let leaves_out = move |path: &Path| {
        !exclude.is_empty()
            && patterns::relative(&folder, path).is_some_and(|relative| exclude.matches(&relative))
    };
    let scope =
        Scope { covers: &covers, leaves_out: Arc::new(leaves_out), any_ending: !config.include.is_empty() };
    let (sources, failures) = collect(&paths, &filter, &scope);
    inputs.extend(sources.into_iter().map(Input::File));
    Ok((inputs, failures))
}

/// Standard input as a text with a name.
pub(super) fn stdin(name: Option<&str>) -> Result<Input, Failure> {
    let mut bytes = Vec::new();
    let name = name.unwrap_or("<stdin>").to_owned();
    std::io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::read(Path::new(&name), &error))?;
    Ok(Input::Text { name, bytes })
}

pub(super) fn lint(
    args: &CheckArgs,
    inputs: &[Input],
    rules: &RuleSet,
    settings: &Settings,
) -> engine::Report {
    let index = Index::new(&settings.surroundings);
    let role = |file: &str| settings.role(&index, file);
    let wanted = |rule: &Rule, integration: Option<&str>| {
        settings.config.runs(&rule.name, &rule.family, integration, rule.is_default())
    };
    let progress = Progress::new(inputs.len());
    let done = || progress.step();
    let options = Options {
        kind: args.kind.map(kind),
        role: Some(&role),
        wanted: Some(&wanted),
        done: Some(&done),
        first_id: settings.files,
        all: args.all,
        no_fingerprints: args.format.unwrap_or(FormatArg::Human) != FormatArg::Json,
        skip_other: args.skip_other,
        catalog: settings.catalog.as_ref(),
    };
    let report = engine::check(inputs, rules, &settings.surroundings, settings.sources.clone(), &options);
    progress.finish();
    report
}

/// Shows what is wrong with the configuration.
pub(super) fn report_mistakes(settings: &Settings, style: Style) -> Result<(), Stop> {
    let summary = Summary::of(&settings.mistakes);
    let view = report::Report {
        findings: &settings.mistakes,
        sources: &settings.sources,
        summary: &summary,
        data_date: Some(settings.catalog().date()),
    };
    report::write_findings(&mut anstream::stderr().lock(), &view, style)?;
    Ok(())
}

fn verbose(policies: &[PolicyNote]) {
    let mut out = anstream::stderr().lock();
    for policy in policies {
        let from = match policy.kind_from {
            KindFrom::Flag => "from `--kind`",
            KindFrom::Config => "from the configuration",
            KindFrom::Container => "from the resource or answer that holds it",
            KindFrom::Content => "from its elements",
        };
        let name = policy.name.as_ref().map(|name| format!(" `{}`", visible(name))).unwrap_or_default();
        let exact = if policy.exact { "" } else { "; parts of it were not understood" };
        let unknown = match policy.unknown.as_slice() {
            [] => String::new(),
            parts => {
                let parts: Vec<String> = parts.iter().map(|part| format!("`{}`", visible(part))).collect();
                format!("; not known: {}", parts.join(", "))
            }
        };
        let kind = policy.kind.word();
        // Nowhere is left to report that standard error is closed.
        let _ = writeln!(out, "{}: {kind} policy{name}, {from}{exact}{unknown}", visible(&policy.file));
    }
}

fn code(summary: &Summary, fail_on: Severity, failed: bool) -> u8 {
    let found = [Severity::Error, Severity::Security, Severity::Warning, Severity::Suggestion]
        .into_iter()
        .any(|severity| severity.rank() >= fail_on.rank() && summary.count(severity) > 0);
    match (failed, found) {
        (true, _) => FAILED,
        (false, true) => FOUND,
        (false, false) => CLEAN,
    }
}

fn fail_on(args: &CheckArgs, settings: &Settings) -> Severity {
    let configured = settings.config.fail_on.as_ref().map(|fact| fact.value);
    match args.fail_on {
        Some(FailOn::Error) => Severity::Error,
        Some(FailOn::Security) => Severity::Security,
        Some(FailOn::Warning) => Severity::Warning,
        Some(FailOn::Suggestion) => Severity::Suggestion,
        None => configured.unwrap_or(Severity::Warning),
    }
}

fn format(format: FormatArg) -> Format {
    match format {
        FormatArg::Human => Format::Human,
        FormatArg::Concise => Format::Concise,
        FormatArg::Json => Format::Json,
        FormatArg::Github => Format::Github,
    }
}

/// The kind that `--kind` names.
pub(super) fn kind(kind: KindArg) -> PolicyKind {
    match kind {
        KindArg::Identity => PolicyKind::Identity,
        KindArg::Bucket => PolicyKind::Bucket,
        KindArg::Resource => PolicyKind::Resource,
        KindArg::Trust => PolicyKind::Trust,
        KindArg::Scp => PolicyKind::Scp,
        KindArg::Rcp => PolicyKind::Rcp,
        KindArg::Endpoint => PolicyKind::Endpoint,
    }
}
