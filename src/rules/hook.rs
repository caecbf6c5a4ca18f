//! When a check runs: each asks for one element of a policy, and one walk over the policy serves them all.

use super::draft::Drafts;
use crate::json::{Problem, Tree};
use crate::policy::{Block, Condition, Policy, PrincipalEntry, Statement, Value};
use crate::surroundings::{FileRole, Surroundings};

/// What a check may look at besides its element.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The policy under the walk.
    pub policy: &'a Policy<'a>,
    /// Facts around the policies of the run.
    pub surroundings: &'a Surroundings,
    /// What the configuration says about the file.
    pub role: &'a FileRole<'a>,
    /// The file's path as given, `/` between its parts.
    pub file: &'a str,
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
    /// Once per run, over the facts and what the policies left for them.
    Project(fn(&Surroundings, &mut Drafts)),
}
