//! `type-mismatch-ip-range`: a value of `IpAddress` that is neither an address nor a range of them.

use super::type_mismatch_boolean::report_others;
use crate::access::is_address_range;
use crate::policy::{Base, Condition, Statement};
use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(_: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    report_others("type-mismatch-ip-range", &[Base::IpAddress], is_address_range, condition, drafts);
}
