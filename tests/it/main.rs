//! The one integration binary.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by a panic"
)]

mod addresses;
mod aws;
mod changes;
mod checks;
mod cli;
mod collect;
mod condition_values;
mod config;
mod corpora;
mod documents;
mod edit;
mod engine;
mod facts;
mod fixtures;
mod grammar;
mod hostile;
mod json;
mod layers;
mod pages;
mod placeholder;
mod proof;
mod readme;
mod redundant;
mod repairs;
mod report;
mod roles;
mod seed_rows;
mod select;
mod semantics;
mod snapshot;
mod templates;
mod texts;
mod usage;
mod variables;
mod verdicts;
mod yaml;
