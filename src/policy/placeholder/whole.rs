//! Tokens that are a whole value, where the place says what the value should be.

use super::Place;
use super::fields::{ends_in, is_account_word, is_region_word};
use super::taker::Taker;
use super::words::{is_account_id, is_crosses, is_one_of, is_organization_id, last_two, names_itself, words};
use crate::aws::arn::offset;
use crate::text::Range;

/// Values that are no ARN, where the place says what they should be.
pub(super) fn whole_value(text: &str, place: Place<'_>, take: &mut Taker<'_>) {
    let whole = Range::new(0, offset(text.len()));
    if text.is_empty() || text == "*" || text.len() > 200 || text.contains('$') || take.is_marked(whole) {
        return;
    }
    let subject = match place {
        Place::Resource => Subject::Arn,
        Place::Principal => Subject::Principal,
        Place::Condition(key) => subject_of(key),
        Place::Name | Place::Anywhere => Subject::Other,
    };
    let body = text.trim_end_matches('*').trim_end_matches(['/', ':']);
    let range = Range::new(0, offset(body.len()));
    if subject.is_named_by(body) {
        take.token(range, true);
    }
}

/// What a value is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    Arn,
    Principal,
    Account,
    Organization,
    Region,
    Network,
    ExternalId,
    Claim,
    Other,
}

/// What the values of a condition key are about, from the end of its name.
fn subject_of(key: &str) -> Subject {
    let ends = |tail: &str| {
        key.len()
            .checked_sub(tail.len())
            .and_then(|cut| key.get(cut..))
            .is_some_and(|end| end.eq_ignore_ascii_case(tail))
    };
    match () {
        () if key.contains('/') => Subject::Other,
        () if ends("arn") => Subject::Arn,
        () if ends("account") || ends("sourceowner") => Subject::Account,
        () if ends("orgid") => Subject::Organization,
        () if ends("region") => Subject::Region,
        () if ends("sourcevpc") || ends("sourcevpce") => Subject::Network,
        () if ends("externalid") => Subject::ExternalId,
        () if ends(":sub") || ends(":aud") || ends(":oaud") => Subject::Claim,
        () => Subject::Other,
    }
}

/// Whether AWS gives the values of this key a form that no placeholder has.
pub(super) fn expects_form(key: &str) -> bool {
    !matches!(subject_of(key), Subject::Other | Subject::ExternalId | Subject::Claim)
}

/// A text that says what it is not is a test, not a form to fill in: `not-an-arn`.
const DENIALS: [&str; 4] = ["not", "invalid", "bad", "wrong"];

impl Subject {
    fn is_named_by(self, text: &str) -> bool {
        let is_word = !text.contains([':', '/', '.', '$']);
        let says = |list: &[&str]| is_word && words(text).any(|word| is_one_of(word, list));
        match self {
            Self::Arn => {
                (says(&["arn", "arns"]) && !says(&DENIALS))
                    || (is_word && !text.contains(' ') && is_resource_name(text))
            }
            Self::Principal => {
                says(&["account", "arn", "acct"])
                    || (is_word && is_one_of(text, &["servicename", "service-name"]))
                    || text.strip_suffix(".amazonaws.com").is_some_and(|label| {
                        is_one_of(label, &["service-name", "service_name", "servicename"])
                    })
            }
            Self::Account => is_word && (is_account_word(text) || is_crosses(text)),
            Self::Organization => {
                is_organization_id(text)
                    || text.strip_prefix("o-").is_some_and(is_crosses)
                    || is_crosses(text)
            }
            Self::Region => is_region_word(text),
            Self::Network => {
                is_word
                    && (names_itself(text, "vpc")
                        || names_itself(text, "vpce")
                        || names_itself(text, "endpoint"))
            }
            Self::ExternalId => is_external_id(text),
            Self::Claim => {
                is_one_of(text, &["sub-value", "aud-value", "identity-pool-id", "client-id", "client_id"])
            }
            Self::Other => {
                is_word && is_account_id(text) && text.bytes().any(|byte| byte.is_ascii_uppercase())
            }
        }
    }
}

/// A lone word in the place of an ARN that says it is a name or an id.
fn is_resource_name(text: &str) -> bool {
    words(text).count() >= 2 && ends_in(text, &["name", "id"])
}

fn is_external_id(text: &str) -> bool {
    let (before, last) = last_two(text);
    let named = last.is_some_and(|word| word.eq_ignore_ascii_case("id"))
        && before.is_some_and(|word| word.eq_ignore_ascii_case("external"));
    (named && words(text).count() <= 3) || is_account_id(text) || is_one_of(text, &["externalid"])
}

/// `logs.region.amazonaws.com`: the word where the region belongs.
pub(super) fn host_region(text: &str, take: &mut Taker<'_>) {
    let Some(at) = domain(text) else { return };
    let head = text.get(..at).unwrap_or("");
    let start = head.rfind(['.', ':', '/']).map_or(0, |dot| dot + 1);
    let label = Range::new(offset(start), offset(at));
    let is_label = start > 0 && ends_in(label.of(text), &["region"]) && !label.of(text).contains(['$', '*']);
    if is_label && !take.is_marked(label) {
        take.token(label, true);
    }
}

/// Where the domain of AWS begins, or the one that is written for it by mistake. Few values hold the letter `z`.
fn domain(text: &str) -> Option<usize> {
    memchr::memchr_iter(b'z', text.as_bytes()).find_map(|letter| {
        let begins = |before: usize, domain: &str| {
            let at = letter.checked_sub(before)?;
            text.get(at..).filter(|tail| tail.starts_with(domain)).map(|_| at)
        };
        begins(4, ".amazonaws.com").or_else(|| begins(8, ".aws.amazon.com"))
    })
}
