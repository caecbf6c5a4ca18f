//! Several texts searched for at once.

use arnlint::text::AnyOf;

#[test]
fn texts_within_texts_are_all_found() {
    let any = AnyOf::new(["logs", "AWSLogs", "cloud", "loud"].into_iter());
    let mut found: Vec<usize> = any.found("arn:aws:s3:::clouds-AWSLogs").collect();
    found.sort_unstable();
    assert_eq!(found, [1, 2, 3]);
    assert!(any.is_in("my logs"));
    assert!(!any.is_in("nothing of the kind, though it is a text of some length"));
    assert_eq!(any.found("").count(), 0);
}

#[test]
fn no_texts_are_nowhere() {
    let none = AnyOf::new(std::iter::empty());
    assert!(!none.is_in("anything"));
    assert_eq!(none.found("anything").count(), 0);
}
