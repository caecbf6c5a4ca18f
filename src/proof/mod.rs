//! What policies allow, over all requests: proofs, or requests that show the opposite.
//!
//! A statement is a cube: a set of actions and a conjunction of literals, each about one dimension of a request: the
//! caller, the resource, a condition key. Whether a policy allows anything beyond another one is the question whether
//! some cubes cover another cube. A request that is found is an answer only once the evaluator of single requests in
//! `access` confirms it; what the text of a policy leaves open is looked at from both sides, so that a proof never rests
//! on it.

mod actions;
mod automaton;
mod axioms;
mod caller;
mod change;
mod conditions;
mod confirm;
mod derived;
mod difference;
mod element;
mod engine;
mod keys;
mod letters;
mod lower;
mod made;
mod question;
mod refused;
mod resources;
mod same;
mod sample;
mod search;
mod sets;
mod shared;
mod space;
mod survey;
mod target;
mod trust;
mod word;

pub use change::{Change, change};
pub use difference::{new_access, new_access_beyond};
pub use question::{Answer, Open, Options, Region, Universe, Verdict};
pub use refused::{refused_access, request_policy};
pub use same::say_the_same;
pub use shared::{Access, PrincipalName, granted_access};
pub use survey::{Fact, StatementFact, survey};
pub use trust::{Outside, outside_access};
