//! Colours: on request, never on their own where nobody sees them.

use super::{CLEAN, Run, command, finish, folder, page};

/// Lints one error with these arguments and variables.
fn run(args: &[&str], variables: &[(&str, &str)]) -> Run {
    let folder = folder(&[
        ("pages/own/is-error.md", &page("is-error", "error", "X")),
        ("x.json", &CLEAN.replace("ReadReports", "X")),
    ]);
    let args: Vec<&str> = ["check", "--rules", "pages", "x.json"].iter().chain(args).copied().collect();
    let mut command = command(folder.path(), &args);
    command.envs(variables.iter().copied());
    finish(command, "")
}

fn is_coloured(run: &Run) -> bool {
    run.out.contains("\u{1b}[")
}

#[test]
fn a_pipe_gets_no_colours_unless_they_are_asked_for() {
    assert!(!is_coloured(&run(&[], &[("TERM", "xterm-256color")])));
    assert!(!is_coloured(&run(
        &["--color", "auto"],
        &[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")]
    )));
    assert!(!is_coloured(&run(&["--color", "never"], &[])));
    assert!(is_coloured(&run(&["--color", "always"], &[])));
}

#[test]
fn what_is_asked_for_on_the_command_line_wins_over_the_environment() {
    assert!(is_coloured(&run(&["--color", "always"], &[("NO_COLOR", "1"), ("TERM", "dumb")])));
    assert!(!is_coloured(&run(&["--color", "never"], &[("CLICOLOR_FORCE", "1")])));
    assert!(!is_coloured(&run(&[], &[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")])));
}

#[test]
fn colours_are_all_that_differs() {
    let plain = run(&["--color", "never"], &[]).out;
    let coloured = run(&["--color", "always"], &[]).out;
    let mut stripped = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        stripped.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    stripped.push_str(rest);
    assert_eq!(stripped, plain);
}

#[test]
fn programs_get_no_colours_even_on_request() {
    for format in ["json", "github"] {
        assert!(!is_coloured(&run(&["--color", "always", "--format", format], &[])), "{format}");
    }
    assert!(is_coloured(&run(&["--color", "always", "--format", "concise"], &[])));
}

#[test]
fn what_goes_wrong_is_coloured_on_request_too() {
    let coloured = run(&["--color", "always", "missing.json"], &[]);
    assert!(coloured.err.contains("\u{1b}["), "{}", coloured.err);
    let plain = run(&["missing.json"], &[]);
    assert!(plain.err.starts_with("arnlint: cannot read `missing.json`: "), "{}", plain.err);
}
