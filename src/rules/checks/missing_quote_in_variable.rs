//! `missing-quote-in-variable`: the default of a variable without its single quotes.

use crate::finding::Applicability;
use crate::policy::variable::{Fallback, Form, Seen, variables};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    if !policy.has_variables() || !policy.seen_variables().has(Seen::BARE) {
        return;
    }
    for value in policy.replaced() {
        for variable in variables(value.text).filter(crate::policy::variable::Variable::is_certain) {
            let Form::Key { name, default: Fallback::Bare(range) } = variable.form else { continue };
            if value.touches_hole(variable.range) {
                continue;
            }
            let spot = if range.is_empty() { variable.range } else { range };
            let text = range.of(value.text);
            let quoted = format!("'{}'", text.trim_matches(is_quote));
            drafts
                .report("missing-quote-in-variable", "found", Spot::Within(value.node, spot))
                .arg("key", name.trim())
                .arg("text", text)
                .arg("quoted", quoted.as_str())
                .fix(
                    "quote",
                    Applicability::Unsafe,
                    vec![TreeEdit::ReplaceWithin(value.node, range, quoted)],
                );
        }
    }
}

/// Quotes of all sorts: other ones than `'` are no quotes to AWS.
fn is_quote(character: char) -> bool {
    matches!(character, '\'' | '"' | '`' | '\u{2018}' | '\u{2019}' | '\u{201C}' | '\u{201D}')
}
