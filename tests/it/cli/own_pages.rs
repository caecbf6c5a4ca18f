//! `--rules DIR`: rule pages of the user's own.

use super::{CLEAN, arnlint, folder, page, write};

#[test]
fn a_page_of_ones_own_runs_beside_the_others() {
    let folder = folder(&[
        ("pages/own/is-error.md", &page("is-error", "error", "X")),
        ("pages/alone.md", &page("alone", "warning", "X")),
        ("pages/README.md", "# Not a page"),
        ("x.json", &CLEAN.replace("ReadReports", "X")),
    ]);
    let run = arnlint(folder.path(), &["check", "--rules", "pages", "--format", "json", "x.json"]);
    let json = run.json();
    let found: Vec<(&str, &str)> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| (finding["rule"].as_str().unwrap(), finding["family"].as_str().unwrap()))
        .collect();
    assert_eq!(found, [("alone", "user"), ("is-error", "own")]);
}

#[test]
fn a_page_with_mistakes_is_shown_in_place_and_nothing_is_linted() {
    let broken =
        page("is-error", "eror", "X").replace("\"message\"", "\"massage\"").replace("?@.Sid", "?in(@.Sid)");
    let folder = folder(&[("pages/own/is-error.md", &broken), ("x.json", CLEAN)]);
    let run = arnlint(folder.path(), &["check", "--rules", "pages", "x.json"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    for said in [
        "error[rule-page]: `eror` is not known here",
        "pages/own/is-error.md:7:15",
        "did you mean `error`?",
        "error[rule-page]: `massage` is not known here",
        "did you mean `message`?",
    ] {
        assert!(run.err.contains(said), "{said}: {}", run.err);
    }
    assert_eq!(run.err.matches("`eror` is not known here").count(), 1, "{}", run.err);
    let selector = page("is-error", "error", "X").replace("?@.Sid", "?in(@.Sid, 'a') && @.Sid");
    write(folder.path(), "pages/own/is-error.md", &selector);
    let run = arnlint(folder.path(), &["check", "--rules", "pages", "x.json"]);
    assert!(run.err.contains("`in` is no function of RFC 9535"), "{}", run.err);
    assert!(run.err.contains("pages/own/is-error.md:8:27"), "{}", run.err);
    assert!(run.err.contains("                           ^^\n"), "{}", run.err);
}

#[test]
fn every_kind_of_mistake_has_words() {
    let good = page("x", "error", "X");
    for (text, said) in [
        (good.replace("# x", "# y"), "the title is `y`, the file's name is `x`"),
        (good.replace("Statements of one name.", ""), "the page has no summary below its title"),
        (good.replace("```json rule", "```json rules"), "this block is no part of a page"),
        (good.replace("\"message\": \"`{value}` is the name\",", ""), "`message` is missing"),
        (good.replace("\"select\"", "\"selekt\""), "`selekt` is not known here"),
        (good.replace("\"references\": []", "\"references\": [{}]"), "`url` is missing"),
        (good.replace("\"references\": []", "\"references\": [],"), "this is not JSON"),
        (good.replace("].Sid\"", ".Sid\""), "`[` is not closed"),
        (good.replace("\"references\": []", "\"kinds\": [\"buket\"]"), "did you mean `bucket`?"),
        (good.replace("\"references\": []", "\"target\": \"name\""), "`name` is not known here"),
        (
            good.replace("\"select\": \"$.Statement[?@.Sid == 'X'].Sid\"", "\"aws\": \"X\""),
            "the page has neither `select` nor `profile`",
        ),
        (good.replace("\"severity\": \"error\"", "\"severity\": 1"), "`severity` must be a string"),
        (String::new(), "the page has no title"),
    ] {
        let folder = folder(&[("pages/own/x.md", &text), ("x.json", CLEAN)]);
        let run = arnlint(folder.path(), &["check", "--rules", "pages", "x.json"]);
        if said.is_empty() {
            assert_eq!(run.code, 0, "{}", run.err);
        } else {
            assert_eq!((run.code, run.out.as_str()), (2, ""), "{said}");
            assert!(run.err.contains(said), "{said}: {}", run.err);
            assert!(run.err.contains("pages/own/x.md:"), "{}", run.err);
        }
    }
}

#[test]
fn a_page_replaces_a_built_in_rule_of_its_name() {
    let policy = CLEAN.replace("  \"Version\": \"2012-10-17\",\n", "").replace("ReadReports", "X");
    let folder = folder(&[
        ("pages/own/missing-version.md", &page("missing-version", "error", "X")),
        ("x.json", &policy),
    ]);
    let built_in = arnlint(folder.path(), &["check", "--format", "concise", "x.json"]);
    assert!(
        built_in.out.contains("suggestion missing-version: the policy has no `Version`"),
        "{}",
        built_in.out
    );
    let own = arnlint(folder.path(), &["check", "--rules", "pages", "--format", "concise", "x.json"]);
    assert_eq!(own.out, "x.json:4:14: error missing-version: `X` is the name\n");
}

#[test]
fn two_pages_of_one_name_are_refused() {
    let folder = folder(&[
        ("pages/one/x.md", &page("x", "error", "X")),
        ("pages/two/x.md", &page("x", "error", "X")),
        ("x.json", CLEAN),
    ]);
    let run = arnlint(folder.path(), &["check", "--rules", "pages", "x.json"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("`pages/one/x.md` has a rule of the same name"), "{}", run.err);
    assert!(run.err.contains("pages/two/x.md:1:1"), "{}", run.err);
}

#[test]
fn an_integration_that_reports_under_no_rule_is_refused() {
    let folder = folder(&[("x.json", CLEAN)]);
    assert_eq!(arnlint(folder.path(), &["new", "--profile", "vendors/mine", "--rules", "pages"]).code, 0);
    let path = folder.path().join("pages/vendors/mine.md");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(
        &path,
        text.replace("\"name\": \"list\",", "\"name\": \"list\", \"rule\": \"missing-grand\","),
    )
    .unwrap();
    let run = arnlint(folder.path(), &["check", "--rules", "pages", "x.json"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("there is no rule `missing-grand`"), "{}", run.err);
    assert!(run.err.contains("did you mean `missing-grant`?"), "{}", run.err);
}

#[test]
fn a_folder_that_cannot_be_read_ends_with_2() {
    let folder = folder(&[("x.json", CLEAN)]);
    for rules in ["missing", "x.json"] {
        let run = arnlint(folder.path(), &["check", "--rules", rules, "x.json"]);
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        assert!(run.err.starts_with(&format!("arnlint: cannot read `{rules}`: ")), "{}", run.err);
    }
}

#[cfg(unix)]
#[test]
fn links_between_folders_of_pages_are_not_followed() {
    let folder = folder(&[
        ("pages/own/x.md", &page("x", "error", "X")),
        ("x.json", &CLEAN.replace("ReadReports", "X")),
    ]);
    std::os::unix::fs::symlink("..", folder.path().join("pages/own/loop")).unwrap();
    let run = arnlint(folder.path(), &["check", "--rules", "pages", "--format", "concise", "x.json"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""), "{}", run.out);
    assert_eq!(run.out.lines().count(), 1);
}
