//! `unsupported-condition-key-for-service-principal`: an AWS service is let in under a condition that it never meets.

use crate::finding::Severity;
use crate::policy::{Condition, Effect, PrincipalType, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

/// Keys of callers that belong to an account or an organization.
const OF_MEMBERS: [&str; 2] = ["aws:PrincipalOrgID", "aws:PrincipalOrgPaths"];
/// Keys of callers that are identities of IAM.
const OF_IDENTITIES: [&str; 3] = ["aws:PrincipalArn", "aws:PrincipalAccount", "aws:username"];
/// Keys of calls that come through a VPC endpoint.
const OF_NETWORKS: [&str; 3] = ["aws:SourceVpc", "aws:SourceVpce", "aws:VpcSourceIp"];

fn check(_: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let is_one_of = |keys: &[&str]| keys.iter().any(|key| condition.is_key(key));
    let message = if is_one_of(&OF_MEMBERS) {
        "member"
    } else if is_one_of(&OF_IDENTITIES) {
        "identity"
    } else if is_one_of(&OF_NETWORKS) {
        "network"
    } else {
        return;
    };
    if statement.effect != Effect::Allow || !condition.demands_key() {
        return;
    }
    let Some(block) = statement.principal.as_ref().filter(|block| !block.negated) else { return };
    let mut services = block.entries.iter().filter(|entry| entry.kind == PrincipalType::Service);
    let Some(service) = services.next() else { return };
    let draft = drafts.report(
        "unsupported-condition-key-for-service-principal",
        message,
        Spot::Key(condition.key.node),
    );
    draft.arg("key", condition.key.text).arg("service", service.value.text);
    draft.related(Spot::Node(service.value.node), "service");
    if block.entries.iter().any(|entry| entry.kind != PrincipalType::Service) {
        draft.severity(Severity::Warning).help("split");
    }
}
