//! How a question is put and answered.

use crate::access::{ArnReading, Request, Row, Truth, Why, says};
use crate::policy::Policy;

/// Which requests there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Universe {
    /// Those that the service reference has: its actions, and for each action the resources and condition keys that it
    /// works with. Names that the reference does not know are taken as they stand.
    #[default]
    Typed,
    /// Any text may be an action, any text a resource.
    Raw,
}

/// How a question is to be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// How ARNs in `Resource` are matched; `None` for both ways, so that only what is the same in both is an answer.
    pub arns: Option<ArnReading>,
    /// Which requests there are.
    pub universe: Universe,
    /// The most requests to show.
    pub regions: usize,
    /// Steps after which the question is given up.
    pub fuel: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { arns: None, universe: Universe::Typed, regions: 1, fuel: 20_000_000 }
    }
}

/// Why a question has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Open {
    /// The policies leave it open.
    Policy(Why),
    /// It was too large: the steps that it may take were used up.
    TooLarge,
}

/// An answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Proved: there is no such request.
    None,
    /// There is one, which the evaluator of single requests confirms.
    Witness,
    /// It cannot be told.
    Unknown(Open),
}

/// A request that answers a question.
#[derive(Clone, Debug)]
pub struct Region {
    /// The request.
    pub request: Request,
    /// Actions of which the same is shown with other resources, this one included.
    pub actions: Vec<String>,
}

/// The answer to a question with what shows it.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The answer.
    pub verdict: Verdict,
    /// Requests of disjoint kinds; empty but for [`Verdict::Witness`].
    pub regions: Vec<Region>,
}

/// Whether any value of the policies holds a letter.
pub(super) fn has_letters(policies: &[&Policy<'_>]) -> bool {
    policies.iter().any(|policy| {
        policy.statements.iter().any(|statement| {
            let blocks = [&statement.action, &statement.resource].into_iter().flatten();
            let conditions = statement.conditions().iter().flat_map(|condition| &condition.values);
            blocks
                .flat_map(|block| &block.values)
                .chain(conditions)
                .any(|value| !value.is_known() || value.text.contains("${"))
        })
    })
}

/// Which readings of ARNs are asked about.
pub(super) fn readings(options: &Options) -> Vec<ArnReading> {
    options.arns.map_or_else(|| vec![ArnReading::Flat, ArnReading::Parts], |one| vec![one])
}

/// Whether a policy allows a request, in all readings that are asked about.
pub(super) fn allows(policy: &Policy<'_>, request: &Request, readings: &[ArnReading]) -> Truth {
    let mut all: Option<Truth> = None;
    for reading in readings {
        let truth = says(policy, &request.clone().with_arns(*reading)).allowed();
        let row = Why::Disputed(Row::ArnColons);
        all = Some(all.map_or(truth, |other| other.either(truth, row)));
    }
    all.unwrap_or(Truth::False)
}
