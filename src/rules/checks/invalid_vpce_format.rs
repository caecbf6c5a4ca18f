//! `invalid-vpce-format`: a value of `aws:SourceVpce` that is no id of a VPC endpoint.

use super::invalid_vpc_format::ids;
use crate::policy::{Condition, Statement};
use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(_: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    if condition.is_key("aws:SourceVpce") {
        ids("invalid-vpce-format", "vpce-", "vpc-", condition, drafts);
    }
}
