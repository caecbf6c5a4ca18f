//! The rooms of the source: each imports only rooms above it in the table of ARCHITECTURE.md.

use std::fs;
use std::path::{Path, PathBuf};

/// Lines that a file of `src` may have; far more than the usual one.
const MOST_LINES: usize = 400;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The rooms in the order of the table.
fn rooms() -> Vec<String> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let table = text.lines().skip_while(|line| *line != "| room | what it is for |").skip(2);
    let row = |line: &str| line.strip_prefix("| `")?.split_once('`').map(|(room, _)| room.to_owned());
    table.map_while(row).collect()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// Every file of the library with its room.
fn sources() -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    files(&root().join("src"), &mut found);
    let room = |path: &Path| {
        let inner = path.strip_prefix(root().join("src")).unwrap();
        inner.components().next().unwrap().as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
    };
    found
        .into_iter()
        .map(|path| (room(&path), path))
        .filter(|(room, _)| room != "lib" && room != "main")
        .collect()
}

/// The rooms that a text names behind `crate::`, in paths and in lists of paths.
fn imports(text: &str) -> Vec<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code: String = code.collect::<Vec<_>>().join("\n");
    let word =
        |text: &str| text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
    code.split("crate::").skip(1).map(word).collect()
}

#[test]
fn the_table_names_every_room() {
    let rooms = rooms();
    let mut held: Vec<String> = sources().into_iter().map(|(room, _)| room).collect();
    held.sort();
    held.dedup();
    let mut named = rooms.clone();
    named.sort();
    assert_eq!(named, held);
}

#[test]
fn imports_point_one_way() {
    let rooms = rooms();
    let place = |room: &str| rooms.iter().position(|known| known == room);
    let mut wrong = Vec::new();
    for (room, path) in sources() {
        let text = fs::read_to_string(&path).unwrap();
        for import in imports(&text) {
            if place(&import).is_none() || place(&import) > place(&room) {
                wrong.push(format!("{}: `{room}` imports `{import}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_import_of_a_lower_room_would_be_seen() {
    assert_eq!(imports("use crate::rules::page::Page;\nlet x = crate::cli::names();"), ["rules", "cli"]);
    assert_eq!(imports("// crate::rules is below\n"), [""; 0]);
}

#[test]
fn every_file_says_what_it_is_for_and_is_short() {
    let mut wrong = Vec::new();
    for (_, path) in sources() {
        let text = fs::read_to_string(&path).unwrap();
        if !text.starts_with("//! ") {
            wrong.push(format!("{}: no line says what it is for", path.display()));
        }
        if text.lines().count() > MOST_LINES {
            wrong.push(format!("{}: {} lines", path.display(), text.lines().count()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
