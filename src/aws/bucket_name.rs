//! The naming rules of general purpose buckets (Amazon S3 user guide, general purpose bucket naming rules).

use super::arn::offset;
use crate::text::Range;

/// One rule that a name breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameRule {
    /// Fewer than 3 characters.
    TooShort,
    /// More than 63 characters. Buckets of us-east-1 that are older than March 2018 may have up to 255.
    TooLong,
    /// An upper-case letter. Buckets of us-east-1 that are older than March 2018 may have some.
    UpperCase,
    /// An underscore. Buckets of us-east-1 that are older than March 2018 may have some.
    Underscore,
    /// Another character than lower-case letters, digits, dots and hyphens.
    Character,
    /// Does not begin with a letter or digit.
    Beginning,
    /// Does not end with a letter or digit.
    Ending,
    /// Two dots in a row.
    AdjacentDots,
    /// Looks like an IP address.
    IpAddress,
    /// Begins with `xn--` or `sthree-`, which are reserved.
    ReservedPrefix,
    /// Begins with `amzn-s3-demo-`, which stands for names in documents.
    DemoPrefix,
    /// Ends with `-s3alias`, `--ol-s3`, `.mrap`, `--x-s3` or `--table-s3`: names of access points, directory buckets
    /// and table buckets.
    ReservedSuffix,
}

/// A broken rule with the bytes of the name that break it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The rule.
    pub rule: NameRule,
    /// The bytes at fault; the whole name for its length and for IP addresses.
    pub range: Range,
}

const RESERVED_PREFIXES: [&str; 2] = ["xn--", "sthree-"];
const DEMO_PREFIX: &str = "amzn-s3-demo-";
const RESERVED_SUFFIXES: [&str; 5] = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];

/// The rules that a name breaks, in the order of the text.
///
/// `unknown` are ranges of the name whose content is not known; wildcards and `${…}` count as such by themselves.
/// Next to the unknown only the literal pieces are judged, and only by what no filling could mend.
pub fn violations(name: &str, unknown: &[Range]) -> Vec<Violation> {
    let pieces = literal_pieces(name, unknown);
    let is_whole =
        pieces.len() == 1 && pieces.first().is_some_and(|piece| piece.len() as usize == name.len());
    let mut found = Vec::new();
    length(name, &pieces, is_whole, &mut found);
    for piece in &pieces {
        characters(name, *piece, &mut found);
    }
    ends(name, &pieces, &mut found);
    if is_whole && is_ip_address(name) {
        found.push(Violation { rule: NameRule::IpAddress, range: whole(name) });
    }
    found.sort_by_key(|violation| (violation.range.start, violation.range.end));
    found
}

/// Whether the name is known in full and keeps every rule.
pub fn is_valid(name: &str) -> bool {
    violations(name, &[]).is_empty() && !name.contains(['*', '?', '$'])
}

fn whole(name: &str) -> Range {
    Range::new(0, offset(name.len()))
}

fn length(name: &str, pieces: &[Range], is_whole: bool, found: &mut Vec<Violation>) {
    let literal: u32 = pieces.iter().map(|piece| piece.len()).sum();
    if literal > 63 {
        found.push(Violation { rule: NameRule::TooLong, range: whole(name) });
    }
    if (is_whole && literal < 3) || name.is_empty() {
        found.push(Violation { rule: NameRule::TooShort, range: whole(name) });
    }
}

fn characters(name: &str, piece: Range, found: &mut Vec<Violation>) {
    let text = piece.of(name);
    let mut last: Option<(NameRule, Range)> = None;
    let mut dot_before = false;
    for (at, character) in text.char_indices() {
        let start = piece.start + offset(at);
        let range = Range::new(start, start + offset(character.len_utf8()));
        if character == '.' && dot_before {
            found.push(Violation { rule: NameRule::AdjacentDots, range: Range::new(start - 1, range.end) });
        }
        dot_before = character == '.';
        let rule = match character {
            'a'..='z' | '0'..='9' | '.' | '-' => None,
            'A'..='Z' => Some(NameRule::UpperCase),
            '_' => Some(NameRule::Underscore),
            _ => Some(NameRule::Character),
        };
        // Neighbours that break the same rule are one violation.
        last = match (last, rule) {
            (Some((old, so_far)), Some(new)) if old == new => {
                Some((old, Range::new(so_far.start, range.end)))
            }
            (old, new) => {
                found.extend(old.map(|(rule, range)| Violation { rule, range }));
                new.map(|rule| (rule, range))
            }
        };
    }
    found.extend(last.map(|(rule, range)| Violation { rule, range }));
}

fn ends(name: &str, pieces: &[Range], found: &mut Vec<Violation>) {
    if let Some(first) = pieces.first().filter(|piece| piece.start == 0) {
        let text = first.of(name);
        if text.starts_with(['.', '-']) {
            found.push(Violation { rule: NameRule::Beginning, range: Range::new(0, 1) });
        }
        if let Some(prefix) = RESERVED_PREFIXES.iter().find(|prefix| text.starts_with(**prefix)) {
            found.push(Violation {
                rule: NameRule::ReservedPrefix,
                range: Range::new(0, offset(prefix.len())),
            });
        }
        if text.starts_with(DEMO_PREFIX) {
            found.push(Violation {
                rule: NameRule::DemoPrefix,
                range: Range::new(0, offset(DEMO_PREFIX.len())),
            });
        }
    }
    if let Some(last) = pieces.last().filter(|piece| piece.end as usize == name.len()) {
        let text = last.of(name);
        if text.ends_with(['.', '-']) {
            found.push(Violation { rule: NameRule::Ending, range: Range::new(last.end - 1, last.end) });
        }
        if let Some(suffix) = RESERVED_SUFFIXES.iter().find(|suffix| text.ends_with(**suffix)) {
            let start = last.end - offset(suffix.len());
            found.push(Violation { rule: NameRule::ReservedSuffix, range: Range::new(start, last.end) });
        }
    }
}

/// The parts of the name between wildcards, variables and what is unknown.
fn literal_pieces(name: &str, unknown: &[Range]) -> Vec<Range> {
    let bytes = name.as_bytes();
    let mut pieces = Vec::new();
    let (mut start, mut at) = (0, 0);
    let mut holes = unknown.iter().peekable();
    while let Some(byte) = bytes.get(at) {
        while holes.next_if(|hole| (hole.end as usize) <= at).is_some() {}
        let gap = match holes.peek() {
            Some(hole) if hole.start as usize <= at => Some(hole.end as usize),
            _ if matches!(byte, b'*' | b'?') => Some(at + 1),
            _ if *byte == b'$' && bytes.get(at + 1) == Some(&b'{') => {
                let tail = bytes.get(at..).unwrap_or_default();
                Some(memchr::memchr(b'}', tail).map_or(bytes.len(), |end| at + end + 1))
            }
            _ => None,
        };
        match gap {
            Some(end) => {
                if start < at {
                    pieces.push(Range::new(offset(start), offset(at)));
                }
                at = end;
                start = end;
            }
            None => at += 1,
        }
    }
    if start < bytes.len() {
        pieces.push(Range::new(offset(start), offset(bytes.len())));
    }
    pieces
}

fn is_ip_address(name: &str) -> bool {
    name.split('.').count() == 4
        && name
            .split('.')
            .all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
}
