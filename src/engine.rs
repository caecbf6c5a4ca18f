//! From inputs to findings: read, parse, find policies, run rules, sort. Files in parallel, output in one order.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::finding::{Confidence, Finding, Label, PolicyKind, Role, Severity, Summary, Target};
use crate::input::collect::Source;
use crate::input::{Failure, documents};
use crate::json::{Dialect, Problem, Tree};
use crate::policy::{KindFrom, Policy, lower};
use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, TextContext};
use crate::rules::merge;
use crate::rules::registry::RuleSet;
use crate::rules::walk::{Broken, Plan};
use crate::rules::words::{Fnv, Ground, finish};
use crate::surroundings::{FileRole, Index, Surroundings};
use crate::text::{FileId, Range, SourceFile, Sources, decode};

/// What to lint.
#[derive(Clone, Debug)]
pub enum Input {
    /// A file on disk.
    File(Source),
    /// A text that is already there, such as standard input.
    Text {
        /// The name that reports show.
        name: String,
        /// The bytes.
        bytes: Vec<u8>,
    },
}

impl Input {
    /// The name that reports show.
    pub fn name(&self) -> &str {
        match self {
            Self::File(source) => &source.name,
            Self::Text { name, .. } => name,
        }
    }

    fn bytes(&self) -> Result<Vec<u8>, Failure> {
        match self {
            Self::Text { bytes, .. } => Ok(bytes.clone()),
            Self::File(source) => {
                std::fs::read(&source.path).map_err(|error| Failure::read(&source.path, &error))
            }
        }
    }

    fn is_named(&self) -> bool {
        match self {
            Self::File(source) => source.named,
            Self::Text { .. } => true,
        }
    }
}

/// Whether findings of a rule are wanted: asked with its name, its family and the integration of the finding.
pub type Wanted<'o> = dyn Fn(&str, &str, Option<&str>) -> bool + Sync + 'o;

/// How to lint.
#[derive(Default)]
pub struct Options<'o> {
    /// Kind of every policy, whatever its container and content say.
    pub kind: Option<PolicyKind>,
    /// What the configuration says about a file, by its name.
    pub role: Option<&'o (dyn Fn(&str) -> FileRole<'o> + Sync)>,
    /// Whether findings of a rule are wanted: asked with its name, its family and the integration of the finding.
    pub wanted: Option<&'o Wanted<'o>>,
    /// Called after each file, from any thread.
    pub done: Option<&'o (dyn Fn() + Sync)>,
    /// File id of the first input; smaller ones belong to the configuration.
    pub first_id: u32,
    /// Findings of low confidence too.
    pub all: bool,
    /// Silence about named files that hold no policy, as commit hooks want it.
    pub skip_other: bool,
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

#[derive(Default)]
struct FileReport {
    findings: Vec<Finding>,
    source: Option<SourceFile>,
    failure: Option<Failure>,
    policies: Vec<PolicyNote>,
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
    let run = |(at, input): (usize, &'o Input)| {
        let report = check_file(id_of(at, options), input, &plan, known, options);
        options.done.inspect(|done| done());
        report
    };
    let reports: Vec<FileReport> = if inputs.len() < 2 {
        inputs.iter().enumerate().map(run).collect()
    } else {
        inputs.par_iter().enumerate().map(run).collect()
    };
    let mut report = Report { sources: facts, ..Report::default() };
    report.summary.files = reports.len();
    for (at, file) in reports.into_iter().enumerate() {
        if let Some(source) = file.source {
            report.sources.insert(id_of(at, options), source);
        }
        report.summary.policies += file.policies.len();
        report.findings.extend(file.findings);
        report.failures.extend(file.failure);
        report.policies.extend(file.policies);
    }
    let mut drafts = Drafts::default();
    let broken = plan.project(surroundings, &index, &mut drafts);
    let ground = Ground { tree: None, policy: None };
    let mut project = finish_all(&drafts, rules, ground, options);
    project.extend(broken.iter().filter_map(|broken| internal(broken, rules, FileId(0))));
    sort(&mut project);
    report.findings.extend(project);
    for finding in &report.findings {
        report.summary.add(finding.severity);
    }
    report
}

fn id_of(input: usize, options: &Options<'_>) -> FileId {
    FileId(u32::try_from(input).unwrap_or(u32::MAX).saturating_add(options.first_id))
}

