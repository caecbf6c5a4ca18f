//! Objects that the identity may write and may not read back.

use super::case::names_action;
use super::diagnose::Site;
use super::read::texts;
use crate::access::Pattern;
use crate::aws::s3_arn::S3Arn;
use crate::finding::Severity;
use crate::json::{NodeId, Tree};
use crate::policy::{Effect, Statement, Value};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::page::Mistake;
use crate::rules::page::fields::Fields;

/// Two actions on the same objects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadsBack {
    /// The action that writes them.
    pub write: String,
    /// The action that reads them.
    pub read: String,
    /// What must be known, in the words of [`Case::meets`](super::case::Case::meets).
    pub when: Vec<String>,
}

impl ReadsBack {
    /// Reads the member of a page.
    pub(super) fn read(tree: &Tree<'_>, node: NodeId, mistakes: &mut Vec<Mistake>) -> Self {
        let mut fields = Fields::new(tree, node, "`reads-back`", mistakes);
        let text = |found: Option<(&str, NodeId)>| found.map(|(text, _)| text.to_owned()).unwrap_or_default();
        let write = text(fields.required_string("write"));
        let read = text(fields.required_string("read"));
        let when = texts(fields.strings("when"));
        fields.finish();
        Self { write, read, when }
    }
}

/// Reports resources of the writing statements that no reading statement reaches, or reaches in part only.
pub(super) fn check(site: Site<'_>, drafts: &mut Drafts) {
    let Some(pair) = &site.document.reads_back else { return };
    if !pair.when.iter().all(|when| site.case.meets(when)) {
        return;
    }
    let allows = |action: &str| {
        let allows = site.policy.statements.iter().filter(|statement| statement.effect == Effect::Allow);
        allows.filter(|statement| names_action(statement, action)).collect::<Vec<&Statement<'_>>>()
    };
    let (writing, reading) = (allows(&pair.write), allows(&pair.read));
    let settled = |statement: &&Statement<'_>| {
        statement.resource.as_ref().is_some_and(|block| !block.negated && block.is_exact())
            && statement.action.as_ref().is_some_and(|block| !block.negated)
    };
    if reading.is_empty() || !reading.iter().all(settled) {
        return;
    }
    let read: Vec<Pattern> = reading
        .iter()
        .flat_map(|statement| statement.resources())
        .filter(|value| reaches_objects(value))
        .map(|value| Pattern::glob(value.text))
        .collect();
    let all = || reading.iter().flat_map(|statement| statement.resources());
    if read.is_empty() || all().any(|value| !value.is_known() || value.text.contains("${")) {
        return;
    }
    for value in
        writing.iter().filter(|statement| settled(statement)).flat_map(|statement| statement.resources())
    {
        if !value.is_known() || value.text.contains("${") || !reaches_objects(value) {
            continue;
        }
        let written = Pattern::glob(value.text);
        if read.iter().any(|read| read.covers(&written)) {
            continue;
        }
        let none = !read.iter().any(|read| read.overlaps(&written));
        let inside = read.iter().filter(|read| written.covers(read)).count() == 1 && read.len() == 1;
        let (message, severity) = match (none, inside) {
            (true, _) => ("none", Severity::Warning),
            (false, true) => ("part", Severity::Suggestion),
            (false, false) => continue,
        };
        let other = all().find(|value| reaches_objects(value)).map(|value| Spot::Node(value.node));
        let draft = drafts.report("unreadable-objects", message, Spot::Node(value.node));
        draft
            .arg("integration", site.profile.title.as_str())
            .arg("read", pair.read.as_str())
            .arg("write", pair.write.as_str())
            .severity(severity)
            .integration(site.name);
        if let Some(other) = other {
            draft.related(other, "read");
        }
    }
}

fn reaches_objects(value: &Value<'_>) -> bool {
    S3Arn::parse(value.text).is_none_or(|arn| arn.matches_objects(value.text))
}
