//! The rules of a run: the built-in pages and the user's own, switched on and off by name, family or integration.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::hook::Hook;
use super::page::{Body, Page};
use super::profile::data::Profile;
use super::select::Select;
use crate::finding::{Confidence, PolicyKind, Severity, Target};
use crate::text::Range;

/// What a built-in page runs.
#[derive(Clone, Copy, Debug)]
pub enum Runs {
    /// Functions of the program.
    Check(&'static [Hook]),
    /// A JSONPath.
    Select,
    /// An integration with the texts that hint at it.
    Profile(&'static [&'static str]),
}

/// A page of the program: what a run needs before it has a finding.
#[derive(Debug)]
pub struct BuiltIn {
    /// The rule's name.
    pub name: &'static str,
    /// The rule's family.
    pub family: &'static str,
    /// Earlier names, the first one first.
    pub aliases: &'static [&'static str],
    /// Severity of its findings.
    pub severity: Severity,
    /// Confidence of its findings.
    pub confidence: Confidence,
    /// Kinds of policies that it looks at; empty for all.
    pub kinds: &'static [PolicyKind],
    /// Code of AWS's own check that says the same.
    pub aws: Option<&'static str>,
    /// Rules whose finding on the same value makes this one's superfluous.
    pub yields_to: &'static [&'static str],
    /// Whether it runs without being asked for.
    pub is_default: bool,
    /// What it runs.
    pub runs: Runs,
    /// First paragraph of the page.
    pub summary: &'static str,
    /// Bytes of the rule block in the page.
    pub block: (u32, u32),
    /// The page.
    pub text: &'static str,
}

mod generated {
    use super::{BuiltIn, Runs};

    include!(concat!(env!("OUT_DIR"), "/pages.rs"));
}

pub use generated::PAGES;

/// Names one rule of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub usize);

/// One rule of a run.
#[derive(Debug)]
pub struct Rule {
    /// The rule's name.
    pub name: Cow<'static, str>,
    /// The rule's family.
    pub family: Cow<'static, str>,
    /// Whether its findings are wanted.
    pub enabled: bool,
    /// Severity that the configuration sets instead of the page's.
    pub configured: Option<Severity>,
    /// Whether its findings have the severity that AWS gives them, whatever the message.
    pub strict: bool,
    built_in: Option<&'static BuiltIn>,
    hooks: &'static [Hook],
    page: OnceLock<Box<Page>>,
    kinds: u8,
}

/// The rules of a run.
#[derive(Debug, Default)]
pub struct RuleSet {
    rules: Vec<Rule>,
}

impl Rule {
    fn built_in(page: &'static BuiltIn) -> Self {
        Self {
            name: Cow::Borrowed(page.name),
            family: Cow::Borrowed(page.family),
            enabled: page.is_default,
            configured: None,
            strict: false,
            built_in: Some(page),
            hooks: if let Runs::Check(hooks) = page.runs { hooks } else { &[] },
            page: OnceLock::new(),
            kinds: mask(page.kinds),
        }
    }

    fn user(page: Page, hooks: &'static [Hook]) -> Self {
        Self {
            name: Cow::Owned(page.name.clone()),
            family: Cow::Owned(page.family.clone()),
            enabled: page.is_default,
            configured: None,
            strict: false,
            built_in: None,
            hooks,
            kinds: mask(&page.kinds),
            page: OnceLock::from(Box::new(page)),
        }
    }

    /// The page. Of a built-in one the rule block is read when it is first asked for, and nothing else: its prose and
    /// its examples are for [`Page::read`].
    pub fn page(&self) -> &Page {
        self.page.get_or_init(|| {
            let (text, block, summary) = match self.built_in {
                Some(page) => (page.text, Range::new(page.block.0, page.block.1), page.summary),
                None => ("", Range::default(), ""),
            };
            Box::new(Page::of_block(&self.name, &self.family, summary, text, block))
        })
    }

    /// Severity of the page.
    pub fn severity(&self) -> Severity {
        self.built_in.map_or_else(|| self.page().severity, |page| page.severity)
    }

    /// Confidence of the page.
    pub fn confidence(&self) -> Confidence {
        self.built_in.map_or_else(|| self.page().confidence, |page| page.confidence)
    }

    /// Whether it runs without being asked for.
    pub fn is_default(&self) -> bool {
        self.built_in.map_or_else(|| self.page().is_default, |page| page.is_default)
    }

    /// Code of AWS's own check that says the same.
    pub fn aws(&self) -> Option<&str> {
        self.built_in.map_or_else(|| self.page().aws.as_deref(), |page| page.aws)
    }

    /// Whether a finding of `other` on the same value makes this rule's superfluous.
    pub fn yields_to(&self, other: &str) -> bool {
        match self.built_in {
            Some(page) => page.yields_to.contains(&other),
            None => self.page().yields_to.iter().any(|name| name == other),
        }
    }

    /// Whether the rule looks at policies of this kind.
    pub fn applies_to(&self, kind: PolicyKind) -> bool {
        self.kinds & bit(kind) != 0
    }

