//! The command `arnlint`.

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    arnlint::cli::run(arnlint::cli::args::Cli::parse())
}
