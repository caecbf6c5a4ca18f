//! Words of a token: `myBucketName`, `BUCKET_NAME` and `bucket-name` all say bucket and name.

/// The words of a token: parted at what is neither letter nor digit, and at capitals.
pub(super) fn words(token: &str) -> Words<'_> {
    Words { rest: token }
}

/// Iterator over the words of a token.
#[derive(Clone, Debug)]
pub(super) struct Words<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let start = self.rest.bytes().position(|byte| byte.is_ascii_alphanumeric())?;
        let tail = self.rest.get(start..)?;
        let end = word_end(tail.as_bytes());
        let (word, rest) = tail.split_at_checked(end)?;
        self.rest = rest;
        Some(word)
    }
}

/// Length of the word at the start: `KMS` of `KMSKeyId`, `Key` of `KeyId`, `bucket` of `bucket-name`.
fn word_end(bytes: &[u8]) -> usize {
    let at = |index: usize| bytes.get(index).copied().unwrap_or(b' ');
    // `ARNs` is one word.
    let is_plural = |end: usize| at(end + 1) == b's' && !at(end + 2).is_ascii_alphanumeric();
    let mut end = 1;
    while at(end).is_ascii_alphanumeric() {
        let starts_word = at(end).is_ascii_uppercase()
            && (at(end - 1).is_ascii_lowercase()
                || (at(end - 1).is_ascii_uppercase() && at(end + 1).is_ascii_lowercase() && !is_plural(end)));
        if starts_word {
            break;
        }
        end += 1;
    }
    end
}

/// Whether `word` is one of `list`, case aside.
pub(super) fn is_one_of(word: &str, list: &[&str]) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Whether the text holds this word of lower-case letters anywhere, case aside.
pub(super) fn holds(text: &str, word: &str) -> bool {
    let (bytes, wanted) = (text.as_bytes(), word.as_bytes());
    let Some(first) = wanted.first() else { return true };
    memchr::memchr2_iter(*first, first.to_ascii_uppercase(), bytes)
        .any(|at| bytes.get(at..at + wanted.len()).is_some_and(|part| part.eq_ignore_ascii_case(wanted)))
}

/// The last two words of a token, the last one last; lone letters and numbers are passed over (`account-id-2`).
pub(super) fn last_two(token: &str) -> (Option<&str>, Option<&str>) {
    let (mut before, mut last) = (None, None);
    for word in words(token).filter(|word| !is_counter(word)) {
        before = last;
        last = Some(word);
    }
    (before, last)
}

fn is_counter(word: &str) -> bool {
    word.len() == 1 || word.bytes().all(|byte| byte.is_ascii_digit())
}

/// What placeholders for identifiers end in.
const ENDINGS: [&str; 6] = ["name", "id", "arn", "uuid", "identifier", "number"];

/// A quick look: whether the letters at the token's end, a number aside, are those of an ending.
pub(super) fn may_be_identifier(token: &str) -> bool {
    let is_counter = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    let end = token.bytes().rposition(|byte| !is_counter(&byte)).map_or(0, |last| last + 1);
    let body = token.as_bytes().get(..end).unwrap_or_default();
    let last = body.last().map(u8::to_ascii_lowercase);
    matches!(last, Some(b'e' | b'd' | b'n' | b'r'))
        && ENDINGS.iter().any(|ending| {
            let cut = body.len().checked_sub(ending.len());
            cut.and_then(|cut| body.get(cut..))
                .is_some_and(|tail| tail.eq_ignore_ascii_case(ending.as_bytes()))
        })
}

/// Whether the token says of itself that it is the name or id of a thing of this kind: `key-id` for `key`,
/// `MyLogGroupName` for `group`, `bucketname` for `bucket`. The kind is a lower-case word.
pub(super) fn names_itself(token: &str, kind: &str) -> bool {
    if !may_be_identifier(token) {
        return false;
    }
    let singular = kind.strip_suffix('s').filter(|stem| stem.len() > 2).unwrap_or(kind);
    let (before, last) = last_two(token);
    let Some(last) = last else { return false };
    if is_one_of(last, &ENDINGS) {
        return before.is_some_and(|word| word.eq_ignore_ascii_case(singular));
    }
    let stem = last.len().checked_sub(4).and_then(|cut| last.split_at_checked(cut));
    before.is_none()
        && stem.is_some_and(|(stem, tail)| {
            tail.eq_ignore_ascii_case("name") && stem.eq_ignore_ascii_case(singular)
        })
}

/// Words that stand before `account id` in placeholders.
const WHOSE: [&str; 24] = [
    "my",
    "your",
    "the",
    "aws",
    "source",
    "target",
    "destination",
    "dest",
    "recipient",
    "sending",
    "sender",
    "member",
    "admin",
    "management",
    "master",
    "payer",
    "delegated",
    "owner",
    "bucket",
    "trusted",
    "caller",
    "service",
    "elb",
    "emr",
];

/// Whether the token says nothing but whose account's id it is: `account-id`, `myAccountID`, `AWS_ACCOUNT_ID`.
pub(super) fn is_account_id(token: &str) -> bool {
    if !may_be_identifier(token) {
        return false;
    }
    let (before, last) = last_two(token);
    let named = last.is_some_and(|word| is_one_of(word, &["id", "number"]))
        && before.is_some_and(|word| is_one_of(word, &["account", "acct"]));
    let joined = before.is_none() && last.is_some_and(|word| is_one_of(word, &["accountid", "awsaccountid"]));
    let owned = || {
        words(token).all(|word| {
            is_counter(word)
                || is_one_of(word, &["account", "acct", "id", "number"])
                || is_one_of(word, &WHOSE)
        })
    };
    joined || (named && owned())
}

/// Whether the token says nothing but that it is an organization's id.
pub(super) fn is_organization_id(token: &str) -> bool {
    if !may_be_identifier(token) {
        return false;
    }
    let (before, last) = last_two(token);
    last.is_some_and(|word| word.eq_ignore_ascii_case("id"))
        && before.is_some_and(|word| is_one_of(word, &["org", "organization", "organizations"]))
        && words(token).count() <= 4
}

/// Whether the text is made of `x` only, three or more, as a form is filled with crosses.
pub(super) fn is_crosses(text: &str) -> bool {
    text.len() >= 3 && text.bytes().all(|byte| byte.eq_ignore_ascii_case(&b'x'))
}

/// Whether the token has capitals and no small letters, and at least two words.
pub(super) fn is_shouted(token: &str) -> bool {
    let shape = token.contains(['-', '_'])
        && token
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_'));
    shape && token.bytes().next().is_some_and(|byte| byte.is_ascii_uppercase()) && words(token).count() >= 2
}

/// Whether the token has a capital after a small letter: `myBucket`.
pub(super) fn is_camel(token: &str) -> bool {
    token.as_bytes().windows(2).any(
        |pair| matches!(pair, [first, second] if first.is_ascii_lowercase() && second.is_ascii_uppercase()),
    )
}
