//! `policy-size-exceeds-role-trust-policy-quota`: a policy longer than IAM takes.

use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;
use crate::rules::size::{above, grouped};

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

/// Characters that IAM takes, blanks aside (IAM user guide, quotas).
const QUOTA: usize = 2_048;

fn check(context: Context<'_>, drafts: &mut Drafts) {
    if let Some(size) = above(context.policy, QUOTA) {
        drafts
            .report("policy-size-exceeds-role-trust-policy-quota", ONLY, Spot::Node(context.policy.root))
            .arg("size", grouped(size));
    }
}
