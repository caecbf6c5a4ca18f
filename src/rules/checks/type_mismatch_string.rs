//! `type-mismatch-string`: a value of `BinaryEquals` that is not in Base64.

use super::type_mismatch_boolean::report_others;
use crate::access::is_base64;
use crate::policy::{Base, Condition, Statement};
use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(_: Context<'_>, _: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    report_others("type-mismatch-string", &[Base::BinaryEquals], is_base64, condition, drafts);
}
