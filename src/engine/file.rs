//! One file of a run: read, parsed, its policies found, every rule run over them.

use std::sync::Arc;

use super::{Input, Known, Options, PolicyNote, finish_all, internal, number, sort};
use crate::aws::Catalog;
use crate::finding::Finding;
use crate::input::{Failure, documents};
use crate::json::{Dialect, Problem, Tree};
use crate::policy::{KindFrom, Policy, lower_with};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, TextContext};
use crate::rules::overlap::Memo;
use crate::rules::page::ONLY;
use crate::rules::walk::{Broken, Plan};
use crate::rules::words::Ground;
use crate::surroundings::FileRole;
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
}

/// Lints one input.
pub(super) fn check_file<'o>(
    id: FileId,
    input: &'o Input,
    plan: &Plan<'o>,
    known: Known<'_>,
    options: &'o Options<'o>,
) -> FileReport {
    let bytes = match input.bytes() {
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
        if documents.found.is_empty() && !self.wants_every_file() && !(damaged && is_meant_as_policy(tree)) {
            return;
        }
        let mut broken = self.run_text(tree, problems, report);
        if documents.found.is_empty() && !damaged && !tree.is_empty() {
            self.no_policy(tree, report);
        }
        for (tree, problems) in &documents.embedded {
            broken.extend(self.run_text(tree, problems, report));
        }
        let catalog = self.options.catalog.unwrap_or_else(|| Catalog::built_in());
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
            let policy = lower_with(tree, document.root, container, catalog);
            broken.extend(self.run_policy(&policy, report));
        }
        report.findings.extend(broken.iter().filter_map(|broken| internal(broken, self.plan.rules, self.id)));
        sort(&mut report.findings);
        number(&mut report.findings);
    }

    fn run_text(&self, tree: &Tree<'_>, problems: &[Problem], report: &mut FileReport) -> Vec<Broken> {
        let mut drafts = Drafts::default();
        let broken = self.plan.text(TextContext { tree, problems }, &mut drafts);
        self.finish(&drafts, Ground { tree: Some(tree), policy: None }, report);
        broken
    }

    fn run_policy(&self, policy: &Policy<'_>, report: &mut FileReport) -> Vec<Broken> {
        let Known { surroundings, index } = self.known;
        let memo = Memo::default();
        let file = self.input.name();
        let context = Context { policy, surroundings, index, role: &self.role, file, memo: &memo };
        let mut drafts = Drafts::default();
        let broken = self.plan.policy(context, &mut drafts);
        self.finish(&drafts, Ground { tree: Some(policy.tree), policy: Some(policy) }, report);
        report.policies.push(PolicyNote {
            file: self.input.name().to_owned(),
            kind: policy.kind,
            kind_from: policy.kind_from,
            name: policy.name.clone(),
            exact: policy.is_exact(),
        });
        broken
    }

    fn no_policy(&self, tree: &Tree<'_>, report: &mut FileReport) {
        let Some(root) = tree.root() else { return };
        let start = tree.range(root).start;
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

/// Whether a damaged text of which no policy could be read is still meant as one.
fn is_meant_as_policy(tree: &Tree<'_>) -> bool {
    let text = tree.text().as_bytes();
    let holds = |word: &str| memchr::memmem::find(text, word.as_bytes()).is_some();
    holds("Statement") && holds("Effect") && (holds("Action") || holds("Principal"))
}
