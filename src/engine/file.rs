//! One file of a run: read, parsed, its policies found, every rule run over them.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use super::scoped::{self, Deployed};
use super::{Input, Job, Known, Options, PolicyNote, finish_all, finish_each, internal, number, sort};
use crate::aws::Catalog;
use crate::finding::{Finding, PolicyKind};
use crate::input::Failure;
use crate::input::documents::Documents;
use crate::input::parsed::{self, Parsed};
use crate::input::syntax::Syntax;
use crate::json::{Problem, Tree};
use crate::policy::{KindFrom, Policy, Statement, lower_with};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, TextContext};
use crate::rules::merge;
use crate::rules::overlap::Memo;
use crate::rules::page::ONLY;
use crate::rules::usage::bucket_name;
use crate::rules::walk::{Broken, Part, Plan};
use crate::rules::words::Ground;
use crate::surroundings::{FileRole, Index, Surroundings};
use crate::template::scope::Scope;
use crate::text::{FileId, Range, SourceFile, decode};

/// What came of one file.
#[derive(Default)]
pub(super) struct FileReport {
    /// In order, told apart.
    pub(super) findings: Vec<Finding>,
    /// The text, where a finding may point into it.
    pub(super) source: Option<SourceFile>,
    /// Why it could not be read.
    pub(super) failure: Option<Failure>,
    /// Its policies.
    pub(super) policies: Vec<PolicyNote>,
    /// What it states around its policies, where it is a template.
    pub(super) scope: Option<Arc<Scope>>,
}

/// Lints one input.
pub(super) fn check_file(
    id: FileId,
    input: &Input,
    job: Job<'_, '_>,
    beside: Option<&Surroundings>,
) -> FileReport {
    let Job { plan, modules, known, options } = job;
    let bytes = match input.bytes() {
        Ok(bytes) => bytes,
        Err(failure) => return FileReport { failure: Some(failure), ..FileReport::default() },
    };
    let decoded = decode(bytes);
    let file = File {
        id,
        input,
        text: &decoded.text,
        is_beside: beside.is_some(),
        plan,
        known,
        options,
        role: options.role.map(|role| role(input.name())).unwrap_or_default(),
        kind: None,
    };
    let mut report = FileReport::default();
    let kind = file.kind().or_else(|| modules.kinds.get(&id).copied());
    let mut parsed = parsed::parse(&decoded, input.name(), id, kind.is_some());
    let of_module = modules.documents.get(&id);
    if of_module.is_some() {
        parsed = Parsed { tree: parsed::empty(&decoded.text, id), problems: Vec::new(), ..parsed };
    }
    parsed.mistake = parsed.mistake.or_else(|| {
        let broken = modules.broken.get(&id).filter(|_| is_about_policies(&decoded.text))?;
        Some((broken.range, broken.reason.clone()))
    });
    let documents = of_module.unwrap_or(&parsed.documents);
    let own =
        documents.scope.as_ref().map(|scope| &scope.facts).filter(|facts| **facts != Surroundings::default());
    let added: Vec<&Surroundings> = own.into_iter().chain(beside).collect();
    let joined = (!added.is_empty()).then(|| scoped::joined(known.surroundings, &added));
    let index = joined.as_ref().map(Index::new);
    let known = match (&joined, &index) {
        (Some(surroundings), Some(index)) => Known { surroundings, index },
        _ => known,
    };
    let file = File { kind, known, ..file };
    file.run(&parsed, documents, &mut report);
    if !report.findings.is_empty() {
        report.source = Some(SourceFile { name: Arc::from(input.name()), text: Arc::from(decoded.text) });
    }
    report
}

struct File<'f, 'o> {
    /// The kind of the file's policies that somebody stated.
    kind: Option<(PolicyKind, KindFrom)>,
    id: FileId,
    input: &'f Input,
    /// The file's text.
    text: &'f str,
    /// Another file of its folder states facts.
    is_beside: bool,
    plan: &'f Plan<'o>,
    known: Known<'f>,
    options: &'f Options<'o>,
    role: FileRole<'o>,
}

