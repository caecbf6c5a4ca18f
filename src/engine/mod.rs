//! From inputs to findings: read, parse, find policies, run rules, sort. Files in parallel, output in one order.

pub mod compare;
mod file;
pub mod fix;
mod folders;
mod gather;
mod granted;
mod input;
mod modules;
mod scoped;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

use crate::aws::Catalog;
use crate::finding::{Confidence, Finding, Label, PolicyKind, Role, Severity, Summary, Target};
use crate::input::Failure;
use crate::input::syntax::{self, Syntax};
use crate::policy::KindFrom;
use crate::rules::draft::Drafts;
use crate::rules::fingerprint::{Fnv, Prints};
use crate::rules::merge;
use crate::rules::registry::{Rule, RuleSet};
use crate::rules::walk::{Broken, Plan};
use crate::rules::words::{Ground, finish};
use crate::surroundings::{FileRole, Index, Surroundings};
use crate::template::scope::Scope;
use crate::text::{FileId, Range, SourceFile, Sources, decode};
use file::{FileReport, check_file};
pub use gather::with_policies;
pub use input::Input;
use modules::Modules;

/// Whether findings of a rule are wanted: asked with the rule and the integration of the finding.
pub type Wanted<'o> = dyn Fn(&Rule, Option<&str>) -> bool + Sync + 'o;

/// How to lint.
#[derive(Default)]
pub struct Options<'o> {
    /// Kind of every policy, whatever its container and content say.
    pub kind: Option<PolicyKind>,
    /// What the configuration says about a file, by its name.
    pub role: Option<&'o (dyn Fn(&str) -> FileRole<'o> + Sync)>,
    /// Whether findings of a rule are wanted; those of rules that are on where nothing is said.
    pub wanted: Option<&'o Wanted<'o>>,
    /// Called after each file, from any thread.
    pub done: Option<&'o (dyn Fn() + Sync)>,
    /// File id of the first input; smaller ones belong to the configuration.
    pub first_id: u32,
    /// Findings of low confidence too.
    pub all: bool,
    /// The report shows no fingerprints: they are left empty.
    pub no_fingerprints: bool,
    /// Silence about named files that hold no policy, as commit hooks want it.
    pub skip_other: bool,
    /// Facts about services, in place of those that arnlint carries.
    pub catalog: Option<&'o Catalog>,
}

/// One policy of the run, for `--verbose`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyNote {
    /// The file's name.
    pub file: String,
    /// Kind.
    pub kind: PolicyKind,
    /// Who said so.
    pub kind_from: KindFrom,
    /// Name from the container.
    pub name: Option<String>,
    /// Whether all of it was understood.
    pub exact: bool,
    /// References and other parts that are known only to whoever fills them in, each once.
    pub unknown: Vec<String>,
}

/// What a run found.
#[derive(Debug, Default)]
pub struct Report {
    /// Findings by file, first offset, rule and message.
    pub findings: Vec<Finding>,
    /// Texts of the files that findings point into.
    pub sources: Sources,
    /// Counts.
    pub summary: Summary,
    /// What could not be done.
    pub failures: Vec<Failure>,
    /// Every policy, in the order of the files.
    pub policies: Vec<PolicyNote>,
}

