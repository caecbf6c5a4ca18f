//! Values that documents use as samples: valid, but hardly meant.

use crate::aws::arn::offset;
use crate::text::Range;

/// What a sample stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SampleKind {
    /// An account id of the documents: `111122223333`.
    Account,
    /// An organization id: `o-exampleorgid`.
    Organization,
    /// A bucket's name: `DOC-EXAMPLE-BUCKET`, `amzn-s3-demo-bucket`, `burritobot`.
    Bucket,
    /// An id that ends in `EXAMPLE`, as access keys and user ids of the documents do, or a key id of the documents.
    Identifier,
}

/// A sample with its place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Where it stands.
    pub range: Range,
    /// What it stands for.
    pub kind: SampleKind,
}

/// Account ids that the documents of AWS use for nobody's account.
const ACCOUNTS: [&str; 18] = [
    "000000000000",
    "012345678901",
    "012345678910",
    "012345678912",
    "111111111111",
    "111122223333",
    "111222333444",
    "123123123123",
    "123412341234",
    "123456789012",
    "210987654321",
    "222222222222",
    "333333333333",
    "444455556666",
    "555555555555",
    "777788889999",
    "987654321098",
    "999999999999",
];

/// Beginnings of bucket names that the documents of AWS and of vendors use.
const BUCKETS: [&str; 6] = [
    "amzn-s3-demo-",
    "doc-example-",
    "awsexamplebucket",
    "awsdoc-example-bucket",
    "examplebucket",
    "burritobot",
];

/// Key ids of the documents of AWS KMS.
const KEYS: [&str; 2] = ["1234abcd-12ab-34cd-56ef-1234567890ab", "0987dcba-09fe-87dc-65ba-ab0987654321"];

/// Length of the shortest token that is a sample.
const SHORTEST: usize = 8;

/// The samples in one scalar of a policy, in order. They are real values as far as AWS can tell.
pub fn sample_values(text: &str) -> Vec<Sample> {
    let mut found = Vec::new();
    if text.len() < SHORTEST || !may_hold_sample(text.as_bytes()) {
        return found;
    }
    let mut start = 0;
    // What is no letter of ASCII ends a token, so that tokens begin and end between characters.
    for (at, byte) in text.bytes().chain([b':']).enumerate() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            continue;
        }
        if at >= start + SHORTEST
            && let Some(kind) = text.get(start..at).and_then(sample_of)
        {
            found.push(Sample { range: Range::new(offset(start), offset(at)), kind });
        }
        start = at + 1;
    }
    found
}

/// A quick look: samples have a digit or an `x`, but for one vendor's bucket.
fn may_hold_sample(bytes: &[u8]) -> bool {
    // Written without a branch, so that it is done on many bytes at once.
    bytes.iter().fold(false, |seen, byte| seen | byte.is_ascii_digit() | matches!(byte, b'x' | b'X'))
        || memchr::memchr2_iter(b'b', b'B', bytes)
            .any(|at| bytes.get(at..at + 10).is_some_and(|part| part.eq_ignore_ascii_case(b"burritobot")))
}

fn sample_of(token: &str) -> Option<SampleKind> {
    let bytes = token.as_bytes();
    // By its first byte and its last nearly every token is none.
    let may_begin = bytes.first().is_some_and(|byte| {
        byte.is_ascii_digit() || matches!(byte.to_ascii_lowercase(), b'a' | b'b' | b'd' | b'e' | b'o')
    });
    if !may_begin && bytes.last() != Some(&b'E') {
        return None;
    }
    if ACCOUNTS.contains(&token) {
        return Some(SampleKind::Account);
    }
    if KEYS.contains(&token) {
        return Some(SampleKind::Identifier);
    }
    let starts = |head: &&str| token.get(..head.len()).is_some_and(|part| part.eq_ignore_ascii_case(head));
    if BUCKETS.iter().any(starts) {
        return Some(SampleKind::Bucket);
    }
    if token.starts_with("o-example") {
        return Some(SampleKind::Organization);
    }
    let is_id = token.bytes().any(|byte| byte.is_ascii_digit()) && token.ends_with("EXAMPLE");
    is_id.then_some(SampleKind::Identifier)
}
