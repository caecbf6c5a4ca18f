//! Tests of the facts about AWS.

mod actions;
mod arns;
mod catalog;
mod keys;
mod names;
mod principals;
mod reference;
mod services;
mod tables;
