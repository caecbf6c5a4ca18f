//! The forms of scalars and tags: what is a number, what is a function of CloudFormation.

use granit_parser::{ScalarStyle, Span, Tag};

use super::range;
use crate::json::node::Kind;
use crate::text::Range;

/// What a tag makes of its value.
pub(super) enum Meaning {
    Plain,
    /// Text, whatever it looks like.
    Text,
    /// A function of CloudFormation.
    Function(&'static str),
    Unknown,
}

/// The functions of CloudFormation that have a short form.
const FUNCTIONS: [(&str, &str); 21] = [
    ("Ref", "Ref"),
    ("Condition", "Condition"),
    ("GetAtt", "Fn::GetAtt"),
    ("Sub", "Fn::Sub"),
    ("Join", "Fn::Join"),
    ("If", "Fn::If"),
    ("Select", "Fn::Select"),
    ("Split", "Fn::Split"),
    ("FindInMap", "Fn::FindInMap"),
    ("ImportValue", "Fn::ImportValue"),
    ("Base64", "Fn::Base64"),
    ("Cidr", "Fn::Cidr"),
    ("GetAZs", "Fn::GetAZs"),
    ("Transform", "Fn::Transform"),
    ("Equals", "Fn::Equals"),
    ("Not", "Fn::Not"),
    ("And", "Fn::And"),
    ("Or", "Fn::Or"),
    ("ToJsonString", "Fn::ToJsonString"),
    ("Length", "Fn::Length"),
    ("ForEach", "Fn::ForEach"),
];

pub(super) fn meaning(tag: Option<&Tag>) -> Meaning {
    let Some(tag) = tag else { return Meaning::Plain };
    if tag.is_yaml_core_schema_tag("str") || (tag.handle().is_empty() && tag.suffix() == "!") {
        return Meaning::Text;
    }
    if tag.is_yaml_core_schema() {
        return Meaning::Plain;
    }
    let named = FUNCTIONS.iter().find(|(short, _)| tag.handle() == "!" && tag.suffix() == *short);
    named.map_or(Meaning::Unknown, |(_, name)| Meaning::Function(name))
}

pub(super) fn quoted(written: &str) -> bool {
    written.len() > 1 && matches!(written.as_bytes(), [b'"', .., b'"'] | [b'\'', .., b'\''])
}

/// A value with its tag.
pub(super) fn tagged(span: &Span, own: Range) -> Range {
    span.tag_span().map_or(own, |tag| Range::new(range(&tag).start, own.end))
}

/// A block scalar's span reaches to where the next node begins; its text ends before.
pub(super) fn trimmed(range: Range, text: &str, style: ScalarStyle) -> Range {
    if !matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
        return range;
    }
    let length = range.of(text).trim_end_matches([' ', '\t', '\n', '\r']).len();
    Range::new(range.start, range.start.saturating_add(crate::text::offset(length)))
}

/// What a plain scalar is: what JSON would write so, and text otherwise.
pub(super) fn plain_kind(text: &str) -> Kind {
    match text {
        "true" => Kind::True,
        "false" => Kind::False,
        "null" | "~" | "" => Kind::Null,
        _ if is_number(text) => Kind::Number,
        _ => Kind::String,
    }
}

/// Whether JSON would read the text as a number. Digits behind a zero are none: they are ids.
fn is_number(text: &str) -> bool {
    let rest = text.strip_prefix('-').unwrap_or(text);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = rest.split_once('.').map_or((rest, None), |(whole, part)| (whole, Some(part)));
    digits(whole) && (whole == "0" || !whole.starts_with('0')) && fraction.is_none_or(digits)
}
