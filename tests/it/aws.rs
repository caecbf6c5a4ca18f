//! Tests of the facts about AWS.

mod actions;
mod arns;
mod keys;
mod names;
mod principals;
mod services;
mod tables;
