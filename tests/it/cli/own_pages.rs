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
fn a_page_does_not_take_the_name_of_a_built_in_rule() {
    let title = "pages/own/missing-version.md:1:1";
    let alias = page("mine", "error", "X")
        .replace("\"references\"", "\"aliases\": [\"requester-pays\"], \"references\"");
    for (file, text, said, place) in [
        (
            "missing-version",
            page("missing-version", "error", "X"),
            "a built-in rule is called `missing-version`",
            title,
        ),
        (
            "invalid-operator",
            page("invalid-operator", "error", "X"),
            "the built-in rule `invalid-condition-operator` was called `invalid-operator`",
            "pages/own/invalid-operator.md:1:1",
        ),
        ("cloudtrail", page("cloudtrail", "error", "X"), "a built-in rule is called `cloudtrail`", "1:1"),
        ("mine", alias, "a built-in rule is called `requester-pays`", "pages/own/mine.md:10:15"),
    ] {
        let folder = folder(&[(&format!("pages/own/{file}.md"), &text), ("x.json", CLEAN)]);
        for args in [&["check", "--rules", "pages", "x.json"][..], &["test", "pages"]] {
            let run = arnlint(folder.path(), args);
            assert_eq!(run.code, 2, "{args:?}: {}{}", run.out, run.err);
            assert!(run.err.contains(said), "{said}: {}", run.err);
            assert!(run.err.contains(place), "{}", run.err);
        }
    }
    let folder = folder(&[("pages/own/missing-version.md", &page("missing-version", "error", "X"))]);
    let run = arnlint(folder.path(), &["test", "pages"]);
    assert!(run.err.contains("1 │ # missing-version\n  │ ^^^^^^^^^^^^^^^^^\n"), "{}", run.err);
}

#[test]
fn two_pages_of_one_name_are_refused() {
    let folder = folder(&[
        ("pages/one/x.md", &page("x", "error", "X")),
        ("pages/two/x.md", &page("x", "error", "X")),
        ("x.json", CLEAN),
    ]);
    for args in [&["check", "--rules", "pages", "x.json"][..], &["test", "pages"]] {
        let run = arnlint(folder.path(), args);
        assert_eq!(run.code, 2);
        assert!(run.err.contains("`pages/one/x.md` has a rule of the same name"), "{}", run.err);
        assert!(run.err.contains("pages/two/x.md:1:1"), "{}", run.err);
        assert!(run.err.contains("1 │ # x\n  │ ^^^\n"), "{}", run.err);
    }
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
        let why = if rules == "missing" {
            "it does not exist"
        } else {
            "a part of the path is a file, not a folder"
        };
        assert_eq!(run.err, format!("arnlint: cannot read `{rules}`: {why}\n"));
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

#[test]
fn a_page_that_is_not_utf8_is_shown_where_it_is_not() {
    let folder = folder(&[("x.json", CLEAN), ("pages/own/good.md", &page("good", "error", "X"))]);
    let text = page("latin", "error", "X").replace("Statements of", "Statements \u{e9} of");
    let latin: Vec<u8> = text
        .chars()
        .flat_map(|letter| match letter {
            '\u{e9}' => vec![0xe9],
            other => other.to_string().into_bytes(),
        })
        .collect();
    std::fs::write(folder.path().join("pages/own/latin.md"), &latin).unwrap();
    for args in [&["check", "--rules", "pages", "x.json"][..], &["test", "pages"]] {
        let run = arnlint(folder.path(), args);
        assert_eq!(run.code, 2, "{}", run.out);
        assert!(run.err.contains("error[rule-page]: this page is not UTF-8\n"), "{}", run.err);
        assert!(run.err.contains("pages/own/latin.md:3:12"), "{}", run.err);
    }
    let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.bytes().flat_map(|byte| [byte, 0])).collect();
    std::fs::write(folder.path().join("pages/own/latin.md"), wide).unwrap();
    let run = arnlint(folder.path(), &["test", "pages"]);
    assert!(run.err.contains("this page is UTF-16 or UTF-32, not UTF-8"), "{}", run.err);
}
