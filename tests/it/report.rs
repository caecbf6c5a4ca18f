//! Tests of report.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by a panic"
)]

mod build;
mod formats;
mod human;
mod long;
mod positions;
