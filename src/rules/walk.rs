//! One walk over a policy serves every rule: each check is called with the elements that it asked for.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use super::canonical::View;
use super::draft::{Drafts, Spot};
use super::hook::{Change, Context, Hook, Project, TextContext};
use super::page::ONLY;
use super::profile::data::Profile;
use super::profile::hints::Hints;
use super::profile::{self, served};
use super::registry::{RuleId, RuleSet};
use super::select::TooLong;
use super::usage;
use crate::finding::{PolicyKind, Target};
use crate::surroundings::{Index, Surroundings};

/// The rules of a run, sorted by what they ask for.
#[derive(Debug)]
pub struct Plan<'r> {
    /// The rules.
    pub rules: &'r RuleSet,
    hooks: Vec<(RuleId, &'static Hook)>,
    /// The checks for each kind of policy, gathered when the first of it is met.
    by_kind: [OnceLock<Hooks>; PolicyKind::ALL.len()],
    selects: Vec<RuleId>,
    /// Integrations: other rules ask about them, whether their own findings are wanted or not.
    integrations: Hints,
}

/// Which rules run over a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of them.
    All,
    /// Those that ask for nothing but the policy.
    Policy,
    /// Integrations, and what is held against facts around the policy.
    Surroundings,
}

/// The checks of one kind of policy, by what they are called with.
#[derive(Debug, Default)]
struct Hooks {
    policy: Vec<&'static Hook>,
    statement: Vec<&'static Hook>,
    /// Those about integrations and their buckets.
    integration: Vec<&'static Hook>,
}

impl FromIterator<&'static Hook> for Hooks {
    fn from_iter<I: IntoIterator<Item = &'static Hook>>(all: I) -> Self {
        let mut hooks = Self::default();
        for hook in all {
            match hook {
                Hook::Policy(_) => hooks.policy.push(hook),
                Hook::Integration(_) | Hook::Use(_) => hooks.integration.push(hook),
                Hook::Text(_) | Hook::Change(_) | Hook::Project(_) => {}
                _ => hooks.statement.push(hook),
            }
        }
        hooks
    }
}

/// A rule that failed on a policy, with what it said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The rule.
    pub rule: RuleId,
    /// The reason, for a bug report.
    pub reason: String,
}

impl<'r> Plan<'r> {
    /// Sorts the enabled rules.
    pub fn new(rules: &'r RuleSet) -> Self {
        let (mut hooks, mut selects) = (Vec::new(), Vec::new());
        for (id, rule) in rules.enabled() {
            hooks.extend(rule.hooks().iter().map(|hook| (id, hook)));
            if rule.hints().is_none() && rule.hooks().is_empty() {
                selects.push(id);
            }
        }
        let asked = hooks.iter().any(|(_, hook)| matches!(hook, Hook::Integration(_) | Hook::Use(_)));
        let integrations = rules.all().filter(|(_, rule)| rule.enabled || asked);
        let hints: Vec<_> = integrations.filter_map(|(id, rule)| Some((id, rule.hints()?))).collect();
        Self { rules, hooks, by_kind: Default::default(), selects, integrations: Hints::new(&hints) }
    }

    /// Runs the rules of the grammar over a text.
    pub fn text(&self, context: TextContext<'_>, drafts: &mut Drafts) -> Vec<Broken> {
        self.guarded(drafts, |only, drafts| {
            for (id, hook) in &self.hooks {
                if let Hook::Text(check) = hook
                    && only.is_none_or(|only| only == *id)
                {
                    check(context, drafts);
                }
            }
            Vec::new()
        })
    }

    /// Runs the rules over a policy.
    pub fn policy(&self, context: Context<'_>, part: Part, drafts: &mut Drafts) -> Vec<Broken> {
        self.guarded(drafts, |only, drafts| self.walk(context, part, only, drafts))
    }

    /// Whether some integration may have to do with a policy.
    pub fn concerns(&self, context: Context<'_>) -> bool {
        !self.integrations.concerned(self.rules, context).is_empty()
    }

    /// Runs the rules about changes over two versions of a policy.
    pub fn change(&self, change: Change<'_>, drafts: &mut Drafts) -> Vec<Broken> {
        self.guarded(drafts, |only, drafts| {
            for (id, hook) in &self.hooks {
                if let Hook::Change(check) = hook
                    && only.is_none_or(|only| only == *id)
                    && self.rules.rule(*id).is_some_and(|rule| rule.applies_to(change.new.kind))
                {
                    check(change, drafts);
                }
            }
            Vec::new()
        })
    }

    /// Runs the rules that look at the facts alone.
    pub fn project(
        &self,
        surroundings: &Surroundings,
        index: &Index<'_>,
        drafts: &mut Drafts,
    ) -> Vec<Broken> {
        let has_hooks = self.hooks.iter().any(|(_, hook)| matches!(hook, Hook::Project(_) | Hook::Use(_)));
        if !has_hooks || *surroundings == Surroundings::default() {
            return Vec::new();
        }
        let integrations = self.rules.all().filter(|(_, rule)| rule.hints().is_some());
        let profiles: Vec<(&str, &Profile)> =
            integrations.filter_map(|(_, rule)| Some((&*rule.name, rule.profile()?))).collect();
        let project = Project { surroundings, index, profiles: &profiles };
        let uses = usage::declared(project);
        self.guarded(drafts, |only, drafts| {
            for (_, hook) in self.hooks.iter().filter(|(id, _)| only.is_none_or(|only| only == *id)) {
                match hook {
                    Hook::Project(check) => check(project, drafts),
                    Hook::Use(check) => uses.iter().for_each(|one| check(one, drafts)),
                    _ => {}
                }
            }
            Vec::new()
        })
    }

