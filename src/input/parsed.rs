//! A file as read: its tree, its mistakes, and the policies in it, whatever it is written in.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::documents::{self, Document, Documents, looks_like_policy};
use super::fences::{self, Fence};
use super::syntax::{self, Syntax};
use crate::finding::Step;
use crate::json::{Dialect, Host, NodeId, OffsetMap, Problem, ProblemKind, Tree};
use crate::policy::Container;
use crate::template::cloudformation::{self, Resolver, Stack};
use crate::template::scope::Scope;
use crate::template::terraform::{self, Bodies, Files, Module};
use crate::template::{Found, Written, serverless};
use crate::text::{FileId, FileText, Range, offset};
use crate::yaml;

/// A file as read.
#[derive(Debug)]
pub struct Parsed<'t> {
    /// Tree of the whole text; without nodes for a file that is not JSON.
    pub tree: Tree<'t>,
    /// What is wrong with the text of a JSON file.
    pub problems: Vec<Problem>,
    /// The policies.
    pub documents: Documents,
    /// Language.
    pub syntax: Syntax,
    /// Why a file that is not JSON could not be read to its end: the place, and the reason in the language's own words.
    pub mistake: Option<(Range, String)>,
}

/// Reads a file. `forced` takes the whole file for a policy, whatever it looks like.
pub fn parse<'t>(text: &'t FileText, name: &str, id: FileId, forced: bool) -> Parsed<'t> {
    let syntax = syntax::of(name, &text.text);
    match syntax {
        Syntax::Markdown | Syntax::Rst if text.not_utf8().is_none() => of_document(&text.text, syntax, id),
        Syntax::Yaml if text.not_utf8().is_none() => of_yaml(&text.text, id, forced),
        // A file of Terraform is read with its module.
        Syntax::Hcl => {
            let documents = Documents { is_template: true, ..Documents::default() };
            Parsed { tree: empty(&text.text, id), problems: Vec::new(), documents, syntax, mistake: None }
        }
        _ => of_json(text, id, forced),
    }
}

fn of_json(text: &FileText, id: FileId, forced: bool) -> Parsed<'_> {
    let (tree, problems) = crate::json::parse_file(text, id, Dialect::Json);
    let damaged = problems.iter().any(Problem::is_syntax);
    let documents = match Stack::read(&tree) {
        Some(stack) => {
            let mut documents = Documents { is_template: true, ..Documents::default() };
            documents.add_stack(&stack, id);
            documents
        }
        None => documents::find(&tree, damaged, forced),
    };
    Parsed { tree, problems, documents, syntax: Syntax::Json, mistake: None }
}

fn of_yaml(text: &str, id: FileId, forced: bool) -> Parsed<'_> {
    let mut documents = Documents::default();
    let mut mistake = None;
    if forced || may_hold_policies(text) {
        let yaml = yaml::parse(text, id);
        for tree in &yaml.documents {
            documents.read_yaml(tree, id, forced);
        }
        mistake = yaml.mistake.filter(|_| is_about_policies(text) && !is_filled_in_later(text));
    }
    Parsed { tree: empty(text, id), problems: Vec::new(), documents, syntax: Syntax::Yaml, mistake }
}

/// A document for people: the policies in its blocks of code.
fn of_document(text: &str, syntax: Syntax, id: FileId) -> Parsed<'_> {
    let mut documents = Documents::default();
    let fences = if may_hold_policies(text) { fences::fences(text, syntax) } else { Vec::new() };
    for fence in fences {
        let mut inner = Documents::default();
        match fence.syntax() {
            Some(Syntax::Json) => inner.read_fence(&fence, id),
            Some(Syntax::Yaml) => {
                let yaml = yaml::parse(&fence.text.text, id);
                let trees = yaml.documents.iter().filter(|_| yaml.mistake.is_none());
                trees.for_each(|tree| inner.read_yaml(tree, id, false));
            }
            Some(Syntax::Hcl) => inner.read_module(&fence, id),
            _ => {}
        }
        documents.add_inner(inner, &fence);
    }
    Parsed { tree: empty(text, id), problems: Vec::new(), documents, syntax, mistake: None }
}

