//! Random edits of random documents: the text after them is what `serde_json` makes of the same edits.

use std::borrow::Cow;

use arnlint::json::edit::render;
use arnlint::json::{Kind, NodeId, Problem, Tree, TreeEdit, parse};
use arnlint::text::{FileId, Range};
use serde_json::{Map, Value, json};

use super::{apply, path_of};

/// A small generator: the runs are the same every time.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap()
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    fn text(&mut self) -> String {
        (0..self.below(5)).map(|_| self.pick(&['a', 'é', '"', '\\', '\n', '🌀', '/', ','])).collect()
    }

    fn value(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 4 } else { 6 }) {
            0 => json!(self.text()),
            1 => json!(self.below(1000)),
            2 => json!(self.below(2) == 0),
            3 => Value::Null,
            4 => (0..self.below(4)).map(|_| self.value(depth - 1)).collect(),
            _ => Value::Object(
                (0..self.below(4))
                    .map(|at| (format!("{at}{}", self.text()), self.value(depth - 1)))
                    .collect(),
            ),
        }
    }

    /// Writes a value in one of several layouts, some of them a person's rather than a program's.
    fn write(&mut self, value: &Value) -> String {
        match self.below(6) {
            0 => value.to_string(),
            1 => serde_json::to_string_pretty(value).unwrap(),
            2 => serde_json::to_string_pretty(value).unwrap().replace('\n', "\r\n") + "\r\n",
            3 => serde_json::to_string_pretty(value).unwrap().replace("  ", "\t") + "\n",
            _ => {
                let mut out = String::new();
                self.scribble(value, &mut out);
                out
            }
        }
    }

    fn blank(&mut self, out: &mut String) {
        out.push_str(self.pick(&["", "", " ", "\n", "\n    ", "\t"]));
    }

    fn scribble(&mut self, value: &Value, out: &mut String) {
        self.blank(out);
        match value {
            Value::Array(elements) => {
                out.push('[');
                for (at, element) in elements.iter().enumerate() {
                    out.push_str(if at == 0 { "" } else { "," });
                    self.scribble(element, out);
                }
                self.blank(out);
                out.push(']');
            }
            Value::Object(members) => {
                out.push('{');
                for (at, (name, member)) in members.iter().enumerate() {
                    out.push_str(if at == 0 { "" } else { "," });
                    self.blank(out);
                    out.push_str(&json!(name).to_string());
                    self.blank(out);
                    out.push(':');
                    self.scribble(member, out);
                }
                self.blank(out);
                out.push('}');
            }
            scalar => out.push_str(&scalar.to_string()),
        }
        self.blank(out);
    }
}

fn nodes<'t>(tree: &'t Tree<'_>) -> impl Iterator<Item = NodeId> + 't {
    (0..u32::try_from(tree.len()).unwrap()).map(NodeId)
}

/// The value at a path.
fn value_at<'v>(mut value: &'v mut Value, path: &[arnlint::finding::Step]) -> &'v mut Value {
    for step in path {
        value = match step {
            arnlint::finding::Step::Key(name) => value.get_mut(name.as_str()),
            arnlint::finding::Step::Index(index) => value.get_mut(*index),
        }
        .unwrap_or_else(|| panic!("no {}", path_of(path)));
    }
    value
}

