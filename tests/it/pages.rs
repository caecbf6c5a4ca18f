//! Every rule page: well-formed, and its examples do what they say.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use arnlint::cli::names;
use arnlint::examples;
use arnlint::rules::page::{Body, Expect, Page};
use arnlint::rules::registry::{PAGES, RuleSet};
use arnlint::text::{FileId, LineIndex};

fn path_of(family: &str, name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rules").join(family).join(format!("{name}.md"))
}

fn line_of(text: &str, offset: u32) -> usize {
    LineIndex::new(text).line_of(offset) + 1
}

fn updating() -> bool {
    std::env::var_os("UPDATE").is_some_and(|value| value == "1")
}

#[test]
fn pages_have_no_mistakes() {
    let mut wrong = Vec::new();
    for built_in in PAGES {
        let (_, mistakes) = Page::read(built_in.name, built_in.family, built_in.text, FileId(0));
        for mistake in mistakes {
            let line = line_of(built_in.text, mistake.range.start);
            wrong.push(format!(
                "{}/{}:{line}: {} {:?}",
                built_in.family, built_in.name, mistake.message, mistake.help
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn examples_do_what_their_pages_say() {
    let mut rules = RuleSet::new(Vec::new());
    rules.enable_all();
    let names = names(&rules);
    let mut wrong = Vec::new();
    for built_in in PAGES {
        let (page, _) = Page::read(built_in.name, built_in.family, built_in.text, FileId(0));
        let outcomes = examples::run(&page, built_in.text, &rules, &names);
        let path = path_of(built_in.family, built_in.name);
        if updating() {
            let text = fs::read_to_string(&path).unwrap();
            if text == built_in.text {
                fs::write(&path, examples::updated(&text, &outcomes)).unwrap();
            }
        }
        for outcome in outcomes {
            let line = line_of(built_in.text, outcome.policy.start);
            for failure in outcome.failures {
                if !(updating() && outcome.stale) {
                    wrong.push(format!("rules/{}/{}.md:{line}: {failure}", built_in.family, built_in.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_page_has_a_failing_and_a_passing_example() {
    for built_in in PAGES {
        let (page, _) = Page::read(built_in.name, built_in.family, built_in.text, FileId(0));
        for expect in [Expect::Fail, Expect::Pass] {
            let has = page.examples.iter().any(|example| example.expect == expect);
            assert!(has, "rules/{}/{}.md has no example that must {expect:?}", page.family, page.name);
        }
    }
}

#[test]
fn every_page_has_its_sections_and_a_dated_source() {
    for built_in in PAGES {
        let (page, _) = Page::read(built_in.name, built_in.family, built_in.text, FileId(0));
        let titles: Vec<&str> = page.sections.iter().map(|section| section.title.as_str()).collect();
        let wanted = ["What it finds", "Why it matters", "What to do", "Limits", "Examples"];
        let mut order = titles.iter().map(|title| wanted.iter().position(|known| known == title));
        assert!(order.clone().all(|place| place.is_some()), "{}: {titles:?}", page.name);
        assert!(order.by_ref().is_sorted(), "{}: {titles:?}", page.name);
        for needed in ["What it finds", "Why it matters", "What to do", "Examples"] {
            assert!(titles.contains(&needed), "{} has no section `{needed}`", page.name);
        }
        assert!(!page.references.is_empty(), "{} has no reference", page.name);
        for reference in &page.references {
            let date: Vec<usize> = reference.read.split('-').map(str::len).collect();
            assert_eq!(date, [4, 2, 2], "{}: `{}`", page.name, reference.read);
            assert!(reference.url.starts_with("https://"), "{}: `{}`", page.name, reference.url);
        }
    }
}

#[test]
fn names_are_unique_lower_case_and_without_numbers() {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for page in PAGES {
        for name in std::iter::once(&page.name).chain(page.aliases) {
            let other = seen.insert(name, page.family);
            assert_eq!(other, None, "{name}");
        }
        assert!(
            page.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-' || byte == b'3'),
            "{}",
            page.name
        );
    }
}

#[test]
fn messages_are_written_as_messages_are() {
    for built_in in PAGES {
        let (page, _) = Page::read(built_in.name, built_in.family, built_in.text, FileId(0));
        if matches!(page.body, Body::Profile(_)) {
            continue;
        }
        assert!(!page.words.messages.is_empty(), "{} has no message", page.name);
        for (name, message) in &page.words.messages {
            let first = message.text.chars().next().unwrap_or(' ');
            let is_lower = !first.is_ascii_uppercase() || message.text.split(' ').next().is_some_and(is_name);
            assert!(is_lower, "{}/{name} starts with a capital: {}", page.name, message.text);
            assert!(!message.text.ends_with('.'), "{}/{name} ends with a stop", page.name);
            assert!(!message.text.contains('\n'), "{}/{name} has a line break", page.name);
            assert!(message.text.chars().count() <= 200, "{}/{name} is long", page.name);
        }
    }
}

/// Words that are written with a capital wherever they stand.
fn is_name(word: &str) -> bool {
    ["S3", "AWS", "IAM", "JSON", "CloudTrail", "Cloudflare", "Logz.io", "Google", "KMS"]
        .contains(&word.trim_end_matches("'s"))
}

#[test]
fn the_words_of_every_message_are_filled() {
    let mut rules = RuleSet::new(Vec::new());
    rules.enable_all();
    let names = names(&rules);
    for built_in in PAGES {
        let (page, _) = Page::read(built_in.name, built_in.family, built_in.text, FileId(0));
        for outcome in examples::run(&page, built_in.text, &rules, &names) {
            for line in outcome.rendered.lines().filter(|line| !line.contains('│')) {
                let open = line.split('{').zip(line.split('{').skip(1)).find(|(before, after)| {
                    after.split_once('}').is_some_and(|(name, _)| {
                        !name.is_empty()
                            && name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-')
                    }) && !before.ends_with('$')
                });
                assert_eq!(open, None, "{}: {line}", page.name);
            }
            assert!(!outcome.rendered.contains("has no words for"), "{}: {}", page.name, outcome.rendered);
        }
    }
}
