//! A new value, written in the layout of the text that it is put into.

use std::borrow::Cow;

use super::layout::Style;
use super::parse::parse;
use super::problem::Problem;
use super::tree::{Kind, NodeId, Tree};
use crate::text::FileId;

/// A JSON text that is to be put into another.
pub(super) struct Fragment<'e> {
    tree: Tree<'e>,
}

impl<'e> Fragment<'e> {
    /// Reads a text that must be JSON.
    pub(super) fn parse(json: &'e str) -> Option<Self> {
        let (tree, problems) = parse(Cow::Borrowed(json), FileId(0), None);
        (!problems.iter().any(Problem::is_syntax)).then_some(Self { tree })
    }

    /// Writes the value: on one line, or over several of which the first is indented by `indent`.
    pub(super) fn write(&self, out: &mut String, style: &Style<'_>, indent: Option<&str>) {
        let tree = &self.tree;
        let mut open: Vec<Open> = Vec::new();
        for id in (0u32..).take(tree.len()).map(NodeId) {
            while let Some(done) = open.pop_if(|open| open.after <= id) {
                style.close(out, indent, &open, &done);
            }
            let depth = open.len();
            if let Some(parent) = open.last_mut() {
                if tree.kind(id) == Kind::Key || parent.closing == ']' {
                    style.begin_child(out, indent, depth, parent);
                } else {
                    out.push_str(&style.colon);
                }
            }
            let (kind, after) = (tree.kind(id), tree.after(id));
            if !matches!(kind, Kind::Array | Kind::Object) {
                out.push_str(tree.range(id).of(tree.text()));
                continue;
            }
            let (opening, closing) = if kind == Kind::Array { ('[', ']') } else { ('{', '}') };
            let scalars = kind == Kind::Array
                && tree.elements(id).all(|child| !matches!(tree.kind(child), Kind::Array | Kind::Object));
            let inline = open.last().is_some_and(|parent| parent.inline)
                || indent.is_none()
                || (scalars && style.inline_arrays);
            out.push(opening);
            open.push(Open { after, closing, inline, empty: true });
        }
        while let Some(done) = open.pop() {
            style.close(out, indent, &open, &done);
        }
    }
}

/// An array or object that is being written.
struct Open {
    after: NodeId,
    closing: char,
    inline: bool,
    /// Whether no child was written yet.
    empty: bool,
}

impl Style<'_> {
    fn begin_child(&self, out: &mut String, indent: Option<&str>, depth: usize, parent: &mut Open) {
        let first = std::mem::replace(&mut parent.empty, false);
        if parent.inline {
            out.push_str(if first { "" } else { self.comma });
            return;
        }
        out.push_str(if first { "" } else { "," });
        self.new_line(out, indent, depth);
    }

    fn close(&self, out: &mut String, indent: Option<&str>, around: &[Open], done: &Open) {
        if !done.inline && !done.empty {
            self.new_line(out, indent, around.len());
        }
        out.push(done.closing);
    }

    fn new_line(&self, out: &mut String, indent: Option<&str>, depth: usize) {
        out.push_str(self.newline);
        out.push_str(indent.unwrap_or_default());
        (0..depth).for_each(|_| out.push_str(self.unit));
    }
}
