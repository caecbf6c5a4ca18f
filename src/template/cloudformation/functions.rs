//! The functions of a template.

use super::Resolver;
use crate::json::{Kind, NodeId};
use crate::template::{Text, Value, ValueKind};
use crate::text::{Range, offset};

impl Resolver<'_, '_> {
    /// `{"Fn::…": argument}` and `{"Ref": argument}` as a whole.
    pub(super) fn function(&self, name: &str, argument: NodeId, range: Range) -> Value {
        let tree = self.stack.tree;
        match name {
            "Ref" => match tree.str(argument) {
                Some(name) => self.reference(name, range),
                None => Value::unknown("Ref", range),
            },
            "Fn::GetAtt" => self.attribute_of(argument, range),
            "Fn::Sub" => self.substitute(argument, range),
            "Fn::Join" => self.join(argument, range),
            "Fn::If" => self.choose(argument, range),
            "Fn::Select" => self.select(argument, range),
            "Fn::Split" => self.split(argument, range),
            "Fn::FindInMap" => self.find_in_map(argument, range),
            "Fn::ImportValue" => match self.value(argument).as_text() {
                Some(export) => Value::hole(&format!("ImportValue.{}", export.text), range),
                None => Value::hole("ImportValue", range),
            },
            "Fn::Base64" => Value::hole("Fn::Base64", range),
            "Fn::ToJsonString" => {
                let written = crate::template::Written::new(&self.value(argument));
                let mut text = Text::default();
                text.adopt(&written.json, &written.map);
                Value::new(range, ValueKind::Text(text))
            }
            other => Value::unknown(other, range),
        }
    }

    fn attribute_of(&self, argument: NodeId, range: Range) -> Value {
        let tree = self.stack.tree;
        let (name, attribute) = match tree.kind(argument) {
            Kind::Array => {
                let mut parts = tree.elements(argument);
                let name = parts.next().and_then(|node| tree.str(node));
                let attribute = parts.next().and_then(|node| tree.str(node));
                (name, attribute)
            }
            _ => match tree.str(argument).and_then(|text| text.split_once('.')) {
                Some((name, attribute)) => (Some(name), Some(attribute)),
                None => (tree.str(argument), None),
            },
        };
        match (name, attribute) {
            (Some(name), Some(attribute)) => self.attribute(name, attribute, range),
            _ => Value::hole("Fn::GetAtt", range),
        }
    }

    /// `Fn::Sub`: literals as they are, `${!Name}` as `${Name}`, and what is known of the rest.
    fn substitute(&self, argument: NodeId, range: Range) -> Value {
        let tree = self.stack.tree;
        let mut parts = tree.elements(argument);
        let (template, own) = match tree.kind(argument) {
            Kind::Array => (parts.next(), parts.next()),
            _ => (Some(argument), None),
        };
        let Some(template) = template.and_then(|node| Text::read(tree, node)) else {
            return Value::unknown("Fn::Sub", range);
        };
        let own = own.map(|node| self.value(node));
        let mut text = Text::default();
        let mut at = 0usize;
        while let Some((start, end)) = next_reference(&template.text, at) {
            text.add(&template, Range::new(offset(at), offset(start)));
            let whole = Range::new(offset(start), offset(end));
            let place = template.source(whole);
            let inner = template.text.get(start + 2..end - 1).unwrap_or("");
            if let Some(literal) = inner.strip_prefix('!') {
                text.put(&format!("${{{literal}}}"), place);
            } else {
                let value = match own.as_ref().and_then(|map| map.get(inner.trim())) {
                    Some(value) => value.clone(),
                    None => match inner.trim().split_once('.') {
                        Some((name, attribute)) => self.attribute(name, attribute, place),
                        None => self.reference(inner.trim(), place),
                    },
                };
                match value.as_text() {
                    Some(value) => text.stand_for(&value, place),
                    None => text.hole(inner.trim(), place),
                }
            }
            at = end;
        }
        text.add(&template, Range::new(offset(at), offset(template.text.len())));
        Value::new(range, ValueKind::Text(text))
    }