/// A text of JSON with blanks in the place of its comments.
fn without_comments(text: &str, id: FileId) -> String {
    let (tree, _) = crate::json::parse_as(Cow::Borrowed(text), id, None, Dialect::JsonWithComments);
    let mut plain = String::with_capacity(text.len());
    let mut at = 0;
    for comment in tree.comments() {
        plain.push_str(Range::new(at, comment.start).of(text));
        plain.extend(std::iter::repeat_n(' ', comment.len() as usize));
        at = comment.end;
    }
    plain.push_str(Range::new(at, offset(text.len())).of(text));
    plain
}

/// A tree without nodes over a text.
pub(crate) fn empty(text: &str, id: FileId) -> Tree<'_> {
    Tree::from_parts(Cow::Borrowed(text), id, None, Vec::new(), Vec::new())
}

/// Whether a text has the word that every policy and every template with policies has, so that it is worth reading.
fn may_hold_policies(text: &str) -> bool {
    let words = ["Statement", "statement", "AWS::", "Policy"];
    words.iter().any(|word| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some())
}

/// Whether a text that cannot be read is about policies all the same.
fn is_about_policies(text: &str) -> bool {
    let holds = |word: &str| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    (holds("Statement") && holds("Effect")) || (holds("Resources:") && holds("AWS::"))
}

/// Whether another program makes the file of this one: what stands in it is no YAML yet.
fn is_filled_in_later(text: &str) -> bool {
    ["{{", "{%", "<%"].iter().any(|mark| text.contains(mark))
}

impl Documents {
    /// Adds the policies of a document in YAML: a template's, or the document itself, or the elements of a list.
    fn read_yaml(&mut self, tree: &Tree<'_>, id: FileId, forced: bool) {
        if let Some(stack) = Stack::read(tree) {
            self.is_template = true;
            self.add_stack(&stack, id);
            return;
        }
        let Some(root) = tree.root() else { return };
        if serverless::is_service(tree, root) {
            self.is_template = true;
            self.add(serverless::policies(tree, root), id);
            return;
        }
        let elements: Vec<NodeId> = tree.elements(root).collect();
        if forced || looks_like_policy(tree, root) {
            self.add_plain(tree, root, Vec::new(), id);
        } else {
            for (at, element) in elements.into_iter().enumerate() {
                if looks_like_policy(tree, element) {
                    self.add_plain(tree, element, vec![Step::Index(at)], id);
                }
            }
        }
    }

    /// Adds the policies of a template, and what it states around them.
    fn add_stack(&mut self, stack: &Stack<'_>, id: FileId) {
        self.add(cloudformation::policies(stack), id);
        self.scope = Some(Arc::new(cloudformation::scope(stack, id)));
    }

    /// Adds a policy that stands in a tree as it is.
    fn add_plain(&mut self, tree: &Tree<'_>, node: NodeId, path: Vec<Step>, id: FileId) {
        let (stack, world) = (Stack::empty(tree), BTreeMap::new());
        let written = Written::new(&Resolver::new(&stack, &world).value(node));
        let container = Container { path, place: node.0, ..Container::default() };
        self.add(vec![Found { written, container, unread: None }], id);
    }

    /// Adds the policies of a block of JSON. One that leaves something out, as pages do, is no mistake and not read, and
    /// comments are for the reader of the page.
    fn read_fence(&mut self, fence: &Fence, id: FileId) {
        let text = without_comments(&fence.text.text, id);
        let (tree, problems) = crate::json::parse(Cow::Borrowed(text.as_str()), id, None);
        let damaged = problems.iter().any(Problem::is_syntax);
        let leaves_out = text.contains("...") || text.contains('…');
        let Some(root) = tree.root().filter(|_| !(damaged && leaves_out)) else { return };
        // An answer of a command may have a statement among other things.
        let is_element =
            |name: &str| ["Version", "Id", "Statement"].iter().any(|known| known.eq_ignore_ascii_case(name));
        let is_policy_alone = tree.members(root).all(|member| tree.str(member.key).is_some_and(is_element));
        if let Some(stack) = Stack::read(&tree) {
            self.add(cloudformation::policies(&stack), id);
        } else if is_policy_alone && looks_like_policy(&tree, root) {
            let map = OffsetMap::slice(0, offset(text.len())).hosted_by(Host::Closed);
            let written = Written { json: text.clone(), map };
            self.add(vec![Found { written, container: Container::default(), unread: None }], id);
        }
    }

