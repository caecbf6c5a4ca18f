//! What a configuration may name: rules, families, profiles, parameters.

use std::collections::{BTreeMap, BTreeSet};

/// The names that the caller's pages and facts define.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Names and aliases of rules, each with the name that counts.
    pub rules: BTreeMap<String, String>,
    /// Families of rules.
    pub families: BTreeSet<String>,
    /// Names and aliases of integration profiles, each with the name that counts.
    pub profiles: BTreeMap<String, String>,
    /// Parameters that profiles define beyond [`crate::surroundings::parameter::PARAMETERS`].
    pub parameters: BTreeSet<String>,
}

/// What an entry of `select` or `ignore` names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Selected {
    /// A rule.
    Rule(String),
    /// All rules of a family.
    Family(String),
    /// What the page of an integration reports.
    Profile(String),
    /// Every rule, also those that run only when they are asked for.
    All,
}

/// The word for [`Selected::All`].
const ALL: &str = "all";

impl Names {
    /// What this word names: a rule before a profile before a family before everything.
    pub fn selected(&self, word: &str) -> Option<Selected> {
        let rule = || self.rules.get(word).cloned().map(Selected::Rule);
        let profile = || self.profiles.get(word).cloned().map(Selected::Profile);
        let family = || self.families.get(word).cloned().map(Selected::Family);
        rule().or_else(profile).or_else(family).or_else(|| (word == ALL).then_some(Selected::All))
    }

    /// Every name that [`Names::selected`] knows.
    pub fn selectable(&self) -> impl Iterator<Item = &str> {
        let rules = self.rules.keys().map(String::as_str);
        let profiles = self.profiles.keys().map(String::as_str);
        rules.chain(profiles).chain(self.families.iter().map(String::as_str))
    }
}