    fn join(&self, argument: NodeId, range: Range) -> Value {
        let mut parts = self.stack.tree.elements(argument);
        let (Some(delimiter), Some(list)) = (parts.next(), parts.next()) else {
            return Value::unknown("Fn::Join", range);
        };
        let (delimiter, list) = (self.value(delimiter).as_text(), self.value(list));
        let (Some(delimiter), ValueKind::List(list)) = (delimiter, &list.kind) else {
            return Value::hole("Fn::Join", range);
        };
        let mut text = Text::default();
        let mut first = true;
        for element in list.iter().filter(|one| !matches!(one.kind, ValueKind::Absent)) {
            if !first {
                let end = text.place().end.max(range.start);
                text.put(&delimiter.text, Range::new(end, end));
            }
            first = false;
            match (element.as_text(), &element.kind) {
                (Some(part), _) => text.add(&part, Range::new(0, offset(part.text.len()))),
                (None, ValueKind::Unknown(name)) => text.hole(name, element.range),
                (None, _) => text.hole("Fn::Join", element.range),
            }
        }
        Value::new(range, ValueKind::Text(text))
    }

    /// `Fn::If`: the branch of this world, or nothing that is known where the condition is not decided.
    fn choose(&self, argument: NodeId, range: Range) -> Value {
        let tree = self.stack.tree;
        let mut parts = tree.elements(argument);
        let condition = parts.next().and_then(|node| tree.str(node));
        let (yes, no) = (parts.next(), parts.next());
        let decided = condition.and_then(|name| self.world.get(name));
        match (decided, yes, no) {
            (Some(true), Some(yes), _) => self.value(yes),
            (Some(false), _, Some(no)) => self.value(no),
            _ => Value::unknown(condition.unwrap_or("Fn::If"), range),
        }
    }

    fn select(&self, argument: NodeId, range: Range) -> Value {
        let mut parts = self.stack.tree.elements(argument);
        let (Some(index), Some(list)) = (parts.next(), parts.next()) else {
            return Value::unknown("Fn::Select", range);
        };
        let index = self.value(index).as_known().and_then(|text| text.trim().parse::<usize>().ok());
        let list = self.value(list);
        match (index.and_then(|index| list.elements().get(index)), &list.kind, index) {
            (Some(element), _, _) => element.clone().stated_at(range),
            (None, ValueKind::Unknown(name), Some(index)) => Value::hole(&format!("{name}.{index}"), range),
            _ => Value::hole("Fn::Select", range),
        }
    }

    fn split(&self, argument: NodeId, range: Range) -> Value {
        let mut parts = self.stack.tree.elements(argument);
        let (Some(delimiter), Some(source)) = (parts.next(), parts.next()) else {
            return Value::unknown("Fn::Split", range);
        };
        let (delimiter, source) = (self.value(delimiter).as_known(), self.value(source).as_text());
        match (delimiter, source) {
            (Some(delimiter), Some(source)) if source.is_known() && !delimiter.is_empty() => {
                let pieces = source.text.split(delimiter.as_str()).map(|part| Value::text(part, range));
                Value::new(range, ValueKind::List(pieces.collect()))
            }
            (_, Some(source)) => Value::unknown(&format!("Split.{}", source.text), range),
            _ => Value::unknown("Fn::Split", range),
        }
    }

    fn find_in_map(&self, argument: NodeId, range: Range) -> Value {
        let tree = self.stack.tree;
        let keys: Vec<Option<String>> = tree
            .elements(argument)
            .take(3)
            .map(|node| self.value(node).as_text().map(|text| text.text))
            .collect();
        let [Some(map), first, Some(second)] = keys.as_slice() else {
            return Value::hole("Fn::FindInMap", range);
        };
        let open = || {
            let first = first.as_deref().unwrap_or("key");
            Value::hole(&format!("{map}.{first}.{second}"), range)
        };
        let Some(map) = self.stack.mappings.and_then(|node| tree.value(node, map)) else { return open() };
        let known = first.as_ref().and_then(|first| tree.value(map, first));
        let nodes: Vec<NodeId> = match known {
            Some(entry) => tree.value(entry, second).into_iter().collect(),
            // Which entry it will be is not known, but all may say the same.
            None => tree.members(map).map_while(|entry| tree.value(entry.value, second)).collect(),
        };
        let texts: Vec<Option<&str>> = nodes.iter().map(|node| tree.scalar(*node)).collect();
        let agree = texts.first().is_some_and(Option::is_some)
            && texts.iter().all(|text| Some(text) == texts.first().as_ref().copied());
        let is_complete = known.is_some() || nodes.len() == tree.members(map).count();
        match nodes.first() {
            Some(node) if is_complete && (known.is_some() || agree) => self.value(*node).stated_at(range),
            _ => open(),
        }
    }
}

/// The next `${…}` from a place on: its start and its end.
fn next_reference(text: &str, from: usize) -> Option<(usize, usize)> {
    let start = from + text.get(from..)?.find("${")?;
    let end = start + text.get(start..)?.find('}')? + 1;
    Some((start, end))
}
