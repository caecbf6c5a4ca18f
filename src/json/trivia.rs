//! What stands between tokens and is no blank of JSON: comments, and blanks that other programs write.

use super::parser::Parser;
use super::problem::ProblemKind;
use crate::text::{Range, offset};

impl Parser<'_> {
    /// Skips blanks, comments and foreign blanks; whether there was more than blanks.
    pub(super) fn skip_trivia(&mut self) -> bool {
        let (mut any, mut commented) = (false, false);
        loop {
            self.skip_blanks();
            if let Some(end) = self.comment_end(self.at) {
                let range = Range::new(offset(self.at), offset(end));
                // Comments with nothing between them are one.
                if !commented && !self.dialect.allows_comments() {
                    self.problems.add(ProblemKind::Comment, range, None);
                }
                commented = true;
                self.comments.push(range);
                self.at = end;
            } else if let Some(len) = self.odd_blank(self.at) {
                // A text that was pasted from a page is full of them: one mistake.
                if !self.memory.odd_blank {
                    self.memory.odd_blank = true;
                    let range = Range::new(offset(self.at), offset(self.at + len));
                    self.problems.add(ProblemKind::Unexpected, range, None);
                }
                self.at += len;
            } else {
                return any;
            }
            any = true;
        }
    }

    /// End of the comment that begins at `at`, without its line break.
    fn comment_end(&mut self, at: usize) -> Option<usize> {
        match (self.byte(at)?, self.byte(at + 1)) {
            (b'#', _) | (b'/', Some(b'/')) => Some(self.line_end(at)),
            (b'/', Some(b'*')) => {
                let rest = self.bytes.get(at + 2..).filter(|_| !self.memory.no_comment_end)?;
                match memchr::memmem::find(rest, b"*/") {
                    Some(found) => Some(at + found + 4),
                    None => {
                        self.memory.no_comment_end = true;
                        None
                    }
                }
                .or_else(|| Some(self.line_end(at)))
            }
            _ => None,
        }
    }

    /// Length of a blank or invisible character at `at` that JSON does not know: vertical tab, form feed, no-break
    /// and typographic spaces, zero-width characters, a byte order mark.
    pub(super) fn odd_blank(&self, at: usize) -> Option<usize> {
        let character = match self.byte(at)? {
            0x0B | 0x0C => return Some(1),
            0xC2 | 0xE1 | 0xE2 | 0xE3 | 0xEF => self.text.get(at..)?.chars().next()?,
            _ => return None,
        };
        let invisible = matches!(character, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}');
        (invisible || character.is_whitespace()).then(|| character.len_utf8())
    }

    /// First line break from `at`, or the end of the text.
    pub(super) fn line_end(&self, at: usize) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        memchr::memchr2(b'\n', b'\r', rest).map_or(self.bytes.len(), |found| at + found)
    }
}
