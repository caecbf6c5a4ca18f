//! A mistake in `arnlint.toml`, or in a file that it names, with its places.

use crate::finding::{Label, Role, Step, Target};
use crate::text::{FileId, Range, Span};

/// One mistake. A run with any cannot do its job and ends with 2.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// What is wrong: lower-case start, no final stop.
    pub message: String,
    /// The key or value at fault.
    pub place: Label,
    /// Places that explain why.
    pub related: Vec<Label>,
    /// What to do: one action.
    pub help: Option<String>,
}

impl Mistake {
    /// The configuration is not UTF-8, but what `instead` says; `span` are its first bytes that are no character.
    pub fn not_utf8(span: Span, instead: &str) -> Self {
        let place = Label { role: Role::Primary, text: None, span, path: Vec::new(), target: Target::Value };
        let message = format!("this file is {instead}");
        Self { message, place, related: Vec::new(), help: Some("save it as UTF-8".to_owned()) }
    }

    /// The bytes at fault.
    pub fn span(&self) -> Span {
        self.place.span
    }

    /// All places, the one at fault first.
    pub fn labels(&self) -> impl Iterator<Item = &Label> {
        std::iter::once(&self.place).chain(&self.related)
    }

    /// Says what to do.
    pub(super) fn help(&mut self, help: impl Into<Option<String>>) -> &mut Self {
        self.help = help.into();
        self
    }

    /// Puts words under the carets of the place at fault.
    pub(super) fn label(&mut self, text: impl Into<String>) -> &mut Self {
        self.place.text = Some(text.into());
        self
    }

    /// Adds a place that explains.
    pub(super) fn because(&mut self, span: Span, path: Vec<Step>, text: impl Into<String>) -> &mut Self {
        self.related.push(Label {
            role: Role::Related,
            text: Some(text.into()),
            span,
            path,
            target: Target::Value,
        });
        self
    }
}

/// Collects the mistakes of one configuration.
#[derive(Debug)]
pub(super) struct Mistakes {
    file: FileId,
    list: Vec<Mistake>,
}

impl Mistakes {
    /// Of the configuration with this id.
    pub(super) fn new(file: FileId) -> Self {
        Self { file, list: Vec::new() }
    }

    /// The configuration's id.
    pub(super) fn file(&self) -> FileId {
        self.file
    }

    /// Reports a value of the configuration.
    pub(super) fn value(
        &mut self,
        range: Range,
        path: Vec<Step>,
        message: impl Into<String>,
    ) -> &mut Mistake {
        self.add(range.in_file(self.file), path, Target::Value, message.into())
    }

    /// Reports a key of the configuration.
    pub(super) fn key(&mut self, range: Range, path: Vec<Step>, message: impl Into<String>) -> &mut Mistake {
        self.add(range.in_file(self.file), path, Target::Key, message.into())
    }

    /// Reports a value of any file.
    pub(super) fn at(&mut self, span: Span, path: Vec<Step>, message: impl Into<String>) -> &mut Mistake {
        self.add(span, path, Target::Value, message.into())
    }

    fn add(&mut self, span: Span, path: Vec<Step>, target: Target, message: String) -> &mut Mistake {
        let at = self.list.len();
        self.list.push(Mistake {
            message,
            place: Label { role: Role::Primary, text: None, span, path, target },
            related: Vec::new(),
            help: None,
        });
        #[expect(clippy::indexing_slicing, reason = "an element was pushed one line above")]
        &mut self.list[at]
    }

    /// All mistakes in the order of the text, none twice.
    pub(super) fn finish(mut self) -> Vec<Mistake> {
        self.list.sort_by(|left, right| (left.span(), &left.message).cmp(&(right.span(), &right.message)));
        self.list.dedup();
        self.list
    }
}
