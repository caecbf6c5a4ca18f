//! The way back from decoded text to the bytes it was decoded from, and the way of new text into its host.

use crate::text::Range;

/// Maps byte offsets of a decoded text to offsets of the text it was decoded from.
///
/// Made of runs: inside a run that is copied one to one every byte has its own source byte; a run of another length
/// (an escape) maps as a whole. A map without runs is the identity.
#[derive(Clone, Debug, Default)]
pub struct OffsetMap {
    runs: Vec<Run>,
    hosts: Vec<Host>,
}

/// The string that a text stands in: what must be escaped before new text can be put there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Host {
    /// A JSON string in double quotes.
    JsonString,
    /// A string with mistakes, or of a syntax that cannot be written: nothing may be put there.
    Closed,
}

impl Host {
    /// The text as it must stand in the host; `None` where the host takes no new text.
    pub fn escape(self, text: &str) -> Option<String> {
        match self {
            Self::Closed => None,
            Self::JsonString => {
                let mut out = String::with_capacity(text.len() + text.len() / 4);
                escape_into(&mut out, text);
                Some(out)
            }
        }
    }
}

/// Adds `text` to `out` as the inside of a JSON string.
pub(super) fn escape_into(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if u32::from(control) < 0x20 => {
                let code = u32::from(control);
                out.push_str("\\u00");
                out.extend(
                    [code >> 4, code & 15].into_iter().filter_map(|digit| char::from_digit(digit, 16)),
                );
            }
            other => out.push(other),
        }
    }
}

/// `to_len` decoded bytes at `to` come from `from_len` source bytes at `from`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    to: u32,
    to_len: u32,
    from: u32,
    from_len: u32,
}

impl Run {
    pub(super) fn new(to: u32, to_len: u32, from: u32, from_len: u32) -> Self {
        Self { to, to_len, from, from_len }
    }

    fn is_copy(self) -> bool {
        self.to_len == self.from_len
    }

    fn decoded_end(self) -> u32 {
        self.to.saturating_add(self.to_len)
    }

    fn source_end(self) -> u32 {
        self.from.saturating_add(self.from_len)
    }
}

/// The runs of one string, in the order of the decoded text.
pub(super) type Runs<'a> = &'a [Run];

/// Adds a run; `first` is where the string's own runs begin in `runs`. Neighbours that are copied are merged.
pub(super) fn push_run(runs: &mut Vec<Run>, first: usize, to_len: u32, from: u32, from_len: u32) {
    let mut to = 0;
    if let Some(last) = runs.get_mut(first..).and_then(<[Run]>::last_mut) {
        if last.is_copy() && to_len == from_len && last.source_end() == from {
            last.to_len = last.to_len.saturating_add(to_len);
            last.from_len = last.from_len.saturating_add(from_len);
            return;
        }
        to = last.decoded_end();
    }
    runs.push(Run { to, to_len, from, from_len });
}

fn run_at(runs: Runs<'_>, offset: u32) -> Option<Run> {
    let after = runs.partition_point(|run| run.to <= offset);
    runs.get(after.saturating_sub(1)).copied()
}

fn start_of(runs: Runs<'_>, offset: u32) -> u32 {
    let Some(run) = run_at(runs, offset) else { return offset };
    let within = offset.saturating_sub(run.to);
    if within >= run.to_len {
        run.source_end()
    } else if run.is_copy() {
        run.from.saturating_add(within)
    } else {
        run.from
    }
}

fn end_of(runs: Runs<'_>, offset: u32) -> u32 {
    let Some(before) = offset.checked_sub(1) else { return start_of(runs, 0) };
    let Some(run) = run_at(runs, before) else { return offset };
    let within = offset.saturating_sub(run.to);
    if run.is_copy() && within <= run.from_len { run.from.saturating_add(within) } else { run.source_end() }
}

/// Source range of a range of decoded bytes.
pub(super) fn source(runs: Runs<'_>, range: Range) -> Range {
    let start = start_of(runs, range.start);
    if range.is_empty() {
        return Range::new(start, start);
    }
    Range::new(start, end_of(runs, range.end).max(start))
}

impl OffsetMap {
    /// A text that was cut out of its source unchanged: `len` bytes from `from`.
    pub fn slice(from: u32, len: u32) -> Self {
        let mut map = Self::default();
        map.push(len, from, len);
        map
    }

