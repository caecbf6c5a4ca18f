//! `unsupported-character`: a character that IAM does not take in the text of a policy.

use crate::rules::blank::is_blank;
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;
use crate::text::{Range, offset};

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

const RULE: &str = "unsupported-character";

/// How many more characters are shown beside the first.
const MORE: usize = 3;

/// How many characters are looked at.
const MOST: usize = 100;

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    let whole = policy.tree.range(policy.root);
    let text = whole.of(policy.tree.text());
    if text.is_ascii() || policy.damaged {
        return;
    }
    let mut found: Vec<(Range, char)> = text
        .char_indices()
        .filter(|(_, character)| *character > '\u{FF}')
        .map(|(at, character)| {
            let start = whole.start.saturating_add(offset(at));
            (Range::new(start, start.saturating_add(offset(character.len_utf8()))), character)
        })
        .take(MOST)
        .collect();
    // What can be seen comes first: blanks are mostly spoken of by a rule of their own.
    found.sort_by_key(|(range, character)| (is_blank(*character), range.start));
    let mut found = found.into_iter();
    let Some((range, character)) = found.next() else { return };
    let draft = drafts.report(RULE, ONLY, Spot::Text(range));
    draft.arg("character", character).arg("code", format!("U+{:04X}", u32::from(character)));
    for (range, _) in found.take(MORE) {
        draft.related(Spot::Text(range), "another");
    }
}
