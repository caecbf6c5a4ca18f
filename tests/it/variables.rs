//! The reader of policy variables: what it takes for one, what it leaves to templates, and that it reads any text.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use arnlint::policy::variable::{Fallback, Form, variables};

fn forms(text: &str) -> Vec<(&str, Form<'_>)> {
    variables(text).map(|variable| (variable.range.of(text), variable.form)).collect()
}

#[test]
fn keys_are_told_from_what_templates_fill_in() {
    for (text, certain) in [
        ("${aws:username}", Some(true)),
        ("${AWS:PrincipalTag/team, 'none'}", Some(true)),
        ("${www.amazon.com:user_id}", Some(true)),
        ("${s3:prefix}", Some(true)),
        ("${*}", Some(true)),
        ("${ssm:/acme/bucket}", Some(false)),
        ("${bucket}", None),
        ("${AWS::AccountId}", None),
        ("${!aws:username}", None),
        ("${opt:stage, 'dev'}", None),
        ("${lookup(var.names, \"a:b\")}", None),
        ("${BUCKET:-default}", Some(false)),
    ] {
        let found = variables(text).next().unwrap();
        let is_variable = matches!(found.form, Form::Key { .. } | Form::Character);
        assert_eq!(is_variable.then(|| found.is_certain()), certain, "{text}");
        assert_eq!(found.range.of(text), text);
    }
}

#[test]
fn mistakes_are_found_where_they_stand() {
    assert_eq!(forms("a/${}/${ }"), [("${}", Form::Empty), ("${ }", Form::Empty)]);
    assert_eq!(forms("${aws:username/*"), [("${aws:username", Form::Open)]);
    let nested = forms("${aws:userid/${aws:username}");
    let key = Form::Key { name: "aws:username", default: Fallback::None };
    assert_eq!(nested, [("${aws:userid", Form::Open), ("${aws:username}", key)]);
    let bare = variables("x ${aws:userid,  no one }").next().unwrap();
    let Form::Key { default: Fallback::Bare(range), .. } = bare.form else { panic!("{bare:?}") };
    assert_eq!(range.of("x ${aws:userid,  no one }"), "no one");
}

#[test]
fn time_grows_with_the_length_of_the_text() {
    let mut text = String::new();
    for _ in 0..200_000 {
        write!(text, "${{").unwrap();
    }
    let start = Instant::now();
    assert!(variables(&text).count() > 100_000);
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[test]
fn any_text_is_read_in_order() {
    let signs = ["$", "{", "}", "a:", ",", "'", " ", "é"];
    for number in 0..signs.len().pow(6) {
        let text: String = (0..6).map(|place| signs[number / signs.len().pow(place) % signs.len()]).collect();
        let mut at = 0;
        for variable in variables(&text) {
            assert!(variable.range.start >= at && variable.range.of(&text).starts_with("${"), "{text}");
            at = variable.range.end;
        }
    }
}