    /// Adds the policies of a block in Terraform's language, which is a module of its own.
    fn read_module(&mut self, fence: &Fence, id: FileId) {
        let (files, mut bodies, values) = (Files::default(), Bodies::default(), Bodies::default());
        let text: Arc<str> = Arc::from(fence.text.text.as_str());
        let number = files.add(id, Arc::clone(&text));
        bodies.add(number, id, &text);
        let module = Module::new(&files, &bodies, &values, &|_| None);
        let found = terraform::policies(&module);
        let starts = Arc::from(files.starts());
        let scope = Arc::new(terraform::scope(&module, &starts));
        let documents = Self::of_module(found, &starts, &scope).into_values().next();
        *self = documents.unwrap_or_default();
    }

    /// Adds what was found in a block, whose places are those of the block's own text.
    fn add_inner(&mut self, inner: Self, fence: &Fence) {
        let first = self.embedded.len();
        for (tree, problems) in inner.embedded {
            self.embedded.push((tree.moved(fence.text.map()), problems));
        }
        for document in inner.found {
            let tree = document.tree.map(|at| at + first);
            // Blocks follow each other, whatever stands where in them.
            let place = offset(self.found.len());
            self.found.push(Document {
                tree,
                container: Container { place, ..document.container },
                ..document
            });
        }
    }

    /// The policies of a module whose texts stand end to end, by the file that each begins in.
    pub fn of_module(
        found: Vec<Found>,
        starts: &Arc<[(u32, FileId)]>,
        scope: &Arc<Scope>,
    ) -> BTreeMap<FileId, Self> {
        let mut files: BTreeMap<FileId, Self> = BTreeMap::new();
        for one in found {
            let at = starts.partition_point(|(start, _)| *start <= one.container.place).saturating_sub(1);
            let Some((start, id)) = starts.get(at) else { continue };
            let documents = files.entry(*id).or_default();
            documents.is_template = true;
            documents.scope = Some(Arc::clone(scope));
            let (trees, unread) = (documents.embedded.len(), documents.unread.len());
            documents.add(vec![one], *id);
            for (tree, _) in documents.embedded.iter_mut().skip(trees) {
                let own = std::mem::replace(
                    tree,
                    Tree::from_parts(Cow::Borrowed(""), *id, None, Vec::new(), Vec::new()),
                );
                *tree = own.joined(Arc::clone(starts));
            }
            for (span, _) in documents.unread.iter_mut().skip(unread) {
                (span.start, span.end) = (span.start.saturating_sub(*start), span.end.saturating_sub(*start));
            }
        }
        files
    }

    /// Adds policies of a template.
    pub(super) fn add(&mut self, found: Vec<Found>, id: FileId) {
        for one in found {
            if let Some(what) = one.unread {
                self.unread.push((one.written.map.source(Range::new(0, u32::MAX)).in_file(id), what));
                continue;
            }
            let json = one.written.json;
            let (tree, mut problems) = crate::json::parse(Cow::Owned(json), id, Some(one.written.map));
            // A hole is what a template is about.
            problems.retain(|problem| problem.kind != ProblemKind::Template);
            let Some(root) = tree.root() else { continue };
            if one.container.kind.is_none() && !looks_like_policy(&tree, root) {
                continue;
            }
            let damaged = problems.iter().any(Problem::is_syntax);
            let again = !self.seen.insert((one.container.path.clone(), one.container.name.clone()));
            self.found.push(Document {
                tree: Some(self.embedded.len()),
                root,
                container: Container { damaged, ..one.container },
                again,
            });
            self.embedded.push((tree, problems));
        }
    }
}
