//! Literal text of HCL beside its source: where each decoded byte was written.

use crate::template::Text;
use crate::text::{Range, offset};

/// The text of a literal whose source is `source`, which begins at `from`. What is no escape stands for itself; a
/// heredoc may lack the indentation of its lines.
pub(super) fn read(decoded: &str, source: &str, from: u32, quoted: bool) -> Text {
    let mut text = Text::default();
    let (mut rest, mut at) = (decoded, 0usize);
    while let Some(first) = rest.chars().next() {
        let written = source.get(at..).unwrap_or("");
        let place = |length: usize| {
            Range::new(from.saturating_add(offset(at)), from.saturating_add(offset(at + length)))
        };
        let equal = common(rest, written, quoted);
        if equal > 0 {
            text.copy(rest.get(..equal).unwrap_or(""), place(0).start);
            rest = rest.get(equal..).unwrap_or("");
            at += equal;
            continue;
        }
        let (taken, length) = match written.as_bytes() {
            [b'$', b'$', b'{', ..] | [b'%', b'%', b'{', ..] if rest.len() > 1 => (2, 3),
            [b'\\', kind, ..] if quoted => (first.len_utf8(), escape_length(*kind)),
            // Indentation that the heredoc drops.
            [b' ' | b'\t' | b'\r', ..] => (0, 1),
            _ => (rest.len(), written.len()),
        };
        let Some(part) = rest.get(..taken) else { break };
        if taken > 0 {
            text.put(part, place(length));
        }
        rest = rest.get(taken..).unwrap_or("");
        at += length;
    }
    text
}

fn escape_length(kind: u8) -> usize {
    match kind {
        b'u' => 6,
        b'U' => 10,
        _ => 2,
    }
}

/// Bytes that both begin with alike and that are no escape.
fn common(decoded: &str, source: &str, quoted: bool) -> usize {
    let mut end = 0;
    for ((at, mine), theirs) in decoded.char_indices().zip(source.chars()) {
        let here = source.get(at..).unwrap_or("");
        let is_escape = (quoted && theirs == '\\') || here.starts_with("$${") || here.starts_with("%%{");
        if mine != theirs || is_escape {
            return at;
        }
        end = at + mine.len_utf8();
    }
    end
}
