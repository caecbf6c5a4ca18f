//! Why a `Resource` does not cover what an integration asks for: level, missing wildcard, bucket, account or prefix.

use super::data::{On, Request};
use super::diagnose::{Site, s3_parts};
use super::judge::Judged;
use super::solve::{certain, unify};
use super::template::{Binding, Piece};
use crate::access::glob::{Case as Letters, matches};
use crate::aws::s3_arn::{S3Arn, S3Kind, has_wildcard};
use crate::finding::{Applicability, Severity};
use crate::policy::{Statement, Value};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::text::Range;

/// What is wrong with one value, the most telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Cause {
    /// The partition that the user stated is another.
    Partition,
    /// The partition of the caller that the policy names is another, which `mixed-partitions` says.
    Mixed,
    /// Names one object where all below it are meant.
    NoWildcard,
    /// The bucket that the user stated is another.
    Bucket,
    /// Names the bucket where its objects are asked for.
    BucketForObjects,
    /// Names objects where the bucket is asked for.
    ObjectsForBucket,
    /// The path of another account.
    Account,
    /// Another path.
    Path,
    /// Something else altogether.
    Other,
}

/// Reports the value of a statement's `Resource` that comes nearest to what the request asks for.
pub(super) fn report(site: Site<'_>, judged: &Judged<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let Some(block) = &statement.resource else { return };
    if block.negated {
        site.report(judged, "wrong-path", "not-resource", Spot::Key(block.key), drafts);
        return;
    }
    let nearest =
        block.values.iter().map(|value| (cause(site, judged, value), value)).min_by_key(|(cause, _)| *cause);
    let Some((cause, value)) = nearest else { return };
    let bucket = site.case.binding.get("bucket").map_or("", String::as_str);
    let wanted = judged.request.grant.show(&with_bucket(site, value));
    let node = Spot::Node(value.node);
    match cause {
        Cause::Partition => {
            site.report(judged, "mixed-partitions", "declared", node, drafts)
                .arg("text", value.text)
                .arg("partition", site.case.binding.get("partition").map_or("", String::as_str));
        }
        Cause::Mixed => {}
        Cause::NoWildcard => no_wildcard(site, judged.request, value, drafts),
        Cause::Bucket => {
            let place = bucket_range(value).map_or(node, |range| Spot::Within(value.node, range));
            let draft = site.report(judged, "wrong-bucket", "integration", place, drafts);
            draft.arg("text", value.text).arg("bucket", bucket);
            // The statement may serve something else, and another policy of the identity this.
            if site.document.on == On::Identity && !site.complete {
                draft.severity(Severity::Warning);
            }
        }
        Cause::BucketForObjects | Cause::ObjectsForBucket => {
            let message =
                if cause == Cause::BucketForObjects { "bucket-for-objects" } else { "objects-for-bucket" };
            let draft = site.report(judged, "action-resource-mismatch", message, node, drafts);
            draft.arg("text", value.text).arg("wanted", wanted);
            let asks = |action: &&Value<'_>| action.text.eq_ignore_ascii_case(&judged.request.action);
            if let Some(action) = statement.actions().iter().find(asks) {
                draft.related(Spot::Node(action.node), "action");
            }
        }
        Cause::Account => {
            let account = site.case.binding.get("account").map_or("", String::as_str);
            let draft = site.report(judged, "wrong-account-path", "integration", node, drafts);
            draft.arg("text", value.text).arg("account", account).arg("wanted", wanted);
            if let Some(named_at) = site.case.named_at {
                draft.related(Spot::Node(named_at), "caller");
            }
        }
        Cause::Path | Cause::Other => {
            let prefix = site.case.binding.get("prefix").map_or("", String::as_str);
            let message = match (site.case.declared.contains("prefix"), prefix) {
                (true, "") => "no-prefix",
                (true, _) => "declared",
                (false, _) => "path",
            };
            let draft = site.report(judged, "wrong-path", message, node, drafts);
            draft.arg("text", value.text).arg("prefix", prefix).arg("wanted", wanted);
            if let Some((span, path)) = site.case.places.get("prefix").filter(|_| message != "path") {
                let label = if prefix.is_empty() { "no-prefix" } else { "prefix" };
                draft.related(Spot::Fact(*span, path.clone()), label);
            }
        }
    }
}

/// Reports a resource that names one key where what lies below it is meant.
pub(super) fn no_wildcard(site: Site<'_>, request: &Request, value: &Value<'_>, drafts: &mut Drafts) {
    let repaired = format!("{}/*", value.text.trim_end_matches('/'));
    site.report_plain(request, "missing-object-wildcard", "integration", Spot::Node(value.node), drafts)
        .arg("text", value.text)
        .arg("wanted", repaired.as_str())
        .fix("append", Applicability::Unsafe, vec![TreeEdit::Replace(value.node, quoted(&repaired))]);
}

fn cause(site: Site<'_>, judged: &Judged<'_>, value: &Value<'_>) -> Cause {
    let Some((arn, partition)) = s3_parts(value) else { return Cause::Other };
    let binding = &site.case.binding;
    let differs = |known: Option<&String>, pattern: &str| {
        known.is_some_and(|known| !pattern.is_empty() && !matches(pattern, known, Letters::Exact))
    };
    if differs(binding.get("partition"), &partition) {
        let is_stated = site.case.declared.contains("partition") || site.case.named_at.is_none();
        return if is_stated { Cause::Partition } else { Cause::Mixed };
    }
    let literal_bucket = !value.touches_hole(arn.name);
    if site.case.declared.contains("bucket")
        && literal_bucket
        && differs(binding.get("bucket"), arn.name.of(value.text))
    {
        return Cause::Bucket;
    }
    let objects = asks_for_objects(judged);
    match arn.kind {
        S3Kind::Bucket if objects && !has_wildcard(value.text) => return Cause::BucketForObjects,
        S3Kind::Object if !objects => return Cause::ObjectsForBucket,
        S3Kind::Bucket | S3Kind::Object => {}
        _ => return Cause::Other,
    }
    let shapes = |name: &str| site.profile.shape(name);
    let read = unify(&judged.request.resource, &certain(value, true), &shapes);
    let account = read.as_ref().and_then(|read| read.get("account"));
    if binding.contains_key("account")
        && account.is_some_and(|account| Some(account) != binding.get("account"))
    {
        return Cause::Account;
    }
    if objects && !has_wildcard(value.text) && value.is_known_after(arn.name.end) {
        Cause::NoWildcard
    } else {
        Cause::Path
    }
}

/// Whether the request is about objects of a bucket rather than the bucket itself.
pub(super) fn asks_for_objects(judged: &Judged<'_>) -> bool {
    let mut after_bucket = judged
        .request
        .resource
        .pieces()
        .iter()
        .skip_while(|piece| !matches!(piece, Piece::Hole { name, .. } if name == "bucket"))
        .skip(1);
    after_bucket.next().is_some()
}

/// What is known of the caller, with the bucket that the value names where nobody stated one.
fn with_bucket(site: Site<'_>, value: &Value<'_>) -> Binding {
    let mut binding = site.case.binding.clone();
    if let Some((arn, _)) = s3_parts(value)
        && matches!(arn.kind, S3Kind::Bucket | S3Kind::Object)
        && !has_wildcard(arn.name.of(value.text))
    {
        binding.entry(String::from("bucket")).or_insert_with(|| arn.name.of(value.text).to_owned());
    }
    binding
}

fn bucket_range(value: &Value<'_>) -> Option<Range> {
    S3Arn::parse(value.text).map(|arn| arn.name)
}

/// A text as JSON.
pub(super) fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}
