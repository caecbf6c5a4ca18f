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
        self.line.split(',').nth(number).unwrap_or("")
    }

    /// The field with this number and all that follows it: for a last field that may hold commas.
    pub fn rest(self, number: usize) -> &'static str {
        self.line.splitn(number + 1, ',').nth(number).unwrap_or("")
    }

    /// The whole line.
    pub fn line(self) -> &'static str {
        self.line
    }
}

impl Table {
    /// A table whose lines are sorted by the bytes of their first field.
    pub const fn exact(text: &'static str) -> Self {
        Self { text, order: Order::Exact }
    }

    /// A table whose lines are sorted by their first field without regard to case.
    pub const fn folded(text: &'static str) -> Self {
        Self { text, order: Order::Folded }
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

    /// The first row with this key.
    pub fn get(self, key: &str) -> Option<Row> {
        self.all(key).next()
    }

    /// Every row with this key: the tables that relate many to many repeat it.
    pub fn all(self, key: &str) -> impl Iterator<Item = Row> {
        let body = self.body();
        let from = self.first_not_before(body, key);
        let tail = body.get(from..).unwrap_or("");
        tail.lines()
            .map(|line| Row { line })
            .take_while(move |row| self.compare(row.key(), key) == Ordering::Equal)
    }

    fn body(self) -> &'static str {
        let mut body = self.text;
        while body.starts_with('#') {
            body = body.split_once('\n').map_or("", |(_, rest)| rest);
        }
        body
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
            if self.compare(key_of(line), key) == Ordering::Less {
                low = end + 1;
            } else {
                high = start;
            }
        }
        low.min(bytes.len())
    }

    fn compare(self, left: &str, right: &str) -> Ordering {
        match self.order {
            Order::Exact => left.cmp(right),
            Order::Folded => {
                let fold = |text: &str, at: usize| text.as_bytes().get(at).map(u8::to_ascii_lowercase);
                (0..=left.len().min(right.len()))
                    .map(|at| fold(left, at).cmp(&fold(right, at)))
                    .find(|order| *order != Ordering::Equal)
                    .unwrap_or(Ordering::Equal)
            }
        }
    }
}

fn key_of(line: &str) -> &str {
    line.split_once(',').map_or(line, |(key, _)| key)
}