/// The facts of the run.
#[derive(Clone, Copy)]
struct Known<'k> {
    surroundings: &'k Surroundings,
    index: &'k Index<'k>,
}

fn check_file<'o>(
    id: FileId,
    input: &'o Input,
    plan: &Plan<'o>,
    known: Known<'_>,
    options: &'o Options<'o>,
) -> FileReport {
    let bytes = match input {
        Input::Text { bytes, .. } => Ok(bytes.clone()),
        Input::File(source) => {
            std::fs::read(&source.path).map_err(|error| Failure::read(&source.path, &error))
        }
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(failure) => return FileReport { failure: Some(failure), ..FileReport::default() },
    };
    let decoded = decode(bytes);
    let (tree, problems) = crate::json::parse_file(&decoded, id, Dialect::Json);
    let file = File {
        id,
        input,
        plan,
        known,
        options,
        role: options.role.map(|role| role(input.name())).unwrap_or_default(),
    };
    let mut report = FileReport::default();
    file.run(&tree, &problems, &mut report);
    if !report.findings.is_empty() {
        report.source = Some(SourceFile { name: Arc::from(input.name()), text: Arc::from(decoded.text) });
    }
    report
}

/// The policies of all inputs at once, each with the number of its input, and the inputs' texts for reports.
///
/// `kind` is asked for the kind that is stated for an input. Input number n has file id `first_id + n`.
pub fn with_policies<R>(
    inputs: &[Input],
    first_id: u32,
    kind: &dyn Fn(&Input) -> Option<PolicyKind>,
    see: impl FnOnce(&[(usize, Policy<'_>)], Sources) -> R,
) -> Result<R, Failure> {
    let id = |at: usize| FileId(first_id.saturating_add(u32::try_from(at).unwrap_or(u32::MAX)));
    let texts = inputs.iter().map(|input| input.bytes().map(decode)).collect::<Result<Vec<_>, _>>()?;
    let trees: Vec<(Tree<'_>, Vec<Problem>)> = texts
        .iter()
        .enumerate()
        .map(|(at, text)| crate::json::parse_file(text, id(at), Dialect::Json))
        .collect();
    let documents: Vec<documents::Documents> = trees
        .iter()
        .zip(inputs)
        .map(|((tree, problems), input)| {
            let damaged = problems.iter().any(Problem::is_syntax);
            documents::find(tree, damaged, kind(input).is_some())
        })
        .collect();
    let mut policies = Vec::new();
    for (at, (all, input)) in documents.iter().zip(inputs).enumerate() {
        for document in &all.found {
            let embedded = document.tree.and_then(|at| all.embedded.get(at)).map(|(tree, _)| tree);
            let Some(tree) = embedded.or_else(|| trees.get(at).map(|(tree, _)| tree)) else { continue };
            let mut container = document.container.clone();
            container.kind = kind(input).map(|kind| (kind, KindFrom::Flag)).or(container.kind);
            policies.push((at, lower(tree, document.root, container)));
        }
    }
    let mut sources = Sources::default();
    for (at, (input, text)) in inputs.iter().zip(&texts).enumerate() {
        sources.insert(
            id(at),
            SourceFile { name: Arc::from(input.name()), text: Arc::from(text.text.as_str()) },
        );
    }
    Ok(see(&policies, sources))
}

struct File<'f, 'o> {
    id: FileId,
    input: &'f Input,
    plan: &'f Plan<'o>,
    known: Known<'f>,
    options: &'f Options<'o>,
    role: FileRole<'o>,
}

impl File<'_, '_> {
    fn run(&self, tree: &Tree<'_>, problems: &[Problem], report: &mut FileReport) {
        let damaged = problems.iter().any(Problem::is_syntax);
        let kind = match (self.options.kind, self.role.kind) {
            (Some(kind), _) => Some((kind, KindFrom::Flag)),
            (None, Some(kind)) => Some((kind, KindFrom::Config)),
            (None, None) => None,
        };
        let documents = documents::find(tree, damaged, kind.is_some());
        if documents.found.is_empty() && !(Self::is_meant_as_policy(tree) || self.wants_every_file()) {
            return;
        }
        let rules = self.plan.rules;
        let mut drafts = Drafts::default();
        let mut broken = self.plan.text(TextContext { tree, problems }, &mut drafts);
        report.findings.extend(finish_all(
            &drafts,
            rules,
            Ground { tree: Some(tree), policy: None },
            self.options,
        ));
        if documents.found.is_empty() && !damaged && !tree.is_empty() {
            report.findings.extend(self.no_policy(tree));
        }
        for (tree, problems) in &documents.embedded {
            let mut drafts = Drafts::default();
            broken.extend(self.plan.text(TextContext { tree, problems }, &mut drafts));
            report.findings.extend(finish_all(
                &drafts,
                rules,
                Ground { tree: Some(tree), policy: None },
                self.options,
            ));
        }
        for document in documents.found {
            let tree = match document.tree {
                None => tree,
                Some(at) => match documents.embedded.get(at) {
                    Some((tree, _)) => tree,
                    None => continue,
                },
            };
            let mut container = document.container;
            container.kind = kind.or(container.kind);
            let policy = lower(tree, document.root, container);
            broken.extend(self.run_policy(&policy, report));
        }
        report.findings.extend(broken.iter().filter_map(|broken| internal(broken, rules, self.id)));
        sort(&mut report.findings);
        number(&mut report.findings);
    }

    fn run_policy(&self, policy: &Policy<'_>, report: &mut FileReport) -> Vec<Broken> {
        let Known { surroundings, index } = self.known;
        let context = Context { policy, surroundings, index, role: &self.role, file: self.input.name() };
        let mut drafts = Drafts::default();
        let broken = self.plan.policy(context, &mut drafts);
        let ground = Ground { tree: Some(policy.tree), policy: Some(policy) };
        report.findings.extend(finish_all(&drafts, self.plan.rules, ground, self.options));
        report.policies.push(PolicyNote {
            file: self.input.name().to_owned(),
            kind: policy.kind,
            kind_from: policy.kind_from,
            name: policy.name.clone(),
            exact: policy.is_exact(),
        });
        broken
    }

    /// A damaged text of which no policy could be read may still be meant as one.
    fn is_meant_as_policy(tree: &Tree<'_>) -> bool {
        let text = tree.text().as_bytes();
        let holds = |word: &str| memchr::memmem::find(text, word.as_bytes()).is_some();
        holds("Statement") && holds("Effect") && (holds("Action") || holds("Principal"))
    }

    fn wants_every_file(&self) -> bool {
        self.input.is_named() && !self.options.skip_other
    }

    fn no_policy(&self, tree: &Tree<'_>) -> Option<Finding> {
        let mut drafts = Drafts::default();
        let root = tree.root()?;
        let at = tree.range(root);
        drafts.report(
            "no-policy",
            crate::rules::page::ONLY,
            crate::rules::draft::Spot::Text(Range::new(at.start, at.start)),
        );
        finish_all(&drafts, self.plan.rules, Ground { tree: Some(tree), policy: None }, self.options).pop()
    }
}

/// Drafts of one text or policy to findings: rules that are off, low confidence and what another rule says better are
/// left out.
fn finish_all(drafts: &Drafts, rules: &RuleSet, ground: Ground<'_>, options: &Options<'_>) -> Vec<Finding> {
    let mut findings = Vec::with_capacity(drafts.list.len());
    for draft in &drafts.list {
        let Some(rule) = rules.get(&draft.rule) else { continue };
        let wanted = |wanted: &Wanted<'_>| wanted(&rule.name, &rule.family, draft.integration.as_deref());
        if !options.wanted.is_none_or(wanted) {
            continue;
        }
        let finding = finish(draft, rule, ground);
        findings.extend(finding.filter(|finding| options.all || finding.confidence != Confidence::Low));
    }
    merge::merge(&mut findings, rules);
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

fn sort(findings: &mut [Finding]) {
    findings.sort_by(|left, right| {
        let key = |finding: &Finding| finding.span().map(|span| (span.file, span.start, span.end));
        key(left)
            .cmp(&key(right))
            .then_with(|| left.rule.cmp(&right.rule))
            .then_with(|| left.message.cmp(&right.message))
    });
}

/// Tells findings of one file with equal fingerprints apart by their order.
fn number(findings: &mut [Finding]) {
    let mut seen: HashMap<String, u64> = HashMap::new();
    for finding in findings {
        let ordinal = seen.entry(finding.fingerprint.clone()).or_insert(0);
        let mut hash = Fnv::default();
        hash.add(finding.fingerprint.as_bytes());
        hash.add(&ordinal.to_le_bytes());
        *ordinal += 1;
        finding.fingerprint = hash.hex();
    }
}
