//! Conditions that keep out all but a few, and how little of a value must be fixed for them to do so.

use crate::aws::keys::claim;
use crate::finding::PolicyKind;
use crate::policy::{Condition, Effect, Statement};

/// What the values of a key name, where AWS itself makes them and a wildcard in them has no use: the IAM guide calls
/// these keys sensitive (section "Sensitive condition keys" of its page on global condition keys).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An account.
    Account,
    /// An organization.
    Organization,
    /// A VPC.
    Vpc,
    /// An endpoint of a VPC.
    Endpoint,
}

/// The sensitive keys.
pub const SENSITIVE: [(&str, Subject); 10] = [
    ("aws:PrincipalAccount", Subject::Account),
    ("aws:PrincipalOrgID", Subject::Organization),
    ("aws:ResourceAccount", Subject::Account),
    ("aws:ResourceOrgID", Subject::Organization),
    ("aws:SourceAccount", Subject::Account),
    ("aws:SourceOrgID", Subject::Organization),
    ("aws:SourceVpc", Subject::Vpc),
    ("aws:SourceVpce", Subject::Endpoint),
    ("aws:VpceAccount", Subject::Account),
    ("aws:VpceOrgID", Subject::Organization),
];

/// The letters that must stand before a wildcard or a variable in a claim (said by AWS's check of that name).
pub const FEWEST: usize = 6;

/// What a condition compares, as far as its values may not be left open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guarded {
    /// A sensitive key.
    Sensitive(Subject),
    /// `aws:userid`: the id of a user, or of a role with a colon and the name of a session behind it.
    UserId,
    /// The subject of a token, in the trust policy of a role.
    Claim,
}

/// What the condition guards, if the statement relies on it to keep others out: an `Allow` that demands a value, or a
/// `Deny` that excepts one.
pub fn guarded(kind: PolicyKind, statement: &Statement<'_>, condition: &Condition<'_>) -> Option<Guarded> {
    let operator = condition.operator?;
    let narrows = match statement.effect {
        Effect::Allow => !operator.negated,
        Effect::Deny => operator.negated,
        Effect::Unknown => false,
    };
    if !narrows || !matches!(kind, PolicyKind::Bucket | PolicyKind::Resource | PolicyKind::Trust) {
        return None;
    }
    let name = condition.key.text;
    if name.eq_ignore_ascii_case("aws:userid") {
        return Some(Guarded::UserId);
    }
    if let Some((_, subject)) = SENSITIVE.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)) {
        return Some(Guarded::Sensitive(*subject));
    }
    let is_subject = kind == PolicyKind::Trust && name.ends_with(":sub") && claim(name).is_some();
    is_subject.then_some(Guarded::Claim)
}

/// What a key names, whether it is sensitive or one that is made as those are.
pub fn subject_of(key: &str) -> Option<Subject> {
    let is = |name: &str| key.eq_ignore_ascii_case(name);
    let others = [("aws:Ec2InstanceSourceVpc", Subject::Vpc), ("s3:ResourceAccount", Subject::Account)];
    SENSITIVE.into_iter().chain(others).find(|(name, _)| is(name)).map(|(_, subject)| subject)
}

/// Where the part of a user's id that AWS makes ends: at the colon.
pub fn id_end(text: &str) -> usize {
    memchr::memchr(b':', text.as_bytes()).unwrap_or(text.len())
}
