//! Answers of `aws cloudtrail` about trails.

use super::cursor::{At, optional};
use super::{Answer, AnswerProblem};
use crate::surroundings::{Fact, Trail};

/// `describe-trails`
pub(super) fn list(_: &At<'_>, list: &At<'_>) -> Result<Answer, AnswerProblem> {
    let trails = list.elements()?.iter().map(trail).collect::<Result<Vec<_>, _>>()?;
    Ok(Answer::Trails(trails))
}

/// `get-trail`
pub(super) fn one(_: &At<'_>, one: &At<'_>) -> Result<Answer, AnswerProblem> {
    Ok(Answer::Trails(vec![trail(one)?]))
}

/// CloudTrail leaves out members that have no value, so a missing prefix or key is a stated absence.
fn trail(at: &At<'_>) -> Result<Trail, AnswerProblem> {
    let mut trail = Trail::at(at.fact(()));
    trail.arn = Some(at.need("TrailARN")?.string()?);
    trail.name = optional(at.some("Name"), At::string)?;
    trail.bucket = optional(at.some("S3BucketName"), At::string)?;
    trail.prefix = Some(or_none(at, "S3KeyPrefix")?);
    trail.key = Some(or_none(at, "KmsKeyId")?);
    trail.organization = optional(at.some("IsOrganizationTrail"), At::boolean)?;
    trail.validation = optional(at.some("LogFileValidationEnabled"), At::boolean)?;
    trail.multi_region = optional(at.some("IsMultiRegionTrail"), At::boolean)?;
    trail.home_region = optional(at.some("HomeRegion"), At::string)?;
    Ok(trail)
}

fn or_none(at: &At<'_>, name: &str) -> Result<Fact<String>, AnswerProblem> {
    let stated = optional(at.some(name), At::string)?;
    Ok(stated.unwrap_or_else(|| at.fact(String::new())))
}
