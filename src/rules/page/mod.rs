//! A rule's page: its data, its words, its documentation and its examples in one Markdown file.

pub mod fields;
pub mod markdown;

use std::borrow::Cow;
use std::collections::BTreeMap;

pub use fields::Mistake;
use fields::{Fields, unknown};
pub use markdown::{Fence, Section};

use super::profile::data::Profile;
use super::select::Select;
use crate::finding::{Confidence, PolicyKind, Severity, Target};
use crate::json::{NodeId, OffsetMap, Problem, Tree};
use crate::text::{FileId, Range};

/// The words of one message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// What is wrong.
    pub text: String,
    /// What stands under the carets.
    pub label: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// Severity of this message, where it is not the page's.
    pub severity: Option<Severity>,
    /// Confidence of this message, where it is not the page's.
    pub confidence: Option<Confidence>,
}

/// All words of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Messages by name.
    pub messages: BTreeMap<String, Message>,
    /// Texts of related labels by name.
    pub labels: BTreeMap<String, String>,
    /// Titles of fixes by name.
    pub fixes: BTreeMap<String, String>,
}

/// A document that states what the rule rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Where it stands.
    pub url: String,
    /// The day on which it was read, `YYYY-MM-DD`.
    pub read: String,
}

const SEVERITIES: [&str; 4] = ["error", "security", "warning", "suggestion"];
const CONFIDENCES: [&str; 3] = ["high", "medium", "low"];

/// Name of the only message of a page that has one.
pub const ONLY: &str = "found";

/// What a page runs.
#[derive(Debug)]
pub enum Body {
    /// A function of the program.
    Check,
    /// A JSONPath; every selected value is a finding at its value or its member's name.
    Select(Select, Target),
    /// An integration.
    Profile(Box<Profile>),
}

/// Whether an example must be reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    /// The page's rule reports it.
    Fail,
    /// The page's rule is silent.
    Pass,
}

/// One example with what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// What must happen.
    pub expect: Expect,
    /// `key=value` words behind the fence.
    pub attributes: Vec<(String, String)>,
    /// Bytes of the policy in the page.
    pub policy: Range,
    /// Bytes of the `arnlint.toml` that stands before it.
    pub config: Option<Range>,
    /// Further files before it: name and bytes.
    pub files: Vec<(String, Range)>,
    /// Bytes of the expected output behind it.
    pub output: Option<Range>,
}

impl Example {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// A page as read.
#[derive(Debug)]
pub struct Page {
    /// The rule's name: the file's stem.
    pub name: String,
    /// The rule's family: the folder.
    pub family: String,
    /// Earlier names, the first one first.
    pub aliases: Vec<String>,
    /// One sentence.
    pub summary: String,
    /// Severity of its findings.
    pub severity: Severity,
    /// Confidence of its findings.
    pub confidence: Confidence,
    /// Kinds of policies that it looks at; empty for all.
    pub kinds: Vec<PolicyKind>,
    /// Code of AWS's own check that says the same.
    pub aws: Option<String>,
    /// Rules whose finding on the same value makes this one's superfluous.
    pub yields_to: Vec<String>,
    /// What it runs.
    pub body: Body,
    /// Its words.
    pub words: Words,
    /// Its sources.
    pub references: Vec<Reference>,
    /// Its sections.
    pub sections: Vec<Section>,
    /// Its examples.
    pub examples: Vec<Example>,
}

impl Page {
    /// Reads a page. Mistakes do not end the reading; a page with one is not to be run.
    pub fn read(name: &str, family: &str, text: &str, file: FileId) -> (Self, Vec<Mistake>) {
        let outline = markdown::outline(text);
        let mut mistakes = Vec::new();
        match &outline.title {
            Some(title) if title.title != name => mistakes.push(Mistake::new(
                title.heading,
                format!("the title is `{}`, the file's name is `{name}`", title.title),
            )),
            Some(_) => {}
            None => mistakes.push(Mistake::new(Range::new(0, 0), "the page has no title")),
        }
        if outline.summary.is_empty() {
            mistakes.push(Mistake::new(Range::new(0, 0), "the page has no summary below its title"));
        }
        let mut page = Self {
            sections: outline.sections,
            examples: examples(&outline.fences, &mut mistakes),
            ..Self::empty(name, family, outline.summary)
        };
        match outline.fences.iter().find(|fence| fence.info == "json rule") {
            Some(fence) => page.read_rule(text, fence.range, file, &mut mistakes),
            None => mistakes.push(Mistake::new(Range::new(0, 0), "the page has no `json rule` block")),
        }
        (page, mistakes)
    }

