//! `unique-sids-recommended`: a `Sid` twice in a policy of a resource.

use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook};
use crate::rules::sids::report_repeated;

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

fn check(context: Context<'_>, drafts: &mut Drafts) {
    report_repeated("unique-sids-recommended", context.policy, drafts);
}
