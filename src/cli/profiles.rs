//! `arnlint profiles`: the integrations that policies are checked for.

use std::io::Write as _;

use super::args::ProfilesArgs;
use super::{Stop, pages};
use crate::report::Style;
use crate::rules::registry::RuleSet;

/// Lists the integrations with their parameters and what they ask for.
pub(crate) fn run(args: &ProfilesArgs) -> Result<u8, Stop> {
    let user = pages::load(&args.rules)?;
    let code = pages::report(&user, Style::default())?;
    let rules = RuleSet::new(user.pages.into_iter().map(|user| user.page).collect());
    let mut out = anstream::stdout().lock();
    let bold = anstyle::Style::new().bold();
    for (_, rule) in rules.all() {
        let Some(profile) = rule.profile() else { continue };
        writeln!(out, "{bold}{}{bold:#}  {}", rule.name, rule.page().summary)?;
        let parameters: Vec<&str> = profile.parameters.iter().map(|(name, _)| name.as_str()).collect();
        if !parameters.is_empty() {
            writeln!(out, "  parameters: {}", parameters.join(", "))?;
        }
        for document in &profile.documents {
            let mut actions: Vec<&str> = Vec::new();
            for request in &document.requests {
                if !actions.contains(&request.action.as_str()) {
                    actions.push(&request.action);
                }
            }
            writeln!(out, "  {} policy: {}", document.on.word(), actions.join(", "))?;
        }
    }
    Ok(code)
}
