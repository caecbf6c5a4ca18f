//! `arnlint.toml`: what it says, and its mistakes with the exact text that is underlined.

mod documentation;
mod files;
mod find;
mod lint;
mod mistakes;
mod robust;
#[cfg(test)]
pub(crate) mod support;