    /// Adds the next run: `to_len` decoded bytes come from `from_len` source bytes at `from`.
    /// Runs are added in order, without gaps in the decoded text. Neighbours that are copied one to one are merged.
    pub fn push(&mut self, to_len: u32, from: u32, from_len: u32) {
        push_run(&mut self.runs, 0, to_len, from, from_len);
    }

    /// Adds decoded text that stands for source bytes as a whole, also where there are as many.
    pub fn push_whole(&mut self, to_len: u32, from: u32, from_len: u32) {
        if to_len == from_len && to_len > 1 {
            self.push(1, from, from_len);
            self.push(to_len - 1, from, from_len);
        } else {
            self.push(to_len, from, from_len);
        }
    }

    /// Says what the text stands in; called once for each string around it, from the inside out.
    #[must_use]
    pub fn hosted_by(mut self, host: Host) -> Self {
        self.hosts.push(host);
        self
    }

    /// The strings around the text, from the inside out; empty where new text can be put as it is.
    pub fn hosts(&self) -> &[Host] {
        &self.hosts
    }

    /// Source range of a range of decoded bytes. A range that touches part of an escape covers the whole escape.
    pub fn source(&self, range: Range) -> Range {
        source(&self.runs, range)
    }

    /// Adds the runs of a part of the decoded text to another map. An escape of which only a part is taken stands for
    /// all of it.
    pub fn part_into(&self, part: Range, into: &mut Self) {
        if self.runs.is_empty() {
            into.push(part.len(), part.start, part.len());
            return;
        }
        let first = self.runs.partition_point(|run| run.decoded_end() <= part.start);
        for run in self.runs.iter().skip(first).take_while(|run| run.to < part.end) {
            let (start, end) = (part.start.max(run.to), part.end.min(run.decoded_end()));
            if run.is_copy() {
                let skipped = start.saturating_sub(run.to);
                into.push(end - start, run.from.saturating_add(skipped), end - start);
            } else {
                into.push(end - start, run.from, run.from_len);
            }
        }
    }

    /// The map of a text inside this map's text, straight to this map's source. What hosts either hosts the result.
    #[must_use]
    pub fn through(&self, inner: &Self) -> Self {
        let map = self.around(&inner.runs);
        let hosts = inner.hosts.iter().chain(&self.hosts);
        hosts.fold(map, |map, host| map.hosted_by(*host))
    }

    /// The runs as they were added: decoded bytes, first source byte, source bytes.
    pub(super) fn parts(&self) -> impl Iterator<Item = (u32, u32, u32)> + '_ {
        self.runs.iter().map(|run| (run.to_len, run.from, run.from_len))
    }

    /// The map from a string's decoded text to the text it stands in.
    pub(super) fn from_runs(runs: Runs<'_>) -> Self {
        Self { runs: runs.to_vec(), hosts: Vec::new() }
    }

    /// The map of a string inside this map's text: from the string's decoded bytes straight to this map's source.
    /// `runs` leads from the string to this map's text.
    pub(super) fn around(&self, runs: Runs<'_>) -> Self {
        let mut map = Self { runs: Vec::with_capacity(runs.len()), hosts: Vec::new() };
        for run in runs {
            if run.is_copy() && run.to_len > 0 {
                self.copy_through(*run, &mut map);
            } else {
                let source = self.source(Range::new(run.from, run.source_end()));
                map.push(run.to_len, source.start, source.len());
            }
        }
        map
    }

    /// Cuts a copied run at the borders of this map's own runs.
    fn copy_through(&self, run: Run, map: &mut Self) {
        let end = run.source_end();
        let mut at = run.from;
        let first = self.runs.partition_point(|own| own.to <= at).saturating_sub(1);
        for own in self.runs.iter().skip(first) {
            let take = own.decoded_end().min(end).saturating_sub(at);
            if take == 0 {
                continue;
            }
            if own.is_copy() {
                map.push(take, own.from.saturating_add(at.saturating_sub(own.to)), take);
            } else {
                map.push(take, own.from, own.from_len);
            }
            at = at.saturating_add(take);
            if at >= end {
                return;
            }
        }
        // Past the last run, or no runs at all: what is left maps one to one from where the runs end.
        let rest = end.saturating_sub(at);
        map.push(rest, self.source(Range::new(at, at)).start, rest);
    }
}

/// The runs of a plain slice: one, so that it can be mapped like any other string.
pub(super) fn plain(from: u32, len: u32) -> [Run; 1] {
    [Run { to: 0, to_len: len, from, from_len: len }]
}
