//! `Principal` and `NotPrincipal` against who makes a request.

use super::glob::{Pattern, Token};
use super::principal::{Entity, Principal};
use super::request::Request;
use super::template::holes_only;
use super::truth::{Row, Truth, Why};
use crate::aws::Arn;
use crate::aws::iam_arn::{IamArn, IamKind};
use crate::aws::identifier::is_account;
use crate::policy::{Effect, PrincipalBlock, PrincipalEntry, PrincipalType};

/// How a `Principal` value names a caller: what it grants, and which other policies can still stop it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// By the account: identity policies have to allow, too.
    Account,
    /// By the user that federated the session.
    UserOfSession,
    /// By the role of the session.
    RoleOfSession,
    /// By itself.
    Direct,
    /// By `*`.
    Everyone,
}

/// How the whole element names a caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Naming {
    /// Whether it does, in any way.
    pub(super) truth: Truth,
    /// Whether it does in a way that needs no other policy of the same account.
    pub(super) direct: Truth,
    /// The strongest way that is certain.
    pub(super) strength: Option<Strength>,
    /// In which of these ways.
    pub(super) ways: Ways,
}

/// Ways of naming a caller that differ in which other policies of the same account can still stop it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ways {
    /// By itself.
    pub(super) own: Truth,
    /// By the role of the session, or by the user that federated it.
    pub(super) session: Truth,
    /// As everyone.
    pub(super) everyone: Truth,
}

impl Ways {
    pub(super) const NONE: Self = Self { own: Truth::False, session: Truth::False, everyone: Truth::False };

    fn all(truth: Truth) -> Self {
        Self { own: truth, session: truth, everyone: truth }
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self {
            own: self.own.or(other.own),
            session: self.session.or(other.session),
            everyone: self.everyone.or(other.everyone),
        }
    }

    pub(super) fn and(self, truth: Truth) -> Self {
        Self {
            own: self.own.and(truth),
            session: self.session.and(truth),
            everyone: self.everyone.and(truth),
        }
    }
}

impl Naming {
    /// The answer of a policy that names no principals, because it is attached to one.
    pub(super) const ATTACHED: Self = Self {
        truth: Truth::True,
        direct: Truth::True,
        strength: None,
        ways: Ways { own: Truth::True, session: Truth::False, everyone: Truth::False },
    };
    /// Matches nobody.
    pub(super) const NOBODY: Self =
        Self { truth: Truth::False, direct: Truth::False, strength: None, ways: Ways::NONE };

    /// Whoever is not left out, as everyone is.
    pub(super) fn all(truth: Truth) -> Self {
        Self { truth, direct: truth, strength: None, ways: Ways { everyone: truth, ..Ways::NONE } }
    }
}

/// Whether one value names the caller, and how.
pub(super) fn entry(entry: &PrincipalEntry<'_>, request: &Request) -> (Truth, Strength) {
    let text = entry.value.text;
    let caller = request.principal();
    if !entry.value.is_known() {
        let pattern = holes_only(&entry.value, false);
        let can_be = names(caller).iter().any(|name| name.overlaps(&pattern));
        // What fills the hole decides the strength, so it is taken to be any.
        return (if can_be { Truth::Unknown(Why::Hole) } else { Truth::False }, Strength::Everyone);
    }
    match entry.kind {
        PrincipalType::Lone if text == "*" => (Truth::True, Strength::Everyone),
        PrincipalType::Lone | PrincipalType::Unknown => {
            (Truth::Unknown(Why::NotUnderstood), Strength::Everyone)
        }
        PrincipalType::Aws => aws(text, caller),
        PrincipalType::Service => {
            let own = if let Principal::Service(name) = caller { Some(name) } else { None };
            (named(text, own), Strength::Direct)
        }
        PrincipalType::Federated => {
            let own = match caller {
                Principal::WebIdentity { provider } | Principal::Saml { provider } => Some(provider),
                _ => None,
            };
            (named(text, own), Strength::Direct)
        }
        PrincipalType::CanonicalUser => (canonical(text, caller), Strength::Direct),
    }
}

