//! Files that a configuration names.

use arnlint::finding::PolicyKind;

use super::support::{Case, load, load_among, load_with, told};

const LOCATION: &[u8] = br#"{"LocationConstraint": "eu-west-1"}"#;

fn bucket(lines: &str) -> String {
    format!("[[buckets]]\nname = 'acme-logs'\n{lines}\n")
}

/// The only mistake: what it underlines, its message, its help, and the text of its first related place.
fn only(case: &Case) -> (&str, &str, Option<&str>, Option<&str>) {
    let mistake = case.mistake();
    let related = mistake.related.first().map(|label| case.under(label.span));
    (case.under(mistake.span()), &mistake.message, mistake.help.as_deref(), related)
}

#[test]
fn answers_tell_the_facts_and_are_handed_back_for_reports() {
    let case = load_with(
        &bucket("answers = ['saved/location.json', 'saved/payer.json']"),
        &[("saved/location.json", LOCATION), ("saved/payer.json", br#"{"Payer": "Requester"}"#)],
    )
    .clean();
    let found = &case.loaded.surroundings.buckets[0];
    assert_eq!(told(&case, found.region.as_ref()), ("eu-west-1".to_owned(), "\"eu-west-1\""));
    assert_eq!(told(&case, found.requester_pays.as_ref()), (true, "\"Requester\""));
    let names: Vec<&str> = case.loaded.files.iter().map(|(_, file)| &*file.name).collect();
    assert_eq!(names, ["conf/saved/location.json", "conf/saved/payer.json"]);
}

#[test]
fn a_file_is_read_once_however_often_it_is_named() {
    let text = "[[buckets]]\nname = 'one'\nanswers = 'a.json'\n[[buckets]]\nname = 'two'\nanswers = 'a.json'";
    let case = load_with(text, &[("a.json", LOCATION)]).clean();
    assert_eq!(case.loaded.files.len(), 1);
    assert!(case.loaded.surroundings.buckets.iter().all(|bucket| bucket.region.is_some()));
}

#[test]
fn a_file_that_cannot_be_used_is_underlined_where_it_is_named() {
    let case = load(&bucket("answers = ['gone.json']"));
    assert_eq!(
        only(&case),
        (
            "'gone.json'",
            "`gone.json` does not exist",
            Some("paths start at the folder that holds this file"),
            None
        )
    );
    let files: &[(&str, &[u8])] = &[
        ("utf16.json", b"\xFF\xFE{\0}\0"),
        ("latin.json", b"{\"Payer\": \"\xE9\"}"),
        ("empty.json", b""),
        ("other.json", br#"{"Buckets": []}"#),
        ("broken.json", br#"{"Payer": "#),
        ("trails.json", br#"{"trailList": []}"#),
        ("wrong.json", br#"{"Payer": 1}"#),
    ];
    let named = |file: &str| load_with(&bucket(&format!("answers = ['{file}']")), files);
    let case = named("utf16.json");
    assert_eq!(
        only(&case),
        (
            "'utf16.json'",
            "`utf16.json` is UTF-16 or UTF-32, not UTF-8",
            Some("save it as UTF-8; in PowerShell with `| Out-File -Encoding utf8`"),
            None
        )
    );
    let case = named("latin.json");
    assert_eq!((only(&case).1, only(&case).3), ("`latin.json` is not UTF-8", Some("\u{7f}")));
    assert_eq!(only(&named("empty.json")).1, "`empty.json` is empty");
    let case = named("other.json");
    assert_eq!(only(&case).1, "`other.json` is no answer that arnlint can use");
    assert_eq!(only(&case).3, Some(r#"{"Buckets": []}"#));
    assert_eq!(only(&named("broken.json")).1, "`broken.json` is not valid JSON");
    let case = named("wrong.json");
    assert_eq!(
        (only(&case).1, only(&case).3),
        ("`wrong.json` is not what the AWS CLI answers: `Payer` must be a string", Some("1"))
    );
    let case = named("trails.json");
    assert_eq!(
        (only(&case).1, only(&case).2),
        (
            "`trails.json` is not about a bucket: it looks like `describe-trails`",
            Some("name it under `[[trails]]`")
        )
    );
}

#[test]
fn each_line_that_names_a_bad_file_gets_its_mistake() {
    let text =
        "[[buckets]]\nname = 'one'\nanswers = 'a.json'\n[[buckets]]\nname = 'two'\nanswers = ['a.json']";
    let case = load(text);
    assert_eq!(case.mistakes(), ["'a.json': `a.json` does not exist", "'a.json': `a.json` does not exist"]);
}

#[test]
fn a_saved_bucket_policy_is_a_file_of_the_bucket() {
    let policy = br#"{"Policy": "{\"Statement\": []}"}"#;
    let case = load_with(&bucket("answers = ['get[1].json']"), &[("get[1].json", policy)]).clean();
    let found = &case.loaded.surroundings.buckets[0];
    assert_eq!(told(&case, found.policy.as_ref()), ((), "'get[1].json'"));
    let index = arnlint::surroundings::Index::new(&case.loaded.surroundings);
    assert_eq!(index.buckets_in("get[1].json").count(), 1);
    assert_eq!(index.buckets_in("get1.json").count(), 0);
}

#[test]
fn key_policies_come_with_their_tree() {
    let arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    let text = format!("[[keys]]\narn = '{arn}'\npolicy = './saved/key.json'");
    for content in [r#"{"Policy": "{\"Statement\": []}", "PolicyName": "default"}"#, r#"{"Statement": []}"#] {
        let case = load_with(&text, &[("./saved/key.json", content.as_bytes())]).clean();
        let key = &case.loaded.surroundings.keys[0];
        assert_eq!(
            told(&case, key.policy_file.as_ref()),
            ("./saved/key.json".to_owned(), "'./saved/key.json'")
        );
        let policy = key.policy.clone().unwrap();
        assert_eq!(policy.tree.text(), r#"{"Statement": []}"#);
        let statement = policy.tree.value(policy.root, "Statement").unwrap();
        assert_eq!(case.under(policy.tree.span(statement)), "[]");
        let index = arnlint::surroundings::Index::new(&case.loaded.surroundings);
        assert_eq!(index.keys_in("saved/key.json").count(), 1);
        assert_eq!(index.kind("saved/key.json").map(|kind| kind.value), Some(PolicyKind::Resource));
        assert_eq!(index.keys_in("key.json").count(), 0);
    }
    let case = load_with(&text, &[("./saved/key.json", LOCATION)]);
    assert_eq!(
        only(&case),
        (
            "'./saved/key.json'",
            "`./saved/key.json` is no key policy: it looks like `get-bucket-location`",
            Some("name the policy or the answer of `aws kms get-key-policy`"),
            None
        )
    );
    assert_eq!(case.loaded.surroundings.keys[0].policy, None);
}

fn trails(entries: &str) -> Case {
    let list = br#"{"trailList": [
        {"Name": "main", "TrailARN": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main", "S3BucketName": "acme-logs", "HomeRegion": "eu-west-1"},
        {"Name": "other", "TrailARN": "arn:aws:cloudtrail:us-east-1:111122223333:trail/other", "S3KeyPrefix": "p"}
    ]}"#;
    let again = br#"{"Trail": {"Name": "main", "TrailARN": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main", "S3BucketName": "acme-logs", "IsOrganizationTrail": true}}"#;
    load_with(entries, &[("list.json", list), ("again.json", again), ("bucket.json", LOCATION)])
}

fn names(case: &Case) -> Vec<&str> {
    let name = |trail: &'_ arnlint::surroundings::Trail| trail.name.as_ref().map(|name| name.span);
    case.loaded.surroundings.trails.iter().filter_map(name).map(|span| case.under(span)).collect()
}

#[test]
fn an_entry_is_about_the_trail_it_names_or_about_all_of_the_answer() {
    assert_eq!(names(&trails("[[trails]]\nanswers = 'list.json'").clean()), ["\"main\"", "\"other\""]);
    assert_eq!(names(&trails("[[trails]]\nname = 'other'\nanswers = 'list.json'").clean()), ["\"other\""]);
    let arn = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main";
    let case =
        trails(&format!("[[trails]]\narn = '{arn}'\norg-id = 'o-exampleorgid'\nanswers = 'list.json'"))
            .clean();
    let trail = &case.loaded.surroundings.trails[0];
    assert_eq!(names(&case), ["\"main\""]);
    assert_eq!(told(&case, trail.org_id.as_ref()).1, "'o-exampleorgid'");
    assert_eq!(told(&case, trail.bucket.as_ref()).1, "\"acme-logs\"");
    assert_eq!(told(&case, trail.account.as_ref()).0, "111122223333");
}

#[test]
fn two_answers_about_one_trail_are_joined() {
    let case = trails("[[trails]]\nname = 'main'\nanswers = ['list.json', 'again.json']").clean();
    assert_eq!(case.loaded.surroundings.trails.len(), 1);
    assert_eq!(told(&case, case.loaded.surroundings.trails[0].organization.as_ref()), (true, "true"));
}

#[test]
fn answers_about_trails_are_checked_against_the_entry() {
    let case = trails("[[trails]]\nname = 'third'\nanswers = 'list.json'");
    assert_eq!(only(&case), ("'third'", "no trail `third` is in the named answers", None, None));
    let case = trails("[[trails]]\nanswers = 'bucket.json'");
    assert_eq!(only(&case).1, "`bucket.json` is not about trails: it looks like `get-bucket-location`");
    let case = trails("[[trails]]\nname = 'main'\nbucket = 'elsewhere'\nanswers = 'list.json'");
    assert_eq!(
        only(&case),
        (
            "'elsewhere'",
            "`bucket` contradicts what is known: `elsewhere` and `acme-logs`",
            Some("keep the one that is true"),
            Some("\"acme-logs\"")
        )
    );
    let case = trails("[[trails]]\nanswers = 'list.json'\n[[trails]]\nname = 'main'\nanswers = 'list.json'");
    assert_eq!(
        case.mistake().message,
        "the trail `arn:aws:cloudtrail:eu-west-1:111122223333:trail/main` is stated twice"
    );
}

#[test]
fn a_policy_that_is_named_without_a_wildcard_exists() {
    let text = "[kinds]
trust = ['role.json', 'gone/*.json']
[[buckets]]
name = 'acme-logs'
policy = ['bucket-polcy.json', './bucket.json']
[[integrations]]
profile = 'cloudtrail'
files = ['polices', 'policies', 'x{1,2}.json']
";
    let case = load_among(text, &[("bucket.json", b"{}"), ("policies", b""), ("roles/role.json", b"{}")]);
    assert_eq!(
        case.mistakes(),
        [
            "'role.json': `role.json` does not exist",
            "'bucket-polcy.json': `bucket-polcy.json` does not exist",
            "'polices': `polices` does not exist",
        ]
    );
    let help = case.loaded.mistakes[0].help.as_deref();
    assert_eq!(help, Some("paths start at the folder that holds this file"));
    let case = load_among("[[integrations]]\nprofile = 'cloudtrail'\nfiles = ['../x.json']", &[]);
    assert_eq!(case.mistakes().len(), 1, "a path that is none is not also missing: {:?}", case.mistakes());
}
