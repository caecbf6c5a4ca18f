//! Condition keys that follow from the caller, as sets of callers.

use super::caller::{INNER, NAME, PART, any, arn, join, of_account, of_session, some, word};
use super::word::{Bars, Pattern, Symbol, Token, literal, takes, tidy};

/// What a condition key that follows from the caller says: for which callers its value is among those of a pattern,
/// for which there is none, and for which it is not known.
pub(super) struct Derived {
    key: Key,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Arn,
    Account,
    Kind,
    IsService,
    ServiceName,
    ServiceNames,
    UserName,
}

impl Derived {
    /// The key with this name in lower case, if it follows from the caller.
    pub(super) fn of(key: &str) -> Option<Self> {
        let key = match key {
            "aws:principalarn" => Key::Arn,
            "aws:principalaccount" => Key::Account,
            "aws:principaltype" => Key::Kind,
            "aws:principalisawsservice" => Key::IsService,
            "aws:principalservicename" => Key::ServiceName,
            "aws:principalservicenameslist" => Key::ServiceNames,
            "aws:username" => Key::UserName,
            _ => return None,
        };
        Some(Self { key })
    }

    /// Whether it holds a list.
    pub(super) fn is_list(&self) -> bool {
        self.key == Key::ServiceNames
    }

    /// The callers for which the value is one of the pattern's.
    pub(super) fn with_value(&self, pattern: &[Token]) -> Vec<Pattern> {
        let inner = |bars: Bars| -> Vec<Token> {
            pattern
                .iter()
                .map(|token| match token {
                    Token::One(own) => Token::One(own.and(bars)),
                    Token::Many(own) => Token::Many(own.and(bars)),
                    other => *other,
                })
                .collect()
        };
        let patterns: Vec<Vec<Token>> = match self.key {
            Key::Arn => {
                let own = inner(INNER);
                let session = of_session(&some(INNER));
                ["root", "user", "token"]
                    .iter()
                    .map(|kind| word(kind, &own))
                    .chain([join(&[&word("assumed", &own), &session])])
                    .collect()
            }
            Key::Account => {
                let mut all = of_account(&some(PART), &inner(PART));
                all.extend(Self::named(&[("anonymous", vec![literal("anon")])], pattern));
                all
            }
            Key::Kind => {
                let kind =
                    |at: usize| of_account(&some(PART), &some(PART)).into_iter().skip(at).take(1).collect();
                let names: [(&str, Vec<Vec<Token>>); 5] = [
                    ("Anonymous", vec![literal("anon")]),
                    ("Account", kind(0)),
                    ("User", kind(1)),
                    ("AssumedRole", kind(2)),
                    ("FederatedUser", kind(3)),
                ];
                Self::named(&names, pattern)
            }
            Key::IsService => {
                let others =
                    of_account(&some(PART), &some(PART)).into_iter().chain([word("can", &some(PART))]);
                let names = [("true", vec![word("svc", &some(PART))]), ("false", others.collect())];
                Self::named(&names, pattern)
            }
            Key::ServiceName | Key::ServiceNames => vec![word("svc", &inner(PART))],
            Key::UserName => {
                let own = inner(NAME);
                let head = literal("user/");
                let below = join(&[&head, &any(INNER), &literal("/"), &own]);
                [join(&[&head, &own]), below]
                    .map(|rest| arn("user", &some(PART), "iam", &some(PART), &rest))
                    .to_vec()
            }
        };
        patterns.into_iter().map(tidy).collect()
    }

    /// Callers whose value has one of a few names.
    fn named(names: &[(&str, Vec<Vec<Token>>)], pattern: &[Token]) -> Vec<Vec<Token>> {
        let is_taken = |name: &str| {
            let word: Vec<_> = name.chars().map(Symbol::Char).collect();
            takes(pattern, &word)
        };
        names.iter().filter(|(name, _)| is_taken(name)).flat_map(|(_, callers)| callers.clone()).collect()
    }

    /// The callers that have no value.
    pub(super) fn without_value(&self) -> Vec<Pattern> {
        let of_accounts = || of_account(&some(PART), &some(PART));
        let can = || word("can", &some(PART));
        let federated = || [word("web", &some(INNER)), word("saml", &some(INNER))];
        let patterns: Vec<Vec<Token>> = match self.key {
            Key::Arn => vec![literal("anon"), word("svc", &some(PART))],
            Key::Account | Key::Kind => Vec::new(),
            Key::IsService => vec![literal("anon")],
            Key::ServiceName | Key::ServiceNames => {
                [of_accounts(), vec![literal("anon"), can()], federated().to_vec()].concat()
            }
            Key::UserName => {
                let others = of_accounts().into_iter().enumerate().filter(|(at, _)| *at != 1);
                let others: Vec<_> = others.map(|(_, pattern)| pattern).collect();
                [others, vec![literal("anon"), word("svc", &some(PART)), can()], federated().to_vec()]
                    .concat()
            }
        };
        patterns.into_iter().map(tidy).collect()
    }

    /// The callers of which it is not known whether they have a value, or which.
    pub(super) fn open(&self) -> Vec<Pattern> {
        let can = || word("can", &some(PART));
        let svc = || word("svc", &some(PART));
        let federated = || vec![word("web", &some(INNER)), word("saml", &some(INNER))];
        let patterns = match self.key {
            Key::Arn => [vec![can()], federated()].concat(),
            Key::Account | Key::Kind => [vec![can(), svc()], federated()].concat(),
            Key::IsService => federated(),
            Key::ServiceName | Key::UserName => Vec::new(),
            Key::ServiceNames => vec![svc()],
        };
        patterns.into_iter().map(tidy).collect()
    }
}
