//! `sid-contradiction`: a `Sid` that says the opposite of the statement's `Effect`.

use crate::policy::{Effect, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};

/// Asks for statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

/// Words with which people begin the name of a statement that grants.
const GRANTING: [&str; 4] = ["allow", "enable", "grant", "permit"];
/// Words with which people begin the name of a statement that refuses.
const REFUSING: [&str; 3] = ["deny", "forbid", "block"];
/// Words that turn a name round: `AllowOnlyAdmins` is a good name for a `Deny`.
const TURNING: [&str; 4] = ["only", "except", "unless", "if"];

fn check(_: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let (Some(sid), Some(effect)) = (&statement.sid, statement.effect_node) else { return };
    let (words, message) = match statement.effect {
        Effect::Deny => (&GRANTING[..], "denies"),
        Effect::Allow => (&REFUSING[..], "allows"),
        Effect::Unknown => return,
    };
    let text = sid.text.trim_start();
    let Some(word) = words.iter().find(|word| begins(text, word)) else { return };
    let turned = TURNING.iter().any(|word| holds(text, word));
    if !turned {
        drafts
            .report("sid-contradiction", message, Spot::Node(effect))
            .arg("sid", sid.text)
            .arg("word", *word)
            .related(Spot::Node(sid.node), "sid");
    }
}

fn begins(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
}

fn holds(text: &str, word: &str) -> bool {
    text.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
}
