//! Statements as cubes: once with all that they may match, once with what they certainly do.

use std::rc::Rc;

use super::actions::{ActionSet, Actions};
use super::element::element;
use super::keys::Keys;
use super::letters::{Letters, Style, read};
use super::same;
use super::search::Cube;
use super::space::{DimId, Literal, Space, Test, Values};
use super::word::{Bars, Pattern, Token};
use crate::access::{ArnReading, Row};
use crate::aws::Catalog;
use crate::finding::PolicyKind;
use crate::policy::{Block, Effect, Policy, PrincipalBlock, Statement, Value};

/// What a part of a statement asks.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bounds {
    /// Whatever the part matches meets these.
    pub(super) most: Vec<Literal>,
    /// Whatever meets these is certainly matched; `None` where nothing is.
    pub(super) sure: Option<Vec<Literal>>,
}

impl Bounds {
    /// It may match anything, and nothing is certain.
    pub(super) fn open() -> Self {
        Self { most: Vec::new(), sure: None }
    }

    /// It asks nothing.
    pub(super) fn always() -> Self {
        Self { most: Vec::new(), sure: Some(Vec::new()) }
    }

    /// It asks exactly this.
    pub(super) fn both(literal: Literal) -> Self {
        Self { most: vec![literal], sure: Some(vec![literal]) }
    }
}

/// A statement as two cubes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Lowered {
    /// Its position in [`Policy::statements`].
    pub(super) position: usize,
    pub(super) effect: Effect,
    /// The actions that it may be about.
    pub(super) actions: ActionSet,
    /// What each part of it says, and what that may match and certainly does.
    pub(super) parts: Vec<Part>,
    /// The actions that it is certainly about; `None` where it is certain of none.
    pub(super) sure_actions: Option<ActionSet>,
}

/// One part of a statement.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    /// What it says, word for word: parts that say the same mean the same, whatever that is.
    pub(super) text: Rc<str>,
    pub(super) bounds: Bounds,
}

impl Lowered {
    /// Whatever it matches lies in here.
    pub(super) fn most(&self) -> Cube {
        let literals = self.parts.iter().flat_map(|part| part.bounds.most.iter().copied());
        let mut cube: Cube = literals.collect();
        tidy(&mut cube);
        cube
    }

    /// What it certainly matches; parts of these texts are known to match. `None` where nothing is certain.
    pub(super) fn sure(&self, known: &[Rc<str>]) -> Option<Cube> {
        let mut cube = Cube::new();
        for part in self.parts.iter().filter(|part| !known.contains(&part.text)) {
            cube.extend(part.bounds.sure.as_ref()?);
        }
        tidy(&mut cube);
        Some(cube)
    }
}

/// What is needed to lower statements.
pub(super) struct Lowering<'q, 'c> {
    pub(super) catalog: &'c Catalog,
    pub(super) space: &'q mut Space,
    pub(super) actions: &'q mut Actions<'c>,
    pub(super) letters: &'q mut Letters,
    pub(super) keys: &'q Keys,
    pub(super) caller: DimId,
    pub(super) resource: DimId,
    pub(super) arns: ArnReading,
    /// Whether any value of the question holds a letter.
    pub(super) has_letters: bool,
    /// Whether the policy at hand has variables.
    pub(super) variables: bool,
    /// Whether the meaning of some value is in doubt.
    pub(super) has_doubt: bool,
}

impl Lowering<'_, '_> {
    /// Every statement of a policy that can match anything.
    pub(super) fn policy(&mut self, policy: &Policy<'_>) -> Vec<Lowered> {
        self.variables = policy.has_variables();
        let numbered = policy.statements.iter().enumerate();
        numbered.filter_map(|(position, one)| self.statement(position, one, policy)).collect()
    }

    fn statement(
        &mut self,
        position: usize,
        statement: &Statement<'_>,
        policy: &Policy<'_>,
    ) -> Option<Lowered> {
        let kind = policy.kind;
        let has_principal = kind.has_principal();
        let foreign = match kind {
            PolicyKind::Trust => statement.resource.is_some(),
            _ => !has_principal && statement.principal.is_some(),
        };
        let is_whole = statement.unknown.is_empty()
            && !foreign
            && statement.effect != Effect::Unknown
            && statement.condition.as_ref().is_none_or(|block| block.unknown.is_empty());
        let mut parts: Vec<Part> = Vec::new();
        let mut part = |text: String, bounds: Bounds| parts.push(Part { text: text.into(), bounds });
        if !is_whole {
            part(format!("\u{4}{position} {policy:p}"), Bounds::open());
        }
        match &statement.principal {
            // A policy of a resource that names nobody is about nobody.
            None if has_principal => return None,
            Some(block) if has_principal => part(same::principal(block), self.principal(block)),
            _ => {}
        }
        match &statement.resource {
            Some(block) => part(same::block(policy, "resource", block), self.resources(block, kind)),
            None if kind == PolicyKind::Trust => {}
            None => part(String::new(), Bounds::open()),
        }
        for condition in statement.conditions() {
            part(same::condition(policy, condition), self.condition(condition));
        }
        let actions = statement.action.as_ref().and_then(|block| self.actions.block(block));
        let (most_actions, sure_actions) = match actions {
            Some((most, sure)) => (most, Some(sure)),
            None => (self.actions.all(), None),
        };
        Some(Lowered { position, effect: statement.effect, actions: most_actions, parts, sure_actions })
    }

