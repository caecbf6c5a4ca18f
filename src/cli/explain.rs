//! `arnlint explain RULE`: the rule's page.

use std::io::Write as _;

use super::args::ExplainArgs;
use super::{Stop, pages, settings};
use crate::rules::page::Page;
use crate::rules::registry::{BuiltIn, PAGES, RuleSet};

/// Shows a page.
pub(crate) fn run(args: &ExplainArgs) -> Result<u8, Stop> {
    let user = pages::load(&args.rules)?;
    let code = pages::report(&user, crate::report::Style::default())?;
    let own = user.pages.iter().find(|user| user.page.name == args.rule).map(|user| user.text.clone());
    let rules = RuleSet::new(user.pages.into_iter().map(|user| user.page).collect());
    let built_in = || {
        let called = |page: &&BuiltIn| page.name == args.rule || page.aliases.contains(&args.rule.as_str());
        PAGES.iter().find(called).map(|page| page.text.to_owned())
    };
    let Some(text) = own.or_else(built_in) else {
        let names = rules.all().map(|(_, rule)| &*rule.name);
        return Err(settings::unknown("rule", &args.rule, names, "`arnlint rules` lists them").into());
    };
    let mut out = anstream::stdout().lock();
    writeln!(out, "{}", Page::prose(&text).trim_end())?;
    if let Some(rule) = rules.get(&args.rule) {
        writeln!(out, "\n## Data\n")?;
        writeln!(out, "- family: {}", rule.family)?;
        writeln!(out, "- severity: {}, confidence: {}", rule.severity().word(), rule.confidence().word())?;
        if !rule.is_default() {
            writeln!(out, "- off by default: `--extend-select {}` switches it on", rule.name)?;
        }
        if let Some(code) = rule.aws() {
            writeln!(out, "- AWS IAM Access Analyzer: {code}")?;
        }
        for reference in &rule.page().references {
            writeln!(out, "- {} (read {})", reference.url, reference.read)?;
        }
    }
    Ok(code)
}
