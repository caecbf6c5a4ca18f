//! One cause, one finding: what two rules say about one value is said once, by the rule that knows more.

use std::collections::BTreeSet;

use super::registry::RuleSet;
use crate::finding::{Finding, Role};
use crate::text::Span;

/// Leaves out findings that another of the same policy makes superfluous.
///
/// Findings are swept in the order of their spans, so that the cost grows with the number of overlaps, not with the
/// square of the number of findings.
pub fn merge(findings: &mut Vec<Finding>, rules: &RuleSet) {
    leave_to_integrations(findings);
    let mut order: Vec<(Span, usize)> =
        findings.iter().enumerate().filter_map(|(at, finding)| Some((finding.span()?, at))).collect();
    order.sort_unstable();
    let mut keep = vec![true; findings.len()];
    for (position, (span, at)) in order.iter().enumerate() {
        let later = order.iter().skip(position + 1);
        for (_, other) in later
            .take_while(|(other, _)| other.file == span.file && other.start < span.end.max(span.start + 1))
        {
            let (Some(one), Some(two)) = (findings.get(*at), findings.get(*other)) else { continue };
            let loser = if superfluous(one, two, rules) {
                *at
            } else if superfluous(two, one, rules) {
                *other
            } else {
                continue;
            };
            if let Some(keep) = keep.get_mut(loser) {
                *keep = false;
            }
        }
    }
    let mut keep = keep.into_iter();
    findings.retain(|_| keep.next().unwrap_or(true));
}

/// Leaves out a finding that an integration's finding of the same rule makes about the same values from another side:
/// the one at the action and with a label at the resource, the other the other way round.
fn leave_to_integrations(findings: &mut Vec<Finding>) {
    let key = |finding: &Finding, at: Span| (finding.rule.clone(), at);
    let mut pairs = BTreeSet::new();
    for finding in findings.iter().filter(|finding| finding.integration.is_some()) {
        let Some(own) = finding.span() else { continue };
        for label in finding.labels.iter().filter(|label| label.role == Role::Related) {
            pairs.insert((key(finding, label.span), own));
        }
    }
    if pairs.is_empty() {
        return;
    }
    findings.retain(|finding| {
        let Some(own) = finding.span().filter(|_| finding.integration.is_none()) else { return true };
        let mut related = finding.labels.iter().filter(|label| label.role == Role::Related);
        !related.any(|label| pairs.contains(&(key(finding, own), label.span)))
    });
}

/// Whether `other`, which overlaps `finding`, says all that it says.
fn superfluous(finding: &Finding, other: &Finding, rules: &RuleSet) -> bool {
    if finding.rule != other.rule {
        return rules.get(&finding.rule).is_some_and(|rule| rule.yields_to(&other.rule));
    }
    // Two reports of one rule on one value: the one that names an integration says more. Two that name one each are
    // about different things unless they say the same.
    let weight = |one: &Finding| (one.integration.is_some(), one.severity.rank());
    let same =
        finding.message == other.message || finding.integration.is_some() != other.integration.is_some();
    finding.span() == other.span() && same && weight(other) >= weight(finding)
}
