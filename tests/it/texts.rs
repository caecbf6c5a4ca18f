//! Several texts searched for at once.

use arnlint::text::AnyOf;

/// Longer than a text in which each is searched for on its own.
const LONG: usize = 40_000;

#[test]
fn texts_within_texts_are_all_found() {
    let any = AnyOf::new(["logs", "AWSLogs", "cloud", "loud"].into_iter());
    let text = "arn:aws:s3:::clouds-AWSLogs";
    for text in [text.to_owned(), format!("{}{text}{}", " ".repeat(LONG), " ".repeat(LONG))] {
        let mut found = any.found(&text);
        found.sort_unstable();
        found.dedup();
        assert_eq!(found, [1, 2, 3]);
    }
    assert!(any.is_in("my logs"));
    assert!(!any.is_in("nothing of the kind, though it is a text of some length"));
    assert!(!any.is_in(&" ".repeat(LONG)));
    assert!(any.found("").is_empty());
}

#[test]
fn no_texts_are_nowhere() {
    let none = AnyOf::new(std::iter::empty());
    assert!(!none.is_in("anything"));
    assert!(none.found("anything").is_empty());
    assert!(none.found(&"anything ".repeat(LONG)).is_empty());
}
