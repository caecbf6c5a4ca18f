//! Files of one folder are seen together: what a template of it states by name is known to the others.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::file::{FileReport, check_file};
use super::{Input, Job, id_of, scoped};
use crate::surroundings::Surroundings;

/// Lints the files again that stand beside templates which state facts by name.
pub(super) fn see_together(inputs: &[Input], job: Job<'_, '_>, reports: &mut [FileReport]) {
    let mut folders: BTreeMap<PathBuf, Vec<usize>> = BTreeMap::new();
    if !reports.iter().any(|report| report.scope.is_some()) {
        return;
    }
    for (at, input) in inputs.iter().enumerate() {
        let folder = Path::new(input.path()).parent().map(Path::to_owned).unwrap_or_default();
        folders.entry(folder).or_default().push(at);
    }
    for files in folders.values().filter(|files| files.len() > 1) {
        let facts: Vec<(usize, Surroundings)> = files
            .iter()
            .filter_map(|at| Some((*at, scoped::public(reports.get(*at)?.scope.as_deref()?))))
            .filter(|(_, facts)| *facts != Surroundings::default())
            .collect();
        for at in files {
            // A module's files share one scope, which each of them knows already.
            let scope = reports.get(*at).and_then(|report| report.scope.clone());
            let is_other = |other: usize| {
                let theirs = reports.get(other).and_then(|report| report.scope.as_ref());
                other != *at
                    && !matches!((&scope, theirs), (Some(own), Some(theirs)) if std::sync::Arc::ptr_eq(own, theirs))
            };
            let others: Vec<&Surroundings> =
                facts.iter().filter(|(other, _)| is_other(*other)).map(|(_, facts)| facts).collect();
            let has_policies = reports.get(*at).is_some_and(|report| !report.policies.is_empty());
            if others.is_empty() || !has_policies {
                continue;
            }
            let beside = scoped::joined(&Surroundings::default(), &others);
            let Some(input) = inputs.get(*at) else { continue };
            let again = check_file(id_of(*at, job.options), input, job, Some(&beside));
            if let Some(report) = reports.get_mut(*at) {
                *report = again;
            }
        }
    }
}
