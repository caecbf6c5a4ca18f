//! `variable-usage-too-permissive`: a policy variable that leaves open what the condition is to keep out.

use super::invalid_variable_for_operator::takes_variables;
use crate::policy::variable::{Form, Seen, Variable, variables};
use crate::policy::{Condition, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::narrowing::{FEWEST, Guarded, guarded, id_end, subject_of};
use crate::text::{Range, offset};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(context: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    if !condition.operator.is_some_and(|operator| takes_variables(operator.base))
        || !policy.has_variables()
        || !policy.seen_variables().has(Seen::USED)
    {
        return;
    }
    let Some(guard) = guarded(policy.kind, statement, condition) else { return };
    for value in &condition.values {
        let mut end = 0;
        for variable in variables(value.text) {
            let Form::Key { name, .. } = variable.form else { continue };
            let start = variable.range.start as usize;
            let before = Range::new(offset(end), variable.range.start);
            end = variable.range.end as usize;
            if !variable.is_certain() {
                continue;
            }
            let is_whole = variable.range.len() as usize == value.text.len();
            let message = match guard {
                Guarded::Sensitive(_) if is_whole && condition.is_key(name.trim()) => Some("itself"),
                // Both are made by AWS and name the same sort of thing: the one is compared with the other.
                Guarded::Sensitive(subject)
                    if !condition.is_key(name.trim()) && subject_of(name.trim()) == Some(subject) =>
                {
                    None
                }
                Guarded::Sensitive(_) => Some("sensitive"),
                Guarded::UserId => user(value.text, start, variable),
                // What fills a hole may be long enough.
                Guarded::Claim if value.touches_hole(before) => None,
                Guarded::Claim => {
                    let fixed = before.of(value.text);
                    let last = fixed.rfind(['*', '?']).and_then(|at| fixed.get(at + 1..)).unwrap_or(fixed);
                    (last.chars().count() < FEWEST).then_some("claim")
                }
            };
            let Some(message) = message else { continue };
            drafts
                .report("variable-usage-too-permissive", message, Spot::Within(value.node, variable.range))
                .arg("key", condition.key.text)
                .arg("variable", variable.range.of(value.text))
                .arg("fewest", FEWEST.to_string());
        }
    }
}

/// A variable in the part of a user's id that AWS makes, unless it is all of that part.
fn user(text: &str, start: usize, variable: Variable<'_>) -> Option<&'static str> {
    // The colon of the variable's own name is none of the value.
    let behind = text.get(variable.range.end as usize..).unwrap_or("");
    let is_alone = start == 0 && (behind.is_empty() || behind.starts_with(':'));
    let is_before = id_end(text.get(..start).unwrap_or("")) == start;
    (is_before && !is_alone).then_some("user")
}
