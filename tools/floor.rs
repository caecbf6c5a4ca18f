//! What linting is measured against: reads the same files and parses each, on one thread: JSON to a `serde_json::Value`,
//! YAML to the tree that linting needs, Terraform to a body.

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

fn main() -> ExitCode {
    let mut values = 0usize;
    for path in env::args_os().skip(1) {
        if let Err(error) = read(Path::new(&path), &mut values) {
            let _ = writeln!(io::stderr(), "{}: {error}", Path::new(&path).display());
            return ExitCode::FAILURE;
        }
    }
    let _ = writeln!(io::stdout(), "{values} values");
    ExitCode::SUCCESS
}

fn read(path: &Path, values: &mut usize) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            read(&entry?.path(), values)?;
        }
        return Ok(());
    }
    let text = fs::read(path)?;
    let end = path.extension().and_then(|end| end.to_str());
    if let Some("yaml" | "tf") = end {
        let text = String::from_utf8(text).map_err(io::Error::other)?;
        *values += if end == Some("tf") {
            hcl_edit::parser::parse_body(&text).map_err(io::Error::other)?.len()
        } else {
            arnlint::yaml::parse(&text, arnlint::text::FileId(0))
                .documents
                .iter()
                .map(arnlint::json::Tree::len)
                .sum()
        };
        return Ok(());
    }
    let value: serde_json::Value = serde_json::from_slice(&text)?;
    // The value is used, so that no optimizer leaves the parsing out.
    *values += 1 + value.as_object().map_or(0, serde_json::Map::len);
    Ok(())
}
