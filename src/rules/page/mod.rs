//! A rule's page: its data, its words, its documentation and its examples in one Markdown file.

pub mod fields;
pub mod markdown;
mod parts;

use std::borrow::Cow;
use std::collections::BTreeMap;

pub use fields::Mistake;
use fields::{Fields, unknown};
pub use markdown::{Fence, Section};

use super::profile::data::Profile;
use super::select::Select;
use crate::finding::{Confidence, PolicyKind, Severity, Target};
use crate::json::{NodeId, OffsetMap, Problem, Tree};
use crate::text::{FileId, Range, offset};
use parts::{body, examples, references, words};

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
const SWITCH: [&str; 2] = ["on", "off"];

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
    /// The name of its file, where no attribute gives one: the language of the fence decides.
    pub default_file: &'static str,
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

    /// The name of its file.
    pub fn file(&self) -> &str {
        self.attribute("file").unwrap_or(self.default_file)
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
    /// Whether it runs without being asked for.
    pub is_default: bool,
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
            is_default: true,
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
                format!("this is not JSON: {}", problem.kind.words()),
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
        if let Some(is_default) = fields.word("default", switch, &SWITCH) {
            self.is_default = is_default;
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

    /// Where a page's title stands; its first byte where it has none.
    pub fn title(text: &str) -> Range {
        let Some(title) = markdown::outline(text).title else { return Range::default() };
        let words = title.heading.of(text).trim_end();
        Range::new(title.heading.start, title.heading.start.saturating_add(offset(words.len())))
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

fn switch(word: &str) -> Option<bool> {
    SWITCH.iter().position(|known| *known == word).map(|at| at == 0)
}

/// Parses a part of a text; spans point into the whole.
pub fn embedded(text: &str, part: Range, file: FileId) -> (Tree<'_>, Vec<Problem>) {
    let mut map = OffsetMap::default();
    map.push(part.len(), part.start, part.len());
    crate::json::parse(Cow::Borrowed(part.of(text)), file, Some(map))
}