    /// Reads nothing but the rule block, which stands at `block` in the page's text.
    pub fn of_block(name: &str, family: &str, summary: &str, text: &str, block: Range) -> Self {
        let mut page = Self::empty(name, family, summary.to_owned());
        page.read_rule(text, block, FileId(u32::MAX), &mut Vec::new());
        page
    }

    fn empty(name: &str, family: &str, summary: String) -> Self {
        Self {
            name: name.to_owned(),
            family: family.to_owned(),
            aliases: Vec::new(),
            summary,
            severity: Severity::Warning,
            confidence: Confidence::High,
            kinds: Vec::new(),
            aws: None,
            yields_to: Vec::new(),
            body: Body::Check,
            words: Words::default(),
            references: Vec::new(),
            sections: Vec::new(),
            examples: Vec::new(),
        }
    }

    fn read_rule(&mut self, text: &str, block: Range, file: FileId, mistakes: &mut Vec<Mistake>) {
        let (tree, problems) = embedded(text, block, file);
        mistakes.extend(problems.iter().map(|problem| {
            Mistake::new(
                tree.span_of(problem.range).range(),
                format!("this is not JSON: {}", describe(problem)),
            )
        }));
        let Some(root) = tree.root() else { return };
        let mut fields = Fields::new(&tree, root, "the rule", mistakes);
        if let Some(severity) = fields.word("severity", Severity::from_word, &SEVERITIES) {
            self.severity = severity;
        }
        if let Some(confidence) = fields.word("confidence", Confidence::from_word, &CONFIDENCES) {
            self.confidence = confidence;
        }
        for (word, node) in fields.strings("kinds") {
            match PolicyKind::from_word(word) {
                Some(kind) => self.kinds.push(kind),
                None => {
                    let words = PolicyKind::ALL.map(PolicyKind::word);
                    let range = fields.range(node);
                    fields.mistakes().push(unknown(range, word, &words));
                }
            }
        }
        let owned = |list: Vec<(&str, NodeId)>| list.into_iter().map(|(word, _)| word.to_owned()).collect();
        self.aws = fields.string("aws").map(|(code, _)| code.to_owned());
        self.aliases = owned(fields.strings("aliases"));
        self.yields_to = owned(fields.strings("yields-to"));
        // A page whose messages another part of the program reports says which, for its readers.
        let _ = fields.word(
            "reported-by",
            |word| ["engine", "integrations"].contains(&word).then_some(()),
            &["engine", "integrations"],
        );
        self.words = words(&mut fields);
        self.references = references(&mut fields);
        if let Some(body) = body(&mut fields) {
            self.body = body;
        }
        if matches!(self.body, Body::Select(..)) && !self.words.messages.contains_key(ONLY) {
            fields.mistake(root, "`message` is missing: the words for what the selector finds");
        }
        fields.finish();
    }

