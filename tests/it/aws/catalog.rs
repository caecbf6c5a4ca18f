//! The catalogue of services: what is packed is found again, as the files in `src/aws/data` say it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use arnlint::access::expand::expand;
use arnlint::access::glob::{Case, matches};
use arnlint::aws::Catalog;
use arnlint::aws::catalog::facts::{self, Facts, KeyType, Level, Month};
use arnlint::aws::catalog::layout;
use arnlint::aws::catalog::pack::pack;
use arnlint::aws::catalog::{Action, Damage};

fn data() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/aws/data"))
}

/// Every line of every service's file, as its fields.
fn lines() -> BTreeMap<String, Vec<Vec<String>>> {
    let files = fs::read_dir(data().join("services")).unwrap().map(|entry| entry.unwrap().path());
    files
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let fields = |line: &str| line.split('\t').map(str::to_owned).collect();
            (path.file_stem().unwrap().to_str().unwrap().to_owned(), text.lines().map(fields).collect())
        })
        .collect()
}

#[test]
fn every_action_of_the_files_is_found_with_its_level_types_and_keys() {
    let catalog = Catalog::built_in();
    let mut count = 0;
    for (service, lines) in lines() {
        for line in lines.iter().filter(|line| line[0] == "act") {
            let action = catalog.action(&format!("{service}:{}", line[1])).unwrap();
            assert_eq!(action.name(), format!("{service}:{}", line[1]));
            assert_eq!(action.service().name(), service);
            assert_eq!(action.level(), line[2].chars().next().and_then(Level::from_letter));
            assert_eq!(action.is_permission_only(), line[2].contains('p'));
            assert_eq!(action.has_details(), !line[2].contains('n'));
            let bare = |word: &str| word.split(['{', '!', '?']).next().unwrap().to_owned();
            let types: Vec<String> = line[3].split_whitespace().map(bare).collect();
            assert_eq!(action.resource_types().collect::<Vec<_>>(), types, "{}", action.name());
            for key in line[4].split_whitespace().filter(|key| !key.starts_with(':')) {
                assert!(action.keys().any(|known| known == key), "{}: {key}", action.name());
            }
            count += 1;
        }
    }
    assert_eq!(catalog.counts().actions, count);
    assert!(count > 22_000, "{count}");
}

#[test]
fn types_of_resources_have_their_templates_and_keys() {
    let catalog = Catalog::built_in();
    for (service, lines) in lines() {
        let known: Vec<_> = catalog.service(&service).unwrap().resource_types().collect();
        for line in lines.iter().filter(|line| line[0] == "res") {
            let found = known.iter().find(|resource| resource.name() == line[1]).unwrap();
            assert_eq!(found.arns().collect::<Vec<_>>().join(" "), line[2]);
            assert_eq!(found.keys().count(), line[3].split_whitespace().count());
        }
    }
}

#[test]
fn names_are_found_in_any_case_and_only_whole() {
    let catalog = Catalog::built_in();
    assert_eq!(catalog.action("S3:getOBJECT").map(Action::name), Some("s3:GetObject"));
    for name in ["s3:GetObjec", "s3:GetObjectx", "s3:", "s3", "", ":", "GetObject", "s3 :GetObject"] {
        assert!(catalog.action(name).is_none(), "{name}");
    }
    assert!(
        catalog.service("S3").is_some() && catalog.service("s").is_none() && catalog.service("").is_none()
    );
    assert!(catalog.service("zzzz").is_none());
}

#[test]
fn retired_actions_have_the_month_in_which_they_were_last_seen() {
    let catalog = Catalog::built_in();
    let retired = fs::read_to_string(data().join("retired.tsv")).unwrap();
    for line in retired.lines().filter(|line| !line.starts_with('#')) {
        let (name, month) = line.split_once('\t').unwrap();
        let found = match name.strip_suffix(":*") {
            Some(service) => catalog.service(service).unwrap().retired(),
            None => catalog.action(name).unwrap().retired(),
        };
        assert_eq!(found.map(|month| month.to_string()).as_deref(), Some(month), "{name}");
    }
}

#[test]
fn a_pattern_takes_in_what_a_filter_over_all_actions_does() {
    let catalog = Catalog::built_in();
    let mut patterns: Vec<String> = [
        "*",
        "s3:*",
        "s3:Get*",
        "S3:get*acl",
        "ec2:Describe*Instance*",
        "*:Get*",
        "s*:PutObject",
        "s?:GetObject",
        "iam:?etRole",
        "s3:**",
        "s3:",
        "s3",
        "?",
        "nosuch:*",
        "s3:GetObject",
        "s3:getobject",
        "kms:*e*e*",
        "ec2:*s",
    ]
    .map(str::to_owned)
    .to_vec();
    // Each hundredth action with a part of its name left open.
    for (at, action) in catalog.actions().enumerate().filter(|(at, _)| at % 100 == 0) {
        let name = action.name();
        let cut = name.find(':').unwrap() + 1 + at % 7;
        patterns.push(format!("{}*", name.get(..cut).unwrap_or(name)));
        patterns.push(name.replacen(['e', 'a'], "?", 1 + at % 3));
        patterns.push(name.replace("Get", "*").to_ascii_uppercase());
    }
    for pattern in patterns {
        let naive: Vec<&str> =
            catalog.actions().map(Action::name).filter(|name| matches(&pattern, name, Case::Ascii)).collect();
        let found: Vec<&str> = expand(catalog, &pattern).map(Action::name).collect();
        let naive = if pattern.contains(':') || pattern == "*" { naive } else { Vec::new() };
        assert_eq!(found, naive, "{pattern}");
    }
}

