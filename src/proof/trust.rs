//! Whom a policy of a resource lets in from outside: anybody beyond those that it names, beyond accounts or
//! organizations, or without a signature.

use serde_json::{Value, json};

use super::difference::new_access;
use super::made::{document, with};
use super::question::{Answer, Open, Options, Verdict};
use super::shared::shared_access;
use crate::access::{Cidr, Why};
use crate::aws::Arn;
use crate::aws::caller_keys::caller_key;
use crate::aws::identifier::is_account;
use crate::policy::{Condition, Effect, Policy, PrincipalEntry, PrincipalType, Statement};

/// Who counts as outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outside {
    /// Everybody but those that the policy names by fixed values: what S3 calls public.
    ///
    /// Source: Amazon S3 user guide, blocking public access to your S3 storage, the meaning of "public".
    Public,
    /// Everybody but callers of these accounts and organizations. AWS services count as inside: for whom they act is
    /// another question.
    Of {
        /// Ids of accounts.
        accounts: Vec<String>,
        /// Ids of organizations.
        organizations: Vec<String>,
    },
    /// Whoever sends requests without a signature.
    Anonymous,
}

/// Requests from outside that the policy allows.
pub fn outside_access(policy: &Policy<'_>, outside: &Outside, options: Options) -> Answer {
    let everyone = |condition: Value| json!({"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", "Condition": condition});
    let unknown =
        || Answer { verdict: Verdict::Unknown(Open::Policy(Why::NotUnderstood)), regions: Vec::new() };
    let statements = match outside {
        Outside::Public => fixed(policy),
        Outside::Of { accounts, organizations } => {
            let mut trusted = vec![everyone(json!({"Bool": {"aws:PrincipalIsAWSService": "true"}}))];
            if !accounts.is_empty() {
                trusted.push(json!({"Effect": "Allow", "Principal": {"AWS": accounts}, "Action": "*", "Resource": "*"}));
            }
            if !organizations.is_empty() {
                trusted.push(everyone(json!({"StringEquals": {"aws:PrincipalOrgID": organizations}})));
            }
            trusted
        }
        Outside::Anonymous => {
            let unsigned = everyone(json!({
                "StringEquals": {"aws:PrincipalType": "Anonymous"},
                "Null": {"aws:PrincipalIsAWSService": "true"}
            }));
            let asked = with(&document(&[unsigned]), policy.kind, policy.catalog, |asked| {
                shared_access(policy, asked, options)
            });
            return asked.unwrap_or_else(unknown);
        }
    };
    let answer = with(&document(&statements), policy.kind, policy.catalog, |trusted| {
        new_access(policy, trusted, options)
    });
    answer.unwrap_or_else(unknown)
}

/// Everything that is limited to a value which the policy itself fixes, as a policy that allows it.
fn fixed(policy: &Policy<'_>) -> Vec<Value> {
    let mut statements = Vec::new();
    let allow = |principal: Value, condition: Option<Value>| {
        let mut statement =
            json!({"Effect": "Allow", "Principal": principal, "Action": "*", "Resource": "*"});
        if let (Some(condition), Some(members)) = (condition, statement.as_object_mut()) {
            members.insert("Condition".to_owned(), condition);
        }
        statement
    };
    for statement in &policy.statements {
        let Some(block) = &statement.principal else { continue };
        // Those whom a `Deny` spares are named, too.
        if block.negated == (statement.effect == Effect::Allow) {
            continue;
        }
        for entry in block.entries.iter().filter(|entry| is_fixed_principal(entry)) {
            let name = match entry.kind {
                PrincipalType::Service => "Service",
                PrincipalType::Federated => "Federated",
                PrincipalType::CanonicalUser => "CanonicalUser",
                _ => "AWS",
            };
            statements.push(allow(json!({name: entry.value.text}), None));
        }
    }
    for condition in policy.statements.iter().flat_map(Statement::conditions) {
        let Some(operator) = operator_of(condition) else { continue };
        for value in &condition.values {
            if value.is_known() && is_fixed(&condition.key.text.to_ascii_lowercase(), value.text) {
                let key = condition.key.text;
                statements.push(allow(json!("*"), Some(json!({operator: {key: value.text}}))));
            }
        }
    }
    if statements.is_empty() {
        // Allows nothing, so that whatever the policy allows is beyond it.
        statements.push(json!({"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}));
    }
    statements
}

fn is_fixed_principal(entry: &PrincipalEntry<'_>) -> bool {
    let text = entry.value.text;
    if !entry.value.is_known() || text.contains(['*', '?', '$']) {
        return false;
    }
    match entry.kind {
        PrincipalType::Aws | PrincipalType::Service | PrincipalType::CanonicalUser => true,
        // Whoever has an account with a provider on the internet comes as its identity.
        PrincipalType::Federated => text.contains(":saml-provider/"),
        PrincipalType::Lone | PrincipalType::Unknown => false,
    }
}

/// The operator that lets in exactly the requests with a value of the key.
fn operator_of(condition: &Condition<'_>) -> Option<&'static str> {
    caller_key(condition.key.text).filter(|key| key.names_caller)?;
    let name = condition.key.text.to_ascii_lowercase();
    let is_list = condition.known_key().is_some_and(|known| known.is_multivalued);
    Some(match name.as_str() {
        "aws:sourceip" => "IpAddress",
        "aws:principalisawsservice" => "Bool",
        "aws:principalarn" | "aws:sourcearn" => "ArnLike",
        "s3:dataaccesspointarn" => "StringLike",
        _ if is_list => "ForAnyValue:StringEquals",
        _ => "StringEquals",
    })
}

/// Whether a value of a key that names callers fixes who they are.
fn is_fixed(key: &str, text: &str) -> bool {
    let is_exact = !text.contains(['*', '?', '$']) && !text.is_empty();
    match key {
        "aws:sourceip" => Cidr::parse(text).is_some_and(|block| block.is_narrow() || block.is_private()),
        "aws:principalisawsservice" => text.eq_ignore_ascii_case("true"),
        // With the account fixed the rest of the ARN may be open.
        "aws:principalarn" | "s3:dataaccesspointarn" => {
            Arn::parse(text).is_some_and(|arn| is_account(arn.account()) && !text.contains('$'))
        }
        "aws:sourcearn" => is_exact && Arn::parse(text).is_some(),
        _ => is_exact,
    }
}
