//! The one integration binary.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod aws;
mod checks;
mod cli;
mod config;
mod edit;
mod facts;
mod fixtures;
mod grammar;
mod hostile;
mod json;
mod layers;
mod pages;
mod placeholder;
mod readme;
mod report;
mod seed_rows;
mod semantics;
mod snapshot;
mod usage;
