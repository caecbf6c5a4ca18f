//! `arnlint profiles`: the integrations that policies are checked for.

use std::io::Write as _;

use super::{CLEAN, Stop};
use crate::rules::registry::RuleSet;

/// Lists the integrations with their parameters.
pub(crate) fn run() -> Result<u8, Stop> {
    let rules = RuleSet::new(Vec::new());
    let mut out = anstream::stdout().lock();
    let bold = anstyle::Style::new().bold();
    for (_, rule) in rules.all() {
        let Some(profile) = rule.profile() else { continue };
        writeln!(out, "{bold}{}{bold:#}  {}", rule.name, rule.page().summary)?;
        let parameters: Vec<&str> = profile.parameters.iter().map(|(name, _)| name.as_str()).collect();
        writeln!(out, "  parameters: {}", parameters.join(", "))?;
        for document in &profile.documents {
            let actions: Vec<&str> =
                document.requests.iter().map(|request| request.action.as_str()).collect();
            writeln!(out, "  {} policy: {}", document.on.word(), actions.join(", "))?;
        }
    }
    Ok(CLEAN)
}
