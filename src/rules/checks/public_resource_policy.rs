//! `public-resource-policy`: a policy of a queue, topic, key or the like that lets anyone in.

use crate::finding::Confidence;
use crate::policy::{KindFrom, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::strangers;

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

/// What the policies of a service are about. A document about another service is more likely a VPC endpoint's.
const THINGS: [(&str, &str); 13] = [
    ("backup", "backup vault"),
    ("codeartifact", "repository"),
    ("ecr", "repository"),
    ("elasticfilesystem", "file system"),
    ("events", "event bus"),
    ("glacier", "vault"),
    ("kms", "key"),
    ("lambda", "function"),
    ("logs", "log group"),
    ("secretsmanager", "secret"),
    ("ses", "identity"),
    ("sns", "topic"),
    ("sqs", "queue"),
];

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    let mut endpoint = None;
    for (statement, everyone) in strangers::let_in(policy) {
        let service = service(statement);
        // What is open by intent says so here, and other means decide: an API is open without a policy, a search domain
        // has users of its own.
        if ["execute-api", "es"].iter().any(|name| service.eq_ignore_ascii_case(name)) {
            continue;
        }
        let thing = THINGS.iter().find(|(name, _)| service.eq_ignore_ascii_case(name));
        let may_be_endpoint = *endpoint.get_or_insert_with(|| policy.may_be_endpoint_policy());
        if policy.kind_from == KindFrom::Content && thing.is_none()
            || may_be_endpoint && !names_itself(statement)
        {
            continue;
        }
        let draft = drafts.report("public-resource-policy", "found", Spot::Node(everyone.value.node));
        draft.arg("thing", thing.map_or("resource", |(_, thing)| *thing));
        if let Some(action) = statement.action.as_ref() {
            draft.related(Spot::Node(action.node), "action");
        }
        if may_be_endpoint {
            draft.confidence(Confidence::Medium);
        }
    }
}

/// Whether the statement is about what it belongs to, as policies of keys and secrets write it; others write an ARN.
fn names_itself(statement: &Statement<'_>) -> bool {
    let service = service(statement);
    let is_lone = ["kms", "secretsmanager"].iter().any(|name| service.eq_ignore_ascii_case(name));
    !is_lone || statement.resources().iter().all(|value| value.text == "*")
}

/// The service of the first action; empty for `*` and `NotAction`.
fn service<'s>(statement: &Statement<'s>) -> &'s str {
    let first = statement.actions().first();
    first.and_then(|action| action.text.split_once(':')).map_or("", |(service, _)| service)
}
