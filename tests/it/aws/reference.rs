//! Documents of AWS's Service Reference: what is in them is read, and facts become newer by them and lose nothing.

use std::fmt::Write as _;

use arnlint::aws::Catalog;
use arnlint::aws::catalog::facts::{Action, Facts, Key, KeyType, Level, Month, Service};
use arnlint::aws::catalog::pack::pack;
use arnlint::aws::reference::{Changes, Document, Wrong, merge, read};
use arnlint::json::{Dialect, parse_file};
use arnlint::text::{FileId, decode};
use serde_json::{Value, json};

fn document(text: &str) -> Result<Document, Wrong> {
    let text = decode(text.as_bytes().to_vec());
    let (tree, _) = parse_file(&text, FileId(0), Dialect::Json);
    read(&tree)
}

fn service(text: &str) -> Service {
    match document(text) {
        Ok(Document::Service(service)) => service,
        other => panic!("{other:?}"),
    }
}

/// A name whose holes have names, as the reference prints it.
fn printed(name: &str) -> String {
    name.replace("${}", "${TagKey}")
}

fn key_json(key: &Key) -> Value {
    let word = match key.kind {
        KeyType::Arn => "ARN",
        KeyType::Ip => "IPAddress",
        kind => KeyType::ALL.iter().find(|(known, _)| *known == kind).unwrap().1,
    };
    let word = if key.is_multivalued { format!("ArrayOf{word}") } else { word.to_owned() };
    json!({ "Name": printed(&key.name), "Types": [word] })
}

fn action_json(action: &Action) -> Value {
    if action.is_bare {
        return json!({ "Name": action.name, "SupportedBy": { "IAM Action Last Accessed": true } });
    }
    let printed_all = |keys: &[String]| keys.iter().map(|key| printed(key)).collect::<Vec<_>>();
    let needs = action.needs.iter().map(|need| match need.keys.as_slice() {
        [] => json!({ "Name": need.resource }),
        keys => json!({ "Name": need.resource, "ConditionKeys": printed_all(keys) }),
    });
    let mut value = json!({
        "Name": action.name,
        "ActionConditionKeys": printed_all(&action.keys),
        "Resources": needs.collect::<Vec<_>>(),
    });
    if let Some(level) = action.level {
        let is = |wanted| level == wanted;
        value["Annotations"] = json!({ "Properties": {
            "IsList": is(Level::List),
            "IsPermissionManagement": is(Level::Permissions),
            "IsTaggingOnly": is(Level::Tagging),
            "IsWrite": is(Level::Write) || is(Level::Permissions) || is(Level::Tagging),
        }});
    }
    value
}

/// A service as the reference prints it today: what is retired is not in it.
fn service_json(service: &Service) -> String {
    let current = service.actions.iter().filter(|action| action.retired.is_none());
    let types = service.resources.iter().map(|one| {
        let keys: Vec<String> = one.keys.iter().map(|key| printed(key)).collect();
        json!({ "Name": one.name, "ARNFormats": one.arns, "ConditionKeys": keys })
    });
    let value = json!({
        "Name": service.name,
        "Version": "v1.4",
        "Actions": current.map(action_json).collect::<Vec<_>>(),
        "ConditionKeys": service.keys.iter().map(key_json).collect::<Vec<_>>(),
        "Resources": types.collect::<Vec<_>>(),
        "Operations": [{ "Name": "Any", "SDK": [] }],
    });
    value.to_string()
}

/// Facts with another day and other sources, packed.
fn packed_as(mut facts: Facts, like: &Facts) -> Vec<u8> {
    facts.date.clone_from(&like.date);
    facts.sources.clone_from(&like.sources);
    pack(&facts)
}

#[test]
fn facts_that_are_printed_as_documents_and_read_again_are_the_same() {
    let known = Catalog::built_in().facts();
    let current = known.services.iter().filter(|service| service.retired.is_none());
    let documents: Vec<Service> = current.map(|one| service(&service_json(one))).collect();
    assert!(documents.len() > 400);
    let (newer, changes) = merge(known.clone(), documents, Vec::new(), "2027-01-31");
    assert_eq!(changes, Changes::default());
    assert_eq!(newer.date, "2027-01-31");
    assert!(packed_as(newer, &known) == pack(&known));
}

