//! A statement and its one-or-many elements.

use super::condition::ConditionBlock;
use super::principal::PrincipalBlock;
use super::value::Value;
use crate::json::NodeId;

/// What a matching statement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Grants.
    Allow,
    /// Refuses, whatever grants.
    Deny,
    /// Missing, misspelt or not a string.
    Unknown,
}

/// `Action`, `NotAction`, `Resource` or `NotResource`: a lone value and a one-element array mean the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block<'a> {
    /// The member's name.
    pub key: NodeId,
    /// The member's value as written.
    pub node: NodeId,
    /// Whether it is the `Not…` form.
    pub negated: bool,
    /// Its scalars in order.
    pub values: Vec<Value<'a>>,
    /// Parts that are no scalars: objects, nested arrays, null, what could not be read.
    pub unknown: Vec<NodeId>,
}

/// One statement.
#[derive(Clone, Debug)]
pub struct Statement<'a> {
    /// The statement's object.
    pub node: NodeId,
    /// Its place in `Statement`, from 0; 0 for a lone object.
    pub index: usize,
    /// The `Sid` element.
    pub sid: Option<Value<'a>>,
    /// The `Effect` element.
    pub effect: Effect,
    /// The node of `Effect`'s value.
    pub effect_node: Option<NodeId>,
    /// `Principal` or `NotPrincipal`.
    pub principal: Option<PrincipalBlock<'a>>,
    /// `Action` or `NotAction`.
    pub action: Option<Block<'a>>,
    /// `Resource` or `NotResource`.
    pub resource: Option<Block<'a>>,
    /// The `Condition` element.
    pub condition: Option<ConditionBlock<'a>>,
    /// Keys of members that are no elements of a statement, or that stand beside their opposite.
    pub unknown: Vec<NodeId>,
}

impl Block<'_> {
    /// Whether every part was understood.
    pub fn is_exact(&self) -> bool {
        self.unknown.is_empty()
    }
}

impl<'a> Statement<'a> {
    /// Whether the model holds all that the statement says.
    pub fn is_exact(&self) -> bool {
        self.unknown.is_empty()
            && self.effect != Effect::Unknown
            && self.principal.as_ref().is_none_or(PrincipalBlock::is_exact)
            && self.action.as_ref().is_none_or(Block::is_exact)
            && self.resource.as_ref().is_none_or(Block::is_exact)
            && self.condition.as_ref().is_none_or(ConditionBlock::is_exact)
    }

    /// The values of `Action`; empty for `NotAction`.
    pub fn actions(&self) -> &[Value<'a>] {
        self.action.as_ref().filter(|block| !block.negated).map_or(&[], |block| &block.values)
    }

    /// The values of `Resource`; empty for `NotResource`.
    pub fn resources(&self) -> &[Value<'a>] {
        self.resource.as_ref().filter(|block| !block.negated).map_or(&[], |block| &block.values)
    }

    /// The conditions, flattened to one operator and key each.
    pub fn conditions(&self) -> &[super::condition::Condition<'a>] {
        self.condition.as_ref().map_or(&[], |block| &block.conditions)
    }
}
