//! `wildcard-usage-too-permissive`: a wildcard that leaves open what the condition is to keep out.

use crate::policy::variable::{Form, variables};
use crate::policy::{Base, Condition, Statement, Value};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::narrowing::{FEWEST, Guarded, guarded, id_end};
use crate::text::{Range, offset};

/// Asks for conditions.
pub const HOOKS: &[Hook] = &[Hook::Condition(check)];

fn check(context: Context<'_>, statement: &Statement<'_>, condition: &Condition<'_>, drafts: &mut Drafts) {
    let is_like = condition.operator.is_some_and(|operator| operator.base == Base::StringLike);
    if !is_like {
        return;
    }
    let Some(guard) = guarded(context.policy.kind, statement, condition) else { return };
    for value in &condition.values {
        let Some((message, range)) = open(value, guard) else { continue };
        drafts
            .report("wildcard-usage-too-permissive", message, Spot::Node(value.node))
            .arg("key", condition.key.text)
            .arg("value", value.text)
            .arg("wildcard", range.of(value.text))
            .arg("fewest", FEWEST.to_string());
    }
}

/// The first wildcard of the value that leaves too much open, and how.
fn open(value: &Value<'_>, guard: Guarded) -> Option<(&'static str, Range)> {
    let text = value.text;
    if !text.bytes().any(|byte| matches!(byte, b'*' | b'?')) {
        return None;
    }
    let mut wildcards = Runs { value, at: 0, end: 0 };
    match guard {
        Guarded::Sensitive(_) => wildcards.next().map(|(_, range)| ("sensitive", range)),
        Guarded::UserId => {
            let end = id_end(text);
            let is_alone = text.get(..end).is_some_and(|id| id == "*");
            let (_, range) = wildcards.next().filter(|(_, range)| (range.start as usize) < end)?;
            (!is_alone).then_some(("user", range))
        }
        Guarded::Claim => {
            let short = |(before, _): &(usize, Range)| *before < FEWEST;
            wildcards.find(short).map(|(_, range)| ("claim", range))
        }
    }
}

/// Runs of wildcards outside of variables and holes, each with the number of fixed characters right before it.
struct Runs<'v, 'a> {
    value: &'v Value<'a>,
    at: usize,
    /// Where what is not fixed ended last.
    end: usize,
}

impl Iterator for Runs<'_, '_> {
    type Item = (usize, Range);

    fn next(&mut self) -> Option<(usize, Range)> {
        let text = self.value.text;
        loop {
            let rest = text.get(self.at..)?;
            let start = self.at + rest.find(['*', '?', '$'])?;
            if text.as_bytes().get(start) == Some(&b'$') {
                let tail = text.get(start..).filter(|tail| tail.starts_with("${"));
                let variable = tail.and_then(|tail| variables(tail).next());
                self.at = start + variable.map_or(1, |one| one.range.end as usize);
                if variable.is_some_and(|one| matches!(one.form, Form::Key { .. })) {
                    self.end = self.at;
                }
                continue;
            }
            let length = text.get(start..)?.bytes().take_while(|byte| matches!(byte, b'*' | b'?')).count();
            let range = Range::new(offset(start), offset(start + length));
            let before = text.get(self.end..start).map_or(0, |fixed| fixed.chars().count());
            let fixed = Range::new(offset(self.end), offset(start));
            self.at = start + length;
            self.end = self.at;
            // A hole right before it may be filled with as many letters as it takes.
            if !self.value.touches_hole(range) && !self.value.touches_hole(fixed) {
                return Some((before, range));
            }
        }
    }
}
