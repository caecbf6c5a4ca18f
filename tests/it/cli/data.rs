//! `arnlint data`, `data update`, and runs that go by other facts about services; `--strict`.

use std::fs;
use std::path::Path;

use arnlint::aws::Catalog;

use super::{Run, arnlint, folder};

/// A service that AWS does not have.
const TEA: &str = r#"{ "Name": "tea", "Version": "v1.4", "Actions": [{ "Name": "Brew" }], "Resources": [] }"#;

/// A policy that allows an action of it.
const POLICY: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [{ "Sid": "Tea", "Effect": "Allow", "Action": "tea:Brew", "Resource": "*" }]
}
"#;

const INDEX: &str = r#"[{ "service": "tea", "url": "https://example.com/v1/tea/tea.json" }]"#;

fn update(folder: &Path, more: &[&str]) -> Run {
    let args = ["data", "update", "--from", "docs"];
    arnlint(folder, &[&args[..], more].concat())
}

fn rules(run: &Run) -> Vec<String> {
    let findings = run.json()["findings"].clone();
    findings.as_array().unwrap().iter().map(|one| one["rule"].as_str().unwrap().to_owned()).collect()
}

fn check(folder: &Path, more: &[&str]) -> Run {
    let args = ["check", "--format", "json", "--select", "invalid-service-in-action,invalid-action"];
    arnlint(folder, &[&args[..], more, &["tea.json"]].concat())
}

#[test]
fn the_facts_are_shown_with_their_day_and_sources() {
    let folder = folder(&[]);
    let run = arnlint(folder.path(), &["data"]);
    let first = format!("facts about AWS services of {}, built in", arnlint::aws::data_date());
    assert_eq!((run.code, run.err.as_str(), run.out.lines().next()), (0, "", Some(first.as_str())));
    assert!(run.out.contains("pypi cfn-lint"), "{}", run.out);
    let counts = Catalog::built_in().counts();
    assert!(run.out.contains(&format!("{}  actions\n", counts.actions)), "{}", run.out);
    let json = arnlint(folder.path(), &["data", "--json"]).json();
    assert_eq!(json["data_date"], arnlint::aws::data_date());
    assert_eq!(json["counts"]["services"], counts.services);
    assert_eq!(json["counts"]["retired_actions"], counts.retired);
    assert_eq!(json["file"], serde_json::Value::Null);
    assert!(json["sources"].as_array().unwrap().len() > 10);
    assert_eq!(json["sources"][0]["licence"], "MIT");
}