/// An exact name; a wildcard in its place is documented nowhere.
fn named(text: &str, own: Option<&String>) -> Truth {
    match own {
        None => Truth::False,
        Some(_) if text == "*" => Truth::disputed(Row::StarPrincipal),
        Some(own) => (own == text).into(),
    }
}

fn canonical(text: &str, caller: &Principal) -> Truth {
    match caller {
        Principal::CanonicalUser(id) => (id == text).into(),
        _ if caller.account().is_some() => Truth::disputed(Row::CanonicalUser),
        _ => Truth::False,
    }
}

/// A value of the type `AWS`.
fn aws(text: &str, caller: &Principal) -> (Truth, Strength) {
    if text == "*" {
        return (Truth::True, Strength::Everyone);
    }
    if is_account(text) {
        return account(None, text, caller);
    }
    let Some(arn) = Arn::parse(text) else { return (Truth::False, Strength::Direct) };
    let read = IamArn::read(text);
    let here = caller.account() == Some(arn.account()) && caller.partition() == Some(arn.partition());
    let name = read.name.of(text);
    match read.kind {
        IamKind::Root => account(Some(arn.partition()), arn.account(), caller),
        _ if !here => (Truth::False, Strength::Direct),
        IamKind::User | IamKind::OriginAccessIdentity => match caller {
            Principal::User(user) => (is_entity(user, name).into(), Strength::Direct),
            Principal::FederatedUser { user: Some(user), .. } => {
                (is_entity(user, name).into(), Strength::UserOfSession)
            }
            Principal::FederatedUser { user: None, .. } => {
                (Truth::Unknown(Why::Caller), Strength::UserOfSession)
            }
            _ => (Truth::False, Strength::Direct),
        },
        IamKind::Role => match caller {
            Principal::Role(role) | Principal::Session { role, .. } => {
                let last = name.rsplit('/').next().unwrap_or(name);
                ((role.name == last).into(), Strength::RoleOfSession)
            }
            _ => (Truth::False, Strength::RoleOfSession),
        },
        IamKind::AssumedRole => {
            let session = read.session.map_or("", |range| range.of(text));
            let truth = match caller {
                Principal::Session { role, name: own } => (role.name == name && own == session).into(),
                Principal::Role(role) if role.name == name => Truth::Unknown(Why::Caller),
                _ => Truth::False,
            };
            (truth, Strength::Direct)
        }
        IamKind::FederatedUser => {
            let own = matches!(caller, Principal::FederatedUser { name: own, .. } if own == name);
            (own.into(), Strength::Direct)
        }
        _ => (Truth::False, Strength::Direct),
    }
}

/// Whether `path/name` is this entity.
fn is_entity(entity: &Entity, path_and_name: &str) -> bool {
    let path = entity.path.as_deref().unwrap_or("");
    path_and_name.strip_prefix(path) == Some(entity.name.as_str())
}

/// An account id, or the ARN of its root user: every principal of the account.
fn account(partition: Option<&str>, account: &str, caller: &Principal) -> (Truth, Strength) {
    let strength = match caller {
        Principal::AccountRoot { .. } | Principal::CanonicalUser(_) => Strength::Direct,
        _ => Strength::Account,
    };
    if matches!(caller, Principal::CanonicalUser(_)) {
        return (Truth::disputed(Row::CanonicalUser), strength);
    }
    let same = caller.account() == Some(account)
        && partition.is_none_or(|partition| caller.partition() == Some(partition));
    (same.into(), strength)
}

