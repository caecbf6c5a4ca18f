//! What a policy allows: the rows of the semantics tables, one test at least for each.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::unnecessary_wraps,
    reason = "functions that only tests call are tests"
)]

mod actions;
mod conditions;
mod corpora;
mod decisions;
mod documents;
mod fixes;
mod glob;
mod layers;
mod operators;
mod principals;
mod refinement;
mod requests;
mod resources;
mod rows;
mod support;
mod variables;
