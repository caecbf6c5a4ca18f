//! `unsupported-sid`: a `Sid` with other characters than letters and digits where IAM takes no others.

use std::collections::HashSet;

use crate::finding::Applicability;
use crate::json::Kind;
use crate::policy::{Policy, Value};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};
use crate::rules::page::ONLY;

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let sids = || context.policy.statements.iter().filter_map(|statement| statement.sid.as_ref());
    if sids().all(|sid| sid.text.bytes().all(is_allowed)) {
        return;
    }
    let taken: HashSet<&str> = sids().map(|sid| sid.text).collect();
    sids().for_each(|sid| name(context.policy, sid, &taken, drafts));
}

fn name(policy: &Policy<'_>, sid: &Value<'_>, taken: &HashSet<&str>, drafts: &mut Drafts) {
    if policy.tree.kind(sid.node) != Kind::String || sid.text.bytes().all(is_allowed) {
        return;
    }
    let pieces = sid.pieces();
    let literal = pieces.iter().flatten().flat_map(|piece| piece.chars());
    // A character that could not be read is told of as such.
    let unread = char::REPLACEMENT_CHARACTER;
    let bad = literal.filter(|character| !character.is_ascii_alphanumeric() && *character != unread);
    let mut characters: Vec<char> = Vec::new();
    for character in bad {
        if !characters.contains(&character) {
            characters.push(character);
        }
    }
    if characters.is_empty() {
        return;
    }
    let named = characters.iter().find(|character| !character.is_whitespace());
    let message = if named.is_some() { ONLY } else { "blank" };
    let draft = drafts.report("unsupported-sid", message, Spot::Node(sid.node));
    draft.arg("character", named.map_or(String::new(), char::to_string));
    if let Some(text) = cleaned(sid, taken) {
        let edits = vec![TreeEdit::Replace(sid.node, format!("\"{text}\""))];
        draft.arg("wanted", text).help("wanted").fix("clean", Applicability::Safe, edits);
    }
}

fn is_allowed(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

/// The text without what is not allowed, each word begun with a capital; `None` where nothing is left, something of it
/// is filled in later, or another statement has that name.
fn cleaned(sid: &Value<'_>, taken: &HashSet<&str>) -> Option<String> {
    let mut text = String::with_capacity(sid.text.len());
    let mut starts_word = false;
    for character in sid.text.chars() {
        if !character.is_ascii_alphanumeric() {
            starts_word = !text.is_empty();
        } else if std::mem::take(&mut starts_word) {
            text.push(character.to_ascii_uppercase());
        } else {
            text.push(character);
        }
    }
    let is_read = !sid.text.contains(char::REPLACEMENT_CHARACTER);
    (is_read && sid.is_known() && !text.is_empty() && !taken.contains(text.as_str())).then_some(text)
}
