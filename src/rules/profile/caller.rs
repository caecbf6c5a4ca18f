//! Who calls, and how the principals of a policy relate to it.

use super::data::{Document, Party};
use super::template::Binding;
use crate::access::Principal;
use crate::access::glob::{Case as Letters, matches};
use crate::aws::iam_arn::IamArn;
use crate::aws::service_principal::{Class, classify};
use crate::policy::{PrincipalEntry, PrincipalType, Statement};

/// Who calls, once the parameters are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    pub(super) party: Party,
    /// Patterns of condition values that mark a statement as another feature's.
    not_for: Vec<String>,
    /// The account that the party belongs to, where it is one's.
    account: Option<String>,
    principal: Principal,
    /// Whether `principal` is the caller itself rather than an example of its kind.
    pub(super) is_stated: bool,
}

/// How a statement's principal relates to the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// It is the caller, or everyone, or its account.
    Right,
    /// It is meant to be the caller, and is not.
    Meant,
    /// It is someone else.
    Other,
}

impl Caller {
    /// The caller of a document; `None` where its name makes no sense.
    pub fn new(document: &Document, binding: &Binding) -> Option<Self> {
        let party = &document.who;
        let mut is_stated = true;
        let (account, principal) = match party {
            Party::Service(name) => (None, Principal::Service(name.clone())),
            Party::User(arn) => {
                let principal = Principal::parse(arn).ok()?;
                (principal.account().map(str::to_owned), principal)
            }
            Party::Account(id) => {
                let account = binding.get("vendor-account").unwrap_or(id).clone();
                is_stated = false;
                // A user has no keys of a session, which a role may have: what a user is let in by lets in a role.
                let user = Principal::parse(&format!("arn:aws:iam::{account}:user/example")).ok()?;
                (Some(account), user)
            }
            Party::WebIdentity(provider) => (None, Principal::WebIdentity { provider: provider.clone() }),
            Party::Identity => {
                let stated = binding.get("role-arn").and_then(|arn| Principal::parse(arn).ok());
                is_stated = stated.is_some();
                (None, stated.or_else(|| some_role("111122223333"))?)
            }
        };
        Some(Self { party: party.clone(), not_for: document.not_for.clone(), account, principal, is_stated })
    }

    /// The caller as requests name it.
    pub fn principal(&self) -> &Principal {
        &self.principal
    }

    /// Whether conditions on the caller have to be looked at one by one.
    pub(super) fn is_vague_anywhere(&self) -> bool {
        matches!(self.party, Party::Identity | Party::Account(_))
    }

    /// Whether what the policy asks about the caller is not known: which role or session it is.
    pub(super) fn is_vague(&self, key: &str) -> bool {
        let about_account = key.eq_ignore_ascii_case("aws:PrincipalAccount");
        let is_arn = key.eq_ignore_ascii_case("aws:PrincipalArn");
        let about_caller = ["aws:principal", "aws:userid", "aws:username"]
            .iter()
            .any(|head| key.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head)));
        match self.party {
            Party::Identity => about_caller && !(self.is_stated && (about_account || is_arn)),
            Party::Account(_) => about_caller && !about_account,
            _ => false,
        }
    }

    /// How one principal value relates to the caller.
    pub fn naming(&self, entry: &PrincipalEntry<'_>) -> Naming {
        let text = entry.value.text;
        if text == "*" && matches!(entry.kind, PrincipalType::Lone | PrincipalType::Aws) {
            return Naming::Right;
        }
        match (&self.party, entry.kind) {
            (Party::Service(name), PrincipalType::Service) => service_naming(name, text),
            (Party::Service(name), PrincipalType::Aws | PrincipalType::Federated) if text == name => {
                Naming::Meant
            }
            (Party::User(arn), PrincipalType::Aws) => self.user_naming(arn, text),
            (Party::User(arn), _) if text == arn => Naming::Meant,
            (Party::Account(_), PrincipalType::Aws) if self.account.as_deref() == account_of(text) => {
                Naming::Right
            }
            (Party::WebIdentity(provider), PrincipalType::Federated) if text == provider => Naming::Right,
            (Party::WebIdentity(provider), PrincipalType::Federated)
                if text.ends_with(&format!(":oidc-provider/{provider}")) =>
            {
                Naming::Right
            }
            _ => Naming::Other,
        }
    }

    fn user_naming(&self, arn: &str, text: &str) -> Naming {
        let read = IamArn::read(text);
        if text == arn || (read.is_account() && account_of(text) == self.account.as_deref()) {
            return Naming::Right;
        }
        let (name, wanted) = (read.name.of(text), IamArn::read(arn).name.of(arn).to_owned());
        let near = strsim::osa_distance(&name.to_ascii_lowercase(), &wanted.to_ascii_lowercase()) <= 2;
        let same_account = account_of(text) == self.account.as_deref();
        if same_account && (near || name == wanted) { Naming::Meant } else { Naming::Other }
    }

    /// Whether a statement may be meant for the caller: it names it, or something that was to be it.
    pub fn may_be_meant(&self, statement: &Statement<'_>) -> bool {
        let marked = |text: &str| self.not_for.iter().any(|mark| matches(mark, text, Letters::Exact));
        let mut values = statement.conditions().iter().flat_map(|condition| &condition.values);
        if !self.not_for.is_empty() && values.any(|value| marked(value.text)) {
            return false;
        }
        if self.party == Party::Identity {
            return true;
        }
        statement.principal.as_ref().is_some_and(|block| {
            !block.negated && block.entries.iter().any(|entry| self.naming(entry) != Naming::Other)
        })
    }
}

fn some_role(account: &str) -> Option<Principal> {
    Principal::parse(&format!("arn:aws:iam::{account}:role/example")).ok()
}

fn account_of(text: &str) -> Option<&str> {
    if crate::aws::identifier::is_account(text) {
        return Some(text);
    }
    crate::aws::Arn::parse(text).map(|arn| arn.account())
}

fn service_naming(name: &str, text: &str) -> Naming {
    if text == name {
        return Naming::Right;
    }
    let meant = match classify(text) {
        Class::NearMiss { suggestion } => suggestion == name,
        Class::Regional { base, .. } | Class::China { base, .. } => base.name == name,
        Class::Known(_) | Class::Unknown => false,
    };
    if meant { Naming::Meant } else { Naming::Other }
}
