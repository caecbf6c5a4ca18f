//! The commands about pages: `test`, `new`, `explain`, `rules`, `profiles`.

use std::fs;

use arnlint::rules::registry::PAGES;

use super::{arnlint, folder, page, write};

#[test]
fn examples_that_do_what_they_say_are_counted() {
    let folder = folder(&[("pages/own/x.md", &page("x", "error", "Abc"))]);
    let run = arnlint(folder.path(), &["test", "pages"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "2 examples, 0 failed\n", ""));
}

#[test]
fn examples_that_fail_are_shown_with_their_line() {
    let text = page("x", "error", "Abc").replace("error[x]: `Abc` is the name", "error[x]: something else");
    let text = text.replace("```json pass", "```json fail");
    let folder = folder(&[("pages/own/x.md", &text)]);
    let run = arnlint(folder.path(), &["test", "pages"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    for said in [
        "pages/own/x.md:17: the output is not the expected one:\nerror[x]: `Abc` is the name\n",
        "pages/own/x.md:39: this must fail, and passes\n",
        "pages/own/x.md:1: the page has no `json pass` example\n",
        "2 examples, 3 failed\n",
    ] {
        assert!(run.out.contains(said), "{said}: {}", run.out);
    }
    let passes =
        page("y", "error", "Abc").replace("\"Statement\": []", "\"Statement\": [{\"Sid\": \"Abc\"}]");
    fs::remove_file(folder.path().join("pages/own/x.md")).unwrap();
    write(folder.path(), "pages/own/y.md", &passes);
    let run = arnlint(folder.path(), &["test", "pages"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("this must pass, and does not:\nerror[y]: `Abc` is the name\n"), "{}", run.out);
}

#[test]
fn outputs_are_written_on_request_also_where_there_was_none() {
    let whole = page("x", "error", "Abc");
    let stale = whole.replace("`Abc` is the name\n  ┌", "old words\n  ┌");
    let (head, rest) = whole.split_once("\n```text\n").unwrap();
    let without = format!("{head}{}", rest.split_once("```\n").unwrap().1);
    for text in [stale, without] {
        assert_ne!(text, whole);
        let folder = folder(&[("pages/own/x.md", &text)]);
        let run = arnlint(folder.path(), &["test", "pages", "--update"]);
        assert_eq!((run.code, run.out.as_str()), (0, "rewrote pages/own/x.md\n2 examples, 0 failed\n"));
        assert_eq!(fs::read_to_string(folder.path().join("pages/own/x.md")).unwrap(), whole);
        let again = arnlint(folder.path(), &["test", "pages", "--update"]);
        assert_eq!((again.code, again.out.as_str()), (0, "2 examples, 0 failed\n"));
    }
}

#[test]
fn line_breaks_of_windows_are_no_difference() {
    let folder = folder(&[("pages/own/x.md", &page("x", "error", "Abc").replace('\n', "\r\n"))]);
    let run = arnlint(folder.path(), &["test", "pages"]);
    assert_eq!((run.code, run.out.as_str()), (0, "2 examples, 0 failed\n"));
}

#[test]
fn a_page_with_a_mistake_ends_with_2_and_the_others_are_run() {
    let folder = folder(&[
        ("pages/own/x.md", &page("x", "error", "Abc")),
        ("pages/own/y.md", &page("y", "eror", "Abc")),
    ]);
    let run = arnlint(folder.path(), &["test", "pages"]);
    assert_eq!((run.code, run.out.as_str()), (2, "2 examples, 0 failed\n"));
    assert!(run.err.contains("pages/own/y.md:7:15"), "{}", run.err);
    let empty = super::folder(&[("pages/x.txt", "")]);
    let run = arnlint(empty.path(), &["test", "pages"]);
    assert_eq!((run.code, run.err.as_str()), (2, "arnlint: there is no page in `pages`\n"));
}

#[test]
fn a_new_page_passes_as_it_is() {
    let folder = folder(&[]);
    let run = arnlint(folder.path(), &["new", "s3/my-rule"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.starts_with("wrote `rules/s3/my-rule.md`\n"), "{}", run.out);
    assert_eq!(arnlint(folder.path(), &["new", "--profile", "vendors/my-vendor"]).code, 0);
    let run = arnlint(folder.path(), &["test", "rules"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "4 examples, 0 failed\n", ""));
    let run = arnlint(folder.path(), &["new", "s3/my-rule"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("`rules/s3/my-rule.md` exists and was left as it is"), "{}", run.err);
    for name in ["my-rule", "S3/my-rule", "s3/", "s3/my rule", "s3/../x", "s3/a/b", "/etc", "s3/1x", "s3/-x"]
    {
        let run = arnlint(folder.path(), &["new", "--rules", "other", "--", name]);
        assert_eq!(run.code, 2, "{name}");
        assert!(run.err.contains("is not `FAMILY/NAME`"), "{name}: {}", run.err);
    }
    assert!(!folder.path().join("other").exists());
}

#[test]
fn a_new_page_does_not_take_the_name_of_another_rule() {
    let folder = folder(&[]);
    let new = |rule: &str| arnlint(folder.path(), &["new", rule]);
    let other = "names are unique across families, so choose another one";
    assert_eq!(new("s3/my-rule").code, 0);
    for (rule, said) in [
        ("s3/missing-version", "a built-in rule is called `missing-version`"),
        ("mine/cloudtrail", "a built-in rule is called `cloudtrail`"),
        (
            "mine/invalid-operator",
            "the built-in rule `invalid-condition-operator` was called `invalid-operator`",
        ),
        ("mine/my-rule", "`rules/s3/my-rule.md` has this name"),
    ] {
        let run = new(rule);
        assert_eq!((run.code, run.err), (2, format!("arnlint: {said}; {other}\n")), "{rule}");
        assert!(!folder.path().join(format!("rules/{rule}.md")).exists());
    }
}

#[test]
fn a_new_integration_answers_questions() {
    let folder = folder(&[]);
    assert_eq!(arnlint(folder.path(), &["new", "--profile", "vendors/my-vendor"]).code, 0);
    let text = fs::read_to_string(folder.path().join("rules/vendors/my-vendor.md")).unwrap();
    let policy = text.split("```json pass\n").nth(1).unwrap().split("```").next().unwrap();
    write(folder.path(), "policy.json", policy);
    let args = [
        "conforms",
        "--rules",
        "rules",
        "--profile",
        "my-vendor",
        "--set",
        "bucket=acme-logs",
        "policy.json",
    ];
    let run = arnlint(folder.path(), &args);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    assert!(run.out.ends_with("yes: the policy conforms to `my-vendor`\n"), "{}", run.out);
    let run = arnlint(folder.path(), &["profiles", "--rules", "rules"]);
    assert!(run.out.contains("my-vendor  Example Collector reads"), "{}", run.out);
}

#[test]
fn every_rule_is_listed_and_explained() {
    let folder = folder(&[("pages/own/mine.md", &page("mine", "error", "X"))]);
    let list = arnlint(folder.path(), &["rules", "--rules", "pages"]);
    assert_eq!((list.code, list.err.as_str()), (0, ""));
    let json = arnlint(folder.path(), &["rules", "--json", "--rules", "pages"]).json();
    let entries = json.as_array().unwrap();
    assert_eq!(entries.len(), PAGES.len() + 1);
    let key = |entry: &serde_json::Value| (entry["family"].to_string(), entry["name"].to_string());
    assert!(entries.iter().map(key).collect::<Vec<_>>().is_sorted());
    for entry in entries {
        let name = entry["name"].as_str().unwrap();
        assert!(list.out.contains(&format!("  {name} ")), "{name}");
        for member in ["severity", "confidence", "summary"] {
            assert!(entry[member].as_str().is_some_and(|text| !text.is_empty()), "{name} {member}");
        }
        assert!(entry["kinds"].is_array() && entry["references"].is_array());
    }
    for page in PAGES.iter().step_by(9) {
        let run = arnlint(folder.path(), &["explain", page.name]);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", page.name);
        assert!(run.out.starts_with(&format!("# {}\n", page.name)), "{}", run.out);
        assert!(run.out.contains(&format!("- severity: {}", page.severity.word())), "{}", run.out);
        assert!(!run.out.contains("```json rule"), "{}", page.name);
    }
    let own = arnlint(folder.path(), &["explain", "mine", "--rules", "pages"]);
    assert!(own.out.starts_with("# mine\n"), "{}", own.out);
}

#[test]
fn a_rule_that_is_none_is_not_explained() {
    let folder = folder(&[("pages/own/mine.md", &page("mine", "error", "X"))]);
    let run = arnlint(folder.path(), &["explain", "missing-verson"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert_eq!(run.err, "arnlint: there is no rule `missing-verson`; did you mean `missing-version`?\n");
    let run = arnlint(folder.path(), &["explain", "mien", "--rules", "pages"]);
    assert_eq!(run.err, "arnlint: there is no rule `mien`; did you mean `mine`?\n");
    let run = arnlint(folder.path(), &["explain", "zzzzzzzzzzz"]);
    assert_eq!(run.err, "arnlint: there is no rule `zzzzzzzzzzz`; `arnlint rules` lists them\n");
}

#[test]
fn an_earlier_name_of_an_integration_explains_it() {
    let folder = folder(&[]);
    let run = arnlint(folder.path(), &["explain", "cloudflare.logpush"]);
    assert!(run.out.starts_with("# cloudflare-logpush\n"), "{}", run.out);
}

#[test]
fn integrations_are_listed_with_parameters_and_actions() {
    let folder = folder(&[]);
    let run = arnlint(folder.path(), &["profiles"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    for said in [
        "cloudtrail  ",
        "cloudflare-logpush  ",
        "  parameters: bucket, prefix",
        "  bucket policy: s3:GetBucketAcl, s3:PutObject\n",
    ] {
        assert!(run.out.contains(said), "{said}: {}", run.out);
    }
}
