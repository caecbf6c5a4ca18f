//! Path patterns, paths as they see them, and facts found by file and by name.

use std::path::Path;

use arnlint::finding::PolicyKind;
use arnlint::surroundings::patterns::relative;
use arnlint::surroundings::{Fact, Index, Patterns};
use arnlint::text::Range;

use crate::config::support::load;

fn patterns(list: &[&str]) -> (Patterns, usize) {
    let fact = |value: &&str| Fact {
        value: (*value).to_owned(),
        span: Range::default().in_file(arnlint::text::FileId(0)),
        path: Vec::new(),
    };
    let (patterns, problems) = Patterns::new(list.iter().map(fact).collect());
    (patterns, problems.len())
}

#[test]
fn a_path_matches_by_itself_and_by_each_folder_around_it() {
    let (patterns, wrong) = patterns(&["a/b", "**/c.json", "../up.json", "d//e/./f", "x/../g.json"]);
    assert_eq!(wrong, 0);
    for path in
        ["a/b", "a/b/x", "a/b/x/y.json", "./a/b", "c.json", "x/y/c.json", "../up.json", "d/e/f", "g.json"]
    {
        assert!(patterns.matches(path), "{path}");
    }
    for path in ["a", "a/bc", "b", "up.json", "", "c.jsonx"] {
        assert!(!patterns.matches(path), "{path}");
    }
}

#[test]
fn all_patterns_that_match_are_told_in_order() {
    let (patterns, _) = patterns(&["x", "a/*.json", "[", "a", "**/b.json"]);
    assert_eq!(patterns.matching("a/b.json"), [1, 3, 4]);
    assert_eq!(patterns.first("a/b.json").map(|fact| fact.value.as_str()), Some("a/*.json"));
    assert_eq!(patterns.first("z"), None);
}

#[test]
fn expensive_patterns_are_compiled_or_refused_but_never_ignored() {
    let longest = |part: &str| part.repeat(1020 / part.len()) + "/zzz";
    for pattern in
        [longest("*"), longest("?"), longest("**/"), longest("[a-z]"), longest("{a,b}"), longest("[^é-ü]")]
    {
        let (compiled, wrong) = patterns(&[&pattern]);
        assert_eq!(wrong, 0, "{pattern}");
        assert!(!compiled.matches("nothing/like/it"), "{pattern}");
    }
    for pattern in ["*".repeat(1025), "{".repeat(1000), "{a,".repeat(300) + &"}".repeat(100)] {
        assert_eq!(patterns(&[&pattern]).1, 1, "{pattern}");
    }
}

#[test]
fn more_patterns_than_fit_one_automaton_keep_their_places() {
    let list: Vec<String> = (0..1000).map(|number| format!("f{number}/*.json")).collect();
    let (compiled, wrong) = patterns(&list.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(wrong, 0);
    for number in [0, 199, 200, 555, 999] {
        assert_eq!(compiled.matching(&format!("f{number}/x.json")), [number]);
    }
}

#[test]
fn paths_are_told_as_seen_from_the_folder_of_the_configuration() {
    let see = |folder: &str, file: &str| relative(Path::new(folder), Path::new(file));
    assert_eq!(see("conf", "conf/a/b.json").as_deref(), Some("a/b.json"));
    assert_eq!(see("", "a.json").as_deref(), Some("a.json"));
    assert_eq!(see(".", "./x/../a.json").as_deref(), Some("a.json"));
    assert_eq!(see("conf/deep", "conf/a.json").as_deref(), Some("../a.json"));
    assert_eq!(see("conf", "other/a.json").as_deref(), Some("../other/a.json"));
    assert_eq!(see("conf", "conf").as_deref(), Some(""));
}

#[test]
fn facts_are_found_by_file_and_by_name() {
    let key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    let case = load(&format!(
        "[[buckets]]
name = 'first'
policy = ['one.json', 'both.json']
[[buckets]]
name = 'second'
policy = 'b*.json'
[[trails]]
bucket = 'first'
[[trails]]
bucket = 'first'
[[keys]]
arn = '{key}'
alias = 'alias/logs'
[[integrations]]
profile = 'cloudtrail'
bucket = ['first', 'second']
files = 'both.json'
[[integrations]]
profile = 'logzio-archive'
bucket = 'second'
"
    ))
    .clean();
    let index = Index::new(&case.loaded.surroundings);
    let names =
        |file: &str| index.buckets_in(file).map(|bucket| bucket.name.value.clone()).collect::<Vec<_>>();
    assert_eq!(names("both.json"), ["first", "second"]);
    assert_eq!(names("one.json"), ["first"]);
    assert_eq!(names("other.json"), Vec::<String>::new());
    let kind = |file: &str| index.kind(file).map(|fact| (fact.value, case.under(fact.span)));
    assert_eq!(kind("both.json"), Some((PolicyKind::Bucket, "'both.json'")));
    assert_eq!(kind("other.json"), None);
    assert_eq!(index.bucket("second").map(|bucket| bucket.name.value.as_str()), Some("second"));
    assert_eq!(index.bucket("third"), None);
    assert_eq!(index.trails_to("first").count(), 2);
    assert_eq!(index.trails_to("second").count(), 0);
    let profiles =
        |bucket: &str| index.integrations_of(bucket).map(|one| one.profile.value.clone()).collect::<Vec<_>>();
    assert_eq!(profiles("first"), ["cloudtrail"]);
    assert_eq!(profiles("second"), ["cloudtrail", "logzio-archive"]);
    assert_eq!(index.integrations_in("both.json").count(), 1);
    assert_eq!(index.integrations_in("one.json").count(), 0);
    for name in [
        key,
        "1234abcd-12ab-34cd-56ef-1234567890ab",
        "alias/logs",
        "arn:aws:kms:eu-west-1:111122223333:alias/logs",
    ] {
        assert_eq!(index.key(name).map(|found| found.arn.value.as_str()), Some(key), "{name}");
    }
    for name in ["alias/other", "arn:aws:kms:us-east-1:111122223333:alias/logs", ""] {
        assert_eq!(index.key(name), None, "{name}");
    }
}
