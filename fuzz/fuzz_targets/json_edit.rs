//! Edits of any text: refused or well-formed, and JSON stays JSON.
#![no_main]

use std::borrow::Cow;

use arnlint::json::edit::render;
use arnlint::json::{Kind, NodeId, Problem, Tree, TreeEdit, parse};
use arnlint::text::{FileId, Range};
use libfuzzer_sys::fuzz_target;

/// New values, from the simplest to the most nested.
const VALUES: [&str; 4] = ["1", "\"a\\\"\\n\"", "[\"x\", {}]", "{\"k\": [1, {\"m\": null}], \"n\": []}"];

fuzz_target!(|input: (Vec<(u8, u16, u8)>, &str)| {
    let (choices, text) = input;
    let (tree, problems) = parse(Cow::Borrowed(text), FileId(0), None);
    if tree.is_empty() {
        return;
    }
    let edits: Vec<TreeEdit> = choices.into_iter().take(4).map(|choice| edit(&tree, choice)).collect();
    let Some(rendered) = render(&tree, &edits) else { return };
    let mut after = String::new();
    let mut from = 0;
    for edit in &rendered {
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        assert!(from <= start && start <= end, "{edits:?} gave {rendered:?}");
        after.push_str(text.get(from..start).expect("edits lie between characters"));
        after.push_str(&edit.text);
        from = end;
    }
    after.push_str(text.get(from..).expect("edits lie in the text"));
    if problems.iter().any(Problem::is_syntax) {
        return;
    }
    let (changed, problems) = parse(Cow::Borrowed(&after), FileId(0), None);
    assert!(!problems.iter().any(Problem::is_syntax), "{edits:?} of {text:?} gave {after:?}: {problems:?}");
    let root = NodeId(0);
    match edits.as_slice() {
        [TreeEdit::Remove(node)] => {
            let parent = tree.parent(*node).expect("the root is not removed");
            let children = |tree: &Tree<'_>, id| tree.elements(id).count() + tree.members(id).count();
            assert_eq!(children(&changed, parent) + 1, children(&tree, parent));
        }
        [TreeEdit::Insert(object, name, _)] => {
            let last = changed.members(*object).last().expect("a member was added");
            assert_eq!(changed.str(last.key), Some(name.as_str()));
        }
        [TreeEdit::Append(array, _)] if tree.kind(*array) == Kind::Array => {
            assert_eq!(changed.elements(*array).count(), tree.elements(*array).count() + 1);
        }
        [TreeEdit::Append(value, _)] => assert_eq!(changed.elements(*value).count(), 2),
        [TreeEdit::Rename(key, name)] => assert_eq!(changed.str(*key), Some(name.as_str())),
        [TreeEdit::ReplaceWithin(node, range, new)] => {
            let old = tree.str(*node).expect("a string");
            let (before, behind) = (&old[..range.start as usize], &old[range.end as usize..]);
            assert_eq!(changed.str(*node), Some(format!("{before}{new}{behind}").as_str()));
        }
        _ => assert!(changed.root() == Some(root)),
    }
});

fn edit(tree: &Tree<'_>, (kind, node, detail): (u8, u16, u8)) -> TreeEdit {
    let node = NodeId(u32::from(node) % u32::try_from(tree.len()).unwrap());
    let json = VALUES[usize::from(detail) % VALUES.len()].to_owned();
    match kind % 6 {
        0 => TreeEdit::Replace(node, json),
        1 => TreeEdit::Rename(node, "n\"".to_owned()),
        2 => {
            let (start, len) = (u32::from(detail >> 4), u32::from(detail & 15));
            TreeEdit::ReplaceWithin(node, Range::new(start, start + len), "\"\n".to_owned())
        }
        3 => TreeEdit::Insert(node, "new\"".to_owned(), json),
        4 => TreeEdit::Append(node, json),
        _ => TreeEdit::Remove(node),
    }
}
