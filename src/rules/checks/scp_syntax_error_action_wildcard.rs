//! `scp-syntax-error-action-wildcard`: a wildcard before the end of an action in a service control policy.

use crate::policy::{Block, Statement, Value};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;
use crate::text::{Range, offset};

/// Asks for actions.
pub const HOOKS: &[Hook] = &[Hook::Action(check)];

fn check(_: Context<'_>, _: &Statement<'_>, _: &Block<'_>, value: &Value<'_>, drafts: &mut Drafts) {
    let stem = value.text.trim_end_matches('*');
    let Some(at) = memchr::memchr(b'*', stem.as_bytes()).map(offset) else { return };
    if !value.touches_hole(Range::new(at, at + 1)) {
        drafts
            .report("scp-syntax-error-action-wildcard", ONLY, Spot::Node(value.node))
            .arg("action", value.text);
    }
}