const TEA: &str = r#"{
  "Name": "tea",
  "Actions": [
    { "Name": "Brew", "ActionConditionKeys": ["aws:RequestTag/${TagKey}", "tea:Leaf"],
      "Annotations": { "Properties": { "IsList": false, "IsWrite": true, "IsTaggingOnly": false } },
      "Resources": [{ "Name": "tea pot", "ConditionKeys": ["tea:Size"] }, { "Name": "tea pot" }] },
    { "Name": "Look", "Annotations": { "Properties": { "IsList": false, "IsWrite": false } } },
    { "Name": "Guess" }
  ],
  "ConditionKeys": [
    { "Name": "aws:RequestTag/${TagKey}", "Types": ["String"] },
    { "Name": "tea:Leaf", "Types": ["ArrayOfString"] },
    { "Name": "tea:Tag/tag-key", "Types": ["String"] },
    { "Name": "tea:Size", "Types": ["Numeric"] }
  ],
  "Resources": [{ "Name": "tea pot", "ARNFormats": ["arn:${Partition}:tea::{Account}:pot/${Name}"] }]
}"#;

#[test]
fn a_document_is_read_with_all_that_arnlint_keeps() {
    let tea = service(TEA);
    let [brew, look, guess] = tea.actions.as_slice() else { panic!("{tea:?}") };
    assert_eq!((brew.level, look.level, guess.level), (Some(Level::Write), Some(Level::Read), None));
    assert_eq!((brew.is_bare, look.is_bare, guess.is_bare), (false, false, true));
    assert_eq!(brew.keys, ["tea:Leaf", "aws:RequestTag/${}"]);
    assert_eq!((brew.needs.len(), brew.needs[0].resource.as_str()), (1, "tea-pot"));
    assert_eq!(brew.needs[0].keys, ["tea:Size"]);
    assert_eq!(tea.resources[0].arns, ["arn:${Partition}:tea::${Account}:pot/${Name}"]);
    let keys: Vec<(&str, bool)> =
        tea.keys.iter().map(|key| (key.name.as_str(), key.is_multivalued)).collect();
    assert_eq!(
        keys,
        [("aws:RequestTag/${}", false), ("tea:Leaf", true), ("tea:Tag/${}", false), ("tea:Size", false)]
    );
}