fn small() -> Facts {
    let key = |name: &str, kind, is_multivalued| facts::Key { name: name.to_owned(), kind, is_multivalued };
    Facts {
        date: String::from("2026-11-26"),
        sources: vec![String::from("one"), String::from("two")],
        services: vec![facts::Service {
            name: String::from("tea"),
            retired: None,
            actions: vec![
                facts::Action {
                    name: String::from("Brew"),
                    level: Some(Level::Write),
                    needs: vec![facts::Need {
                        resource: String::from("pot"),
                        required: Some(true),
                        keys: vec![String::from("tea:Leaf")],
                    }],
                    keys: vec![String::from("aws:RequestTag/${}")],
                    ..facts::Action::default()
                },
                facts::Action {
                    name: String::from("Boil"),
                    retired: Month::parse("2024-02"),
                    ..facts::Action::default()
                },
            ],
            resources: vec![facts::ResourceType {
                name: String::from("pot"),
                arns: vec![String::from("arn:${Partition}:tea:::pot/${Name}")],
                keys: vec![String::from("tea:Size")],
            }],
            keys: vec![key("tea:Leaf", KeyType::String, true), key("tea:Size", KeyType::Numeric, false)],
        }],
        keys: vec![key("aws:RequestTag/${}", KeyType::String, false)],
        prefixes: vec![String::from("coffee")],
    }
}

#[test]
fn what_is_packed_is_read_back() {
    let catalog = Catalog::read(pack(&small())).unwrap();
    assert_eq!(catalog.date(), "2026-11-26");
    assert_eq!(catalog.sources().collect::<Vec<_>>(), ["one", "two"]);
    let brew = catalog.action("TEA:brew").unwrap();
    assert_eq!((brew.name(), brew.level(), brew.has_details()), ("tea:Brew", Some(Level::Write), true));
    let need = brew.needs().next().unwrap();
    assert_eq!((need.resource.name(), need.required), ("pot", Some(true)));
    assert_eq!(need.resource.arns().collect::<Vec<_>>(), ["arn:${Partition}:tea:::pot/${Name}"]);
    assert_eq!(brew.keys().collect::<Vec<_>>(), ["aws:RequestTag/${}", "tea:Leaf", "tea:Size"]);
    assert_eq!(catalog.action("tea:Boil").unwrap().retired(), Some(Month { year: 2024, month: 2 }));
    assert!(catalog.key("tea:leaf").unwrap().is_multivalued);
    assert_eq!(catalog.key("aws:requesttag/a").unwrap().name, "aws:RequestTag/${}");
    assert!(catalog.knows_prefix("Coffee") && catalog.knows_prefix("tea") && !catalog.knows_prefix("milk"));
    let counts = catalog.counts();
    assert_eq!((counts.services, counts.actions, counts.retired, counts.keys), (1, 1, 1, 3));
}

#[test]
fn the_order_of_facts_changes_no_byte() {
    let mut other = small();
    other.sources.reverse();
    for service in &mut other.services {
        service.actions.reverse();
        service.keys.reverse();
    }
    assert_eq!(pack(&small()), pack(&other));
}

#[test]
fn damaged_bytes_are_refused() {
    let packed = pack(&small());
    assert_eq!(Catalog::read(Vec::new()), Err(Damage::NotFacts));
    assert_eq!(Catalog::read(b"{}".to_vec()), Err(Damage::NotFacts));
    for at in 0..packed.len() {
        let mut changed = packed.clone();
        changed[at] ^= 1;
        assert!(Catalog::read(changed).is_err(), "byte {at}");
    }
    for length in 0..packed.len() {
        assert!(Catalog::read(packed[..length].to_vec()).is_err(), "{length} bytes");
    }
    let mut newer = packed;
    newer[8] = 9;
    assert_eq!(Catalog::read(newer), Err(Damage::Format(9)));
}

#[test]
fn facts_that_are_unpacked_and_packed_again_are_the_same() {
    for catalog in [Catalog::built_in(), &Catalog::read(pack(&small())).unwrap()] {
        assert_eq!(pack(&catalog.facts()), catalog.bytes());
    }
}

/// Asks a catalogue for everything that it can say.
fn ask(catalog: &Catalog) -> usize {
    let mut length = catalog.date().len() + catalog.counts().actions + catalog.facts().services.len();
    for name in ["tea:Brew", "tea:", "", "x:y"] {
        length += usize::from(catalog.action(name).is_some()) + usize::from(catalog.key(name).is_some());
        length += usize::from(catalog.service(name).is_some()) + usize::from(catalog.knows_prefix(name));
    }
    for service in catalog.services() {
        length += service.actions_beginning("b").count() + service.actions_beginning("").count();
    }
    length
}

#[test]
fn bytes_with_a_checksum_that_fits_are_read_without_harm_whatever_they_say() {
    let packed = pack(&small());
    let mut sum = 0;
    for at in 12..packed.len() {
        for value in [0, 1, 0x7f, 0xff] {
            let mut changed = packed.clone();
            changed[at] = value;
            let checksum = layout::checksum(&changed[layout::PREAMBLE..]);
            changed[12..16].copy_from_slice(&checksum.to_le_bytes());
            if let Ok(catalog) = Catalog::read(changed) {
                sum += ask(&catalog);
            }
        }
    }
    assert!(sum > 0);
}
