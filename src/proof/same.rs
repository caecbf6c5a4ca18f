//! Statements that say the same word for word, so that whatever they mean they mean the same.

use crate::finding::PolicyKind;
use crate::policy::{Block, Condition, Policy, PrincipalBlock, Statement, Value};

/// All that a statement says, without `Sid`, in one text.
pub(super) fn text(policy: &Policy<'_>, statement: &Statement<'_>) -> Option<String> {
    if !statement.is_exact() {
        return None;
    }
    let mut text = format!("{:?} {:?}", statement.effect, role(policy.kind));
    let blocks = [("action", &statement.action), ("resource", &statement.resource)];
    let blocks =
        blocks.into_iter().filter_map(|(name, block)| Some(self::block(policy, name, block.as_ref()?)));
    let principal = statement.principal.iter().map(principal);
    let mut conditions: Vec<String> =
        statement.conditions().iter().map(|condition| self::condition(policy, condition)).collect();
    conditions.sort_unstable();
    for part in principal.chain(blocks).chain(conditions) {
        text.push_str(&part);
    }
    Some(text)
}

/// Whether two statements of a policy say the same, but for `Sid`, the order of lists and the case of actions.
pub fn say_the_same(policy: &Policy<'_>, one: &Statement<'_>, two: &Statement<'_>) -> bool {
    let folded = |statement| text(policy, statement).map(|text| text.to_ascii_lowercase());
    folded(one).is_some() && folded(one) == folded(two)
}

/// All that `Principal` or `NotPrincipal` says.
pub(super) fn principal(block: &PrincipalBlock<'_>) -> String {
    let mut out = Writer::new(if block.negated { "not-principal" } else { "principal" });
    let mut entries: Vec<String> =
        block.entries.iter().map(|entry| format!("{:?}\u{2}{}", entry.kind, entry.value.text)).collect();
    entries.sort_unstable();
    for entry in &entries {
        out.word(entry);
    }
    out.text
}

/// All that `Action`, `Resource` or their opposite says.
pub(super) fn block(policy: &Policy<'_>, name: &str, block: &Block<'_>) -> String {
    let mut out = Writer::new(&format!("{}{name}", if block.negated { "not-" } else { "" }));
    out.values(policy, &block.values);
    out.text
}

/// All that one operator says of one key.
pub(super) fn condition(policy: &Policy<'_>, condition: &Condition<'_>) -> String {
    let operator = condition.operator_key.text;
    let mut out = Writer::new(&format!("{operator}\u{2}{}", condition.key.text.to_ascii_lowercase()));
    out.values(policy, &condition.values);
    out.text
}

/// Kinds that give a statement another meaning.
fn role(kind: PolicyKind) -> PolicyKind {
    if kind == PolicyKind::Bucket { PolicyKind::Resource } else { kind }
}

struct Writer {
    text: String,
}

impl Writer {
    fn new(name: &str) -> Self {
        Self { text: format!("\u{1}{name}") }
    }

    fn word(&mut self, word: &str) {
        self.text.push('\u{3}');
        self.text.push_str(word);
    }

    fn values(&mut self, policy: &Policy<'_>, values: &[Value<'_>]) {
        let mut texts: Vec<&str> = values.iter().map(|value| value.text).collect();
        texts.sort_unstable();
        for text in &texts {
            self.word(text);
        }
        // What `${…}` means depends on the version.
        if texts.iter().any(|text| text.contains("${")) {
            self.word(if policy.has_variables() { "\u{1}variables" } else { "\u{1}plain" });
        }
    }
}
