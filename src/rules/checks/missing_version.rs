//! `missing-version`: no `Version`, or the one of 2008.

use crate::finding::Applicability;
use crate::json::Kind;
use crate::policy::{Policy, Value, Version};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};
use crate::text::Range;

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

const RULE: &str = "missing-version";

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    let (spot, messages) = match (policy.version, policy.version_node) {
        (Version::Missing, _) if policy.tree.kind(policy.root) == Kind::Object => {
            let start = policy.tree.range(policy.root).start;
            (Spot::Text(Range::new(start, start + 1)), ("missing", "missing-with-variables"))
        }
        (Version::V2008, Some(node)) => (Spot::Node(node), ("old", "old-with-variables")),
        _ => return,
    };
    let edit = match policy.version_node {
        Some(node) => TreeEdit::Replace(node, "\"2012-10-17\"".to_owned()),
        None => TreeEdit::Insert(policy.root, "Version".to_owned(), "\"2012-10-17\"".to_owned()),
    };
    match variable(policy) {
        None => {
            // A hole may be filled with a variable.
            let applicability =
                if may_hold_variable(policy) { Applicability::Unsafe } else { Applicability::Safe };
            drafts.report(RULE, messages.0, spot).fix("current", applicability, vec![edit]);
        }
        Some((value, range)) => {
            drafts
                .report(RULE, messages.1, spot)
                .arg("variable", range.of(value.text))
                .related(Spot::Within(value.node, range), "variable")
                .fix("variables", Applicability::Unsafe, vec![edit]);
        }
    }
}

/// Whether any value has what begins a variable, or is not fully known.
fn may_hold_variable(policy: &Policy<'_>) -> bool {
    !policy.is_exact() || policy.values().any(|(_, value)| !value.is_known() || value.text.contains("${"))
}

/// The first text of the policy that would be a variable in the version of 2012.
fn variable<'p>(policy: &'p Policy<'_>) -> Option<(&'p Value<'p>, Range)> {
    policy.statements.iter().find_map(|statement| {
        let resources = statement.resource.iter().flat_map(|block| &block.values);
        let conditions = statement.conditions().iter().flat_map(|condition| &condition.values);
        resources.chain(conditions).find_map(|value| variable_in(value).map(|range| (value, range)))
    })
}

fn variable_in(value: &Value<'_>) -> Option<Range> {
    let start = value.text.find("${")?;
    let length = value.text.get(start..)?.find('}')?;
    let (start, end) = (u32::try_from(start).ok()?, u32::try_from(start + length + 1).ok()?);
    let range = Range::new(start, end);
    (!value.touches_hole(range)).then_some(range)
}
