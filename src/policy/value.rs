//! One scalar of a policy with its node and its holes.

use std::cell::OnceCell;

use crate::aws::catalog::Action;
use crate::aws::{Arn, Catalog, Split};
use crate::json::NodeId;
use crate::text::Range;

/// A scalar of a policy: known, or partly known around holes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value<'a> {
    /// The scalar's node.
    pub node: NodeId,
    /// Its decoded text; numbers and booleans as written.
    pub text: &'a str,
    /// Ranges of `text` whose real content is not known, in order, not overlapping.
    pub holes: Vec<Hole>,
    /// The parts of an ARN, split once for all rules that ask.
    split: OnceCell<Option<Split>>,
    /// The number of the action in the catalogue and whether it is retired, looked up once for all rules that ask.
    action: OnceCell<Option<(u32, bool)>>,
}

/// A part of a value that is filled in later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hole {
    /// Range of the value's decoded text.
    pub range: Range,
    /// What stands there now.
    pub kind: HoleKind,
}

/// What a hole is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HoleKind {
    /// A token that a person was meant to replace, such as `<BUCKET_NAME>`.
    Placeholder,
    /// A template's interpolation or reference, which a program replaces.
    Interpolation,
}

impl<'a> Value<'a> {
    /// A scalar of a policy.
    pub fn new(node: NodeId, text: &'a str, holes: Vec<Hole>) -> Self {
        Self { node, text, holes, split: OnceCell::new(), action: OnceCell::new() }
    }

    /// The parts of the value if it begins with `arn:`, in any case; parts at its end may be missing.
    pub fn arn(&self) -> Option<Arn<'a>> {
        self.split.get_or_init(|| Split::of(self.text)).map(|split| Arn::with(self.text, split))
    }

    /// The action with this name, retired ones too. Of one value only one catalogue may be asked.
    pub fn action<'c>(&self, catalog: &'c Catalog) -> Option<Action<'c>> {
        Some(catalog.action_at(self.action_number(catalog)?.0))
    }

    /// Whether it is the name of an action that there is.
    pub fn is_current_action(&self, catalog: &Catalog) -> bool {
        self.action_number(catalog).is_some_and(|(_, is_retired)| !is_retired)
    }

    fn action_number(&self, catalog: &Catalog) -> Option<(u32, bool)> {
        *self.action.get_or_init(|| catalog.action_number(self.text))
    }

    /// Whether the whole text is what AWS will see.
    pub fn is_known(&self) -> bool {
        self.holes.is_empty()
    }

    /// Takes placeholders that could be names for names.
    pub(super) fn take_names(&mut self) {
        let text = self.text;
        let is_name = |hole: &Hole| {
            let own = hole.range.of(text);
            hole.kind == HoleKind::Placeholder
                && own
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/'))
        };
        self.holes.retain(|hole| !is_name(hole));
    }

    /// Whether any byte of this range of the text lies in a hole.
    pub fn touches_hole(&self, range: Range) -> bool {
        self.holes.iter().any(|hole| hole.range.start < range.end && range.start < hole.range.end)
    }

    /// Whether no hole stands behind this offset of the text.
    pub fn is_known_after(&self, offset: u32) -> bool {
        self.holes.iter().all(|hole| hole.range.end <= offset)
    }

    /// The text's literal pieces and holes in order; a hole is `None`.
    pub fn pieces(&self) -> Vec<Option<&'a str>> {
        let mut pieces = Vec::with_capacity(self.holes.len() * 2 + 1);
        let mut at = 0;
        for hole in &self.holes {
            if hole.range.start > at {
                pieces.push(Some(Range::new(at, hole.range.start).of(self.text)));
            }
            pieces.push(None);
            at = hole.range.end;
        }
        let end = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        if at < end || pieces.is_empty() {
            pieces.push(Some(Range::new(at, end).of(self.text)));
        }
        pieces
    }
}
