//! YAML to tree: the test suite of the language, and where each byte stands.

mod suite;
mod tree;
