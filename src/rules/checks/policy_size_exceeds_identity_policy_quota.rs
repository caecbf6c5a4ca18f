//! `policy-size-exceeds-identity-policy-quota`: a policy longer than IAM takes.

use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook};
use crate::rules::size::report;

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let _ = report("policy-size-exceeds-identity-policy-quota", context.policy, "identity", drafts);
}