/// One random edit of the tree, and the same edit of the value.
fn edit(random: &mut Random, tree: &Tree<'_>, value: &mut Value) -> TreeEdit {
    let all: Vec<NodeId> = nodes(tree).collect();
    let id = random.pick(&all);
    let mut path = tree.path(NodeId(0), id);
    let new = random.value(2);
    let json = random.write(&new);
    match (tree.kind(id), random.below(5)) {
        (Kind::Key, 0) => {
            let old = path.pop().unwrap();
            let arnlint::finding::Step::Key(old) = old else { panic!("a key has a name") };
            let members = value_at(value, &path).as_object_mut().unwrap();
            let name = format!("new{}", random.text());
            let kept: Map<String, Value> = std::mem::take(members)
                .into_iter()
                .map(|(key, value)| if key == old { (name.clone(), value) } else { (key, value) })
                .collect();
            *members = kept;
            TreeEdit::Rename(id, name)
        }
        (Kind::Key, _) => {
            let arnlint::finding::Step::Key(name) = path.pop().unwrap() else { panic!("a key has a name") };
            value_at(value, &path).as_object_mut().unwrap().remove(&name);
            TreeEdit::Remove(id)
        }
        (Kind::Object, 0..3) => {
            let name = format!("new{}", random.text());
            value_at(value, &path).as_object_mut().unwrap().insert(name.clone(), new);
            TreeEdit::Insert(id, name, json)
        }
        (_, 0) => {
            *value_at(value, &path) = new;
            TreeEdit::Replace(id, json)
        }
        (Kind::String, 1) => {
            let old = tree.str(id).unwrap();
            let borders: Vec<usize> = old.char_indices().map(|(at, _)| at).chain([old.len()]).collect();
            let (one, other) = (random.pick(&borders), random.pick(&borders));
            let (start, end) = (one.min(other), one.max(other));
            let text = random.text();
            *value_at(value, &path) = json!(format!("{}{text}{}", &old[..start], &old[end..]));
            TreeEdit::ReplaceWithin(
                id,
                Range::new(u32::try_from(start).unwrap(), u32::try_from(end).unwrap()),
                text,
            )
        }
        (_, 2) if id.0 > 0 && tree.kind(tree.parent(id).unwrap()) == Kind::Array => {
            let arnlint::finding::Step::Index(index) = path.pop().unwrap() else { panic!("an element") };
            value_at(value, &path).as_array_mut().unwrap().remove(index);
            TreeEdit::Remove(id)
        }
        _ => {
            let old = value_at(value, &path);
            match old {
                Value::Array(elements) => elements.push(new),
                scalar => *scalar = json!([scalar.take(), new]),
            }
            TreeEdit::Append(id, json)
        }
    }
}

fn read(text: &str) -> Value {
    let (_, problems) = parse(Cow::Borrowed(text), FileId(0), None);
    assert!(!problems.iter().any(Problem::is_syntax), "{problems:?} in {text}");
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}"))
}

#[test]
fn one_edit_changes_what_it_should_and_nothing_else() {
    let mut random = Random(0x5EED_0001);
    for _ in 0..10_000 {
        let mut value = random.value(3);
        let text = random.write(&value);
        let (tree, _) = parse(Cow::Borrowed(&text), FileId(0), None);
        let edit = edit(&mut random, &tree, &mut value);
        let edits =
            render(&tree, std::slice::from_ref(&edit)).unwrap_or_else(|| panic!("{edit:?} of {text}"));
        let after = apply(&text, &edits);
        assert_eq!(read(&after), value, "{edit:?} of {text:?} gave {after:?}");
    }
}

#[test]
fn removals_and_additions_in_one_container_agree_with_one_after_the_other() {
    let mut random = Random(0x5EED_0002);
    for _ in 0..8_000 {
        let elements: Vec<Value> = (0..random.below(6)).map(|_| random.value(1)).collect();
        let text = random.write(&json!(elements));
        let (tree, _) = parse(Cow::Borrowed(&text), FileId(0), None);
        let root = NodeId(0);
        let mut edits = Vec::new();
        let mut kept = Vec::new();
        for (id, element) in tree.elements(root).zip(elements) {
            match random.below(4) {
                0 => edits.push(TreeEdit::Remove(id)),
                1 if !element.is_array() => {
                    edits.push(TreeEdit::Append(id, "7".to_owned()));
                    kept.push(json!([element, 7]));
                }
                _ => kept.push(element),
            }
        }
        for _ in 0..random.below(3) {
            let new = random.value(1);
            edits.push(TreeEdit::Append(root, random.write(&new)));
            kept.push(new);
        }
        let after = apply(&text, &render(&tree, &edits).unwrap());
        assert_eq!(read(&after), json!(kept), "{edits:?} of {text:?} gave {after:?}");
    }
}

#[test]
fn edit_in_strings_in_strings_changes_the_innermost_document_alone() {
    let mut random = Random(0x5EED_0003);
    for _ in 0..5_000 {
        let mut value = random.value(2);
        let text = random.write(&value);
        let middle = json!(["é", { "x": text }]).to_string();
        let file = json!({ "\u{1F300}": middle, "after": 1 }).to_string();
        let (outer, _) = parse(Cow::Borrowed(&file), FileId(0), None);
        let (text, map) = outer.embedded(NodeId(4)).unwrap();
        let (between, _) = parse(Cow::Owned(text), FileId(0), Some(map));
        let (text, map) = between.embedded(NodeId(4)).unwrap();
        let (inner, _) = parse(Cow::Owned(text), FileId(0), Some(map));
        let edit = edit(&mut random, &inner, &mut value);
        let after = apply(&file, &render(&inner, &[edit]).unwrap());
        let mut whole = read(&after);
        let middle = read(whole["\u{1F300}"].take().as_str().unwrap());
        assert_eq!(read(middle[1]["x"].as_str().unwrap()), value);
        assert_eq!(middle[0], "é");
    }
}
