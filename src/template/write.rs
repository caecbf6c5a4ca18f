//! Values of a template written as JSON, every byte with its place, so that a policy inside a template is read like any
//! other.

use super::value::{Text, Value, ValueKind, hole};
use crate::json::{Host, OffsetMap};
use crate::text::{Range, offset};

/// A value as JSON.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// The JSON text.
    pub json: String,
    /// The way back to the template.
    pub map: OffsetMap,
}

impl Written {
    /// Writes a value. What is absent is left out.
    pub fn new(value: &Value) -> Self {
        let mut written = Self::default();
        written.value(value);
        written.map = std::mem::take(&mut written.map).hosted_by(Host::Closed);
        written
    }

    /// A text that holds JSON itself.
    pub fn of_text(text: &Text) -> Self {
        Self { json: text.text.clone(), map: text.map().clone().hosted_by(Host::Closed) }
    }

    fn put(&mut self, text: &str, range: Range) {
        self.json.push_str(text);
        self.map.push_whole(offset(text.len()), range.start, range.len());
    }

    fn value(&mut self, value: &Value) {
        let range = value.range;
        let (start, end) = (Range::new(range.start, range.start), Range::new(range.end, range.end));
        match &value.kind {
            ValueKind::Absent | ValueKind::Null => self.put("null", range),
            ValueKind::Bool(true) => self.put("true", range),
            ValueKind::Bool(false) => self.put("false", range),
            ValueKind::Number(number) => self.put(number, range),
            ValueKind::Text(text) => self.text(text, range),
            ValueKind::Encoded(_) => match value.as_text() {
                Some(text) => self.text(&text, range),
                None => self.put("null", range),
            },
            ValueKind::Unknown(name) => self.put(&hole(name), range),
            ValueKind::List(list) => {
                self.put("[", start);
                let mut first = true;
                for element in list.iter().filter(|one| !one.is_absent()) {
                    if !first {
                        self.put(",", Range::new(element.range.start, element.range.start));
                    }
                    first = false;
                    self.value(element);
                }
                self.put("]", end);
            }
            ValueKind::Map(members) => {
                self.put("{", start);
                let mut first = true;
                for (name, member) in members.iter().filter(|(_, one)| !one.is_absent()) {
                    let before = Range::new(name.range.start, name.range.start);
                    if !first {
                        self.put(",", before);
                    }
                    first = false;
                    self.value(name);
                    self.put(":", Range::new(member.range.start, member.range.start));
                    self.value(member);
                }
                self.put("}", end);
            }
        }
    }

    fn text(&mut self, text: &Text, range: Range) {
        let place = text.place();
        let inside = range.start <= place.start && place.end <= range.end && !text.text.is_empty();
        let (open, close) = if inside {
            (Range::new(range.start, place.start), Range::new(place.end, range.end))
        } else {
            (Range::new(range.start, range.start), Range::new(range.end, range.end))
        };
        self.put("\"", open);
        // Runs of plain text are copied as they are; what JSON escapes stands for where it was written.
        let mut from = 0;
        for (at, character) in text.text.char_indices() {
            let Some(escaped) = escape(character) else { continue };
            self.copy(text, Range::new(offset(from), offset(at)));
            let end = at + character.len_utf8();
            self.put(&escaped, text.source(Range::new(offset(at), offset(end))));
            from = end;
        }
        self.copy(text, Range::new(offset(from), offset(text.text.len())));
        self.put("\"", close);
    }

    fn copy(&mut self, text: &Text, part: Range) {
        if !part.is_empty() {
            self.json.push_str(part.of(&text.text));
            text.map().part_into(part, &mut self.map);
        }
    }
}

impl Value {
    fn is_absent(&self) -> bool {
        matches!(self.kind, ValueKind::Absent)
    }
}

fn escape(character: char) -> Option<String> {
    match character {
        '"' => Some("\\\"".to_owned()),
        '\\' => Some("\\\\".to_owned()),
        '\n' => Some("\\n".to_owned()),
        '\r' => Some("\\r".to_owned()),
        '\t' => Some("\\t".to_owned()),
        other if u32::from(other) < 0x20 => Some(format!("\\u{:04x}", u32::from(other))),
        _ => None,
    }
}
