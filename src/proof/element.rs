//! `Principal` and `NotPrincipal` as sets of callers.

use super::caller::{INNER, PART, any, arn, join, of_account, of_session, some, word};
use super::word::{Bars, Pattern, Token, literal, tidy};
use crate::access::Row;
use crate::aws::Arn;
use crate::aws::iam_arn::{IamArn, IamKind};
use crate::aws::identifier::is_account;
use crate::policy::{PrincipalBlock, PrincipalEntry, PrincipalType};

/// A set of callers with those of whom it is not known whether they belong to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Callers {
    /// Who certainly belongs to it.
    pub(super) sure: Vec<Pattern>,
    /// Who may.
    pub(super) open: Vec<Pattern>,
    /// The row that leaves it open.
    pub(super) row: Option<Row>,
}

impl Callers {
    fn sure(patterns: Vec<Vec<Token>>) -> Self {
        Self { sure: patterns.into_iter().map(tidy).collect(), ..Self::default() }
    }

    fn disputed(patterns: Vec<Vec<Token>>, row: Row) -> Self {
        Self { open: patterns.into_iter().map(tidy).collect(), row: Some(row), ..Self::default() }
    }

    fn or(mut self, other: Self) -> Self {
        self.sure.extend(other.sure);
        self.open.extend(other.open);
        self.row = self.row.or(other.row);
        self
    }
}

/// The callers that one value names.
fn named(entry: &PrincipalEntry<'_>) -> Callers {
    let text = entry.value.text;
    if !entry.value.is_known() {
        // What fills the hole may name anybody.
        return Callers { open: vec![Box::new([Token::Many(Bars::NONE)])], ..Callers::default() };
    }
    match entry.kind {
        PrincipalType::Lone if text == "*" => Callers::sure(vec![any(Bars::NONE)]),
        PrincipalType::Lone | PrincipalType::Unknown => {
            Callers { open: vec![Box::new([Token::Many(Bars::NONE)])], ..Callers::default() }
        }
        PrincipalType::Service if text == "*" => {
            Callers::disputed(vec![word("svc", &some(PART))], Row::StarPrincipal)
        }
        PrincipalType::Service => Callers::sure(vec![word("svc", &literal(text))]),
        PrincipalType::Federated if text == "*" => {
            Callers::disputed(vec![word("web", &some(INNER)), word("saml", &some(INNER))], Row::StarPrincipal)
        }
        PrincipalType::Federated => {
            Callers::sure(vec![word("web", &literal(text)), word("saml", &literal(text))])
        }
        PrincipalType::CanonicalUser => Callers::sure(vec![word("can", &literal(text))])
            .or(Callers::disputed(of_account(&some(PART), &some(PART)), Row::CanonicalUser)),
        PrincipalType::Aws => aws(text),
    }
}

fn aws(text: &str) -> Callers {
    if text == "*" {
        return Callers::sure(vec![any(Bars::NONE)]);
    }
    let canonical = || Callers::disputed(vec![word("can", &some(PART))], Row::CanonicalUser);
    if is_account(text) {
        return Callers::sure(of_account(&some(PART), &literal(text))).or(canonical());
    }
    let Some(found) = Arn::parse(text) else { return Callers::default() };
    let read = IamArn::read(text);
    let (partition, account) = (literal(found.partition()), literal(found.account()));
    let name = read.name.of(text);
    match read.kind {
        IamKind::Root => Callers::sure(of_account(&partition, &account)).or(canonical()),
        IamKind::User | IamKind::OriginAccessIdentity => {
            let user = arn("user", &partition, "iam", &account, &literal(&format!("user/{name}")));
            let sessions = arn(
                "token",
                &partition,
                "sts",
                &account,
                &join(&[&literal("federated-user/"), &some(INNER)]),
            );
            // Which user asked for the session of a federated user is not known.
            Callers { open: vec![tidy(sessions)], ..Callers::sure(vec![user]) }
        }
        IamKind::Role => {
            let last = name.rsplit('/').next().unwrap_or(name);
            Callers::sure(sessions(&partition, &account, last, &some(INNER)))
        }
        IamKind::AssumedRole => {
            let session = read.session.map_or("", |range| range.of(text));
            Callers::sure(sessions(&partition, &account, name, &literal(session)))
        }
        IamKind::FederatedUser => Callers::sure(vec![arn(
            "token",
            &partition,
            "sts",
            &account,
            &literal(&format!("federated-user/{name}")),
        )]),
        _ => Callers::default(),
    }
}

