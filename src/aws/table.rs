//! Sorted lines of comma-separated fields, searched in place: nothing is built or parsed at start.

use std::cmp::Ordering;

/// How the lines of a table are sorted by their first field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By bytes.
    Exact,
    /// By bytes of the ASCII lower-case text, as IAM compares names of actions and condition keys.
    Folded,
}

/// A text of facts: lines that begin with `#` come first and say what the table means, where it comes from and
/// of which date it is; every other line is a row.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    text: &'static str,
    /// Offset of the first row: found once, when the table is compiled.
    first: usize,
    order: Order,
}

/// One line of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    line: &'static str,
}

impl Row {
    /// The first field.
    pub fn key(self) -> &'static str {
        key_of(self.line)
    }

    /// The field with this number, from 0; empty where the line has fewer.
    pub fn field(self, number: usize) -> &'static str {
        let rest = self.rest(number);
        memchr::memchr(b',', rest.as_bytes()).map_or(rest, |end| rest.get(..end).unwrap_or(""))
    }

    /// The field with this number and all that follows it: for a last field that may hold commas.
    pub fn rest(self, number: usize) -> &'static str {
        let mut rest = self.line;
        for _ in 0..number {
            let comma = memchr::memchr(b',', rest.as_bytes());
            rest = comma.and_then(|at| rest.get(at + 1..)).unwrap_or("");
        }
        rest
    }

    /// The whole line.
    pub fn line(self) -> &'static str {
        self.line
    }
}

impl Table {
    /// A table whose lines are sorted by the bytes of their first field.
    pub const fn exact(text: &'static str) -> Self {
        Self { text, first: after_header(text.as_bytes()), order: Order::Exact }
    }

    /// A table whose lines are sorted by their first field without regard to case.
    pub const fn folded(text: &'static str) -> Self {
        Self { text, first: after_header(text.as_bytes()), order: Order::Folded }
    }

    /// How the lines are sorted.
    pub fn order(self) -> Order {
        self.order
    }

    /// The lines that say what the table means, without their `#`.
    pub fn header(self) -> impl Iterator<Item = &'static str> {
        self.text.lines().map_while(|line| line.strip_prefix('#')).map(str::trim)
    }

    /// The day that the facts are of, as `YYYY-MM-DD`; empty where the header does not say it.
    pub fn date(self) -> &'static str {
        self.header()
            .find_map(|line| line.strip_prefix("Date: "))
            .map_or("", |date| date.trim_end_matches('.'))
    }

    /// Every row in order.
    pub fn rows(self) -> impl Iterator<Item = Row> + Clone {
        self.body().lines().map(|line| Row { line })
    }

    /// The lengths of its keys as bits, for keys below 64 bytes: one look tells most names of a small table apart.
    #[expect(
        clippy::indexing_slicing,
        reason = "it runs when the table is compiled, and stops before the end"
    )]
    pub const fn lengths(self) -> u64 {
        let text = self.text.as_bytes();
        let (mut at, mut start, mut is_key, mut lengths) = (self.first, self.first, true, 0);
        while at < text.len() {
            match text[at] {
                b'\n' => (start, is_key) = (at + 1, true),
                b',' if is_key => {
                    is_key = false;
                    if at - start < 64 {
                        lengths |= 1 << (at - start);
                    }
                }
                _ => {}
            }
            at += 1;
        }
        lengths
    }

    /// The first row with this key.
    pub fn get(self, key: &str) -> Option<Row> {
        self.all(key).next()
    }

    /// Every row with this key: the tables that relate many to many repeat it.
    pub fn all(self, key: &str) -> impl Iterator<Item = Row> {
        self.from(key).take_while(move |row| self.compare(row.line, key) == Ordering::Equal)
    }

    /// Every row whose key begins with this text, as the table compares.
    pub fn beginning(self, text: &str) -> impl Iterator<Item = Row> {
        self.from(text).take_while(move |row| {
            let head = row.line.as_bytes().get(..text.len());
            head.is_some_and(|head| match self.order {
                Order::Exact => head == text.as_bytes(),
                Order::Folded => head.eq_ignore_ascii_case(text.as_bytes()),
            })
        })
    }

    fn from(self, key: &str) -> impl Iterator<Item = Row> {
        let body = self.body();
        let from = self.first_not_before(body, key);
        body.get(from..).unwrap_or("").lines().map(|line| Row { line })
    }

    fn body(self) -> &'static str {
        self.text.get(self.first..).unwrap_or("")
    }

    /// Offset of the first line whose key is not less than `key`.
    fn first_not_before(self, body: &str, key: &str) -> usize {
        let bytes = body.as_bytes();
        let (mut low, mut high) = (0, bytes.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let before = bytes.get(low..middle).unwrap_or_default();
            let start = memchr::memrchr(b'\n', before).map_or(low, |at| low + at + 1);
            let after = bytes.get(middle..high).unwrap_or_default();
            let end = memchr::memchr(b'\n', after).map_or(high, |at| middle + at);
            let line = body.get(start..end).unwrap_or("");
            if self.compare(line, key) == Ordering::Less {
                low = end + 1;
            } else {
                high = start;
            }
        }
        low.min(bytes.len())
    }

    /// Compares the key of a line.
    fn compare(self, line: &str, key: &str) -> Ordering {
        let line = line.bytes().take_while(|byte| *byte != b',');
        match self.order {
            Order::Exact => line.cmp(key.bytes()),
            Order::Folded => {
                let folded = key.bytes().map(|byte| byte.to_ascii_lowercase());
                line.map(|byte| byte.to_ascii_lowercase()).cmp(folded)
            }
        }
    }
}

fn key_of(line: &str) -> &str {
    memchr::memchr(b',', line.as_bytes()).map_or(line, |end| line.get(..end).unwrap_or(""))
}

/// Offset of the first line that does not begin with `#`.
const fn after_header(text: &[u8]) -> usize {
    let mut at = 0;
    let mut rest = text;
    let mut in_header = matches!(rest.first(), Some(b'#'));
    while in_header {
        match rest.split_first() {
            Some((byte, tail)) => {
                at += 1;
                rest = tail;
                if *byte == b'\n' {
                    in_header = matches!(rest.first(), Some(b'#'));
                }
            }
            None => in_header = false,
        }
    }
    at
}
