//! The command `arnlint`.

fn main() {}
