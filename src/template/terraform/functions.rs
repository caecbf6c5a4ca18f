//! The functions of Terraform that policies are made with.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use hcl_edit::expr::FuncCall;

use super::evaluate::{Names, Scope};
use super::module::Module;
use crate::template::cloudformation::{Resolver, Stack};
use crate::template::{MOST_STEPS, Text, Value, ValueKind};
use crate::text::{FileId, Range};

impl Module<'_> {
    pub(super) fn call(&self, call: &FuncCall, range: Range, scope: Scope<'_>) -> Value {
        let written = || self.written(range, scope);
        let name = call.name.name.as_str();
        if call.name.is_namespaced() || call.args.expand_final() {
            return Value::unknown(&written(), range);
        }
        let arguments: Vec<Value> = call.args.iter().map(|argument| self.evaluate(argument, scope)).collect();
        let open = || match name {
            "concat" | "flatten" | "compact" | "distinct" | "tolist" | "toset" | "merge" | "split"
            | "keys" | "values" | "sort" | "setunion" | "tomap" | "jsondecode" | "yamldecode" | "lookup"
            | "try" | "coalesce" | "coalescelist" | "element" | "one" => Value::unknown(&written(), range),
            _ => Value::hole(&written(), range),
        };
        let known = |at: usize| arguments.get(at).and_then(Value::as_known);
        let found = match (name, arguments.as_slice()) {
            ("jsonencode", [value]) => match value.kind {
                ValueKind::Unknown(_) => None,
                _ => Some(Value::new(value.range, ValueKind::Encoded(Box::new(value.clone())))),
            },
            ("jsondecode", [value]) => self.decode(value, scope),
            ("file", [path]) => self.file(path),
            ("templatefile", [path, variables]) => self.template_file(path, variables),
            (
                "tolist" | "toset" | "tomap" | "tostring" | "sensitive" | "nonsensitive" | "trimspace",
                [value],
            ) => Some(value.clone()),
            ("concat", lists) => concat(lists, range),
            ("flatten", [list]) => flatten(list, range),
            ("compact" | "distinct" | "sort", [list]) if matches!(list.kind, ValueKind::List(_)) => {
                Some(distinct(list.clone()))
            }
            ("merge", maps) => merge(maps, range),
            ("join", [delimiter, list]) => join(delimiter, list, range),
            ("format", _) => format(&arguments, range),
            ("lower", _) => known(0).map(|text| Value::text(&text.to_lowercase(), range)),
            ("upper", _) => known(0).map(|text| Value::text(&text.to_uppercase(), range)),
            ("replace", _) => match (known(0), known(1), known(2)) {
                (Some(text), Some(from), Some(to)) if !from.starts_with('/') => {
                    Some(Value::text(&text.replace(&from, &to), range))
                }
                _ => None,
            },
            ("split", _) => match (known(0), known(1)) {
                (Some(delimiter), Some(text)) if !delimiter.is_empty() => {
                    let parts = text.split(delimiter.as_str()).map(|part| Value::text(part, range));
                    Some(Value::new(range, ValueKind::List(parts.collect())))
                }
                _ => None,
            },
            ("length", [list]) => super::collections::entries(list)
                .map(|entries| Value::new(range, ValueKind::Number(entries.len().to_string()))),
            _ => None,
        };
        found.unwrap_or_else(open)
    }

    /// `jsondecode()` of what was encoded, or of a text that is JSON.
    pub(super) fn decode(&self, value: &Value, scope: Scope<'_>) -> Option<Value> {
        if let ValueKind::Encoded(inner) = &value.kind {
            return Some((**inner).clone());
        }
        let text = value.as_text()?;
        let id = self.files.get(scope.file).map_or(FileId(0), |file| file.id);
        let map = Some(text.map().clone());
        let (tree, problems) = crate::json::parse(Cow::Borrowed(&text.text), id, map);
        let root = tree.root().filter(|_| problems.is_empty())?;
        let (stack, world) = (Stack::empty(&tree), BTreeMap::new());
        Some(Resolver::new(&stack, &world).value(root))
    }

    /// The text of a file of the module's folder, each byte where it stands there.
    fn file(&self, path: &Value) -> Option<Value> {
        let at = (self.load)(Path::new(&path.as_known()?))?;
        let file = self.files.get(at)?;
        let mut text = Text::default();
        text.copy(&file.text, file.start);
        let range = Range::new(file.start, file.start.saturating_add(crate::text::offset(file.text.len())));
        Some(Value::new(range, ValueKind::Text(text)))
    }

    /// A file as a template, with the names that it is given.
    fn template_file(&self, path: &Value, variables: &Value) -> Option<Value> {
        let at = (self.load)(Path::new(&path.as_known()?))?;
        let file = self.files.get(at)?;
        let template = hcl_edit::parser::parse_template(&file.text).ok()?;
        let ValueKind::Map(members) = &variables.kind else { return None };
        let named: Vec<(String, &Value)> =
            members.iter().filter_map(|(name, value)| Some((name.as_known()?, value))).collect();
        let text =
            with_names(&named, None, &|names| self.whole_template(&template, Scope { file: at, names }));
        let range = Range::new(file.start, file.start.saturating_add(crate::text::offset(file.text.len())));
        Some(Value::new(range, ValueKind::Text(text)))
    }
}

