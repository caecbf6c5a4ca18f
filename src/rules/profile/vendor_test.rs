//! Tests that a vendor's page tells the user to run, and that fail though the integration works.

use super::diagnose::Site;
use super::judge::{Judged, Verdict};
use crate::policy::{Effect, Statement};
use crate::rules::draft::{Draft, Drafts, Spot};

const RULE: &str = "failing-vendor-test";

/// Reports a test that the policy refuses: at the value that refuses it in the statement that comes nearest.
pub(super) fn report(site: Site<'_>, judged: &Judged<'_>, drafts: &mut Drafts) {
    match &judged.verdict {
        Verdict::Allowed | Verdict::Open(_) => {}
        Verdict::Denied(position) => {
            let Some(statement) = site.policy.statements.get(*position) else { return };
            let effect = statement.effect_node.unwrap_or(statement.node);
            draft(site, judged, "denied", Spot::Node(effect), drafts);
        }
        Verdict::Missing(fits) => {
            let grants = |statement: &Statement<'_>| {
                statement.effect == Effect::Allow
                    && super::case::names_action(statement, &judged.request.action)
            };
            let statements = site.policy.statements.iter().zip(fits);
            let nearest = statements
                .filter(|(statement, fit)| grants(statement) && !fit.principal.is_false())
                .min_by_key(|(_, fit)| fit.misses());
            let Some((statement, fit)) = nearest else { return };
            let conditions = statement.conditions().iter().zip(&fit.conditions);
            let unmet =
                conditions.filter(|(_, truth)| truth.is_false()).map(|(condition, _)| condition).next();
            if let Some(condition) = unmet {
                let sends = judged.request.sends.iter().find(|(key, _)| condition.is_key(key));
                let sent = sends.map(|(_, template)| template.show(&site.case.binding)).unwrap_or_default();
                draft(site, judged, "condition", Spot::Node(condition.node), drafts)
                    .arg("key", condition.key.text)
                    .arg("sent", if sent.is_empty() { "nothing".to_owned() } else { format!("`{sent}`") });
            } else if let Some(value) = statement.resources().first() {
                draft(site, judged, "path", Spot::Node(value.node), drafts);
            }
        }
    }
}

fn draft<'d>(
    site: Site<'_>,
    judged: &Judged<'_>,
    message: &'static str,
    spot: Spot,
    drafts: &'d mut Drafts,
) -> &'d mut Draft {
    site.report(judged, RULE, message, spot, drafts)
}