#[test]
fn lists_of_documents_and_global_keys_are_told_from_services() {
    let index = r#"[{ "service": "s3", "url": "https://example.com/v1/s3/s3.json" }]"#;
    assert_eq!(document(index), Ok(Document::Index));
    assert_eq!(document(r#"{ "s3control": ["s3"], "S3": "s3" }"#), Ok(Document::Index));
    let keys = r#"[{ "Name": "aws:Moon", "Types": ["Bool"] }]"#;
    for text in [keys.to_owned(), format!("{{ \"Version\": \"v1.4\", \"ConditionKeys\": {keys} }}")] {
        let Ok(Document::Keys(keys)) = document(&text) else { panic!("{text}") };
        assert_eq!((keys[0].name.as_str(), keys[0].kind), ("aws:Moon", KeyType::Bool));
    }
}

#[test]
fn what_is_no_document_is_said_where_it_stands() {
    for (text, at, said) in [
        ("{}", 0, "this is no document of the Service Reference"),
        ("[]", 0, "this is no document of the Service Reference"),
        ("12", 0, "this is no document of the Service Reference"),
        (r#"{"Statement": {"Effect": "Allow"}}"#, 0, "this is no document of the Service Reference"),
        (r#"{"Actions": []}"#, 0, "the document has no `Name`"),
        (r#"{"Name": 3, "Actions": []}"#, 9, "`Name` must be a string"),
        (r#"{"Name": "Amazon S3", "Actions": []}"#, 9, "`Amazon S3` is not what actions"),
        (r#"{"Name": "s3", "Actions": {}}"#, 26, "`Actions` must be a list"),
        (r#"{"Name": "s3", "Actions": ["GetObject"]}"#, 27, "an action must be an object"),
        (r#"{"Name": "s3", "Actions": [{"Name": ""}]}"#, 36, "`Name` is empty"),
        (r#"{"Name": "s3", "Actions": [{"Name": "Get*"}]}"#, 36, "`Get*` is no name of an action"),
        (r#"{"Name": "s3", "Actions": [{"Name": "A", "Resources": "*"}]}"#, 54, "`Resources` must be a list"),
        (
            r#"{"Name": "s3", "Actions": [], "ConditionKeys": [{"Name": "s3:x"}]}"#,
            48,
            "`s3:x` has no `Types`",
        ),
        (
            r#"{"Name": "s3", "Actions": [], "ConditionKeys": [{"Name": "s3:x", "Types": ["Moon"]}]}"#,
            75,
            "`Moon` is no type of a key that this arnlint knows",
        ),
        (r#"{"ConditionKeys": [{"Name": "s3:x", "Types": ["String"]}]}"#, 19, "`s3:x` is no global key"),
    ] {
        let wrong = document(text).unwrap_err();
        assert!(wrong.message.starts_with(said), "{text}: {}", wrong.message);
        assert_eq!(wrong.range.start, at, "{text}");
    }
}

#[test]
fn no_text_that_is_almost_a_document_does_harm() {
    let mut read = 0;
    for at in 0..TEA.len() {
        read += usize::from(document(&TEA[..at]).is_ok());
        for with in ["", "\"", "{", "]", "0", "null", "\u{0}"] {
            let mut changed = TEA.to_owned();
            changed.replace_range(at..=at, with);
            read += usize::from(document(&changed).is_ok());
        }
    }
    assert!(read > 0);
}

fn facts_of_tea() -> Facts {
    let mut tea = service(TEA);
    let keys = vec![tea.keys.remove(0)];
    Facts { date: "2026-05-02".to_owned(), services: vec![tea], keys, ..Facts::default() }
}

#[test]
fn what_is_gone_is_retired_and_what_comes_back_is_not() {
    let mut lesser = service(TEA);
    lesser.actions.retain(|action| action.name != "Brew");
    lesser.keys.clear();
    let (older, changes) = merge(facts_of_tea(), vec![lesser], Vec::new(), "2026-07-01");
    assert_eq!(changes.retired["tea"], ["Brew"]);
    let catalog = Catalog::read(pack(&older)).unwrap();
    // The facts of May were the last that had it.
    assert_eq!(catalog.action("tea:brew").unwrap().retired(), Some(Month { year: 2026, month: 5 }));
    assert!(catalog.action("tea:look").unwrap().retired().is_none());
    assert!(catalog.key("tea:leaf").is_some(), "some requests may still have it");
    let (same, changes) = merge(older.clone(), Vec::new(), Vec::new(), "2026-08-01");
    assert_eq!((packed_as(same, &older), changes), (pack(&older), Changes::default()));
    let (back, changes) = merge(older, vec![service(TEA)], Vec::new(), "2026-09-01");
    assert_eq!(changes.added["tea"], ["Brew"]);
    let catalog = Catalog::read(pack(&back)).unwrap();
    assert!(catalog.action("tea:brew").unwrap().retired().is_none());
}

#[test]
fn what_documents_lack_is_carried_over() {
    let mut known = facts_of_tea();
    let tea = &mut known.services[0];
    tea.actions[0].needs[0].required = Some(true);
    tea.actions[0].is_permission_only = true;
    tea.actions[2].level = Some(Level::Tagging);
    tea.resources[0].arns.push("arn:${Partition}:tea:${Region}:${Account}:pot/${Name}".to_owned());
    let (newer, changes) = merge(known, vec![service(TEA)], Vec::new(), "2026-07-01");
    assert_eq!(changes, Changes::default());
    let tea = &newer.services[0];
    assert_eq!(tea.actions[0].needs[0].required, Some(true));
    assert!(tea.actions[0].is_permission_only && tea.actions[2].level == Some(Level::Tagging));
    assert_eq!(tea.resources[0].arns.len(), 2);
}

#[test]
fn new_services_actions_and_keys_are_known_and_named() {
    let mut text = TEA.replace("tea", "coffee");
    text = text.replace("\"coffee:Size\", \"Types\"", "\"aws:Moon\", \"Types\"");
    let global = vec![Key { name: "aws:Sun".to_owned(), kind: KeyType::Bool, is_multivalued: false }];
    let known = facts_of_tea();
    let (newer, changes) = merge(known, vec![service(&text)], global, "2026-07-01");
    assert_eq!(changes.services, ["coffee"]);
    assert_eq!(changes.added["coffee"], ["Brew", "Guess", "Look"]);
    let mut names = String::new();
    changes.keys.iter().for_each(|key| write!(names, "{key} ").unwrap());
    assert_eq!(names, "aws:Moon aws:Sun coffee:Leaf coffee:Tag/${} ");
    let catalog = Catalog::read(pack(&newer)).unwrap();
    for key in ["aws:sun", "aws:moon", "coffee:tag/x"] {
        assert!(catalog.key(key).is_some(), "{key}");
    }
    // A key of another service is nothing new.
    let mut other = service(TEA);
    other.name = "milk".to_owned();
    let (_, changes) = merge(newer, vec![other], Vec::new(), "2026-08-01");
    assert!(changes.keys.is_empty(), "{changes:?}");
    assert!(catalog.action("coffee:brew").is_some() && catalog.action("tea:brew").is_some());
}
