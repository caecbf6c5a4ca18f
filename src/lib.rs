//! arnlint: a linter for AWS bucket and IAM policies.

pub mod access;
pub mod aws;
pub mod cli;
pub mod config;
pub mod engine;
pub mod examples;
pub mod finding;
pub mod input;
pub mod json;
pub mod policy;
pub mod proof;
pub mod report;
pub mod rules;
pub mod surroundings;
pub mod template;
pub mod text;
pub mod yaml;
