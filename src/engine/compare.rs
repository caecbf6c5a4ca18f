//! Two versions of the same policies: what rules about changes say.

use super::{Input, Options, Report, finish_all, number, sort, with_policies};
use crate::aws::Catalog;
use crate::finding::Finding;
use crate::input::Failure;
use crate::policy::Policy;
use crate::rules::draft::Drafts;
use crate::rules::hook::Change;
use crate::rules::registry::RuleSet;
use crate::rules::walk::Plan;
use crate::rules::words::Ground;

/// A policy of the old version with the same one of the new; one that only one version has stands alone.
pub type Partners<'r, 'p> = (Option<&'r Policy<'p>>, Option<&'r Policy<'p>>);

/// Pairs the policies of two versions of a file by their place in it; where each has one, whatever their places.
pub fn partners<'r, 'p>(old: Vec<&'r Policy<'p>>, new: Vec<&'r Policy<'p>>) -> Vec<Partners<'r, 'p>> {
    let is_lone = old.len() == 1 && new.len() == 1;
    let mut partners: Vec<Partners<'r, 'p>> = Vec::new();
    let mut left = new;
    for policy in old {
        let at = left.iter().position(|other| is_lone || other.path == policy.path);
        partners.push((Some(policy), at.map(|at| left.remove(at))));
    }
    partners.extend(left.into_iter().map(|policy| (None, Some(policy))));
    partners
}

/// What is said of a change of one policy.
pub fn findings(old: &Policy<'_>, new: &Policy<'_>, rules: &RuleSet, options: &Options<'_>) -> Vec<Finding> {
    let mut drafts = Drafts::default();
    Plan::new(rules).change(Change { old, new }, &mut drafts);
    let mut findings =
        finish_all(&drafts, rules, Ground { tree: Some(new.tree), policy: Some(new) }, options);
    sort(&mut findings);
    number(&mut findings);
    findings
}

/// What is said of the changes from one input to another.
pub fn compare(inputs: &[Input; 2], rules: &RuleSet, options: &Options<'_>) -> Result<Report, Failure> {
    let catalog = options.catalog.unwrap_or_else(|| Catalog::built_in());
    let kind = options.kind;
    with_policies(inputs, options.first_id, &|_| kind, catalog, |policies, sources| {
        let of = |at: usize| policies.iter().filter(move |(input, _)| *input == at).map(|(_, policy)| policy);
        let mut report = Report { sources, ..Report::default() };
        for (old, new) in partners(of(0).collect(), of(1).collect()) {
            if let (Some(old), Some(new)) = (old, new) {
                report.findings.extend(findings(old, new, rules, options));
            }
        }
        report
    })
}