impl File<'_, '_> {
    fn kind(&self) -> Option<(PolicyKind, KindFrom)> {
        let flag = self.options.kind.map(|kind| (kind, KindFrom::Flag));
        flag.or_else(|| self.role.kind.map(|kind| (kind, KindFrom::Config)))
    }

    fn run(&self, parsed: &Parsed<'_>, documents: &Documents, report: &mut FileReport) {
        let Parsed { tree, problems, mistake, syntax, .. } = parsed;
        let damaged = problems.iter().any(Problem::is_syntax);
        report.scope.clone_from(&documents.scope);
        let scope = documents.scope.clone().or_else(|| self.is_beside.then(|| Arc::new(Scope::beside())));
        let is_told = mistake.is_some() || !documents.unread.is_empty();
        let is_of_interest = !documents.found.is_empty()
            || is_told
            || self.wants_every_file()
            || (damaged && is_meant_as_policy(tree));
        if !is_of_interest {
            return;
        }
        if let Some((place, reason)) = mistake {
            self.say("template-syntax-error", *place, "reason", reason, tree, report);
        }
        for (place, what) in &documents.unread {
            self.say("unread-policy", place.range(), "value", what, tree, report);
        }
        let mut broken = self.run_text(tree, problems, report);
        let holds_something = match syntax {
            Syntax::Json => !tree.is_empty(),
            _ => !is_told && !tree.text().trim().is_empty(),
        };
        if documents.found.is_empty() && !damaged && holds_something && !documents.is_template {
            self.no_policy(tree, report);
        }
        for (tree, problems) in &documents.embedded {
            broken.extend(self.run_text(tree, problems, report));
        }
        let catalog = self.options.catalog.unwrap_or_else(|| Catalog::built_in());
        let several = documents.found.iter().any(|document| document.again);
        for document in &documents.found {
            let tree = match document.tree {
                None => tree,
                Some(at) => match documents.embedded.get(at) {
                    Some((tree, _)) => tree,
                    None => continue,
                },
            };
            let mut container = document.container.clone();
            let bucket = container.bucket.take();
            container.kind = self.kind.or(container.kind);
            let policy = lower_with(tree, document.root, container, catalog);
            let bucket = bucket.or_else(|| only_bucket(&policy).filter(|_| self.is_beside));
            let deployed = scope.as_deref().map(|scope| (scope, bucket.as_deref()));
            broken.extend(self.run_policy(&policy, deployed, document.again, report));
        }
        if matches!(syntax, Syntax::Markdown | Syntax::Rst) {
            report.findings.retain(|finding| !MEANT_IN_PAGES.contains(&&*finding.rule));
        }
        report.findings.extend(broken.iter().filter_map(|broken| internal(broken, self.plan.rules, self.id)));
        sort(&mut report.findings);
        if several {
            once(&mut report.findings);
        }
        number(&mut report.findings);
    }

    /// Says something about a place in the text.
    fn say(
        &self,
        rule: &'static str,
        place: Range,
        name: &'static str,
        value: &str,
        tree: &Tree<'_>,
        report: &mut FileReport,
    ) {
        let mut drafts = Drafts::default();
        drafts.report(rule, ONLY, Spot::Text(place)).arg(name, value);
        self.finish(&drafts, Ground { tree: Some(tree), policy: None }, report);
    }

    fn run_text(&self, tree: &Tree<'_>, problems: &[Problem], report: &mut FileReport) -> Vec<Broken> {
        let mut drafts = Drafts::default();
        let broken = self.plan.text(TextContext { tree, problems }, &mut drafts);
        self.finish(&drafts, Ground { tree: Some(tree), policy: None }, report);
        broken
    }

