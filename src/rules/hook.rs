//! When a check runs: each asks for one element of a policy, and one walk over the policy serves them all.

use super::draft::Drafts;
use super::overlap::Memo;
use super::profile::data::Profile;
use super::profile::served::Served;
use super::usage::Use;
use crate::json::{Problem, Tree};
use crate::policy::{Block, Condition, Policy, PrincipalEntry, Statement, Value};
use crate::surroundings::{FileRole, Index, Surroundings};

/// What a check may look at besides its element.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The policy under the walk.
    pub policy: &'a Policy<'a>,
    /// Facts around the policies of the run.
    pub surroundings: &'a Surroundings,
    /// The same facts by name and by file.
    pub index: &'a Index<'a>,
    /// What the configuration says about the file.
    pub role: &'a FileRole<'a>,
    /// The file's path as given, `/` between its parts.
    pub file: &'a str,
    /// What several checks of the policy share.
    pub memo: &'a Memo,
}

/// What a check of the facts themselves looks at.
#[derive(Clone, Copy, Debug)]
pub struct Project<'a> {
    /// Facts around the policies of the run.
    pub surroundings: &'a Surroundings,
    /// The same facts by name and by file.
    pub index: &'a Index<'a>,
    /// Every integration with the name of its page.
    pub profiles: &'a [(&'a str, &'a Profile)],
}

impl<'a> Project<'a> {
    /// The integration with this name.
    pub fn profile(&self, name: &str) -> Option<&'a Profile> {
        self.profiles.iter().find(|(known, _)| *known == name).map(|(_, profile)| *profile)
    }
}

/// Two versions of one policy.
#[derive(Clone, Copy, Debug)]
pub struct Change<'a> {
    /// The old version.
    pub old: &'a Policy<'a>,
    /// The new version.
    pub new: &'a Policy<'a>,
}

/// A text with its syntax mistakes, for the rules of the grammar.
#[derive(Clone, Copy, Debug)]
pub struct TextContext<'a> {
    /// The tree that could be read.
    pub tree: &'a Tree<'a>,
    /// What is wrong with the text.
    pub problems: &'a [Problem],
}

/// A check with the element that it asks for.
#[derive(Clone, Copy, Debug)]
pub enum Hook {
    /// Once per text (a file, or a policy inside a string).
    Text(fn(TextContext<'_>, &mut Drafts)),
    /// Once per policy.
    Policy(fn(Context<'_>, &mut Drafts)),
    /// Once per statement.
    Statement(fn(Context<'_>, &Statement<'_>, &mut Drafts)),
    /// For each value of `Action` and `NotAction`.
    Action(fn(Context<'_>, &Statement<'_>, &Block<'_>, &Value<'_>, &mut Drafts)),
    /// For each value of `Resource` and `NotResource`.
    Resource(fn(Context<'_>, &Statement<'_>, &Block<'_>, &Value<'_>, &mut Drafts)),
    /// For each value of `Principal` and `NotPrincipal`.
    Principal(fn(Context<'_>, &Statement<'_>, &PrincipalEntry<'_>, &mut Drafts)),
    /// For each operator and key of `Condition`.
    Condition(fn(Context<'_>, &Statement<'_>, &Condition<'_>, &mut Drafts)),
    /// Once per policy and document of an integration that it serves: because it was declared, or because it names the
    /// integration's caller.
    Integration(fn(Context<'_>, Served<'_>, &mut Drafts)),
    /// For each use of a bucket by an integration, whether the facts tell of it or a policy does.
    Use(fn(&Use<'_>, &mut Drafts)),
    /// Once per policy of which an older version is known, by whoever compares the two.
    Change(fn(Change<'_>, &mut Drafts)),
    /// Once per run, over the facts alone.
    Project(fn(Project<'_>, &mut Drafts)),
}