    /// The sources' addresses and the page's prose, as `arnlint explain` shows it: everything but the rule block.
    pub fn prose(text: &str) -> String {
        let outline = markdown::outline(text);
        let block = outline.fences.iter().find(|fence| fence.info == "json rule");
        let Some(block) = block else { return text.to_owned() };
        let (head, tail) = (
            text.get(..block.whole.start as usize).unwrap_or(""),
            text.get(block.whole.end as usize..).unwrap_or(""),
        );
        format!("{}\n\n{}", head.trim_end(), tail.trim_start())
    }
}

/// Parses a part of a text; spans point into the whole.
pub fn embedded(text: &str, part: Range, file: FileId) -> (Tree<'_>, Vec<Problem>) {
    let mut map = OffsetMap::default();
    map.push(part.len(), part.start, part.len());
    crate::json::parse(Cow::Borrowed(part.of(text)), file, Some(map))
}

fn describe(problem: &Problem) -> String {
    let name = format!("{:?}", problem.kind);
    let mut words = String::with_capacity(name.len() + 4);
    for character in name.chars() {
        if character.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(character.to_lowercase());
    }
    words
}

fn words(fields: &mut Fields<'_, '_>) -> Words {
    let mut words = Words::default();
    // Severity and confidence at the page's top are the page's own.
    let only = message(fields);
    if !only.text.is_empty() {
        words.messages.insert(ONLY.to_owned(), only);
    }
    for (name, _, value) in fields.entries("messages") {
        let mut inner = Fields::new(fields.tree(), value, "a message", fields.mistakes());
        let mut words_of_it = message(&mut inner);
        words_of_it.severity = inner.word("severity", Severity::from_word, &SEVERITIES);
        words_of_it.confidence = inner.word("confidence", Confidence::from_word, &CONFIDENCES);
        inner.finish();
        words.messages.insert(name.to_owned(), words_of_it);
    }
    for (member, list) in [("labels", &mut words.labels), ("fixes", &mut words.fixes)] {
        for (name, _, value) in fields.entries(member) {
            match fields.tree().str(value) {
                Some(text) => _ = list.insert(name.to_owned(), text.to_owned()),
                None => fields.mistake(value, "this must be a string"),
            }
        }
    }
    words
}

fn message(fields: &mut Fields<'_, '_>) -> Message {
    let owned = |found: Option<(&str, NodeId)>| found.map(|(text, _)| text.to_owned());
    Message {
        text: owned(fields.string("message")).unwrap_or_default(),
        label: owned(fields.string("label")),
        help: owned(fields.string("help")),
        severity: None,
        confidence: None,
    }
}

fn references(fields: &mut Fields<'_, '_>) -> Vec<Reference> {
    let mut references = Vec::new();
    for node in fields.list("references") {
        let mut inner = Fields::new(fields.tree(), node, "a reference", fields.mistakes());
        let (url, read) = (inner.required_string("url"), inner.required_string("read"));
        if let (Some((url, _)), Some((read, _))) = (url, read) {
            references.push(Reference { url: url.to_owned(), read: read.to_owned() });
        }
        inner.finish();
    }
    references
}

fn body(fields: &mut Fields<'_, '_>) -> Option<Body> {
    let target = fields
        .word("target", |word| (word == "key").then_some(Target::Key), &["key"])
        .unwrap_or(Target::Value);
    let profile = fields.value("profile");
    if let Some((selector, node)) = fields.string("select") {
        return match Select::parse(selector) {
            Ok(select) => Some(Body::Select(select, target)),
            Err(refusal) => {
                let tree = fields.tree();
                let range = match refusal.at {
                    Some(at) => tree.span_of(tree.within(node, at)).range(),
                    None => fields.range(node),
                };
                fields.mistakes().push(Mistake::new(range, refusal.message));
                None
            }
        };
    }
    let node = profile?;
    let tree = fields.tree();
    Some(Body::Profile(Box::new(Profile::read(tree, node, fields.mistakes()))))
}

/// Groups fences into examples: configuration and files belong to the policy behind them, output to the one before.
fn examples(fences: &[Fence], mistakes: &mut Vec<Mistake>) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    let (mut config, mut files) = (None, Vec::new());
    for fence in fences {
        let mut words = fence.info.split_whitespace();
        let language = words.next().unwrap_or("");
        let rest: Vec<&str> = words.collect();
        let file = rest.iter().find_map(|word| word.strip_prefix("file="));
        let expect = match rest.first() {
            Some(&"fail") => Some(Expect::Fail),
            Some(&"pass") => Some(Expect::Pass),
            _ => None,
        };
        match (language, expect, file) {
            ("json", Some(expect), _) => examples.push(Example {
                expect,
                attributes: rest.iter().skip(1).filter_map(|word| word.split_once('=')).map(owned).collect(),
                policy: fence.range,
                config: config.take(),
                files: std::mem::take(&mut files),
                output: None,
            }),
            ("toml", None, None) if rest == ["config"] => config = Some(fence.range),
            (_, None, Some(name)) => files.push((name.to_owned(), fence.range)),
            ("text", None, None) => match examples.last_mut() {
                Some(example) if example.output.is_none() => example.output = Some(fence.range),
                _ => mistakes.push(Mistake::new(fence.whole, "this output belongs to no example")),
            },
            ("json", None, None) if rest == ["rule"] => {}
            _ => mistakes.push(
                Mistake::new(fence.whole, "this block is no part of a page").help(
                    "a page has `json rule`, `toml config`, `json file=NAME`, `json fail`, `json pass` and `text`",
                ),
            ),
        }
    }
    examples
}

fn owned((key, value): (&str, &str)) -> (String, String) {
    (key.to_owned(), value.to_owned())
}
