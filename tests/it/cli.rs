//! The commands, as a shell runs them: the binary in a folder of its own, without the user's environment.

mod check;
mod colour;
mod configuration;
mod conforms;
mod data;
mod diff;
mod fixes;
mod help;
mod own_pages;
mod pages;
mod questions;
mod select;
mod simulate;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// What a run of the binary gave.
#[derive(Debug)]
pub(crate) struct Run {
    /// Exit code; -1 where a signal ended it.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Run {
    /// Standard output as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err))
    }
}

/// The binary, with an empty environment, in `folder`. `HOME` is the folder, so that no gitignore file of the user
/// counts.
fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_arnlint"));
    command.args(args).current_dir(folder).env_clear().env("HOME", folder);
    if let Some(root) = std::env::var_os("SystemRoot") {
        command.env("SystemRoot", root);
    }
    command
}

/// Runs the binary without standard input.
#[track_caller]
pub(crate) fn arnlint(folder: &Path, args: &[&str]) -> Run {
    arnlint_with(folder, args, "")
}

/// Runs the binary with this standard input.
#[track_caller]
pub(crate) fn arnlint_with(folder: &Path, args: &[&str], input: &str) -> Run {
    finish(command(folder, args), input)
}

#[track_caller]
fn finish(mut command: Command, input: &str) -> Run {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that does not read its input may be gone already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        write(folder.path(), name, text);
    }
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A policy that no rule has anything to say about.
const CLEAN: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "ReadReports",
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/monthly/*"
    }
  ]
}
"#;

/// A rule page of the user's that finds every statement with this `Sid`, with this severity.
fn page(name: &str, severity: &str, sid: &str) -> String {
    format!(
        r#"# {name}

Statements of one name.

```json rule
{{
  "severity": "{severity}",
  "select": "$.Statement[?@.Sid == '{sid}'].Sid",
  "message": "`{{value}}` is the name",
  "references": []
}}
```

## Examples

```json fail
{{
  "Version": "2012-10-17",
  "Statement": [
    {{
      "Sid": "{sid}",
      "Effect": "Allow",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::acme-reports/monthly/*"
    }}
  ]
}}
```

```text
{severity}[{name}]: `{sid}` is the name
  ┌─ policy.json:5:14
  │
5 │       "Sid": "{sid}",
  │              {carets}
```

```json pass
{{
  "Version": "2012-10-17",
  "Statement": []
}}
```
"#,
        carets = "^".repeat(sid.len() + 2)
    )
}
