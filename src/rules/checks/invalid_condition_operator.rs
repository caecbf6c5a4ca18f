//! `invalid-condition-operator`: a name that no condition operator has.

use crate::aws::nearest;
use crate::finding::Applicability;
use crate::policy::condition::OPERATORS;
use crate::policy::{Operator, Statement};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};

/// Asks for statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

const SUFFIX: &str = "IfExists";

fn check(_: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let mut last = None;
    for condition in statement.conditions() {
        let (name, node) = (condition.operator_key.text, condition.operator_key.node);
        if condition.operator.is_some() || last.replace(node) == Some(node) || names_null(name) {
            continue;
        }
        let wanted = repaired(name);
        let draft = drafts.report(
            "invalid-condition-operator",
            if wanted.is_some() { "near" } else { "unknown" },
            Spot::Key(node),
        );
        draft.arg("name", name);
        if let Some(wanted) = wanted {
            draft.arg("wanted", wanted.as_str()).fix(
                "rename",
                Applicability::Unsafe,
                vec![TreeEdit::Rename(node, wanted)],
            );
        }
    }
}

/// `Null` with a prefix or a suffix that it does not take: other rules speak of these.
fn names_null(name: &str) -> bool {
    let stem = name.rsplit(':').next().unwrap_or(name);
    stem.eq_ignore_ascii_case("Null") || stem.eq_ignore_ascii_case("NullIfExists")
}

/// The operator that is nearest to a name: its prefix, stem and suffix each put right.
fn repaired(name: &str) -> Option<String> {
    let (prefix, rest) = match name.split_once(':') {
        Some((prefix, rest)) => {
            (format!("{}:", nearest(prefix.trim(), ["ForAllValues", "ForAnyValue"], 3)?), rest)
        }
        None => (String::new(), name),
    };
    let rest = rest.trim();
    let cut = rest.len().saturating_sub(SUFFIX.len());
    let (stem, suffix) = match rest.split_at_checked(cut) {
        Some((stem, tail)) if !stem.is_empty() && nearest(tail, [SUFFIX], 2).is_some() => (stem, SUFFIX),
        _ => (rest, ""),
    };
    let known = OPERATORS.iter().map(|(known, ..)| *known);
    let slips = if stem.len() < 8 { 1 } else { 3 };
    let stem = same_words(stem).or_else(|| nearest(stem, known, slips))?;
    let wanted = format!("{prefix}{stem}{suffix}");
    Operator::parse(&wanted).map(|_| wanted)
}

/// Operators under names that other languages give them.
fn same_words(stem: &str) -> Option<&'static str> {
    let lower = stem.to_ascii_lowercase();
    let known = match lower.as_str() {
        "stringnotequal" | "notstringequals" => "StringNotEquals",
        "notstringlike" => "StringNotLike",
        "ipaddressnot" | "ipnotaddress" | "notipaddresses" => "NotIpAddress",
        "boolean" | "boolequals" => "Bool",
        "arnnotequal" | "notarnequals" => "ArnNotEquals",
        "notarnlike" => "ArnNotLike",
        _ => return None,
    };
    Some(known)
}
