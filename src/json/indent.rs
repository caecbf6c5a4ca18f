//! Indentation as a witness: which of several brackets the user forgot to close.

use super::parser::Parser;
use super::tree::{Kind, flag};
use crate::text::Range;

/// How far the beginning of an opening bracket's line is searched.
const LINE: usize = 512;

impl Parser<'_> {
    /// Inside the array or object `id`, which lacks its bracket: the first one whose closing bracket stands further left
    /// than its own line begins, so that it rather closes one around it. Its opening bracket, and where its own closing
    /// bracket should stand. Looks at each node once in a run.
    pub(super) fn misindented(&mut self, id: u32) -> Option<(usize, Range)> {
        let from = self.memory.indented.max(id as usize + 1);
        self.memory.indented = self.nodes.len();
        let mut first: Option<(usize, Range)> = None;
        for node in self.nodes.get(from..)? {
            let is_closed = node.flags & flag::UNCLOSED == 0 && node.end > node.start;
            if !is_closed || !matches!(node.kind, Kind::Array | Kind::Object) {
                continue;
            }
            let bracket = node.end as usize - 1;
            if first.is_some_and(|(earlier, _)| earlier <= bracket) {
                continue;
            }
            let Some(closing) = self.own_line_indent(bracket) else { continue };
            if self
                .line_indent(node.start as usize)
                .is_some_and(|opening| opening.len() > closing.len() && opening.starts_with(closing))
            {
                first = Some((bracket, Range::new(node.start, node.start.saturating_add(1))));
            }
        }
        let (bracket, opener) = first?;
        let before = self.bytes.get(..bracket)?.trim_ascii_end().len();
        Some((before, opener))
    }

    /// Indentation of the line of `at`, if nothing but that stands before it.
    fn own_line_indent(&self, at: usize) -> Option<&[u8]> {
        let head = self.bytes.get(..at)?;
        let blanks = head.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let (line, indent) = head.split_at_checked(at - blanks)?;
        matches!(line.last(), None | Some(b'\n' | b'\r')).then_some(indent)
    }

    /// Indentation of the line of `at`, if its beginning is near.
    fn line_indent(&self, at: usize) -> Option<&[u8]> {
        let head = self.bytes.get(..at)?;
        let near = at.saturating_sub(LINE);
        let start = memchr::memrchr2(b'\n', b'\r', head.get(near..)?).map_or(near, |found| near + found + 1);
        if start == near && near > 0 {
            return None;
        }
        let line = head.get(start..)?;
        line.get(..line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count())
    }
}
