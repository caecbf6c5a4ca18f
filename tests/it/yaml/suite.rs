//! The YAML test suite: what it takes and refuses, and that every node stands inside the text.

use std::collections::BTreeSet;

use arnlint::json::{Kind, NodeId, Tree};
use arnlint::text::FileId;
use arnlint::yaml::parse;

use crate::corpora::{rows, text_of};

/// Texts that the suite takes and the parser refuses: two versions in one `%YAML` directive, which the suite itself takes
/// only because the grammar lets a directive of that name have anything behind its version.
const REFUSED: [&str; 1] = ["ZYU8-2"];
/// Texts that the suite refuses and the parser takes, as the YAML readers of Python do, which the tools of AWS are written
/// with: lines of a flow collection and of a quoted scalar that are indented less than they should be.
const TAKEN: [&str; 2] = ["9C9N-0", "QB6E-0"];

#[test]
fn what_the_suite_takes_is_taken_and_what_it_refuses_refused() {
    let Some(rows) = rows("corpora/yamlsuite.dev.jsonl") else { return };
    let (mut taken, mut refused) = (BTreeSet::new(), BTreeSet::new());
    for row in &rows {
        let Some(text) = row["text"].as_str() else { continue };
        let yaml = parse(text, FileId(0));
        let name = text_of(row, "id").split('@').next().unwrap().trim_start_matches("yamlsuite/").to_owned();
        match (text_of(row, "verdict"), &yaml.mistake) {
            ("good", Some(_)) => _ = refused.insert(name.clone()),
            ("bad", None) => _ = taken.insert(name.clone()),
            ("bad", Some((range, _))) => assert!(range.end as usize <= text.len(), "{name}"),
            _ => {}
        }
        yaml.documents.iter().for_each(|tree| inside(tree, &name));
    }
    let named = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!((taken, refused), (named(&TAKEN), named(&REFUSED)));
}

/// Every node lies in the text and in its parent, and each byte of a decoded string maps into its node.
pub(super) fn inside(tree: &Tree<'_>, name: &str) {
    let length = u32::try_from(tree.text().len()).unwrap();
    for id in (0..u32::try_from(tree.len()).unwrap()).map(NodeId) {
        let range = tree.range(id);
        assert!(range.start <= range.end && range.end <= length, "{name}: {id:?} {range:?}");
        assert!(tree.text().is_char_boundary(range.start as usize), "{name}: {id:?}");
        assert!(tree.text().is_char_boundary(range.end as usize), "{name}: {id:?}");
        if let Some(text) = tree.str(id).filter(|_| matches!(tree.kind(id), Kind::String | Kind::Key)) {
            for (at, letter) in text.char_indices() {
                let at = u32::try_from(at).unwrap();
                let end = at + u32::try_from(letter.len_utf8()).unwrap();
                let source = tree.within(id, arnlint::text::Range::new(at, end));
                assert!(
                    range.start <= source.start && source.end <= range.end,
                    "{name}: {text:?} {source:?}"
                );
                let written = source.of(tree.text());
                let is_own = written.starts_with(letter)
                    || letter.is_whitespace()
                    || written.starts_with(['\\', '\'', '!', '&'])
                    || tree.kind(id) == Kind::Key && written.is_empty();
                assert!(is_own, "{name}: {letter:?} of {text:?} stands for {written:?}");
            }
        }
    }
}