    /// Runs all rules at once; only when one panics is each run alone, so that the others' findings are kept and the
    /// one is named. `run` gives the rules that gave up by themselves.
    fn guarded(
        &self,
        drafts: &mut Drafts,
        run: impl Fn(Option<RuleId>, &mut Drafts) -> Vec<Broken>,
    ) -> Vec<Broken> {
        let mut all = Drafts::default();
        if let Ok(broken) = catch_unwind(AssertUnwindSafe(|| run(None, &mut all))) {
            drafts.list.append(&mut all.list);
            return broken;
        }
        let mut broken = Vec::new();
        for (rule, _) in self.rules.enabled() {
            let mut one = Drafts::default();
            match catch_unwind(AssertUnwindSafe(|| run(Some(rule), &mut one))) {
                Ok(mut given_up) => {
                    drafts.list.append(&mut one.list);
                    broken.append(&mut given_up);
                }
                Err(panic) => broken.push(Broken { rule, reason: reason(panic.as_ref()) }),
            }
        }
        broken
    }

    fn walk(
        &self,
        context: Context<'_>,
        part: Part,
        only: Option<RuleId>,
        drafts: &mut Drafts,
    ) -> Vec<Broken> {
        let kind = context.policy.kind;
        let wanted = |id: RuleId| {
            only.is_none_or(|only| only == id)
                && self.rules.rule(id).is_some_and(|rule| rule.applies_to(kind))
        };
        let of_kind = || self.hooks.iter().filter(|(id, _)| wanted(*id)).map(|(_, hook)| *hook).collect();
        let alone: Hooks;
        let hooks: &Hooks = match (only, self.by_kind.get(kind as usize)) {
            (None, Some(known)) => known.get_or_init(of_kind),
            _ => {
                alone = of_kind();
                &alone
            }
        };
        let concerned =
            if part == Part::Policy { Vec::new() } else { self.integrations.concerned(self.rules, context) };
        let is_on = |id: &RuleId| self.rules.rule(*id).is_some_and(|rule| rule.enabled);
        for id in concerned.iter().filter(|id| is_on(id) && wanted(**id)) {
            profile::run(self.rules, *id, context, drafts);
        }
        for hook in hooks.policy.iter().filter(|_| part != Part::Surroundings) {
            if let Hook::Policy(check) = hook {
                check(context, drafts);
            }
        }
        if !hooks.integration.is_empty() {
            for id in &concerned {
                served::each(self.rules, *id, context, |served| {
                    let uses = usage::undeclared(context, served);
                    for hook in &hooks.integration {
                        match hook {
                            Hook::Integration(check) => check(context, served, drafts),
                            Hook::Use(check) => uses.iter().for_each(|one| check(one, drafts)),
                            _ => {}
                        }
                    }
                });
            }
        }
        if part == Part::Surroundings {
            return Vec::new();
        }
        for statement in &context.policy.statements {
            walk_statement(&hooks.statement, context, statement, drafts);
        }
        self.select(context, &wanted, drafts)
    }

    fn select(
        &self,
        context: Context<'_>,
        wanted: &dyn Fn(RuleId) -> bool,
        drafts: &mut Drafts,
    ) -> Vec<Broken> {
        let mut view = None;
        let mut broken = Vec::new();
        for id in self.selects.iter().copied().filter(|id| wanted(*id)) {
            let Some(rule) = self.rules.rule(id) else { continue };
            let Some((select, target)) = rule.select() else { continue };
            let view = view.get_or_insert_with(|| View::new(context.policy.tree, context.policy.root));
            let items = select.run(view).unwrap_or_else(|TooLong { steps }| {
                let reason = format!("its selector was given up after {steps} steps");
                broken.push(Broken { rule: id, reason });
                Vec::new()
            });
            for item in items {
                let spot = match (target, view.key(item), view.source(item)) {
                    (Target::Key, Some(key), _) => Spot::Key(key),
                    (_, _, Some(source)) => Spot::Node(source),
                    _ => continue,
                };
                let draft = drafts.report(rule.name.clone(), ONLY, spot);
                if let Some(text) = view.text(item) {
                    draft.arg("value", text);
                }
                if let Some(name) = view.name(item) {
                    draft.arg("name", name);
                }
            }
        }
        broken
    }
}

/// What a panic says.
pub(crate) fn reason(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no reason given".to_owned())
}

fn walk_statement(
    hooks: &[&Hook],
    context: Context<'_>,
    statement: &crate::policy::Statement<'_>,
    drafts: &mut Drafts,
) {
    for hook in hooks {
        match hook {
            Hook::Statement(check) => check(context, statement, drafts),
            Hook::Action(check) => {
                let blocks = statement.action.iter();
                blocks.for_each(|block| {
                    block.values.iter().for_each(|value| check(context, statement, block, value, drafts));
                });
            }
            Hook::Resource(check) => {
                let blocks = statement.resource.iter();
                blocks.for_each(|block| {
                    block.values.iter().for_each(|value| check(context, statement, block, value, drafts));
                });
            }
            Hook::Principal(check) => {
                let entries = statement.principal.iter().flat_map(|block| &block.entries);
                entries.for_each(|entry| check(context, statement, entry, drafts));
            }
            Hook::Condition(check) => {
                statement
                    .conditions()
                    .iter()
                    .for_each(|condition| check(context, statement, condition, drafts));
            }
            Hook::Text(_)
            | Hook::Policy(_)
            | Hook::Integration(_)
            | Hook::Use(_)
            | Hook::Change(_)
            | Hook::Project(_) => {}
        }
    }
}
