//! Callers as words, so that what a policy says of them is a set of words, however it says it: by `Principal`, or by a
//! condition key that follows from the caller.
//!
//! The words: `anon`, `svc:NAME`, `can:ID`, `web:PROVIDER`, `saml:PROVIDER`, `root:ARN`, `user:ARN`, `token:ARN`, and for
//! the session of a role `assumed:ROLE-ARN`, a separator, and the session's name.

use super::word::{Bars, Pattern, Token, UNIT, literal, tidy};
use crate::access::{Entity, Principal};
use crate::aws::Arn;
use crate::finding::PolicyKind;
use crate::policy::{Policy, PrincipalType};

/// A part of an ARN.
pub(super) const PART: Bars = Bars::COLON.and(Bars::UNIT);
/// Anything inside one part of a caller's word.
pub(super) const INNER: Bars = Bars::UNIT;
/// The last part of a path.
pub(super) const NAME: Bars = Bars::UNIT.and(Bars::SLASH);

/// Pieces of a pattern behind each other.
pub(super) fn join(pieces: &[&[Token]]) -> Vec<Token> {
    pieces.concat()
}

pub(super) fn some(bars: Bars) -> Vec<Token> {
    vec![Token::One(bars), Token::Many(bars)]
}

pub(super) fn any(bars: Bars) -> Vec<Token> {
    vec![Token::Many(bars)]
}

/// `kind:arn:PARTITION:SERVICE::ACCOUNT:rest`.
pub(super) fn arn(
    kind: &str,
    partition: &[Token],
    service: &str,
    account: &[Token],
    rest: &[Token],
) -> Vec<Token> {
    let head = literal(&format!("{kind}:arn:"));
    join(&[&head, partition, &literal(&format!(":{service}::")), account, &literal(":"), rest])
}

/// The part of a role's session behind the role's ARN.
pub(super) fn of_session(name: &[Token]) -> Vec<Token> {
    join(&[&[Token::Char(UNIT)], name])
}

/// Callers by account: the root user, users, sessions of roles, federated users.
pub(super) fn of_account(partition: &[Token], account: &[Token]) -> Vec<Vec<Token>> {
    let entity = |word: &str| join(&[&literal(word), &some(INNER)]);
    vec![
        arn("root", partition, "iam", account, &literal("root")),
        arn("user", partition, "iam", account, &entity("user/")),
        arn("assumed", partition, "iam", account, &join(&[&entity("role/"), &of_session(&some(INNER))])),
        arn("token", partition, "sts", account, &entity("federated-user/")),
    ]
}

pub(super) fn word(kind: &str, rest: &[Token]) -> Vec<Token> {
    join(&[&literal(&format!("{kind}:")), rest])
}

/// Every caller that the policies, which are all of one kind, can be about.
///
/// Which account a canonical user belongs to is not known, so that those count alone that a policy names. Whoever comes
/// with the token of an identity provider asks for nothing but a role.
pub(super) fn all(policies: &[&Policy<'_>]) -> Vec<Pattern> {
    let kind = policies.first().map_or(PolicyKind::Identity, |policy| policy.kind);
    let entries = || {
        policies
            .iter()
            .flat_map(|policy| &policy.statements)
            .filter_map(|statement| statement.principal.as_ref())
            .flat_map(|block| &block.entries)
    };
    // A policy stands in one partition, and callers of another one have no access: where it names one, it is that.
    let mut partitions: Vec<&str> = entries()
        .filter(|entry| entry.value.is_known())
        .filter_map(|entry| Some(Arn::parse(entry.value.text)?.partition()))
        .collect();
    partitions.dedup();
    let of_accounts = match partitions.as_slice() {
        [only] if !only.contains(['*', '?', '$']) => of_account(&literal(only), &some(PART)),
        _ => of_account(&some(PART), &some(PART)),
    };
    let patterns: Vec<Vec<Token>> = match kind {
        PolicyKind::Identity => of_accounts.into_iter().skip(1).take(2).collect(),
        PolicyKind::Scp => of_accounts.into_iter().take(3).collect(),
        _ => {
            let mut all = vec![literal("anon"), word("svc", &some(PART))];
            all.extend(of_accounts);
            if kind == PolicyKind::Trust || entries().any(|entry| entry.kind == PrincipalType::Federated) {
                all.extend([word("web", &some(INNER)), word("saml", &some(INNER))]);
            }
            let named = entries().filter(|entry| entry.kind == PrincipalType::CanonicalUser);
            all.extend(named.map(|entry| word("can", &literal(entry.value.text))));
            all
        }
    };
    patterns.into_iter().map(tidy).collect()
}

/// Every caller that a policy can name with a type that belongs to somebody.
pub(super) fn services() -> Vec<Pattern> {
    vec![tidy(word("svc", &some(PART)))]
}

pub(super) fn anonymous() -> Vec<Pattern> {
    vec![tidy(literal("anon"))]
}

/// The caller that a word stands for; `None` where it is no caller's word.
pub(super) fn principal(word: &str) -> Option<Principal> {
    if word == "anon" {
        return Some(Principal::Anonymous);
    }
    let (kind, rest) = word.split_once(':')?;
    let named = || rest.to_owned();
    let entity = |text: &str, prefix: &str| {
        let arn = Arn::parse(text)?;
        let path_and_name = arn.resource().strip_prefix(prefix)?;
        let (path, name) = match path_and_name.rfind('/') {
            Some(at) => path_and_name.split_at_checked(at + 1)?,
            None => ("", path_and_name),
        };
        Some(Entity {
            partition: arn.partition().to_owned(),
            account: arn.account().to_owned(),
            path: Some(path.to_owned()),
            name: name.to_owned(),
        })
    };
    Some(match kind {
        "svc" => Principal::Service(named()),
        "can" => Principal::CanonicalUser(named()),
        "web" => Principal::WebIdentity { provider: named() },
        "saml" => Principal::Saml { provider: named() },
        "root" => {
            let arn = Arn::parse(rest)?;
            Principal::AccountRoot {
                partition: arn.partition().to_owned(),
                account: arn.account().to_owned(),
            }
        }
        "user" => Principal::User(entity(rest, "user/")?),
        "assumed" => {
            let (role, session) = rest.split_once(UNIT)?;
            Principal::Session { role: entity(role, "role/")?, name: session.to_owned() }
        }
        "token" => {
            let arn = Arn::parse(rest)?;
            Principal::FederatedUser {
                partition: arn.partition().to_owned(),
                account: arn.account().to_owned(),
                name: arn.resource().strip_prefix("federated-user/")?.to_owned(),
                user: None,
            }
        }
        _ => return None,
    })
}