    /// Functions of a check.
    pub fn hooks(&self) -> &'static [Hook] {
        self.hooks
    }

    /// The selector of a declared rule.
    pub fn select(&self) -> Option<(&Select, Target)> {
        if !matches!(self.built_in, None | Some(BuiltIn { runs: Runs::Select, .. })) {
            return None;
        }
        match &self.page().body {
            Body::Select(select, target) => Some((select, *target)),
            _ => None,
        }
    }

    /// Texts of which a policy for this integration holds at least one; `None` where the rule is no integration.
    pub fn hints(&self) -> Option<Vec<&str>> {
        match self.built_in {
            Some(BuiltIn { runs: Runs::Profile(hints), .. }) => Some(hints.to_vec()),
            Some(_) => None,
            None => self.profile().map(|profile| profile.hints.iter().map(String::as_str).collect()),
        }
    }

    /// The integration of a profile page.
    pub fn profile(&self) -> Option<&Profile> {
        if !matches!(self.built_in, None | Some(BuiltIn { runs: Runs::Profile(_), .. })) {
            return None;
        }
        match &self.page().body {
            Body::Profile(profile) => Some(profile),
            _ => None,
        }
    }

    /// Earlier names.
    pub fn aliases(&self) -> Vec<&str> {
        match self.built_in {
            Some(page) => page.aliases.to_vec(),
            None => self.page().aliases.iter().map(String::as_str).collect(),
        }
    }

    /// The name that the rule had first; fingerprints are made from it.
    pub fn first_name(&self) -> &str {
        let first = match self.built_in {
            Some(page) => page.aliases.first().copied(),
            None => self.page().aliases.first().map(String::as_str),
        };
        first.unwrap_or(&self.name)
    }

    /// Whether the rule goes by this name, now or in an earlier release.
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name
            || match self.built_in {
                Some(page) => page.aliases.contains(&name),
                None => self.page().aliases.iter().any(|alias| alias == name),
            }
    }
}

impl RuleSet {
    /// The built-in rules, then the user's pages. A user's page replaces a built-in one of the same name: whoever embeds
    /// arnlint may want that, the commands refuse such a page.
    pub fn new(user: Vec<Page>) -> Self {
        let mut rules: Vec<Rule> = PAGES.iter().map(Rule::built_in).collect();
        for page in user {
            rules.retain(|rule| rule.name != page.name);
            rules.push(Rule::user(page, &[]));
        }
        Self { rules }
    }

    /// Adds a rule that is written in Rust: a page without `select` and `profile`, and the functions that report under
    /// its name. Replaces a rule of the same name. This is how a program that embeds arnlint adds checks of its own.
    pub fn add_check(&mut self, page: Page, hooks: &'static [Hook]) {
        self.rules.retain(|rule| rule.name != page.name);
        self.rules.push(Rule::user(page, hooks));
    }

    /// Switches every rule on, also those that run only when they are asked for.
    pub fn enable_all(&mut self) {
        self.rules.iter_mut().for_each(|rule| rule.enabled = true);
    }

    /// Switches rules on and off, and sets severities: both are asked with the rule's name and family.
    pub fn apply(&mut self, runs: &dyn Fn(&Rule) -> bool, severity: &dyn Fn(&Rule) -> Option<Severity>) {
        for at in 0..self.rules.len() {
            let Some(rule) = self.rules.get(at) else { continue };
            let (enabled, configured) = (runs(rule), severity(rule));
            if let Some(rule) = self.rules.get_mut(at) {
                rule.enabled = enabled;
                rule.configured = configured;
            }
        }
    }

    /// Gives the findings of AWS's own checks the severities that AWS gives them.
    pub fn be_strict(&mut self) {
        for rule in self.rules.iter_mut().filter(|rule| rule.aws().is_some()) {
            rule.strict = true;
        }
    }

    /// Every rule with its id, enabled or not.
    pub fn all(&self) -> impl Iterator<Item = (RuleId, &Rule)> {
        self.rules.iter().enumerate().map(|(at, rule)| (RuleId(at), rule))
    }

    /// Every rule that is on.
    pub fn enabled(&self) -> impl Iterator<Item = (RuleId, &Rule)> {
        self.all().filter(|(_, rule)| rule.enabled)
    }

    /// The rule with this id.
    pub fn rule(&self, id: RuleId) -> Option<&Rule> {
        self.rules.get(id.0)
    }

    /// The rule with this name, else the one that had it in an earlier release.
    pub fn get(&self, name: &str) -> Option<&Rule> {
        let mut rules = self.rules.iter();
        rules.find(|rule| rule.name == name).or_else(|| self.rules.iter().find(|rule| rule.is_called(name)))
    }
}

fn bit(kind: PolicyKind) -> u8 {
    match kind {
        PolicyKind::Identity => 1,
        PolicyKind::Bucket => 2,
        PolicyKind::Resource => 4,
        PolicyKind::Trust => 8,
        PolicyKind::Scp => 16,
        PolicyKind::Rcp => 32,
        PolicyKind::Endpoint => 64,
    }
}

fn mask(kinds: &[PolicyKind]) -> u8 {
    if kinds.is_empty() { u8::MAX } else { kinds.iter().fold(0, |mask, kind| mask | bit(*kind)) }
}
