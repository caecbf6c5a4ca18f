//! Finds the pages under `rules/` by their path and writes one table of them.
//!
//! The table holds what a run needs before it has a finding (name, family, kinds of policy, what to run); the words
//! stay in the page's text and are read only when there is something to say.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::watch;

/// Writes the table of the pages in `root` to `out`.
pub(crate) fn write(root: &Path, out: &Path) -> Result<(), String> {
    watch(root);
    let mut code = String::from("/// Every page, by family and name.\npub static PAGES: &[BuiltIn] = &[\n");
    for family in sorted(root)?.into_iter().filter(|path| path.is_dir()) {
        watch(&family);
        for page in
            sorted(&family)?.into_iter().filter(|path| path.extension().is_some_and(|end| end == "md"))
        {
            watch(&page);
            entry(&mut code, &family, &page).map_err(|why| format!("{}: {why}", page.display()))?;
        }
    }
    code.push_str("];\n");
    fs::write(out, code).map_err(|error| error.to_string())
}

/// The entries of a folder by name.
pub(crate) fn sorted(folder: &Path) -> Result<Vec<std::path::PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<std::path::PathBuf> =
        entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

fn entry(code: &mut String, family: &Path, page: &Path) -> Result<(), String> {
    let stem =
        |path: &Path| path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let (family, name) = (stem(family), stem(page));
    let text = fs::read_to_string(page).map_err(|error| error.to_string())?.replace("\r\n", "\n");
    let open = "```json rule\n";
    let start = text.find(open).ok_or("no `json rule` block")? + open.len();
    let block = text
        .get(start..)
        .and_then(|rest| rest.split_once("\n```"))
        .ok_or("the `json rule` block has no end")?;
    // The summary is the first paragraph below the title.
    let summary = text.split("\n\n").nth(1).unwrap_or_default().replace('\n', " ");
    let rule: Value =
        serde_json::from_str(block.0).map_err(|error| format!("the `json rule` block: {error}"))?;
    let word =
        |member: &str, other: &str| rule.get(member).and_then(Value::as_str).unwrap_or(other).to_owned();
    let words = |member: &str| -> Vec<String> {
        let list = rule.get(member).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let body = if rule.get("select").is_some() {
        String::from("Runs::Select")
    } else if let Some(profile) = rule.get("profile") {
        let hints = profile.get("hints").and_then(Value::as_array).ok_or("the profile has no `hints`")?;
        let hints: Vec<&str> = hints.iter().filter_map(Value::as_str).collect();
        format!("Runs::Profile(&{hints:?})")
    } else if rule.get("reported-by").is_some() {
        String::from("Runs::Check(&[])")
    } else {
        format!("Runs::Check(crate::rules::checks::{}::HOOKS)", name.replace('-', "_"))
    };
    let upper = |word: &str| {
        word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect::<String>()
    };
    let kinds: Vec<String> =
        words("kinds").iter().map(|kind| format!("crate::finding::PolicyKind::{}", upper(kind))).collect();
    let aws = rule.get("aws").and_then(Value::as_str);
    let path = page.canonicalize().map_err(|error| error.to_string())?;
    writeln!(
        code,
        "BuiltIn {{ name: {name:?}, family: {family:?}, aliases: &{:?}, severity: crate::finding::Severity::{}, confidence: crate::finding::Confidence::{}, \
         kinds: &[{}], aws: {aws:?}, yields_to: &{:?}, is_default: {}, runs: {body}, summary: {summary:?}, block: ({start}, {}), text: include_str!({:?}) }},",
        words("aliases"),
        upper(&word("severity", "warning")),
        upper(&word("confidence", "high")),
        kinds.join(", "),
        words("yields-to"),
        word("default", "on") != "off",
        start + block.0.len(),
        path.display().to_string(),
    )
    .map_err(|error| error.to_string())
}