    fn run_policy(
        &self,
        policy: &Policy<'_>,
        deployed: Option<(&Scope, Option<&str>)>,
        again: bool,
        report: &mut FileReport,
    ) -> Vec<Broken> {
        let Known { surroundings, index } = self.known;
        let memo = Memo::default();
        let file = self.input.name();
        let context = Context { policy, surroundings, index, role: &self.role, file, memo: &memo };
        let mut drafts = Drafts::default();
        let part = if deployed.is_some() { Part::Policy } else { Part::All };
        let mut broken = self.plan.policy(context, part, &mut drafts);
        let ground = Ground { tree: Some(policy.tree), policy: Some(policy) };
        if let Some((scope, bucket)) = deployed {
            let mut findings = finish_each(&drafts, self.plan.rules, ground, self.options);
            let catalog = policy.catalog;
            let (plan, options, role) = (self.plan, self.options, &self.role);
            let text = self.text;
            let held = Deployed { plan, options, scope, surroundings, index, role, file, catalog, text };
            findings.extend(held.check(policy, bucket, &mut broken));
            merge::merge(&mut findings, self.plan.rules);
            report.findings.append(&mut findings);
        } else {
            self.finish(&drafts, ground, report);
        }
        if again {
            return broken;
        }
        report.policies.push(PolicyNote {
            file: self.input.name().to_owned(),
            kind: policy.kind,
            kind_from: policy.kind_from,
            name: policy.name.clone(),
            exact: policy.is_exact(),
            unknown: unknown(policy),
        });
        broken
    }

    fn no_policy(&self, tree: &Tree<'_>, report: &mut FileReport) {
        let start = tree.root().map_or(0, |root| tree.range(root).start);
        let mut drafts = Drafts::default();
        drafts.report("no-policy", ONLY, Spot::Text(Range::new(start, start)));
        self.finish(&drafts, Ground { tree: Some(tree), policy: None }, report);
    }

    fn finish(&self, drafts: &Drafts, ground: Ground<'_>, report: &mut FileReport) {
        report.findings.extend(finish_all(drafts, self.plan.rules, ground, self.options));
    }

    /// A file that the user named is worth a word even if it holds no policy.
    fn wants_every_file(&self) -> bool {
        self.input.is_named() && !self.options.skip_other
    }
}

/// Rules that are silent about pages for people: a page shows what its reader is to replace.
const MEANT_IN_PAGES: [&str; 2] = ["placeholder", "sample-value"];

/// The bucket that a bucket policy is about, by its resources, where they name just one.
fn only_bucket(policy: &Policy<'_>) -> Option<String> {
    if policy.kind != PolicyKind::Bucket {
        return None;
    }
    let values = policy.statements.iter().flat_map(Statement::resources);
    let names: BTreeSet<&str> = values.filter_map(bucket_name).collect();
    let mut names = names.into_iter();
    names.next().filter(|_| names.next().is_none()).map(str::to_owned)
}

/// The parts of a policy that a program or a person fills in later, each once, in order.
fn unknown(policy: &Policy<'_>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let values = policy.not_replaced().map(|(_, value)| value).chain(policy.replaced());
    for value in values {
        for hole in &value.holes {
            let text = hole.range.of(value.text);
            if !all.iter().any(|known| known == text) {
                all.push(text.to_owned());
            }
        }
    }
    all
}

/// What holds however a template's conditions are decided is said once. What is missing may be missed at another place
/// in each way to decide them.
fn once(findings: &mut Vec<Finding>) {
    let mut seen = HashSet::new();
    findings.retain(|finding| {
        let place = if finding.rule.starts_with("missing-") { None } else { finding.span() };
        seen.insert((finding.rule.clone(), finding.message.clone(), place))
    });
}

/// Whether a file of Terraform that cannot be read is about policies.
fn is_about_policies(text: &str) -> bool {
    let holds = |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    holds("policy") || (holds("Statement") && holds("Effect"))
}

/// Whether a damaged text of which no policy could be read is still meant as one.
fn is_meant_as_policy(tree: &Tree<'_>) -> bool {
    let text = tree.text().as_bytes();
    let holds = |word: &str| memchr::memmem::find(text, word.as_bytes()).is_some();
    holds("Statement") && holds("Effect") && (holds("Action") || holds("Principal"))
}
