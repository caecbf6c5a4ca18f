//! The files on AWS services are of the form that their readers rest on: kinds of lines, fields, order, names that exist.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use arnlint::aws::action::OPERATIONS;

fn data() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/aws/data")
}

/// The rows of a table below its comments, as fields.
fn rows(name: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(data().join(name)).unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    rows.map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

/// Every file of a service: its prefix and its text.
fn services() -> BTreeMap<String, String> {
    let entries = fs::read_dir(data().join("services")).unwrap();
    entries
        .map(|entry| {
            let path = entry.unwrap().path();
            let prefix = path.file_stem().unwrap().to_string_lossy().into_owned();
            (prefix, fs::read_to_string(path).unwrap())
        })
        .collect()
}

fn is_type(name: &str) -> bool {
    let one = name.strip_suffix("[]").unwrap_or(name);
    ["String", "Arn", "Bool", "Date", "Numeric", "Ip", "Binary"].contains(&one)
}

fn is_month(text: &str) -> bool {
    let of = text.as_bytes();
    text.len() == 7
        && text.starts_with("20")
        && of[4] == b'-'
        && text[5..].parse::<u8>().is_ok_and(|month| month <= 12)
}

/// The blank-separated parts of a field, all different and in order.
fn list(field: &str) -> Vec<&str> {
    let parts: Vec<&str> = field.split(' ').filter(|part| !part.is_empty()).collect();
    assert_eq!(parts.join(" "), field);
    parts
}

/// Name, keys and mark of a resource type of an action: `name{key,key}!`.
fn pair(text: &str) -> (&str, Vec<&str>) {
    let bare = text.strip_suffix(['!', '?']).unwrap_or_else(|| panic!("{text}"));
    match bare
        .strip_suffix('}')
        .filter(|inner| !inner.ends_with("${"))
        .and_then(|inner| inner.split_once('{'))
    {
        Some((name, keys)) => (name, keys.split(',').collect()),
        None => (bare, Vec::new()),
    }
}

#[test]
fn every_line_of_a_service_is_well_formed_and_names_what_the_file_has() {
    for (prefix, text) in services() {
        assert!(text.ends_with('\n') && !text.contains('\r'), "{prefix}");
        let mut keys = BTreeSet::new();
        let mut resources = BTreeSet::new();
        for (number, line) in text.lines().enumerate() {
            let told = format!("{prefix}: {line}");
            let fields: Vec<&str> = line.split('\t').collect();
            match (number, fields.as_slice()) {
                (0, ["service", name]) => assert_eq!(*name, prefix),
                (1.., ["key", name, of]) => {
                    assert!(is_type(of) && name.contains(':'), "{told}");
                    assert!(!name.starts_with(&format!("{prefix}:")), "{told}");
                    assert!(!name.contains([' ', ',', '<']) && !name.contains("tag-key"), "{told}");
                    keys.insert(*name);
                }
                (1.., ["res", name, arns, of]) => {
                    assert!(!name.contains([' ', '{', '!', '?']), "{told}");
                    assert!(
                        list(arns).iter().all(|arn| arn.starts_with("arn:") && arn.split(':').count() >= 6),
                        "{told}"
                    );
                    assert!(list(of).iter().all(|key| keys.contains(key)), "{told}");
                    resources.insert(*name);
                }
                (1.., ["act", name, level, of, own]) => {
                    assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'), "{told}");
                    let (level, flags) = level.split_at(1);
                    assert!("LRWTP-".contains(level) && ["", "p", "n"].contains(&flags), "{told}");
                    assert_eq!(level == "-", flags == "n", "{told}");
                    assert!(flags != "n" || (of.is_empty() && own.is_empty()), "{told}");
                    assert!(list(own).iter().all(|key| keys.contains(key)), "{told}");
                    for (resource, of) in list(of).into_iter().map(pair) {
                        assert!(resources.contains(resource), "{told}: {resource}");
                        assert!(of.iter().all(|key| keys.contains(key)), "{told}: {of:?}");
                    }
                }
                _ => panic!("{told}"),
            }
        }
    }
}

#[test]
fn lines_of_a_service_are_sorted_by_kind_and_name_and_no_name_comes_twice() {
    let kinds = ["service", "key", "res", "act"];
    for (prefix, text) in services() {
        let place = |line: &str| {
            let (kind, rest) = line.split_once('\t').unwrap();
            let name = rest.split('\t').next().unwrap().to_ascii_lowercase();
            (kinds.iter().position(|known| *known == kind), name)
        };
        let places: Vec<_> = text.lines().map(place).collect();
        for pair in places.windows(2) {
            assert!(pair[0] < pair[1], "{prefix}: {pair:?}");
        }
    }
}

/// All actions in small letters, and `service:*` for each service.
fn actions() -> BTreeSet<String> {
    let mut held = BTreeSet::new();
    for (prefix, text) in services() {
        let actions = text.lines().filter_map(|line| line.strip_prefix("act\t")?.split('\t').next());
        held.extend(actions.map(|name| format!("{prefix}:{}", name.to_ascii_lowercase())));
        held.insert(format!("{prefix}:*"));
    }
    held
}

#[test]
fn no_operation_is_an_action_of_any_service_and_what_it_needs_is_one() {
    let held = actions();
    for row in OPERATIONS.rows() {
        assert!(!held.contains(&row.key().to_ascii_lowercase()), "{}", row.line());
        let needed = row.field(1).split(' ').map(str::to_ascii_lowercase);
        assert!(needed.into_iter().all(|action| held.contains(&action)), "{}", row.line());
    }
}

#[test]
fn what_is_retired_is_not_current_and_has_a_month() {
    let held = actions();
    let current = |action: &str| held.contains(&action.to_ascii_lowercase());
    let retired = rows("retired.tsv");
    for row in &retired {
        assert_eq!(row.len(), 2, "{row:?}");
        assert!(is_month(&row[1]), "{row:?}");
        assert!(!current(&row[0]), "{row:?}");
    }
    let keys: BTreeSet<String> = services()
        .into_iter()
        .flat_map(|(prefix, text)| {
            let names = text.lines().filter_map(|line| line.strip_prefix("key\t")?.split('\t').next());
            let full = |name: &str| match name.strip_prefix(':') {
                Some(own) => format!("{prefix}:{own}"),
                None => name.to_owned(),
            };
            names.map(|name| full(name).to_ascii_lowercase()).collect::<Vec<_>>()
        })
        .collect();
    for row in rows("retired_keys.tsv") {
        assert!(is_type(&row[1]) && is_month(&row[2]), "{row:?}");
        assert!(!keys.contains(&row[0].to_ascii_lowercase()), "{row:?}");
    }
    for row in rows("dependent_actions.tsv") {
        assert!(current(&row[0]), "{row:?}");
        assert!(!list(&row[1]).is_empty() && list(&row[1]).into_iter().all(current), "{row:?}");
    }
}

#[test]
fn tables_of_facts_have_their_fields_in_order() {
    for (name, fields) in [
        ("retired.tsv", 2),
        ("retired_keys.tsv", 3),
        ("global_keys.tsv", 2),
        ("federated_keys.tsv", 3),
        ("dependent_actions.tsv", 2),
        ("rcp_services.txt", 1),
        ("known_prefixes.tsv", 3),
        ("sources.tsv", 5),
    ] {
        let text = fs::read_to_string(data().join(name)).unwrap();
        let head: Vec<&str> = text.lines().take_while(|line| line.starts_with('#')).collect();
        let date = head.last().and_then(|line| line.strip_prefix("# Date: ")).unwrap_or_default();
        assert!(date.len() == 11 && date.ends_with('.') && is_month(&date[..7]), "{name}: {head:?}");
        let rows = rows(name);
        assert!(rows.len() > 3, "{name}");
        assert!(
            rows.iter().all(|row| row.len() == fields && row.iter().all(|field| !field.is_empty())),
            "{name}"
        );
        let order: Vec<String> = rows.iter().map(|row| row.join("\t").to_ascii_lowercase()).collect();
        assert!(order.windows(2).all(|pair| pair[0] < pair[1]), "{name}");
    }
    for row in rows("global_keys.tsv").iter().chain(&rows("federated_keys.tsv")) {
        assert!(row.last().is_some_and(|of| is_type(of)), "{row:?}");
    }
}

#[test]
fn the_counts_that_the_data_tells_of_itself_are_right() {
    let told: BTreeMap<String, String> =
        rows("META").into_iter().map(|row| (row[0].clone(), row[1].clone())).collect();
    let services = services();
    let count = |begins: &str| {
        services.values().flat_map(|text| text.lines()).filter(|line| line.starts_with(begins)).count()
    };
    let (gone, single): (Vec<_>, Vec<_>) =
        rows("retired.tsv").into_iter().partition(|row| row[0].ends_with(":*"));
    for (name, number) in [
        ("services", services.len()),
        ("actions", count("act\t")),
        ("resource_types", count("res\t")),
        ("keys", count("key\t:")),
        ("retired_actions", single.len()),
        ("retired_services", gone.len()),
        ("retired_keys", rows("retired_keys.tsv").len()),
    ] {
        assert_eq!(told[name], number.to_string(), "{name}");
    }
    assert!(is_month(&told["data_date"][..7]) && told["detail_date"] <= told["data_date"]);
}
