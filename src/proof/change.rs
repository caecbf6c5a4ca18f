//! What a change makes of a policy: whether what it allows stays, shrinks or grows.

use super::difference::{new_access, new_access_beyond};
use super::question::{Answer, Open, Options, Verdict};
use crate::policy::Policy;

/// What is proved of a change.
#[derive(Clone, Debug)]
pub enum Change {
    /// Exactly the same requests are allowed.
    Same,
    /// Nothing is allowed that was not. Where that is not known to be less than before, it is said all the same.
    Narrower,
    /// Requests are allowed that were not, and that none of the needs explains.
    Wider(Answer),
    /// Whether anything is allowed that was not cannot be told, for this reason.
    Unknown(Open),
}

impl Change {
    /// Whether it is proved that nothing new is allowed.
    #[must_use]
    pub fn is_harmless(&self) -> bool {
        matches!(self, Self::Same | Self::Narrower)
    }
}

/// What the change from `old` to `new` does, with what the `needs` allow taken for granted: policies of nothing but `Allow`, as
/// [`request_policy`](super::request_policy) writes them.
pub fn change(new: &Policy<'_>, old: &Policy<'_>, needs: &[&Policy<'_>], options: Options) -> Change {
    let grown = new_access_beyond(new, old, needs, options);
    match grown.verdict {
        Verdict::Witness => Change::Wider(grown),
        Verdict::Unknown(open) => Change::Unknown(open),
        Verdict::None if needs.is_empty() && new_access(old, new, options).verdict == Verdict::None => {
            Change::Same
        }
        Verdict::None => Change::Narrower,
    }
}