/// Sessions of the role with this name, whatever its path.
fn sessions(partition: &[Token], account: &[Token], role: &str, name: &[Token]) -> Vec<Vec<Token>> {
    let behind = join(&[&literal(role), &of_session(name)]);
    let head = literal("role/");
    let below = join(&[&head, &any(INNER), &literal("/"), &behind]);
    [join(&[&head, &behind]), below].map(|rest| arn("assumed", partition, "iam", account, &rest)).to_vec()
}

/// The callers that the whole element takes in: those who certainly are, and all who may be. `None` where a part of it
/// was not understood, so that it may be anybody.
pub(super) struct Element {
    /// Who is named; for `NotPrincipal` who is left out whatever the reading.
    pub(super) sure: Vec<Pattern>,
    /// Who may be named; for `NotPrincipal` who may be left out.
    pub(super) most: Vec<Pattern>,
    /// Whether those named are left out.
    pub(super) negated: bool,
}

/// Reads the element.
pub(super) fn element(block: &PrincipalBlock<'_>) -> Option<Element> {
    if !block.unknown.is_empty() || (block.negated && block.entries.is_empty()) {
        return None;
    }
    let found: Vec<(&PrincipalEntry<'_>, Callers)> =
        block.entries.iter().map(|entry| (entry, named(entry))).collect();
    let sure: Vec<Pattern> = found.iter().flat_map(|(_, callers)| callers.sure.iter().cloned()).collect();
    let open = found.iter().flat_map(|(_, callers)| callers.open.iter().cloned());
    let most: Vec<Pattern> = sure.iter().cloned().chain(open).collect();
    if !block.negated {
        return Some(Element { sure, most, negated: false });
    }
    Some(Element { sure: listed_whole(&found), most, negated: true })
}

/// Callers of which every level is listed: the account too for a user, and the role and the account for a session.
fn listed_whole(found: &[(&PrincipalEntry<'_>, Callers)]) -> Vec<Pattern> {
    let accounts: Vec<&str> = found
        .iter()
        .filter_map(|(entry, _)| match (entry.kind, IamArn::read(entry.value.text).kind) {
            (PrincipalType::Aws, _) if is_account(entry.value.text) => Some(entry.value.text),
            (PrincipalType::Aws, IamKind::Root) => Some(Arn::parse(entry.value.text)?.account()),
            _ => None,
        })
        .collect();
    let is_everyone = |entry: &PrincipalEntry<'_>| entry.value.text == "*" && entry.value.is_known();
    let role_is_listed = |account: &str, role: &str| {
        found.iter().any(|(entry, _)| {
            let text = entry.value.text;
            let read = IamArn::read(text);
            entry.kind == PrincipalType::Aws
                && read.kind == IamKind::Role
                && Arn::parse(text).is_some_and(|arn| arn.account() == account)
                && read.name.of(text).rsplit('/').next() == Some(role)
        })
    };
    let mut whole = Vec::new();
    for (entry, callers) in found {
        let text = entry.value.text;
        if entry.kind != PrincipalType::Aws || is_everyone(entry) {
            whole.extend(callers.sure.iter().cloned());
            continue;
        }
        let read = IamArn::read(text);
        let account = Arn::parse(text).map_or(text, |arn| arn.account());
        let is_whole = match read.kind {
            IamKind::User | IamKind::OriginAccessIdentity | IamKind::FederatedUser => {
                accounts.contains(&account)
            }
            IamKind::AssumedRole => {
                accounts.contains(&account) && role_is_listed(account, read.name.of(text))
            }
            _ => false,
        };
        if is_whole {
            whole.extend(callers.sure.iter().cloned());
        }
        if is_account(text) || read.kind == IamKind::Root {
            whole.extend(callers.sure.iter().filter(|one| one.starts_with(&literal("root:"))).cloned());
        }
    }
    whole
}
