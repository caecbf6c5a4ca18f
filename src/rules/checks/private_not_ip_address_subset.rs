//! `private-not-ip-address-subset`: values of `NotIpAddress` that AWS never sees, beside others.

use super::private_ip_address::some;
use crate::policy::{Condition, Statement};
use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(_: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    some("private-not-ip-address-subset", true, statement, condition, drafts);
}
