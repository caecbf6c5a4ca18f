//! Every row of `rows.md` has a test, and every disputed row of the evaluator is in it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use arnlint::access::Row;

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/semantics")
}

/// Row number and mark of every row.
fn rows() -> Vec<(String, String)> {
    let text = fs::read_to_string(folder().join("rows.md")).unwrap();
    text.lines()
        .filter_map(|line| line.strip_prefix("| s")?.strip_suffix(" |"))
        .map(|line| {
            let (number, rest) = line.split_once(" | ").unwrap();
            let (_, mark) = rest.rsplit_once(" | ").unwrap();
            (format!("s{number}"), mark.to_owned())
        })
        .collect()
}

#[test]
fn every_row_has_a_test_named_after_it() {
    let mut named = BTreeSet::new();
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            for (line, next) in text.lines().zip(text.lines().skip(1)) {
                if line.trim() == "#[test]" && next.starts_with("fn s") {
                    named.insert(next.chars().skip(3).take(5).collect::<String>().replace('_', "-"));
                }
            }
        }
    }
    let rows = rows();
    assert!(rows.len() > 90, "only {} rows were read", rows.len());
    let missing: Vec<_> =
        rows.iter().filter(|(row, mark)| !mark.starts_with("lint:") && !named.contains(row)).collect();
    assert!(missing.is_empty(), "rows without a test: {missing:?}");
    let known: BTreeSet<_> = rows.iter().map(|(row, _)| row).collect();
    let strangers: Vec<_> = named.iter().filter(|name| !known.contains(name)).collect();
    assert!(strangers.is_empty(), "tests of rows that do not exist: {strangers:?}");
}

#[test]
fn disputed_rows_are_rows_of_the_table() {
    let rows: BTreeSet<_> = rows().into_iter().map(|(row, _)| row).collect();
    for row in Row::ALL {
        assert!(rows.contains(row.id()), "{row:?} is {row}, which is no row");
    }
    let ids: BTreeSet<_> = Row::ALL.iter().map(|row| row.id()).collect();
    assert_eq!(ids.len(), Row::ALL.len());
}
