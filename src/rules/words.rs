//! Drafts to findings: the page's words filled with the draft's values, spots turned into spans and paths.

use std::borrow::Cow;
use std::sync::Arc;

use super::draft::{Draft, DraftFix, Spot};
use super::fingerprint::Prints;
use super::page::Message;
use super::registry::Rule;
use crate::finding::{Finding, Fix, Label, Step};
use crate::json::Tree;
use crate::policy::Policy;
use crate::text::Span;

/// What a draft was made over.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// The tree that its nodes belong to; `None` for a draft about facts alone.
    pub tree: Option<&'a Tree<'a>>,
    /// The policy, where it is about one.
    pub policy: Option<&'a Policy<'a>>,
}

impl Ground<'_> {
    /// Bytes that a spot covers; `None` for a node of a tree that is not there.
    pub fn span(&self, spot: &Spot) -> Option<Span> {
        match spot {
            Spot::Fact(span, _) => Some(*span),
            Spot::Node(node) | Spot::Key(node) => self.tree.map(|tree| tree.span(*node)),
            Spot::Within(node, range) => self.tree.map(|tree| tree.span_of(tree.within(*node, *range))),
            Spot::Text(range) => self.tree.map(|tree| tree.span_of(*range)),
        }
    }

    fn path(&self, spot: &Spot) -> Vec<Step> {
        match spot {
            Spot::Fact(_, path) => path.clone(),
            Spot::Text(_) => Vec::new(),
            Spot::Node(node) | Spot::Key(node) | Spot::Within(node, _) => match (self.tree, self.policy) {
                (Some(tree), Some(policy)) => tree.path(policy.root, *node),
                (Some(tree), None) => tree.root().map_or(Vec::new(), |root| tree.path(root, *node)),
                (None, _) => Vec::new(),
            },
        }
    }
}

/// Turns a draft into a finding; `None` where it has no place that exists.
///
/// The fingerprint is left as the hash of what the finding is about; whoever sees all findings of a file adds the
/// ordinal that tells equal ones apart.
pub fn finish(draft: &Draft, rule: &Rule, ground: Ground<'_>, prints: &mut Prints<'_>) -> Option<Finding> {
    let page = rule.page();
    let message = match page.words.messages.get(draft.message) {
        Some(message) => Cow::Borrowed(message),
        None => Cow::Owned(Message {
            text: format!("`{}` has no words for `{}`", rule.name, draft.message),
            ..Message::default()
        }),
    };
    let labels: Vec<Label> = draft
        .places
        .iter()
        .enumerate()
        .filter_map(|(at, place)| {
            let words = match place.label {
                Some(name) => page.words.labels.get(name),
                None if at == 0 => message.label.as_ref(),
                None => None,
            };
            Some(Label {
                role: place.role,
                text: words.map(|words| fill(words, &draft.args)),
                span: ground.span(&place.spot)?,
                path: ground.path(&place.spot),
                target: place.spot.target(),
            })
        })
        .collect();
    labels.first()?;
    let of_message = draft.severity.or(message.severity).filter(|_| !rule.strict);
    let severity = rule.configured.or(of_message).unwrap_or_else(|| rule.severity());
    let confidence = draft.confidence.or(message.confidence).unwrap_or_else(|| rule.confidence());
    Some(Finding {
        rule: Arc::from(&*rule.name),
        family: Arc::from(&*rule.family),
        severity,
        confidence,
        aws: rule.aws().map(Arc::from),
        integration: draft.integration.as_deref().map(Arc::from),
        message: fill(&message.text, &draft.args),
        help: draft
            .help
            .and_then(|name| page.words.labels.get(name))
            .or(message.help.as_ref())
            .map(|help| fill(help, &draft.args)),
        policy: ground.policy.map(Policy::reference),
        labels,
        fixes: draft.fixes.iter().filter_map(|fix| finish_fix(fix, draft, rule, ground)).collect(),
        fingerprint: prints.text(draft, rule),
    })
}

/// Renders a fix; `None` where the text around it does not let it be made.
fn finish_fix(fix: &DraftFix, draft: &Draft, rule: &Rule, ground: Ground<'_>) -> Option<Fix> {
    let title = rule.page().words.fixes.get(fix.title)?;
    let edits = crate::json::edit::render(ground.tree?, &fix.edits)?;
    Some(Fix { title: fill(title, &draft.args), applicability: fix.applicability, edits })
}

/// Puts values in the place of `{name}`. A name without a value stays as it stands.
pub fn fill(words: &str, args: &[(&'static str, String)]) -> String {
    let mut text = String::with_capacity(words.len() + 32);
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let value = after.split_once('}').and_then(|(name, tail)| {
            args.iter().find(|(known, _)| *known == name).map(|(_, value)| (value, tail))
        });
        match value {
            Some((value, tail)) => {
                text.push_str(value);
                rest = tail;
            }
            None => {
                text.push('{');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}