/// Runs with all names given.
fn with_names(
    left: &[(String, &Value)],
    outer: Option<&Names<'_>>,
    run: &dyn Fn(Option<&Names<'_>>) -> Text,
) -> Text {
    match left.split_first() {
        // A template has a handful of names; one with hundreds is none that people write.
        Some(((name, value), rest)) if rest.len() < 200 => {
            with_names(rest, Some(&Names { name, value, outer }), run)
        }
        _ => run(outer),
    }
}

fn concat(lists: &[Value], range: Range) -> Option<Value> {
    let mut all = Vec::new();
    for list in lists {
        match &list.kind {
            ValueKind::List(elements) => all.extend(elements.iter().cloned()),
            // What else is in the list is not known, but what is known is in it.
            ValueKind::Unknown(name) => all.push(Value::unknown(name, list.range)),
            ValueKind::Text(text) => {
                all.push(Value::unknown(&text.text.replace(['$', '{', '}'], ""), list.range));
            }
            _ => return None,
        }
        if all.len() >= MOST_STEPS {
            return None;
        }
    }
    Some(Value::new(range, ValueKind::List(all)))
}

fn flatten(list: &Value, range: Range) -> Option<Value> {
    let ValueKind::List(elements) = &list.kind else { return None };
    let mut all = Vec::new();
    for element in elements {
        match &element.kind {
            ValueKind::List(inner) if inner.iter().all(|one| !matches!(one.kind, ValueKind::List(_))) => {
                all.extend(inner.iter().cloned());
            }
            ValueKind::List(_) => return None,
            _ => all.push(element.clone()),
        }
    }
    Some(Value::new(range, ValueKind::List(all)))
}

/// A list without empty and repeated texts.
fn distinct(mut list: Value) -> Value {
    if let ValueKind::List(elements) = &mut list.kind {
        let mut seen = Vec::new();
        elements.retain(|element| match element.as_known() {
            Some(text) if text.is_empty() || seen.contains(&text) => false,
            Some(text) => {
                seen.push(text);
                true
            }
            None => true,
        });
    }
    list
}

fn merge(maps: &[Value], range: Range) -> Option<Value> {
    let mut all: Vec<(Value, Value)> = Vec::new();
    for map in maps {
        let ValueKind::Map(members) = &map.kind else { return None };
        for (name, value) in members {
            let text = name.as_text()?.text;
            all.retain(|(known, _)| known.as_text().is_none_or(|known| known.text != text));
            all.push((name.clone(), value.clone()));
        }
    }
    Some(Value::new(range, ValueKind::Map(all)))
}

fn join(delimiter: &Value, list: &Value, range: Range) -> Option<Value> {
    let (delimiter, ValueKind::List(elements)) = (delimiter.as_known()?, &list.kind) else { return None };
    let texts: Option<Vec<String>> =
        elements.iter().map(|element| element.as_text().map(|text| text.text)).collect();
    Some(Value::text(&texts?.join(&delimiter), range))
}

/// `format()` with `%s`, `%d`, `%v` and `%%`.
fn format(arguments: &[Value], range: Range) -> Option<Value> {
    let (form, values) = arguments.split_first()?;
    let form = form.as_known()?;
    let mut values = values.iter();
    let (mut text, mut rest) = (String::new(), form.as_str());
    while let Some((before, after)) = rest.split_once('%') {
        text.push_str(before);
        let verb = after.chars().next()?;
        match verb {
            '%' => text.push('%'),
            's' | 'd' | 'v' => text.push_str(&values.next()?.as_text()?.text),
            _ => return None,
        }
        rest = after.get(verb.len_utf8()..)?;
    }
    text.push_str(rest);
    Some(Value::text(&text, range))
}
