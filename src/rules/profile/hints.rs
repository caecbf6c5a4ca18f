//! The cheap test before an integration's page is read: may a policy be the integration's at all?

use crate::rules::hook::Context;
use crate::rules::registry::{RuleId, RuleSet};
use crate::text::AnyOf;

/// The integrations of a run, with texts of which any policy that is meant for one holds one.
#[derive(Debug)]
pub struct Hints {
    /// The integrations' pages.
    ids: Vec<RuleId>,
    /// For each text the place of its integration in `ids`.
    owners: Vec<usize>,
    texts: AnyOf,
}

impl Hints {
    /// Of integrations and their texts, ready to be searched for in many policies.
    pub fn new(integrations: &[(RuleId, Vec<&str>)]) -> Self {
        let each = integrations.iter().enumerate();
        let owners = each.flat_map(|(at, (_, texts))| texts.iter().map(move |_| at)).collect();
        let texts = AnyOf::new(integrations.iter().flat_map(|(_, texts)| texts.iter().copied()));
        Self { ids: integrations.iter().map(|(id, _)| *id).collect(), owners, texts }
    }

    /// The integrations that the policy may be meant for: it is declared to be, or its text, its file's name or its own
    /// holds a hint.
    pub fn concerned(&self, rules: &RuleSet, context: Context<'_>) -> Vec<RuleId> {
        // One file may hold thousands of policies: only this one's text is searched.
        let tree = context.policy.tree;
        let text = tree.range(context.policy.root).of(tree.text());
        let mut held = vec![false; self.ids.len()];
        for text in [text, context.file, context.policy.name.as_deref().unwrap_or("")] {
            let owners = self.texts.found(text).into_iter().filter_map(|number| self.owners.get(number));
            for owner in owners {
                if let Some(held) = held.get_mut(*owner) {
                    *held = true;
                }
            }
        }
        let is_declared = |id: RuleId| {
            let rule = rules.rule(id);
            let mut declared = context.role.integrations.iter();
            rule.is_some_and(|rule| declared.any(|one| rule.is_called(&one.profile.value)))
        };
        let each = self.ids.iter().copied().zip(held);
        each.filter(|(id, held)| *held || is_declared(*id)).map(|(id, _)| id).collect()
    }
}