#[test]
fn newer_facts_are_written_named_and_used() {
    let folder = folder(&[
        ("docs/v1/tea/tea.json", TEA),
        ("docs/service-list.json", INDEX),
        ("docs/notes.txt", "no document"),
        ("tea.json", POLICY),
    ]);
    let path = folder.path();
    assert_eq!(rules(&check(path, &[])), ["invalid-service-in-action"]);
    let run = update(path, &["--date", "2027-02-03"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(
        run.out,
        "wrote `arnlint-data.bin`: facts of 2027-02-03, from 1 document\n\
         new services (1):\n  tea\n\
         new actions (1):\n  tea: Brew\n\
         to use it, name it in `arnlint.toml`, relative to that file: data = \"arnlint-data.bin\"\n"
    );
    // Nothing names the file yet.
    assert_eq!(rules(&check(path, &[])), ["invalid-service-in-action"]);
    let run = check(path, &["--data", "arnlint-data.bin"]);
    assert_eq!((rules(&run).len(), run.json()["tool"]["data_date"].as_str()), (0, Some("2027-02-03")));
    fs::write(path.join("arnlint.toml"), "data = \"arnlint-data.bin\"\n").unwrap();
    let run = check(path, &[]);
    assert_eq!((rules(&run).len(), run.json()["tool"]["data_date"].as_str()), (0, Some("2027-02-03")));
    assert_eq!(rules(&check(path, &["--isolated"])), ["invalid-service-in-action"]);
    // Messages name the day of the facts that are used.
    fs::write(path.join("tea.json"), POLICY.replace("Brew", "StirItLong")).unwrap();
    assert!(check(path, &[]).out.contains("as of 2027-02-03"));
    let run = arnlint(path, &["data"]);
    assert!(
        run.out.starts_with("facts about AWS services of 2027-02-03, from `arnlint-data.bin`\n"),
        "{}",
        run.out
    );
    assert!(run.out.contains("AWS Service Reference 1 document of 2027-02-03"), "{}", run.out);
    assert_eq!(arnlint(path, &["data", "--json"]).json()["file"], "arnlint-data.bin");
    assert!(arnlint(path, &["data", "--isolated"]).out.contains("built in"));
    // The same documents give the same bytes.
    let first = fs::read(path.join("arnlint-data.bin")).unwrap();
    assert!(!update(path, &["--date", "2027-02-03"]).out.contains("name it"));
    assert!(fs::read(path.join("arnlint-data.bin")).unwrap() == first);
    let left: Vec<_> = fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 4, "{left:?}");
}

#[test]
fn the_file_stands_beside_the_configuration_or_where_it_says() {
    let folder = folder(&[("docs/tea.json", TEA), ("arnlint.toml", ""), ("sub/x.txt", "")]);
    let args = ["data", "update", "--from", "../docs", "--date", "2027-02-03"];
    let run = arnlint(&folder.path().join("sub"), &args);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(folder.path().join("arnlint-data.bin").is_file());
    // What the configuration names need not be there yet, and may be damaged.
    for text in [None, Some("damaged")] {
        fs::write(folder.path().join("arnlint.toml"), "data = \"sub/facts.bin\"\n").unwrap();
        if let Some(text) = text {
            fs::write(folder.path().join("sub/facts.bin"), text).unwrap();
        }
        let run = update(folder.path(), &["--date", "2027-02-03"]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
        assert!(Catalog::read(fs::read(folder.path().join("sub/facts.bin")).unwrap()).is_ok());
    }
    // Rules of the user's own are nothing to complain about here.
    let own =
        "data = \"sub/facts.bin\"\nselect = \"is-mine\"\nignore = [\"is-not\"]\n[rules]\nis-mine = \"off\"\n";
    fs::write(folder.path().join("arnlint.toml"), own).unwrap();
    assert_eq!(arnlint(folder.path(), &["data"]).code, 0);
    assert_eq!(update(folder.path(), &["--date", "2027-02-03"]).code, 0);
    // Else what is wrong with it is shown, unless it does not matter.
    fs::write(folder.path().join("arnlint.toml"), "dat = \"sub/facts.bin\"\n").unwrap();
    assert_eq!(update(folder.path(), &["--date", "2027-02-03"]).code, 2);
    assert_eq!(update(folder.path(), &["--date", "2027-02-03", "--out", "x.bin"]).code, 0);
}

#[test]
fn the_day_is_that_of_the_newest_document_unless_it_is_given() {
    let folder = folder(&[("docs/tea.json", TEA)]);
    let file = fs::File::options().write(true).open(folder.path().join("docs/tea.json")).unwrap();
    let day = std::time::Duration::from_hours(24);
    // 2030-01-02, 23:59:59.
    let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_893_628_799);
    file.set_modified(time).unwrap();
    assert!(update(folder.path(), &[]).out.contains("facts of 2030-01-02,"));
    file.set_modified(time - day * 3650).unwrap();
    let run = update(folder.path(), &[]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("the documents are of 2020-01-05, before the facts that arnlint carries"),
        "{}",
        run.err
    );
    for wrong in ["2027-02-30", "1234567890", "tomorrow", "2027-2-3", "2027-02-03T00:00Z"] {
        let run = update(folder.path(), &["--date", wrong]);
        assert_eq!(run.code, 2);
        assert!(run.err.contains(&format!("`{wrong}` is no day")), "{}", run.err);
    }
}

#[test]
fn folders_without_documents_are_refused_with_file_and_place() {
    for (files, said) in [
        (&[("docs/readme.txt", "x")][..], "no file below `docs` ends in `.json`"),
        (&[("docs/list.json", INDEX)][..], "no file below `docs` is the document of a service"),
        (
            &[("docs/a.json", "{\n  \"Name\": \"tea\",\n")][..],
            "`docs/a.json`, line 2, column 17: not valid JSON: ",
        ),
        (
            &[("docs/a.json", "{ \"Name\": \"tea\",\n  \"Actions\": 1 }")][..],
            "`docs/a.json`, line 2, column 14: `Actions` must be a list",
        ),
        (
            &[("docs/tea.json", TEA), ("docs/x.json", POLICY)][..],
            "`docs/x.json`, line 1, column 1: this is no document of the Service Reference",
        ),
        (
            &[("docs/a.json", TEA), ("docs/b/tea.json", TEA)][..],
            "`docs/a.json` and `docs/b/tea.json` are both the document of `tea`",
        ),
        (&[("docs.json", TEA)][..], "cannot read `docs`: it does not exist"),
    ] {
        let folder = folder(files);
        let run = update(folder.path(), &["--date", "2027-02-03"]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{said}");
        assert!(run.err.contains(said), "{said}: {}", run.err);
        assert!(!folder.path().join("arnlint-data.bin").exists());
    }
    let folder = folder(&[("docs/a.json", TEA), ("out/x", "")]);
    let run = update(folder.path(), &["--date", "2027-02-03", "--out", "out"]);
    assert_eq!((run.code, run.err.as_str()), (2, "arnlint: cannot write `out`: it is a folder\n"));
}

#[test]
fn a_file_that_holds_no_facts_is_a_mistake_in_place() {
    let folder = folder(&[("tea.json", POLICY), ("arnlint.toml", "\ndata = \"facts.bin\"\n")]);
    let facts = |bytes: &[u8]| fs::write(folder.path().join("facts.bin"), bytes).unwrap();
    let whole = Catalog::built_in().bytes();
    let said = |said: &str| {
        for args in
            [&["check", "tea.json"][..], &["data"], &["conforms", "--profile", "cloudtrail", "tea.json"]]
        {
            let run = arnlint(folder.path(), args);
            assert_eq!((run.code, run.out.as_str()), (2, ""), "{args:?}");
            assert!(run.err.contains("arnlint.toml:2:8"), "{}", run.err);
            assert!(run.err.contains("arnlint data update"), "{}", run.err);
            assert!(run.err.contains(said), "{said}: {}", run.err);
        }
    };
    said("`facts.bin` does not exist");
    facts(b"{}");
    said("it holds no facts about services");
    facts(&whole[..whole.len() - 4]);
    said("a part of its facts is missing or changed");
    let mut newer = whole.to_vec();
    newer[8] += 1;
    facts(&newer);
    said("its facts have format 2, and this arnlint reads format 1");
    let run = check(folder.path(), &["--data", "facts.bin"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("cannot use `facts.bin`: its facts have format 2"), "{}", run.err);
    // Another file is used in its place: what is wrong with it does not matter.
    fs::write(folder.path().join("good.bin"), whole).unwrap();
    assert_eq!(check(folder.path(), &["--data", "good.bin"]).err, "");
}

#[test]
fn simulate_goes_by_the_facts_that_it_is_given() {
    let keys = r#""Resources": [], "ConditionKeys": [{ "Name": "tea:Leaf", "Types": ["String"] }]"#;
    let tea = TEA.replace(r#""Resources": []"#, keys);
    let folder = folder(&[("docs/tea.json", &tea), ("tea.json", POLICY)]);
    assert_eq!(update(folder.path(), &["--date", "2027-02-03"]).code, 0);
    let caller = "arn:aws:iam::111122223333:user/tea";
    let args = ["simulate", "--principal", caller, "--action", "tea:Brew"];
    let leaves = ["--context", "tea:Leaf=green", "--context", "tea:Leaf=black", "tea.json"];
    let run = arnlint(folder.path(), &[&args[..], &leaves[..]].concat());
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    let run = arnlint(folder.path(), &[&args[..], &["--data", "arnlint-data.bin"], &leaves].concat());
    assert!(run.code == 2 && run.err.contains("tea:Leaf"), "{}", run.err);
}

#[test]
fn strict_runs_have_the_severities_of_aws() {
    let policy = POLICY.replace("tea:Brew", "s3:RenameFolder");
    let folder = folder(&[("tea.json", &policy)]);
    let severity = |more: &[&str]| {
        let json = check(folder.path(), more).json();
        json["findings"][0]["severity"].as_str().unwrap().to_owned()
    };
    assert_eq!(severity(&[]), "warning");
    assert_eq!(severity(&["--strict"]), "error");
    fs::write(folder.path().join("arnlint.toml"), "strict = true\n").unwrap();
    assert_eq!(severity(&[]), "error");
    // A severity that the configuration gives counts more.
    let text = "strict = true\n[rules]\ninvalid-action = \"suggestion\"\n";
    fs::write(folder.path().join("arnlint.toml"), text).unwrap();
    assert_eq!(severity(&[]), "suggestion");
    fs::write(folder.path().join("arnlint.toml"), "strict = \"yes\"\n").unwrap();
    let run = check(folder.path(), &[]);
    assert!(run.code == 2 && run.err.contains("`strict` must be `true` or `false`"), "{}", run.err);
}
