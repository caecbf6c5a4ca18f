//! Ways from the rights of one identity to those of another, as tables of actions that are needed together.

use std::sync::OnceLock;

use super::table::{Row, Table};

/// The ways; see the header of the file.
pub const ESCALATION_PATHS: Table = Table::exact(include_str!("data/escalation_paths.csv"));

/// How a way leads to other rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PathKind {
    /// Hands a role to a service.
    Pass,
    /// Uses the role that something has already.
    Existing,
    /// Changes its own rights.
    OwnRights,
    /// Becomes another identity.
    Other,
}

/// What the resource of a statement must be for an action of it to be a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// Any will do.
    Any,
    /// It must be open, such as `*` or every role.
    Open,
    /// It must be open, or the caller's own user.
    OpenOrSelf,
}

/// One action with the resource that makes it a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// The action.
    pub action: &'static str,
    /// What the resource must be.
    pub reach: Reach,
    /// How the last part of the resource's ARN begins; empty where it is not known.
    pub resource_type: &'static str,
}

/// One way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EscalationPath {
    /// Its id at pathfinding.cloud, such as `lambda-001`.
    pub id: &'static str,
    /// How it leads on.
    pub kind: PathKind,
    /// The service that is used, in words.
    pub service: &'static str,
    /// The service principal that gets the role; empty where none is handed on.
    pub passed_to: &'static str,
    /// Places in [`Ways::steps`], all of which are needed.
    pub needs: Vec<usize>,
}

/// All ways with their steps.
#[derive(Debug, Default)]
pub struct Ways {
    /// Each step once.
    pub steps: Vec<Step>,
    /// The services of the steps, as actions begin.
    pub services: Vec<&'static str>,
    /// The ways, by id.
    pub paths: Vec<EscalationPath>,
}

/// Every way of the table. Taken apart when it is first asked for.
pub fn ways() -> &'static Ways {
    static WAYS: OnceLock<Ways> = OnceLock::new();
    WAYS.get_or_init(|| {
        let mut ways = Ways::default();
        for row in ESCALATION_PATHS.rows() {
            ways.add(row);
        }
        ways
    })
}

impl Ways {
    fn add(&mut self, row: Row) {
        let needs = row.field(4).split(' ').map(|word| self.step(step(word))).collect();
        let passed_to = row.field(3);
        self.paths.push(EscalationPath {
            id: row.key(),
            kind: match row.field(1) {
                "pass" => PathKind::Pass,
                "existing" => PathKind::Existing,
                "self" => PathKind::OwnRights,
                _ => PathKind::Other,
            },
            service: row.field(2),
            passed_to: if passed_to == "-" { "" } else { passed_to },
            needs,
        });
    }

    fn step(&mut self, step: Step) -> usize {
        self.steps.iter().position(|known| *known == step).unwrap_or_else(|| {
            self.steps.push(step);
            let service = step.action.split(':').next().unwrap_or("");
            if !self.services.contains(&service) {
                self.services.push(service);
            }
            self.steps.len() - 1
        })
    }
}

fn step(word: &'static str) -> Step {
    let Some((action, resource_type)) = word.split_once(['!', '~', '@']) else {
        return Step { action: word, reach: Reach::Any, resource_type: "" };
    };
    let reach = match word.as_bytes().get(action.len()) {
        Some(b'!') => Reach::Open,
        Some(b'~') => Reach::OpenOrSelf,
        _ => Reach::Any,
    };
    Step { action, reach, resource_type }
}