/// Every text that could name the caller, for values with holes.
fn names(caller: &Principal) -> Vec<Pattern> {
    let mut names = vec![Pattern::literal("*")];
    if let (Some(partition), Some(account)) = (caller.partition(), caller.account()) {
        names.push(Pattern::literal(account));
        names.push(Pattern::literal(&format!("arn:{partition}:iam::{account}:root")));
    }
    if let Some(arn) = caller.arn() {
        names.push(arn.pattern());
    }
    match caller {
        Principal::Role(role) | Principal::Session { role, .. } => {
            let head = format!("arn:{}:sts::{}:assumed-role/{}/", role.partition, role.account, role.name);
            let mut tokens = Pattern::literal(&head).tokens().to_vec();
            match caller {
                Principal::Session { name, .. } => tokens.extend(name.chars().map(Token::Char)),
                _ => tokens.push(Token::Many),
            }
            names.push(Pattern::new(tokens));
        }
        Principal::FederatedUser { partition, account, .. } => {
            names.push(Pattern::glob(&format!("arn:{partition}:iam::{account}:user/*")));
        }
        Principal::WebIdentity { provider } | Principal::Saml { provider } => {
            names.push(Pattern::literal(provider));
        }
        Principal::Service(name) => names.push(Pattern::literal(name)),
        Principal::CanonicalUser(id) => names.push(Pattern::literal(id)),
        Principal::Anonymous | Principal::AccountRoot { .. } | Principal::User(_) => {}
    }
    names
}

/// The whole element against the caller.
pub(super) fn block(block: &PrincipalBlock<'_>, effect: Effect, request: &Request) -> Naming {
    let not_understood =
        if block.unknown.is_empty() { Truth::False } else { Truth::Unknown(Why::NotUnderstood) };
    let found: Vec<_> = block.entries.iter().map(|value| entry(value, request)).collect();
    if block.negated {
        return Naming::all(not_listed(&found, not_understood, effect, request));
    }
    let mut naming = Naming {
        truth: not_understood,
        direct: not_understood,
        strength: None,
        ways: Ways::all(not_understood),
    };
    for (truth, strength) in found {
        naming.truth = naming.truth.or(truth);
        if strength > Strength::Account {
            naming.direct = naming.direct.or(truth);
        }
        let way = match strength {
            Strength::Account => None,
            Strength::UserOfSession | Strength::RoleOfSession => Some(&mut naming.ways.session),
            Strength::Direct => Some(&mut naming.ways.own),
            Strength::Everyone => Some(&mut naming.ways.everyone),
        };
        if let Some(way) = way {
            *way = way.or(truth);
        }
        if truth.is_true() {
            naming.strength = naming.strength.max(Some(strength));
        }
    }
    naming
}

/// `NotPrincipal`: whether the caller is none of those listed. AWS checks account, then role, then session, so a
/// caller is certainly exempt only where each of them is listed, and certainly not where none is.
fn not_listed(
    found: &[(Truth, Strength)],
    not_understood: Truth,
    effect: Effect,
    request: &Request,
) -> Truth {
    let caller = request.principal();
    if found.is_empty() && not_understood.is_false() {
        return Truth::Unknown(Why::NotUnderstood);
    }
    if effect == Effect::Deny && request.has_boundary() && caller.has_identity_side() {
        return Truth::True;
    }
    let listed = |strength: Strength| {
        let fits = |own: Strength| own == strength || own == Strength::Everyone;
        found.iter().filter(|(_, own)| fits(*own)).fold(not_understood, |truth, (found, _)| truth.or(*found))
    };
    let mut levels = vec![listed(Strength::Direct)];
    match caller {
        Principal::User(_) => levels.push(listed(Strength::Account)),
        Principal::FederatedUser { .. } | Principal::Role(_) | Principal::Session { .. } => {
            if !matches!(caller, Principal::FederatedUser { .. }) {
                levels.push(listed(Strength::RoleOfSession));
            }
            levels.push(listed(Strength::Account));
        }
        _ => {}
    }
    let some = found.iter().fold(not_understood, |truth, (found, _)| truth.or(*found));
    let every = levels.iter().fold(Truth::True, |truth, level| truth.and(*level));
    (!some).either(!every, Why::Disputed(Row::NotPrincipalLevels))
}
