//! An ARN taken apart, whatever its state: every part with its place in the text.

use crate::text::Range;

/// The parts of an ARN after `arn`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// `aws`, `aws-cn`, …
    Partition,
    /// `s3`, `iam`, …
    Service,
    /// `eu-central-1`, or empty.
    Region,
    /// Twelve digits, or empty.
    Account,
    /// All the rest, colons included.
    Resource,
}

impl Part {
    /// Every part in order.
    pub const ALL: [Self; 5] = [Self::Partition, Self::Service, Self::Region, Self::Account, Self::Resource];
}

/// A text split at its first five colons. Colons inside `${…}`, `{{…}}` and `<%…%>` belong to what stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arn<'a> {
    text: &'a str,
    split: Split,
}

/// Where the parts of an ARN stand, without its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    parts: [Range; 6],
    found: usize,
}

impl Split {
    /// Splits a text that begins with `arn:`, in any case; parts at its end may be missing.
    pub fn of(text: &str) -> Option<Self> {
        let head = text.get(..4)?;
        if !head.eq_ignore_ascii_case("arn:") {
            return None;
        }
        let mut parts = [Range::new(offset(text.len()), offset(text.len())); 6];
        let mut found = 0;
        let mut start = 0;
        let mut colons = Scan::new(text, 0, b':');
        while found < 5 {
            let Some(at) = colons.next() else { break };
            if let Some(part) = parts.get_mut(found) {
                *part = Range::new(offset(start), offset(at));
            }
            start = at + 1;
            found += 1;
        }
        if let Some(part) = parts.get_mut(found) {
            *part = Range::new(offset(start), offset(text.len()));
        }
        Some(Self { parts, found: found + 1 })
    }
}

impl<'a> Arn<'a> {
    /// Splits a text that begins with `arn:`, in any case; parts at its end may be missing.
    pub fn split(text: &'a str) -> Option<Self> {
        Split::of(text).map(|split| Self { text, split })
    }

    /// The same text again, with what was found in it before.
    pub fn with(text: &'a str, split: Split) -> Self {
        Self { text, split }
    }

    /// Splits a text that has all six parts; `None` for every other text.
    pub fn parse(text: &'a str) -> Option<Self> {
        Self::split(text).filter(Self::is_complete)
    }

    /// Whether all six parts are there. They may be empty.
    pub fn is_complete(&self) -> bool {
        self.split.found == 6
    }

    /// Number of parts, `arn` included: 2 to 6.
    pub fn parts(&self) -> usize {
        self.split.found
    }

    /// The whole text.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Where a part stands; an empty range at the end of the text where it is missing.
    pub fn range(&self, part: Part) -> Range {
        let number = match part {
            Part::Partition => 1,
            Part::Service => 2,
            Part::Region => 3,
            Part::Account => 4,
            Part::Resource => 5,
        };
        self.split.parts.get(number).copied().unwrap_or_default()
    }

    /// The text of a part; empty where it is missing.
    pub fn part(&self, part: Part) -> &'a str {
        self.range(part).of(self.text)
    }

    /// The partition, such as `aws`.
    pub fn partition(&self) -> &'a str {
        self.part(Part::Partition)
    }

    /// The service, such as `s3`.
    pub fn service(&self) -> &'a str {
        self.part(Part::Service)
    }

    /// The region.
    pub fn region(&self) -> &'a str {
        self.part(Part::Region)
    }

    /// The account.
    pub fn account(&self) -> &'a str {
        self.part(Part::Account)
    }

    /// The resource, all that follows the fifth colon.
    pub fn resource(&self) -> &'a str {
        self.part(Part::Resource)
    }
}

/// A byte offset as spans hold it. Texts are shorter than 4 GiB.
pub(crate) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// Where in `text`, from byte `from` on, the first `wanted` byte stands that is not inside `${…}`, `{{…}}` or `<%…%>`.
pub fn find_outside(text: &str, from: usize, wanted: u8) -> Option<usize> {
    Scan::new(text, from, wanted).next()
}

struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
    wanted: u8,
    /// Nothing is hidden any more: no opening is left, or one was found that nothing closes. To look for its end again
    /// would make the scan quadratic.
    is_plain: bool,
}

impl<'a> Scan<'a> {
    fn new(text: &'a str, from: usize, wanted: u8) -> Self {
        let bytes = text.as_bytes();
        let tail = bytes.get(from..).unwrap_or_default();
        Self { bytes, at: from, wanted, is_plain: memchr::memchr2(b'{', b'<', tail).is_none() }
    }

    fn next(&mut self) -> Option<usize> {
        while !self.is_plain {
            let here = self.at;
            let byte = *self.bytes.get(here)?;
            if let Some(end) = self.hidden_end(byte) {
                self.at = end;
                continue;
            }
            self.at += 1;
            if byte == self.wanted {
                return Some(here);
            }
        }
        let found = self.at + memchr::memchr(self.wanted, self.bytes.get(self.at..)?)?;
        self.at = found + 1;
        Some(found)
    }

    fn hidden_end(&mut self, byte: u8) -> Option<usize> {
        let second = self.bytes.get(self.at + 1).copied();
        let closing: &[u8] = match (byte, second) {
            (b'$', Some(b'{')) => b"}",
            (b'{', Some(b'{')) => b"}}",
            (b'<', Some(b'%')) => b"%>",
            _ => return None,
        };
        let tail = self.bytes.get(self.at + 2..).unwrap_or_default();
        let found = memchr::memmem::find(tail, closing);
        self.is_plain = found.is_none();
        found.map(|found| self.at + 2 + found + closing.len())
    }
}
