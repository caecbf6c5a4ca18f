//! Condition keys: their type, and whether a request can hold several values.

use super::catalog::{self, Catalog};
use super::nearest::{nearest, slips_allowed};
use super::table::Table;

pub use super::catalog::KeyType;

/// Keys that guides use and the reference lacks; see the header of the file.
pub const UNLISTED_KEYS: Table = Table::folded(include_str!("data/unlisted_keys.csv"));

/// A condition key of the facts that arnlint carries.
pub type ConditionKey = catalog::ConditionKey<'static>;

/// A key that an identity provider fills: `token.actions.githubusercontent.com:sub`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim<'a> {
    /// The provider: host and path.
    pub provider: &'a str,
    /// The claim.
    pub claim: &'a str,
}

/// The key with this name in the facts that arnlint carries, in any case, members of families included.
pub fn condition_key(name: &str) -> Option<ConditionKey> {
    Catalog::built_in().key(name)
}

/// Whether the guide of a service uses a key that the reference lacks.
pub fn is_documented(name: &str) -> bool {
    let begins = |beginning: &str| {
        name.get(..beginning.len()).is_some_and(|head| head.eq_ignore_ascii_case(beginning))
    };
    UNLISTED_KEYS.rows().any(|row| begins(row.key()))
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
/// beginning of the family's name is given.
pub fn nearest_key<'c>(catalog: &'c Catalog, name: &str) -> Option<&'c str> {
    if catalog.key(name).is_some() || name.contains(['*', '$']) {
        return None;
    }
    let (prefix, word) = name.split_once(':')?;
    let own = catalog.service(prefix).into_iter().flat_map(catalog::Service::keys);
    let keys = own.chain(catalog.other_keys());
    if let Some(at) = word.find('/') {
        let head = name.get(..prefix.len() + at + 2)?;
        return nearest(
            head,
            keys.map(catalog::ConditionKey::head).filter(|key| key.ends_with('/')),
            slips_allowed(at),
        );
    }
    let same = keys.filter(|key| {
        !key.is_family()
            && key.name.split_once(':').is_some_and(|(known, _)| known.len().abs_diff(prefix.len()) <= 1)
    });
    nearest(name, same.map(|key| key.name), slips_allowed(word.len()))
}
