//! What a policy allows: concrete requests decided with three-valued logic.
//!
//! A request may leave things open: a condition key that nothing is said about, a resource given as a pattern. An
//! answer is settled only where it is the same for every request that fits, in every reading of the policy's text that
//! is not ruled out. Everything else is `Unknown`, with the reason.

mod action;
mod caller;
mod cidr;
mod condition;
mod context;
mod decide;
mod decimal;
mod derived;
pub mod expand;
pub mod glob;
mod inclusion;
mod instant;
mod layers;
mod operator;
mod principal;
mod request;
mod resource;
mod statement;
mod subject;
mod template;
mod truth;

pub use caller::Strength;
pub use cidr::{Cidr, is_address_range};
pub use context::{Context, Given, KeyShape};
pub use decide::{Decision, Evaluation, PolicyRole, StatementRef, decide, evaluate_policy, obstacle, says};
pub use decimal::{compare_numbers, numbers_apart};
pub use glob::Pattern;
pub use instant::{compare_dates, date_of_seconds, dates_apart};
pub use layers::{Layer, decide_layers};
pub use operator::{is_base64, truth_word, typed_holds};
pub use principal::{Entity, Principal};
pub use request::{ArnReading, Request, RequestError};
pub use statement::{Matcher, StatementMatch};
pub use subject::Text;
pub use template::{pattern_of, variables};
pub use truth::{Row, Truth, Why};
