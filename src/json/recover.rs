//! What the parser does where something else stands than JSON wants: the smallest mistake that explains it.

use super::parser::{Next, Parser, ROOT};
use super::problem::ProblemKind;
use super::scan;
use super::tree::{Kind, flag};
use crate::text::{Range, offset};

impl Parser<'_> {
    /// Something that begins no value. The token before it ends at `end`.
    #[cold]
    pub(super) fn odd_value(&mut self, end: usize) -> Next {
        if self.skip_trivia() {
            return self.value_here(end);
        }
        match self.byte(self.at) {
            None => return self.finish(end),
            Some(b'}' | b']' | b',' | b';') if self.in_object => {
                self.missing_value(true);
                return Next::After;
            }
            Some(b'}' | b']') if self.top == ROOT => return self.unopened(Next::Value),
            Some(b'}' | b']') => {
                self.trailing_comma(end);
                return Next::After;
            }
            Some(b',') => return self.extra_commas(end, Next::Value),
            _ => {}
        }
        if self.other_quotes(Kind::String, end) {
            return Next::After;
        }
        if self.is_hole(self.at) {
            return self.hole_value(end);
        }
        self.word_value(end)
    }

    /// Something that begins no name in double quotes.
    #[cold]
    pub(super) fn odd_key(&mut self, end: usize) -> Next {
        if self.skip_trivia() && self.byte(self.at) == Some(b'"') {
            return self.key_here(end);
        }
        match self.byte(self.at) {
            None => return self.finish(end),
            Some(b'}' | b']') => {
                self.trailing_comma(end);
                return Next::After;
            }
            Some(b',') => return self.extra_commas(end, Next::Key),
            _ => {}
        }
        if self.other_quotes(Kind::Key, end) {
            return Next::Colon;
        }
        if self.is_hole(self.at) {
            return self.hole_key(end);
        }
        match self.byte(self.at) {
            Some(b'{') if self.before(end) == Some(b',') && self.kind_around() == Some(Kind::Array) => {
                let end = self.before_comma(end);
                self.unclosed(end);
                Next::Value
            }
            Some(b'{' | b'[') => self.nameless(Next::Value),
            Some(b':') => self.nameless(Next::Colon),
            _ => self.word_key(end),
        }
    }

    /// A member whose name is missing.
    fn nameless(&mut self, next: Next) -> Next {
        let here = Range::new(offset(self.at), offset(self.at + 1));
        self.trouble(ProblemKind::BadKey, here, None);
        self.push(self.at, self.at, Kind::Key, flag::BARE);
        next
    }

    /// Something else than a colon after a name.
    #[cold]
    pub(super) fn odd_colon(&mut self, end: usize) -> Next {
        if self.misquoted(end) {
            return Next::Colon;
        }
        self.skip_trivia();
        match self.byte(self.at) {
            Some(b':') => {
                self.at += 1;
                return Next::Value;
            }
            None => return self.finish(end),
            Some(b',' | b'}' | b']' | b';') => {
                self.missing_value(false);
                return Next::After;
            }
            Some(b'=') => {
                let len = if self.byte(self.at + 1) == Some(b'>') { 2 } else { 1 };
                let range = Range::new(offset(self.at), offset(self.at + len));
                self.trouble(ProblemKind::MissingColon, range, None);
                self.at += len;
            }
            _ => self.trouble(ProblemKind::MissingColon, Range::new(offset(end), offset(end)), None),
        }
        Next::Value
    }

    /// The name before has no value. Names without colons in a row are elements in the brackets of an object, which is
    /// one mistake.
    fn missing_value(&mut self, colon: bool) {
        if let Some(key) = self.nodes.last().filter(|node| node.kind == Kind::Key) {
            let (range, end) = (Range::new(key.start, key.end), key.end as usize);
            // A word alone among members was told as a bad name.
            let told = self.memory.told_key.is_some_and(|told| told + 1 == self.nodes.len());
            if colon || !(told || self.is_shaken(ProblemKind::MissingValue)) {
                self.problems.add(ProblemKind::MissingValue, range, None);
            }
            self.push(end, end, Kind::Unknown, 0);
            if !colon {
                self.memory.shaken = Some((self.nodes.len(), ProblemKind::MissingValue));
            }
        }
    }

    /// A closing bracket where a name or value should stand, perhaps after a comma that ends at `end`.
    fn trailing_comma(&mut self, end: usize) {
        if self.before(end) == Some(b',') && !self.dialect.allows_comma() {
            self.problems.add(ProblemKind::TrailingComma, Range::new(offset(end - 1), offset(end)), None);
        }
    }

    /// One or more commas where a name or value should stand.
    fn extra_commas(&mut self, end: usize, next: Next) -> Next {
        let start = self.at;
        let mut last = start;
        while self.byte(self.at) == Some(b',') {
            last = self.at + 1;
            self.at = last;
            self.skip_blanks();
        }
        self.at = last;
        // Behind a directive of a template, a comma belongs to what the directive leaves standing.
        if !self.after_hole(end) {
            self.problems.add(ProblemKind::ExtraComma, Range::new(offset(start), offset(last)), None);
        }
        let after = scan::after_blanks(self.bytes, last);
        let closes = self.top != ROOT && matches!(self.byte(after), Some(b'}' | b']'));
        if closes { Next::After } else { next }
    }

    /// Something else than a comma or the right closing bracket after a value.
    #[cold]
    pub(super) fn odd_after(&mut self, end: usize) -> Next {
        if self.skip_trivia() && matches!(self.byte(self.at), Some(b',' | b'}' | b']')) {
            return self.after_trivia(end);
        }
        match self.byte(self.at) {
            None => return self.finish(end),
            Some(b'}' | b']') => return self.wrong_bracket(end),
            Some(b';') => {
                self.unexpected(Next::After);
                return self.child();
            }
            Some(b':') => return self.odd_element(end),
            Some(b'=') => return self.unexpected(Next::After),
            Some(b'"') if self.ends_quoted_document(end) => {
                self.at += 1;
                return Next::After;
            }
            _ => {}
        }
        if self.misquoted(end) {
            return Next::After;
        }
        if self.at == end && self.quoted_document(end) {
            return Next::Value;
        }
        if !self.after_hole(end) && !self.is_hole(self.at) {
            if self.skip_garbage() {
                return Next::After;
            }
            self.missing_comma(end);
        }
        match self.child() {
            Next::Key => self.key_here(end),
            _ => self.value_here(end),
        }
    }

    /// A comma or bracket behind a comment.
    fn after_trivia(&mut self, end: usize) -> Next {
        match self.byte(self.at) {
            Some(b',') => {
                self.at += 1;
                self.child()
            }
            Some(b'}') if self.in_object => self.close_here(),
            Some(b']') if !self.in_object => self.close_here(),
            _ => self.wrong_bracket(end),
        }
    }

    /// What the innermost array or object consists of.
    fn child(&self) -> Next {
        if self.in_object { Next::Key } else { Next::Value }
    }

    fn missing_comma(&mut self, end: usize) {
        let here = Range::new(offset(end), offset(end));
        let begins = match self.byte(self.at) {
            Some(b'"') => true,
            Some(byte) => {
                !self.in_object && matches!(byte, b'{' | b'[' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n')
            }
            None => false,
        };
        if begins && self.at > end {
            // Two whole values with nothing but blanks between them: surely a mistake of its own.
            self.problems.add(ProblemKind::MissingComma, here, None);
            self.memory.shaken = Some((self.nodes.len(), ProblemKind::MissingComma));
        } else {
            self.trouble(ProblemKind::MissingComma, here, None);
        }
    }

    /// Whether the value that ends at `end` is a hole, so that what follows it may be right once it is filled.
    fn after_hole(&self, end: usize) -> bool {
        self.nodes.last().is_some_and(|node| node.kind == Kind::Unknown && node.end == offset(end))
    }

    /// What follows the document.
    #[cold]
    pub(super) fn odd_end(&mut self, end: usize) -> Next {
        self.skip_trivia();
        match self.byte(self.at) {
            None => self.finish(end),
            Some(b'}' | b']') => self.unopened(Next::After),
            Some(_) => {
                let line = self.text.get(self.at..self.line_end(self.at)).unwrap_or_default();
                let stop = self.at + line.trim_end().len();
                let range = Range::new(offset(self.at), offset(stop));
                self.trouble(ProblemKind::TrailingText, range, None);
                Next::End
            }
        }
    }

    /// The end of the text: closes what is open.
    fn finish(&mut self, end: usize) -> Next {
        let end = end.max(self.nodes.last().map_or(0, |node| node.end as usize));
        let cut_off = self.is_shaken(ProblemKind::Unclosed);
        if self.nodes.last().is_some_and(|node| node.kind == Kind::Key) {
            self.push(end, end, Kind::Unknown, 0);
        }
        if self.top != ROOT && !cut_off {
            self.unclosed(end);
        }
        while self.top != ROOT {
            self.close_at(end, flag::UNCLOSED);
        }
        if self.nodes.is_empty() && !self.problems.any_mistake() {
            self.problems.add(ProblemKind::Empty, Range::new(0, 0), None);
        }
        Next::End
    }
}
