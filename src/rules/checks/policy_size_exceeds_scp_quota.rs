//! `policy-size-exceeds-scp-quota`: a service control policy longer than AWS Organizations takes.

use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook};
use crate::rules::size::report;

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let _ = report("policy-size-exceeds-scp-quota", context.policy, "scp", drafts);
}
