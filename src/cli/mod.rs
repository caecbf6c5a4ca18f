//! The commands: arguments in, exit code out. The only room, with `input`, that touches the file system.

pub mod args;
mod check;
pub mod command;
mod conforms;
mod data;
mod data_update;
mod diff;
mod explain;
mod fixes;
mod git;
mod layers;
mod new;
mod pages;
mod possible;
mod profiles;
mod progress;
mod question;
pub mod question_args;
mod request;
mod rules;
mod settings;
mod simulate;
mod test;
mod unstated;
mod witness;
mod words;

use std::io::{self, IsTerminal, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use crate::config::Names;
use crate::input::{Failure, reason};
use crate::report::visible;
use crate::rules::registry::RuleSet;
use args::{Cli, Colour};
use command::Command;

/// The job was done and there is nothing to complain about; for questions: yes.
pub const CLEAN: u8 = 0;
/// Findings at or above `--fail-on`; for questions: no.
pub const FOUND: u8 = 1;
/// The job could not be done.
pub const FAILED: u8 = 2;
/// The answer to a question is not known.
pub const UNKNOWN: u8 = 3;

/// Runs a command and gives its exit code.
pub fn run(cli: Cli) -> ExitCode {
    match cli.command.colour() {
        Colour::Auto => {}
        Colour::Always => anstream::ColorChoice::Always.write_global(),
        Colour::Never => anstream::ColorChoice::Never.write_global(),
    }
    // A rule that panics becomes a finding; the default report on standard error would only repeat it in words of the
    // program's insides.
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = catch_unwind(AssertUnwindSafe(|| dispatch(cli.command)));
    match outcome {
        Ok(Ok(code)) => ExitCode::from(code),
        Ok(Err(Stop::Failure(failure))) => {
            say(&failure);
            ExitCode::from(FAILED)
        }
        // Whoever reads the output went away, as `head` does: not this program's failure.
        Ok(Err(Stop::Output(error))) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(CLEAN),
        Ok(Err(Stop::Output(error))) => {
            say(&Failure::Usage(format!("cannot write the output: {}", reason(&error))));
            ExitCode::from(FAILED)
        }
        Err(panic) => {
            let reason = crate::rules::walk::reason(panic.as_ref());
            say(&Failure::Usage(format!("this is a mistake in arnlint, please report it: {reason}")));
            ExitCode::from(FAILED)
        }
    }
}

fn dispatch(command: Command) -> Result<u8, Stop> {
    match command {
        Command::Check(args) => check::run(&args),
        Command::Conforms(args) => conforms::run(&args),
        Command::Simulate(args) => simulate::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Public(args) => possible::public(&args),
        Command::Grants(args) => possible::grants(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Profiles(args) => profiles::run(&args),
        Command::Data(args) => data::run(&args),
        Command::Test(args) => test::run(&args),
        Command::New(args) => new::run(&args),
    }
}

/// The code of a command whose answer was known before it was written: a reader who went away does not change it.
pub(crate) fn answered(output: Result<(), Stop>, code: u8) -> Result<u8, Stop> {
    match output {
        Err(Stop::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(code),
        other => other.map(|()| code),
    }
}

/// Why a command ended early.
pub(crate) enum Stop {
    /// The job could not be done.
    Failure(Failure),
    /// The output could not be written.
    Output(io::Error),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// Says on standard error why something could not be done.
pub(crate) fn say(failure: &Failure) {
    let style = anstyle::AnsiColor::Red.on_default().bold();
    let mut out = anstream::stderr().lock();
    // Nowhere is left to report that standard error is closed.
    let _ = writeln!(out, "{style}arnlint{style:#}: {}", visible(&failure.to_string()));
}

/// Whether standard output takes colours.
pub(crate) fn colours(when: Colour) -> bool {
    match when {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => {
            let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
            io::stdout().is_terminal()
                && !set("NO_COLOR")
                && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
        }
    }
}

/// The names of rules, families, integrations and parameters that a configuration may use.
pub fn names(rules: &RuleSet) -> Names {
    settings::names(rules)
}
