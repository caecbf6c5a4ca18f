//! `arnlint diff`: both directions, how the question is put, and files that cannot be compared.

use super::{arnlint, folder, write};

fn identity(statements: &str) -> String {
    format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#)
}

fn allow(action: &str, resource: &str) -> String {
    identity(&format!(r#"{{"Effect": "Allow", "Action": "{action}", "Resource": "{resource}"}}"#))
}

#[test]
fn each_direction_has_its_own_request() {
    let (old, new) =
        (allow("s3:GetObject", "arn:aws:s3:::acme/*"), allow("s3:PutObject", "arn:aws:s3:::acme/*"));
    let folder = folder(&[("old.json", &old), ("new.json", &new)]);
    let run = arnlint(folder.path(), &["diff", "old.json", "new.json"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""), "{}", run.out);
    let is_word = |word: &&str| word.chars().all(|letter| letter.is_ascii_lowercase());
    let starts: Vec<&str> =
        run.out.lines().filter_map(|line| Some(line.split_once(": ")?.0)).filter(is_word).collect();
    assert_eq!(starts, ["widens", "narrows", "both"], "{}", run.out);
    assert!(run.out.contains("`new.json` allows, and `old.json` does not: `s3:PutObject` on"), "{}", run.out);
    assert!(run.out.contains("`old.json` allows, and `new.json` does not: `s3:GetObject` on"), "{}", run.out);
    let whole = arnlint(folder.path(), &["diff", "--format", "json", "old.json", "new.json"]).json();
    assert_eq!(whole["verdict"], "both");
    for (direction, action) in [("widens", "s3:PutObject"), ("narrows", "s3:GetObject")] {
        let direction = &whole[direction];
        assert_eq!((&direction["verdict"], direction["reason"].is_null()), (&"witness".into(), true));
        assert_eq!(direction["regions"][0]["request"]["ActionNames"][0], action);
    }
}

#[test]
fn what_is_proved_shows_no_request() {
    let folder = folder(&[
        ("old.json", &allow("s3:Get*", "arn:aws:s3:::acme/*")),
        ("new.json", &allow("s3:GetObject", "arn:aws:s3:::acme/*")),
        (
            "same.json",
            &identity(
                r#"{"Sid": "Same", "Effect": "Allow", "Action": ["s3:GET*"], "Resource": ["arn:aws:s3:::acme/*"]}"#,
            ),
        ),
    ]);
    let ask = |old: &str, new: &str| {
        let run = arnlint(folder.path(), &["diff", "--format", "json", old, new]);
        (run.code, run.json())
    };
    let (code, whole) = ask("old.json", "new.json");
    assert_eq!((code, &whole["verdict"]), (0, &"narrows".into()));
    assert_eq!(whole["widens"]["regions"].as_array().unwrap().len(), 0);
    let (code, whole) = ask("old.json", "same.json");
    assert_eq!((code, &whole["verdict"]), (0, &"equal".into()));
    assert!(whole.get("policies").is_none(), "a list is for revisions: {whole}");
}

#[test]
fn no_more_requests_are_shown_than_asked_for() {
    let one = |number: usize| {
        format!(r#"{{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b{number}/*"}}"#)
    };
    let many: Vec<String> = (0..6).map(one).collect();
    let folder = folder(&[("old.json", &identity(&one(9))), ("new.json", &identity(&many.join(", ")))]);
    for (regions, shown) in
        [(&[][..], 3), (&["--regions", "1"], 1), (&["--regions", "5"], 5), (&["--regions", "50"], 6)]
    {
        let args = [&["diff", "--format", "json"], regions, &["old.json", "new.json"]].concat();
        let whole = arnlint(folder.path(), &args).json();
        let found = whole["widens"]["regions"].as_array().unwrap();
        assert_eq!(found.len(), shown, "{regions:?}: {whole}");
    }
}

#[test]
fn other_actions_of_which_the_same_is_shown_are_named() {
    let folder = folder(&[
        ("old.json", &allow("s3:GetObject", "arn:aws:s3:::acme/*")),
        ("new.json", &allow("s3:*Object", "arn:aws:s3:::acme/*")),
    ]);
    let run = arnlint(folder.path(), &["diff", "old.json", "new.json"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("the same holds for `s3:"), "{}", run.out);
}

#[test]
fn the_reading_of_arns_and_the_requests_that_there_are_can_be_chosen() {
    let folder = folder(&[
        ("parts.json", &allow("sqs:SendMessage", "arn:aws:sqs:*:111122223333:b")),
        ("crossing.json", &allow("sqs:SendMessage", "arn:aws:sqs:us-east-1:*:b")),
        ("tail.json", &allow("logs:PutLogEvents", "arn:aws:logs:*:*:*")),
        ("group.json", &allow("logs:PutLogEvents", "arn:aws:logs:*:*:/aws/*")),
        ("known.json", &allow("s3:GetObject", "arn:aws:s3:::acme/*")),
        ("bucket.json", &allow("s3:GetObject", "arn:aws:s3:::acme*")),
    ]);
    let code = |args: &[&str]| {
        let run = arnlint(folder.path(), &[&["diff"], args].concat());
        assert_eq!(run.err, "", "{args:?}");
        run.code
    };
    // Only a `*` that runs over colons reaches the names behind `log-group:`.
    assert_eq!(code(&["--universe", "typed", "--semantics", "segment", "known.json", "group.json"]), 0);
    assert_eq!(code(&["--universe", "typed", "--semantics", "flat", "known.json", "group.json"]), 1);
    assert_eq!(code(&["known.json", "group.json"]), 3);
    assert_eq!(code(&["tail.json", "group.json"]), 0);
    // No request reads a bucket as an object; as a text there is one.
    assert_eq!(code(&["known.json", "bucket.json"]), 1);
    for universe in ["typed", "raw"] {
        assert_eq!(code(&["--universe", universe, "parts.json", "crossing.json"]), 1);
        assert_eq!(code(&["--universe", universe, "bucket.json", "known.json"]), 0);
    }
}

#[test]
fn an_answer_that_is_not_known_says_why() {
    let old = allow("s3:GetObject", "arn:aws:s3:::acme/*");
    let folder = folder(&[("old.json", &old), ("new.json", &old.replace("arn:aws:s3", "arn:aws:s*"))]);
    let run = arnlint(folder.path(), &["diff", "--format", "json", "old.json", "new.json"]);
    let whole = run.json();
    assert_eq!((run.code, &whole["verdict"]), (3, &"unknown".into()), "{whole}");
    assert_eq!(whole["widens"]["verdict"], "unknown");
    assert!(!whole["widens"]["reason"].as_str().unwrap().is_empty());
    let run = arnlint(folder.path(), &["diff", "old.json", "new.json"]);
    assert!(
        run.out.starts_with("unknown: it cannot be told whether `new.json` allows anything"),
        "{}",
        run.out
    );
}

#[test]
fn policies_of_several_resources_in_one_file_are_compared_by_their_place() {
    let template = |action: &str| {
        let policy = |action: &str| allow(action, "arn:aws:s3:::acme/*");
        format!(
            r#"{{"RoleDetailList": [{{"RoleName": "a", "RolePolicyList": [{{"PolicyName": "x", "PolicyDocument": {}}}]}},
            {{"RoleName": "b", "RolePolicyList": [{{"PolicyName": "y", "PolicyDocument": {}}}]}}]}}"#,
            policy("s3:GetObject"),
            policy(action)
        )
    };
    let folder = folder(&[("old.json", &template("s3:GetObject")), ("new.json", &template("s3:PutObject"))]);
    let run = arnlint(folder.path(), &["diff", "old.json", "new.json"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""), "{}", run.out);
    let last: Vec<&str> =
        run.out.lines().filter(|line| line.starts_with("equal: ") || line.starts_with("both: ")).collect();
    assert_eq!(last.len(), 2, "{}", run.out);
    assert!(last[0].starts_with("equal: ") && last[1].starts_with("both: "), "{}", run.out);
    let whole = arnlint(folder.path(), &["diff", "--format", "json", "old.json", "new.json"]).json();
    let words: Vec<&str> =
        whole["policies"].as_array().unwrap().iter().map(|one| one["verdict"].as_str().unwrap()).collect();
    assert_eq!((words, &whole["verdict"]), (vec!["equal", "both"], &"both".into()));
}

#[test]
fn files_that_cannot_be_compared_end_with_2() {
    let policy = allow("s3:GetObject", "*");
    let folder = folder(&[("a.json", &policy), ("text.json", "no policy")]);
    write(folder.path(), "bucket.json", &policy.replace("\"Action\"", "\"Principal\": \"*\", \"Action\""));
    for (args, why) in [
        (&["a.json", "missing.json"][..], "cannot read `missing.json`"),
        (&["missing.json", "a.json"], "cannot read `missing.json`"),
        (&["a.json", "text.json"], "no policy was found in `text.json`"),
        (&["a.json", "a.json", "a.json"], "`diff` compares two files: the old and the new"),
        (&["a.json", "bucket.json"], "`bucket.json` one of the kind"),
    ] {
        let run = arnlint(folder.path(), &[&["diff"], args].concat());
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{args:?}");
        assert!(run.err.contains(why), "{args:?}: {}", run.err);
    }
    let run = arnlint(folder.path(), &["diff", "--semantics", "both", "a.json", "a.json"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    let damaged = &policy[..policy.len() - 1];
    write(folder.path(), "damaged.json", damaged);
    let run = arnlint(folder.path(), &["diff", "a.json", "damaged.json"]);
    assert_eq!(run.code, 3, "what is missing of a damaged text is not known: {}{}", run.out, run.err);
}
