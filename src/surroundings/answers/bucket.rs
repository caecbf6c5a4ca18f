//! Answers of `aws s3api` about one setting of a bucket.

use super::cursor::{At, optional};
use super::{Answer, AnswerProblem};
use crate::json::Kind;
use crate::surroundings::{Encryption, PublicAccessBlock};

/// `get-bucket-location`: `null` is `us-east-1`, and `EU` is what `eu-west-1` was once called.
pub(super) fn location(_: &At<'_>, constraint: &At<'_>) -> Result<Answer, AnswerProblem> {
    if constraint.kind() == Kind::Null {
        return Ok(Answer::Region(constraint.fact("us-east-1".to_owned()), None));
    }
    let mut region = constraint.string()?;
    match region.value.as_str() {
        "" => "us-east-1".clone_into(&mut region.value),
        "EU" => "eu-west-1".clone_into(&mut region.value),
        _ => {}
    }
    Ok(Answer::Region(region, None))
}

/// `head-bucket`: newer versions of the CLI also print the bucket's ARN.
pub(super) fn head(root: &At<'_>, region: &At<'_>) -> Result<Answer, AnswerProblem> {
    let arn = optional(root.some("BucketArn"), At::string)?;
    let name = arn.and_then(|arn| {
        let (_, name) = arn.value.rsplit_once(":::")?;
        Some(arn.with(name.to_owned()))
    });
    Ok(Answer::Region(region.string()?, name))
}

/// `get-bucket-request-payment`
pub(super) fn request_payment(_: &At<'_>, payer: &At<'_>) -> Result<Answer, AnswerProblem> {
    let payer = payer.string()?;
    Ok(Answer::RequesterPays(payer.with(payer.value == "Requester")))
}

/// `get-bucket-encryption`: a bucket has one rule.
pub(super) fn encryption(_: &At<'_>, configuration: &At<'_>) -> Result<Answer, AnswerProblem> {
    let rule = configuration.need("Rules")?.first()?;
    let default = rule.need("ApplyServerSideEncryptionByDefault")?;
    Ok(Answer::Encryption(Encryption {
        algorithm: default.need("SSEAlgorithm")?.string()?,
        key: optional(default.some("KMSMasterKeyID"), At::string)?.filter(|key| !key.value.is_empty()),
        bucket_key: optional(rule.some("BucketKeyEnabled"), At::boolean)?,
    }))
}

/// `get-bucket-ownership-controls`: a bucket has one rule.
pub(super) fn ownership(_: &At<'_>, controls: &At<'_>) -> Result<Answer, AnswerProblem> {
    let rule = controls.need("Rules")?.first()?;
    Ok(Answer::Ownership(rule.need("ObjectOwnership")?.string()?))
}

/// `get-public-access-block`
pub(super) fn public_access_block(_: &At<'_>, block: &At<'_>) -> Result<Answer, AnswerProblem> {
    if block.kind() != Kind::Object {
        block.need("BlockPublicAcls")?;
    }
    let setting = |name| optional(block.some(name), At::boolean);
    Ok(Answer::PublicAccessBlock(PublicAccessBlock {
        place: block.fact(()),
        block_public_acls: setting("BlockPublicAcls")?,
        ignore_public_acls: setting("IgnorePublicAcls")?,
        block_public_policy: setting("BlockPublicPolicy")?,
        restrict_public_buckets: setting("RestrictPublicBuckets")?,
    }))
}
