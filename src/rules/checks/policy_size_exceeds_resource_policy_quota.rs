//! `policy-size-exceeds-resource-policy-quota`: a policy longer than the service of its resource takes.

use crate::aws::quotas::SMALLEST;
use crate::finding::PolicyKind;
use crate::policy::Policy;
use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook};
use crate::rules::size::report;

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    if (policy.tree.range(policy.root).len() as usize) <= SMALLEST {
        return;
    }
    let (of, resource) = match policy.kind {
        PolicyKind::Bucket => ("bucket", "a bucket"),
        PolicyKind::Endpoint => ("endpoint", "a VPC endpoint"),
        _ => match service(policy) {
            Some("kms") => ("kms", "a KMS key"),
            Some("sqs") => ("sqs", "a queue"),
            Some("secretsmanager") => ("secretsmanager", "a secret"),
            Some("dynamodb") => ("dynamodb", "a table"),
            _ => return,
        },
    };
    if let Some(draft) = report("policy-size-exceeds-resource-policy-quota", policy, of, drafts) {
        draft.arg("resource", resource);
    }
}

/// The service of which every action of the policy is; `None` where they are of several, or it cannot be told.
fn service<'p>(policy: &'p Policy<'_>) -> Option<&'p str> {
    let blocks = policy.statements.iter().filter_map(|statement| statement.action.as_ref());
    let mut services = blocks.flat_map(|block| &block.values).map(|action| {
        let (service, _) = action.text.split_once(':')?;
        action.is_known().then_some(service)
    });
    let first = services.next()??;
    services.all(|service| service == Some(first)).then_some(first)
}
