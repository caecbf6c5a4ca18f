//! Terraform: the files of one folder as one module, its expressions worked out as far as the module itself tells.

mod attach;
mod collections;
mod deliveries;
mod documents;
mod evaluate;
mod facts;
mod files;
mod functions;
mod identities;
mod literal;
mod module;
mod names;
mod order;
mod permission;
mod policies;
mod resources;
mod sites;
mod traversal;

pub use facts::{plan_scope, scope};
pub use files::{Files, Place};
pub use module::{Bodies, Broken, Load, Module};
pub use policies::policies;
pub use resources::Declared;
pub use sites::{SITES, Site};
