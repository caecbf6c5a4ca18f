//! Answers about what happens to objects later: lifecycle rules and archive tiers.

use super::cursor::{At, optional};
use super::{Answer, AnswerProblem};
use crate::surroundings::{Fact, IntelligentTiering, LifecycleRule};

/// `get-bucket-lifecycle-configuration`, and the older `get-bucket-lifecycle`.
pub(super) fn rules(_: &At<'_>, rules: &At<'_>) -> Result<Answer, AnswerProblem> {
    let list = rules.elements()?.iter().map(rule).collect::<Result<Vec<_>, _>>()?;
    Ok(Answer::Lifecycle(rules.fact(list)))
}

fn rule(rule: &At<'_>) -> Result<LifecycleRule, AnswerProblem> {
    let enabled = enabled(rule)?;
    let (prefix, narrowed) = filter(rule)?;
    let abort = match rule.some("AbortIncompleteMultipartUpload") {
        Some(abort) => optional(abort.some("DaysAfterInitiation"), At::days)?,
        None => None,
    };
    Ok(LifecycleRule {
        place: rule.fact(()),
        enabled,
        prefix,
        narrowed,
        expiration: expiration(rule)?,
        transitions: transitions(rule)?,
        abort_multipart: abort,
    })
}

fn enabled(rule: &At<'_>) -> Result<bool, AnswerProblem> {
    Ok(rule.need("Status")?.string()?.value == "Enabled")
}

/// The prefix, and whether tags or sizes narrow the rule further. A filter holds one of `Prefix`, `Tag`, a size, or
/// `And` with several; before there were filters, the prefix stood in the rule itself.
fn filter(rule: &At<'_>) -> Result<(String, bool), AnswerProblem> {
    let mut prefix = optional(rule.some("Prefix"), At::string)?;
    let mut narrowed = false;
    if let Some(filter) = rule.some("Filter") {
        for part in std::iter::once(&filter).chain(&filter.some("And")) {
            if let Some(stated) = optional(part.some("Prefix"), At::string)? {
                prefix = Some(stated);
            }
            let others = ["Tag", "ObjectSizeGreaterThan", "ObjectSizeLessThan"];
            narrowed |= others.iter().any(|name| part.some(name).is_some());
            if let Some(tags) = part.some("Tags") {
                narrowed |= !tags.elements()?.is_empty();
            }
        }
    }
    Ok((prefix.map(|prefix| prefix.value).unwrap_or_default(), narrowed))
}

/// When current objects expire. Removing delete markers that mark nothing is also called an expiration, but loses no
/// object.
fn expiration(rule: &At<'_>) -> Result<Option<Fact<u32>>, AnswerProblem> {
    let Some(expiration) = rule.some("Expiration") else { return Ok(None) };
    if let Some(days) = expiration.some("Days") {
        return days.days().map(Some);
    }
    Ok(expiration.some("Date").map(|date| date.fact(0)))
}

/// Storage classes that current objects move to.
fn transitions(rule: &At<'_>) -> Result<Vec<Fact<String>>, AnswerProblem> {
    let mut list = match rule.some("Transitions") {
        Some(transitions) => transitions.elements()?,
        None => Vec::new(),
    };
    list.extend(rule.some("Transition"));
    list.iter().map(|transition| transition.need("StorageClass")?.string()).collect()
}

/// `list-bucket-intelligent-tiering-configurations`
pub(super) fn tiering_list(_: &At<'_>, list: &At<'_>) -> Result<Answer, AnswerProblem> {
    let configurations = list.elements()?.iter().map(configuration).collect::<Result<Vec<_>, _>>()?;
    Ok(Answer::IntelligentTiering(list.fact(configurations)))
}

/// `get-bucket-intelligent-tiering-configuration`
pub(super) fn tiering(_: &At<'_>, one: &At<'_>) -> Result<Answer, AnswerProblem> {
    Ok(Answer::IntelligentTiering(one.fact(vec![configuration(one)?])))
}

fn configuration(at: &At<'_>) -> Result<IntelligentTiering, AnswerProblem> {
    let enabled = enabled(at)?;
    let (prefix, narrowed) = filter(at)?;
    let tierings = at.need("Tierings")?.elements()?;
    let tiers = tierings.iter().map(|tiering| tiering.need("AccessTier")?.string());
    let tiers = tiers.collect::<Result<Vec<_>, _>>()?;
    Ok(IntelligentTiering { place: at.fact(()), enabled, prefix, narrowed, tiers })
}
