//! Statements that say the same word for word, so that whatever they mean they mean the same.

use crate::finding::PolicyKind;
use crate::policy::{Block, Policy, Statement, Value};

/// All that a statement says, without `Sid`, in one text.
pub(super) fn text(policy: &Policy<'_>, statement: &Statement<'_>) -> Option<String> {
    if !statement.is_exact() {
        return None;
    }
    let mut out =
        Writer { text: format!("{:?} {:?}", statement.effect, role(policy.kind)), variables: false };
    if let Some(block) = &statement.principal {
        out.word(if block.negated { "\u{1}not-principal" } else { "\u{1}principal" });
        let mut entries: Vec<String> =
            block.entries.iter().map(|entry| format!("{:?}\u{2}{}", entry.kind, entry.value.text)).collect();
        entries.sort_unstable();
        for entry in &entries {
            out.word(entry);
        }
    }
    for (name, block) in [("action", &statement.action), ("resource", &statement.resource)] {
        if let Some(block) = block {
            out.block(name, block);
        }
    }
    for condition in statement.conditions() {
        out.word(&format!("\u{1}{:?}\u{2}{}", condition.operator, condition.key.text.to_ascii_lowercase()));
        out.values(&condition.values);
    }
    // What `${…}` means depends on the version.
    if out.variables {
        out.word(if policy.has_variables() { "\u{1}variables" } else { "\u{1}plain" });
    }
    Some(out.text)
}

/// Kinds that give a statement another meaning.
fn role(kind: PolicyKind) -> PolicyKind {
    if kind == PolicyKind::Bucket { PolicyKind::Resource } else { kind }
}

struct Writer {
    text: String,
    variables: bool,
}

impl Writer {
    fn word(&mut self, word: &str) {
        self.text.push('\u{3}');
        self.text.push_str(word);
    }

    fn block(&mut self, name: &str, block: &Block<'_>) {
        self.word(&format!("\u{1}{}{name}", if block.negated { "not-" } else { "" }));
        self.values(&block.values);
    }

    fn values(&mut self, values: &[Value<'_>]) {
        let mut texts: Vec<&str> = values.iter().map(|value| value.text).collect();
        texts.sort_unstable();
        for text in texts {
            self.variables |= text.contains("${");
            self.word(text);
        }
    }
}
