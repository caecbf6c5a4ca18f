//! `arnlint rules`: every rule with its severity and one sentence.

use std::io::Write as _;

use serde::Serialize;

use super::args::RulesArgs;
use super::{Stop, pages};
use crate::rules::registry::RuleSet;

/// One rule in the JSON list.
#[derive(Serialize)]
struct Entry<'a> {
    name: &'a str,
    family: &'a str,
    severity: &'static str,
    confidence: &'static str,
    default: bool,
    aws: Option<&'a str>,
    kinds: Vec<&'static str>,
    summary: &'a str,
    references: Vec<&'a str>,
}

/// Lists the rules.
pub(crate) fn run(args: &RulesArgs) -> Result<u8, Stop> {
    let user = pages::load(&args.rules)?;
    let code = pages::report(&user, crate::report::Style::default())?;
    let rules = RuleSet::new(user.pages.into_iter().map(|user| user.page).collect());
    let mut entries: Vec<Entry<'_>> = rules
        .all()
        .map(|(_, rule)| Entry {
            name: &rule.name,
            family: &rule.family,
            severity: rule.severity().word(),
            confidence: rule.confidence().word(),
            default: rule.is_default(),
            aws: rule.aws(),
            kinds: rule.page().kinds.iter().map(|kind| kind.word()).collect(),
            summary: &rule.page().summary,
            references: rule.page().references.iter().map(|reference| reference.url.as_str()).collect(),
        })
        .collect();
    entries.sort_by_key(|entry| (entry.family, entry.name));
    let mut out = anstream::stdout().lock();
    if args.json {
        let text = serde_json::to_string_pretty(&entries).unwrap_or_default();
        writeln!(out, "{text}")?;
        return Ok(code);
    }
    let bold = anstyle::Style::new().bold();
    let width = entries.iter().map(|entry| entry.name.len()).max().unwrap_or(0);
    let mut family = "";
    for entry in &entries {
        if entry.family != family {
            let gap = if family.is_empty() { "" } else { "\n" };
            family = entry.family;
            writeln!(out, "{gap}{bold}{family}{bold:#}")?;
        }
        let off = if entry.default { "" } else { " (off by default)" };
        writeln!(out, "  {:width$}  {:10}  {}{off}", entry.name, entry.severity, entry.summary)?;
    }
    Ok(code)
}
