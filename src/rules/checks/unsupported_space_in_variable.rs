//! `unsupported-space-in-variable`: a blank in the name of a policy variable.

use crate::finding::Applicability;
use crate::policy::variable::{Form, Seen, Variable, variables};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};
use crate::text::{Range, offset};

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    if !policy.has_variables() || !policy.seen_variables().has(Seen::BLANK) {
        return;
    }
    for value in policy.replaced() {
        for variable in variables(value.text).filter(Variable::is_certain) {
            let Form::Key { name, .. } = variable.form else { continue };
            if !name.contains(char::is_whitespace) || value.touches_hole(variable.range) {
                continue;
            }
            let start = variable.range.start + 2;
            let range = Range::new(start, start + offset(name.len()));
            let bare = joined(name);
            // The key of a tag may hold blanks of its own; then no variable can name it.
            let is_mendable = !bare.contains(char::is_whitespace);
            let message = if is_mendable { "stray" } else { "tag" };
            let spot = Spot::Within(value.node, variable.range);
            let draft = drafts.report("unsupported-space-in-variable", message, spot);
            draft.arg("variable", variable.range.of(value.text));
            if is_mendable {
                let edit = TreeEdit::ReplaceWithin(value.node, range, bare.clone());
                draft.arg("key", bare).fix("join", Applicability::Unsafe, vec![edit]);
            }
        }
    }
}

/// The name without the blanks at its ends and around the signs that part it.
fn joined(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for (at, part) in name.split_inclusive([':', '/']).enumerate() {
        let part = if at == 0 { part.trim_start() } else { part.trim_start_matches(' ') };
        match part.char_indices().next_back().filter(|(_, last)| matches!(last, ':' | '/')) {
            Some((end, sign)) => {
                out.push_str(part.get(..end).unwrap_or("").trim_end());
                out.push(sign);
            }
            None => out.push_str(part.trim_end()),
        }
    }
    out
}