    fn principal(&mut self, block: &PrincipalBlock<'_>) -> Bounds {
        let Some(element) = element(block) else { return Bounds::open() };
        let mut literal = |patterns: Vec<Pattern>| {
            let values = Values::Text(self.space.sets.union(patterns));
            self.space.literal(self.caller, Test::One { values, absent: false })
        };
        let (sure, most) = (literal(element.sure), literal(element.most));
        if element.negated {
            Bounds { most: vec![sure.not()], sure: Some(vec![most.not()]) }
        } else {
            Bounds { most: vec![most], sure: Some(vec![sure]) }
        }
    }

    fn resources(&mut self, block: &Block<'_>, kind: PolicyKind) -> Bounds {
        if !block.unknown.is_empty() || (block.negated && block.values.is_empty()) {
            return Bounds::open();
        }
        let (mut most, mut sure): (Vec<Pattern>, Vec<Pattern>) = (Vec::new(), Vec::new());
        for value in &block.values {
            self.resource(value, kind, &mut most, &mut sure);
        }
        if block.negated {
            let loose = self.loose_set(&most);
            let (sure, loose) = (self.of_resource(sure), self.asked_of_resource(loose));
            return Bounds { most: vec![sure.not()], sure: Some(vec![loose.not()]) };
        }
        if sure.iter().any(|one| **one == [Token::Many(Bars::NONE)]) {
            return Bounds::always();
        }
        let (most, sure) = (self.of_resource(most), self.of_resource(sure));
        Bounds { most: vec![most], sure: Some(vec![sure]) }
    }

    fn of_resource(&mut self, patterns: Vec<Pattern>) -> Literal {
        let values = Values::Text(self.space.sets.union(patterns));
        self.asked_of_resource(values)
    }

    fn asked_of_resource(&mut self, values: Values) -> Literal {
        self.space.literal(self.resource, Test::One { values, absent: false })
    }

    fn resource(
        &mut self,
        value: &Value<'_>,
        kind: PolicyKind,
        most: &mut Vec<Pattern>,
        sure: &mut Vec<Pattern>,
    ) {
        let style = Style {
            wildcards: true,
            parts: self.arns == ArnReading::Parts && value.text != "*",
            fold: false,
            variables: self.variables,
            arn: true,
        };
        let Some(reading) = read(value, style, self.letters, self.catalog) else { return };
        let parts = value.text.split(':').count();
        let is_short = parts < 6 && value.text.starts_with("arn:") && value.is_known();
        if is_short && kind == PolicyKind::Identity && !value.text.ends_with('*') {
            // Somebody says that what is missing is filled up.
            let mut padded = reading.pattern.to_vec();
            for _ in parts..6 {
                padded.extend([Token::Char(':'), Token::Many(Bars::NONE)]);
            }
            most.push(padded.into_boxed_slice());
            self.has_doubt = true;
        }
        // By its parts a text with fewer than six matches nothing.
        if style.parts && parts < 6 && value.is_known() {
            return;
        }
        let row = reading.doubt.or_else(|| head_row(value));
        if row.is_none() {
            sure.push(reading.pattern.clone());
        } else {
            self.has_doubt = true;
        }
        most.push(reading.pattern);
    }
}

fn tidy(cube: &mut Cube) {
    cube.sort_unstable();
    cube.dedup();
}

/// Wildcards that AWS documents as not allowed, and variables where AWS documents none.
fn head_row(value: &Value<'_>) -> Option<Row> {
    let wild = |text: &str| text.contains(['*', '?']);
    if value.text == "*" || !value.is_known() {
        return None;
    }
    let mut parts = value.text.splitn(6, ':');
    let service = parts.nth(2).unwrap_or(value.text);
    if wild(service) {
        return Some(Row::ServiceWildcard);
    }
    let resource = parts.nth(2).unwrap_or("*");
    let word = resource.split('/').next().unwrap_or("");
    (service == "iam" && resource != "*" && wild(word)).then_some(Row::TypeWildcard)
}