/// Lints the inputs. `facts` holds the texts of configuration and answers.
pub fn check<'o>(
    inputs: &'o [Input],
    rules: &'o RuleSet,
    surroundings: &'o Surroundings,
    facts: Sources,
    options: &'o Options<'o>,
) -> Report {
    let plan = Plan::new(rules);
    let index = Index::new(surroundings);
    let known = Known { surroundings, index: &index };
    let modules = Modules::read(inputs, &|at| id_of(at, options));
    let job = Job { plan: &plan, modules: &modules, known, options };
    let run = |(at, input): (usize, &'o Input)| {
        let report = check_file(id_of(at, options), input, job, None);
        options.done.inspect(|done| done());
        report
    };
    let mut reports: Vec<FileReport> = if inputs.len() < 2 {
        inputs.iter().enumerate().map(run).collect()
    } else {
        inputs.par_iter().enumerate().map(run).collect()
    };
    folders::see_together(inputs, job, &mut reports);
    let mut report = Report { sources: facts, ..Report::default() };
    let ids = (0..inputs.len()).map(|at| id_of(at, options));
    // What a module reads is linted with it, unless it is an input of its own; its other files are only looked into.
    let is_read = |id: &FileId, file: &SourceFile| {
        modules.documents.contains_key(id) && syntax::of(&file.name, "") != Syntax::Hcl
    };
    let read = modules.beside.iter().filter(|(id, file)| is_read(id, file));
    let read: Vec<(FileId, FileReport)> = read
        .map(|(id, file)| {
            let input = Input::Text { name: file.name.to_string(), bytes: file.text.as_bytes().to_vec() };
            (*id, check_file(*id, &input, job, None))
        })
        .collect();
    let mut scopes: Vec<Arc<Scope>> = Vec::new();
    for (id, file) in ids.zip(reports).chain(read) {
        scopes.extend(file.scope.filter(|scope| !scopes.iter().any(|known| Arc::ptr_eq(known, scope))));
        if let Some(source) = file.source {
            report.sources.insert(id, source);
        }
        report.summary.files += usize::from(file.failure.is_none());
        report.summary.policies += file.policies.len();
        report.findings.extend(file.findings);
        report.failures.extend(file.failure);
        report.policies.extend(file.policies);
    }
    for (id, file) in modules.beside {
        report.sources.insert(id, file);
    }
    check_project(inputs, &plan, known, options, &mut report);
    for scope in &scopes {
        check_scope(scope, &plan, surroundings, options, &mut report);
    }
    add_related(inputs, options, &mut report);
    for finding in &report.findings {
        report.summary.add(finding.severity);
    }
    report
}

/// Runs the rules that look at facts as a whole over those of one template.
fn check_scope(
    scope: &Scope,
    plan: &Plan<'_>,
    general: &Surroundings,
    options: &Options<'_>,
    report: &mut Report,
) {
    if scope.facts == Surroundings::default() {
        return;
    }
    let surroundings = scoped::joined(general, &[&scope.facts]);
    let mut drafts = Drafts::default();
    plan.project(&surroundings, &Index::new(&surroundings), &mut drafts);
    let mut findings = finish_all(&drafts, plan.rules, Ground { tree: None, policy: None }, options);
    // What the configuration alone gives rise to is told already.
    let same =
        |known: &Finding, finding: &Finding| known.rule == finding.rule && known.span() == finding.span();
    findings.retain(|finding| !report.findings.iter().any(|known| same(known, finding)));
    // In which account and region it is deployed is not known: what is told holds in any.
    let others = if findings.is_empty() { Vec::new() } else { scoped::elsewhere(&scope.facts) };
    for other in &others {
        let surroundings = scoped::joined(general, &[other]);
        let mut drafts = Drafts::default();
        plan.project(&surroundings, &Index::new(&surroundings), &mut drafts);
        let also = finish_all(&drafts, plan.rules, Ground { tree: None, policy: None }, options);
        findings.retain(|finding| also.iter().any(|known| same(known, finding)));
    }
    for finding in &mut findings {
        scoped::show(finding, &scope.names, "");
    }
    sort(&mut findings);
    number(&mut findings);
    report.findings.append(&mut findings);
    sort(&mut report.findings);
}

/// Adds the texts that findings of other files point into.
fn add_related(inputs: &[Input], options: &Options<'_>, report: &mut Report) {
    let labels = report.findings.iter().flat_map(|finding| &finding.labels);
    let missing: BTreeSet<FileId> =
        labels.map(|label| label.span.file).filter(|id| report.sources.get(*id).is_none()).collect();
    for id in missing {
        let at = id.0.checked_sub(options.first_id).and_then(|at| usize::try_from(at).ok());
        let Some(input) = at.and_then(|at| inputs.get(at)) else { continue };
        let Ok(bytes) = input.bytes() else { continue };
        let text = Arc::from(decode(bytes).text);
        report.sources.insert(id, SourceFile { name: Arc::from(input.name()), text });
    }
}

