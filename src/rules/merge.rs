//! One cause, one finding: what two rules say about one value is said once, by the rule that knows more.

use super::registry::RuleSet;
use crate::finding::Finding;
use crate::text::Span;

/// Leaves out findings that another of the same policy makes superfluous.
///
/// Findings are swept in the order of their spans, so that the cost grows with the number of overlaps, not with the
/// square of the number of findings.
pub fn merge(findings: &mut Vec<Finding>, rules: &RuleSet) {
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

/// Whether `other`, which overlaps `finding`, says all that it says.
fn superfluous(finding: &Finding, other: &Finding, rules: &RuleSet) -> bool {
    if finding.rule != other.rule {
        return rules.get(&finding.rule).is_some_and(|rule| rule.yields_to(&other.rule));
    }
    // Two reports of one rule on one value: the one that names an integration says more.
    let weight = |one: &Finding| (one.integration.is_some(), one.severity.rank());
    finding.span() == other.span() && weight(other) >= weight(finding)
}
