//! `private-not-ip-address`: a `NotIpAddress` of which every value is an address that AWS never sees.

use super::private_ip_address::all;
use crate::policy::{Condition, Statement};
use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(_: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    all("private-not-ip-address", true, statement, condition, drafts);
}