/// Runs the rules that look at the run as a whole.
fn check_project(
    inputs: &[Input],
    plan: &Plan<'_>,
    known: Known<'_>,
    options: &Options<'_>,
    report: &mut Report,
) {
    let mut drafts = Drafts::default();
    let broken = plan.project(known.surroundings, known.index, &mut drafts);
    let mut findings = finish_all(&drafts, plan.rules, Ground { tree: None, policy: None }, options);
    sort(&mut findings);
    number(&mut findings);
    let first = id_of(0, options);
    if let (false, Some(input)) = (broken.is_empty(), inputs.first()) {
        report.sources.insert_name(first, Arc::from(input.name()));
    }
    findings.extend(broken.iter().filter_map(|broken| internal(broken, plan.rules, first)));
    if !findings.is_empty() {
        report.findings.append(&mut findings);
        sort(&mut report.findings);
    }
}

/// What every file of a run is linted with.
#[derive(Clone, Copy)]
struct Job<'j, 'o> {
    plan: &'j Plan<'o>,
    modules: &'j Modules,
    known: Known<'j>,
    options: &'o Options<'o>,
}

/// The facts of the run.
#[derive(Clone, Copy)]
struct Known<'k> {
    surroundings: &'k Surroundings,
    index: &'k Index<'k>,
}

fn id_of(input: usize, options: &Options<'_>) -> FileId {
    FileId(u32::try_from(input).unwrap_or(u32::MAX).saturating_add(options.first_id))
}

/// Drafts of one text or policy to findings: rules that are off, low confidence and what another rule says better are
/// left out.
fn finish_all(drafts: &Drafts, rules: &RuleSet, ground: Ground<'_>, options: &Options<'_>) -> Vec<Finding> {
    let mut findings = finish_each(drafts, rules, ground, options);
    merge::merge(&mut findings, rules);
    findings
}

/// The same, whatever another rule says.
fn finish_each(drafts: &Drafts, rules: &RuleSet, ground: Ground<'_>, options: &Options<'_>) -> Vec<Finding> {
    let mut findings = Vec::with_capacity(drafts.list.len());
    let mut prints = if options.no_fingerprints { Prints::none(ground) } else { Prints::new(ground) };
    for draft in &drafts.list {
        let Some(rule) = rules.get(&draft.rule) else { continue };
        let wanted = |wanted: &Wanted<'_>| wanted(rule, draft.integration.as_deref());
        if !options.wanted.map_or(rule.enabled, wanted) {
            continue;
        }
        let finding = finish(draft, rule, ground, &mut prints);
        findings.extend(finding.filter(|finding| options.all || finding.confidence != Confidence::Low));
    }
    findings
}

/// A rule that failed: the run goes on, the user is told.
fn internal(broken: &Broken, rules: &RuleSet, file: FileId) -> Option<Finding> {
    let rule = rules.rule(broken.rule)?;
    Some(Finding {
        rule: Arc::from("internal"),
        family: Arc::from("internal"),
        severity: Severity::Error,
        confidence: Confidence::High,
        aws: None,
        integration: None,
        message: format!("the rule `{}` failed on this file: {}", rule.name, broken.reason),
        help: Some(format!(
            "the other rules ran; please report this, and use `--ignore {}` until it is mended",
            rule.name
        )),
        policy: None,
        labels: vec![Label {
            role: Role::Primary,
            text: None,
            span: Range::default().in_file(file),
            path: Vec::new(),
            target: Target::Value,
        }],
        fixes: Vec::new(),
        fingerprint: "0".repeat(16),
    })
}

/// By file, first offset and rule, as the JSON report promises; the rest only makes the order one of all threads.
fn sort(findings: &mut [Finding]) {
    findings.sort_by(|left, right| {
        let start = |finding: &Finding| finding.span().map(|span| (span.file, span.start));
        let end = |finding: &Finding| finding.span().map(|span| span.end);
        start(left)
            .cmp(&start(right))
            .then_with(|| left.rule.cmp(&right.rule))
            .then_with(|| end(left).cmp(&end(right)))
            .then_with(|| left.message.cmp(&right.message))
    });
}

/// Tells findings of one file with equal fingerprints apart by their order.
fn number(findings: &mut [Finding]) {
    let mut seen: HashMap<String, u64> = HashMap::new();
    for finding in findings.iter_mut().filter(|finding| !finding.fingerprint.is_empty()) {
        let ordinal = seen.entry(finding.fingerprint.clone()).or_insert(0);
        let mut hash = Fnv::default();
        hash.add(finding.fingerprint.as_bytes());
        hash.add(&ordinal.to_le_bytes());
        *ordinal += 1;
        finding.fingerprint = hash.hex();
    }
}
