//! The one integration binary.

mod aws;
mod checks;
mod cli;
mod config;
mod edit;
mod facts;
mod json;
mod layers;
mod pages;
mod placeholder;
mod report;
mod semantics;
mod snapshot;
