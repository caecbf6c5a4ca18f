//! Condition keys: their type, and whether a request can hold several values.

use super::nearest::{nearest, slips_allowed};
use super::table::{Row, Table};

/// Condition keys; see the header of the file.
pub const CONDITION_KEYS: Table = Table::folded(include_str!("data/condition_keys.csv"));

/// What the values of a key are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyType {
    /// Text.
    String,
    /// An ARN.
    Arn,
    /// `true` or `false`.
    Bool,
    /// A point in time.
    Date,
    /// A number.
    Numeric,
    /// An address or a range of addresses.
    Ip,
}

/// One condition key, or a family of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConditionKey {
    /// The name as the reference spells it. The name of a family ends in `/` or `:`, as `aws:RequestTag/` does.
    pub name: &'static str,
    /// What its values are.
    pub key_type: KeyType,
    /// Whether a request can hold several values, so that the operator needs `ForAllValues:` or `ForAnyValue:`.
    pub is_multivalued: bool,
}

impl ConditionKey {
    fn from_row(row: Row) -> Self {
        let key_type = match row.field(1) {
            "arn" => KeyType::Arn,
            "bool" => KeyType::Bool,
            "date" => KeyType::Date,
            "numeric" => KeyType::Numeric,
            "ip" => KeyType::Ip,
            _ => KeyType::String,
        };
        Self { name: row.key(), key_type, is_multivalued: row.field(2) == "many" }
    }

    /// Whether the name stands for a family, of which `aws:RequestTag/team` is a member.
    pub fn is_family(self) -> bool {
        self.name.ends_with(['/', ':'])
    }
}

/// A key that an identity provider fills: `token.actions.githubusercontent.com:sub`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim<'a> {
    /// The provider: host and path.
    pub provider: &'a str,
    /// The claim.
    pub claim: &'a str,
}

/// The key with this name, in any case, members of families included.
pub fn condition_key(name: &str) -> Option<ConditionKey> {
    exact(name).or_else(|| family(name)).or_else(|| templated(name)).map(ConditionKey::from_row)
}

fn exact(name: &str) -> Option<Row> {
    CONDITION_KEYS.get(name).filter(|row| !row.key().ends_with(['/', ':']))
}

/// Rows such as `aws:RequestTag/` and `kms:EncryptionContext:`, of which something must follow.
fn family(name: &str) -> Option<Row> {
    let colon = name.find(':')?;
    let ends = name.match_indices(['/', ':']).map(|(at, _)| at + 1).filter(|end| *end < name.len());
    // The names of families have a colon and one more separator at most.
    ends.skip_while(|end| *end <= colon)
        .take(2)
        .filter_map(|end| name.get(..end))
        .find_map(|head| CONDITION_KEYS.get(head).filter(|row| row.key().ends_with(['/', ':'])))
}

/// Rows such as `agent.*.buildkite.dev:build_branch`.
fn templated(name: &str) -> Option<Row> {
    if !name.split(':').next().is_some_and(|provider| provider.contains('.')) {
        return None;
    }
    CONDITION_KEYS.rows().find(|row| {
        row.key().split_once('*').is_some_and(|(head, tail)| {
            let middle = name.len().checked_sub(head.len() + tail.len());
            middle.is_some_and(|len| len > 0)
                && name.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head))
                && name.get(name.len() - tail.len()..).is_some_and(|end| end.eq_ignore_ascii_case(tail))
        })
    })
}

/// Whether the table holds all keys with this prefix (the text before the first colon), so that a name it lacks is
/// no key.
pub fn covers(prefix: &str) -> bool {
    ["aws", "kms", "s3", "sns", "sts"].iter().any(|known| known.eq_ignore_ascii_case(prefix))
}

/// The key of an identity provider, whichever: a host name, perhaps a path, a colon and a claim.
pub fn claim(name: &str) -> Option<Claim<'_>> {
    let (provider, claim) = name.rsplit_once(':')?;
    let host = provider.split('/').next().unwrap_or("");
    let is_host = host.contains('.')
        && host.split('.').all(|label| !label.is_empty())
        && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':'));
    (is_host && !claim.is_empty()).then_some(Claim { provider, claim })
}

/// The key that `name` may be a slip of; `None` where it is one, or where none is near. For a member of a family the
/// family is named.
pub fn nearest_key(name: &str) -> Option<&'static str> {
    if condition_key(name).is_some() || name.contains(['*', '$']) {
        return None;
    }
    let (prefix, word) = name.split_once(':')?;
    let keys = CONDITION_KEYS.rows().map(Row::key);
    if let Some(at) = word.find('/').filter(|_| covers(prefix)) {
        let head = name.get(..prefix.len() + at + 2)?;
        return nearest(head, keys.filter(|key| key.ends_with('/')), slips_allowed(at));
    }
    let same = keys.filter(|key| {
        !key.contains('*')
            && key.split_once(':').is_some_and(|(known, _)| known.len().abs_diff(prefix.len()) <= 1)
    });
    nearest(name, same, slips_allowed(word.len()))
}
