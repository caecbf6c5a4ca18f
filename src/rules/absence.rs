//! Whether an element is really missing from a statement, or only not seen.

use crate::policy::{Policy, Statement, element, intrinsic, placeholder};

/// Whether the statement says nothing that could be one of these elements: its text is whole, it is no function of a
/// template, and none of its other members is a misspelt or templated name of one.
pub fn is_absent(policy: &Policy<'_>, statement: &Statement<'_>, names: &[&'static str]) -> bool {
    let tree = policy.tree;
    let may_be = |name: &str| {
        intrinsic::is_intrinsic_name(name)
            || element::meant(name, &element::STATEMENT).is_some_and(|wanted| names.contains(&wanted))
            || !placeholder::find(name).is_empty()
    };
    !policy.damaged && !statement.unknown.iter().filter_map(|key| tree.str(*key)).any(may_be)
}
