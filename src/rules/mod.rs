//! Rules: pages with data and words, checks with decisions.

pub mod absence;
pub mod address;
pub mod arns;
pub mod blank;
pub mod canonical;
pub mod checks;
pub mod condition_edit;
pub mod draft;
pub mod encryption;
pub mod fingerprint;
pub mod hook;
pub mod lifecycle;
pub mod merge;
pub mod narrowing;
pub mod operators;
pub mod page;
pub mod profile;
pub mod registry;
pub mod select;
pub mod sids;
pub mod size;
pub mod strangers;
pub mod tags;
pub mod usage;
pub mod walk;
pub mod words;
