//! `action-resource-mismatch`: an action of S3 that none of its statement's resources can match.

use crate::aws::s3::{Reach, reach};
use crate::aws::s3_arn::{S3Arn, S3Kind, has_wildcard};
use crate::aws::{Arn, Part};
use crate::finding::{Applicability, PolicyKind, Severity};
use crate::policy::{Effect, HoleKind, Statement, Value};
use crate::rules::draft::{Draft, Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};
use crate::text::Range;

/// Asks for statements.
pub const HOOKS: &[Hook] = &[Hook::Statement(check)];

const RULE: &str = "action-resource-mismatch";

/// Resources of which further ones are not labelled.
const MOST_LABELS: usize = 3;

/// Sorts of resources, one bit each.
mod sort {
    pub(super) const BUCKET: u8 = 1;
    pub(super) const OBJECT: u8 = 2;
    pub(super) const ACCESS_POINT: u8 = 4;
    pub(super) const ACCESS_POINT_OBJECT: u8 = 8;
    pub(super) const OTHER: u8 = 16;
    /// What `*` stands for where an action takes no resource.
    pub(super) const NOTHING: u8 = 32;
    pub(super) const ALL: u8 = 63;
}

/// An action with the sorts of resources that it applies to.
struct Asked<'s> {
    value: &'s Value<'s>,
    sorts: u8,
}

fn check(context: Context<'_>, statement: &Statement<'_>, drafts: &mut Drafts) {
    let Some(resource) = statement.resource.as_ref().filter(|block| !block.negated && block.is_exact())
    else {
        return;
    };
    if statement.effect == Effect::Unknown || resource.values.is_empty() {
        return;
    }
    let mut asked = statement.actions().iter().filter_map(asked).peekable();
    if asked.peek().is_none() {
        return;
    }
    let given = resource.values.iter().fold(0, |sorts, value| sorts | sorts_of(value));
    if given == sort::ALL {
        return;
    }
    let (dead, alive): (Vec<_>, Vec<_>) = asked.partition(|asked| asked.sorts & given == 0);
    let Some(first) = dead.first() else { return };
    let report = Report { context, statement, resources: &resource.values, given };
    let together = alive.is_empty()
        && dead.iter().all(|other| report.message(other) == report.message(first))
        && statement.actions().len() == dead.len();
    if together {
        report.at_resource(&dead, drafts);
    } else {
        for dead in &dead {
            report.at_action(dead, drafts);
        }
    }
}

/// An action that is written out and known, with its sorts of resources.
fn asked<'s>(value: &'s Value<'s>) -> Option<Asked<'s>> {
    let is_s3 = value.text.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("s3:"));
    if !is_s3 || !value.is_known() || has_wildcard(value.text) {
        return None;
    }
    Some(Asked { value, sorts: sorts_of_reach(reach(value.text)?) })
}

fn sorts_of_reach(reach: Reach) -> u8 {
    let bit = |is: bool, sort: u8| if is { sort } else { 0 };
    bit(reach.bucket, sort::BUCKET)
        | bit(reach.object, sort::OBJECT)
        | bit(reach.access_point, sort::ACCESS_POINT)
        | bit(reach.access_point_object, sort::ACCESS_POINT_OBJECT)
        | bit(reach.other || reach.multi_region_access_point, sort::OTHER)
        | bit(reach.is_nothing(), sort::NOTHING)
}

/// The sorts of resources that a value may match; all where that is not certain.
fn sorts_of(value: &Value<'_>) -> u8 {
    let text = value.text;
    let Some(arn) = Arn::parse(text) else { return sort::ALL };
    let is_open =
        |part: &str, range: Range| has_wildcard(part) || part.contains("${") || value.touches_hole(range);
    let open = |part: Part| is_open(arn.part(part), arn.range(part));
    match arn.service() {
        _ if open(Part::Service) => return sort::ALL,
        "s3" => {}
        service if service.starts_with("s3") => return sort::ALL,
        _ => return 0,
    }
    let may_be_empty = |part: Part| arn.part(part).is_empty() || open(part);
    let mut sorts = 0;
    if may_be_empty(Part::Region) && may_be_empty(Part::Account) {
        sorts |= bucket_sorts(value, arn.range(Part::Resource));
    }
    if !(arn.region().is_empty() && arn.account().is_empty()) {
        sorts |= access_point_sorts(value);
    }
    sorts
}

/// What the part of an ARN behind the account can match, where it names a bucket.
fn bucket_sorts(value: &Value<'_>, resource: Range) -> u8 {
    let text = resource.of(value.text);
    if text.bytes().all(|byte| byte == b'*') && !text.is_empty() {
        return sort::ALL;
    }
    let outside = |at: usize| {
        let at = resource.start + u32::try_from(at).unwrap_or(u32::MAX);
        !value.touches_hole(Range::new(at, at + 1))
    };
    let slash = crate::aws::arn::find_outside(text, 0, b'/').is_some_and(outside);
    if slash {
        return sort::OBJECT;
    }
    let may_hold_slash = has_wildcard(text)
        || text.contains("${")
        || value.holes.iter().any(|hole| {
            hole.range.end > resource.start
                && (hole.kind == HoleKind::Interpolation || may_be_path(hole.range.of(value.text)))
        });
    if may_hold_slash { sort::BUCKET | sort::OBJECT } else { sort::BUCKET }
}

/// Whether a placeholder may be replaced by a bucket and a key, not a bucket alone.
fn may_be_path(token: &str) -> bool {
    let token = token.to_ascii_lowercase();
    token.contains('/')
        || ["key", "object", "path", "prefix", "file", "folder", "arn"]
            .iter()
            .any(|word| token.contains(word))
}

/// What an ARN with a region or an account can match. Buckets' own actions are taken to work on access points too.
fn access_point_sorts(value: &Value<'_>) -> u8 {
    let Some(arn) = S3Arn::parse(value.text) else { return sort::ALL };
    let is_open = !value.is_known() || has_wildcard(arn.name.of(value.text)) || value.text.contains("${");
    match arn.kind {
        S3Kind::AccessPoint | S3Kind::MultiRegionAccessPoint if !is_open => {
            sort::ACCESS_POINT | sort::BUCKET | sort::OTHER
        }
        S3Kind::AccessPointObject | S3Kind::MultiRegionAccessPointObject => {
            sort::ACCESS_POINT_OBJECT | sort::OBJECT
        }
        _ => sort::ALL,
    }
}

struct Report<'r, 's> {
    context: Context<'r>,
    statement: &'r Statement<'s>,
    resources: &'r [Value<'s>],
    given: u8,
}

impl Report<'_, '_> {
    /// What is wrong with an action, and the label of a resource that does not fit it.
    fn message(&self, asked: &Asked<'_>) -> (&'static str, &'static str) {
        let denied = self.statement.effect == Effect::Deny;
        let buckets = sort::BUCKET | sort::ACCESS_POINT;
        let objects = sort::OBJECT | sort::ACCESS_POINT_OBJECT;
        if asked.sorts & objects != 0 && asked.sorts & buckets == 0 && self.given == sort::BUCKET {
            return (if denied { "denied-object-action" } else { "object-action" }, "bucket");
        }
        if asked.sorts & buckets != 0 && asked.sorts & objects == 0 && self.given == sort::OBJECT {
            return (if denied { "denied-bucket-action" } else { "bucket-action" }, "objects");
        }
        match asked.sorts {
            _ if denied => ("denied-action", "no-match"),
            sort::NOTHING => ("account-action", "no-match"),
            _ => ("other-action", "no-match"),
        }
    }

    fn severity(&self, asked: &Asked<'_>) -> Severity {
        let levels = sort::BUCKET | sort::OBJECT | sort::ACCESS_POINT | sort::ACCESS_POINT_OBJECT;
        if self.context.policy.kind == PolicyKind::Bucket {
            Severity::Error
        } else if asked.sorts & levels != 0 {
            Severity::Warning
        } else {
            // The tables of the reference are exact for buckets and objects only.
            Severity::Suggestion
        }
    }

    /// One report for a statement of which no action fits: the resource is at fault.
    fn at_resource(&self, dead: &[Asked<'_>], drafts: &mut Drafts) {
        let (Some(first), Some(resource)) = (dead.first(), self.resources.first()) else { return };
        let (message, label) = self.message(first);
        let draft = drafts.report(RULE, message, Spot::Node(resource.node));
        draft.label(label).arg("action", first.value.text).arg("resource", resource.text);
        draft.severity(self.severity(first));
        for other in self.resources.iter().skip(1).take(MOST_LABELS) {
            draft.also(Spot::Node(other.node));
        }
        for other in dead.iter().take(MOST_LABELS) {
            draft.related(Spot::Node(other.value.node), "action");
        }
        if self.resources.len() == 1 {
            repair(label, resource, draft);
        }
    }

    /// One report for an action beside others that fit: the action stands in the wrong statement.
    fn at_action(&self, dead: &Asked<'_>, drafts: &mut Drafts) {
        let (message, label) = self.message(dead);
        let draft = drafts.report(RULE, message, Spot::Node(dead.value.node));
        draft.label("action").arg("action", dead.value.text).help("move");
        draft.arg("resource", self.resources.first().map_or("", |value| value.text));
        draft.severity(self.severity(dead));
        for resource in self.resources.iter().take(MOST_LABELS) {
            draft.related(Spot::Node(resource.node), label);
        }
    }
}

/// Offers to name the objects of the bucket, or the bucket of the objects, where what to write is certain.
fn repair(label: &str, resource: &Value<'_>, draft: &mut Draft) {
    let end = u32::try_from(resource.text.len()).unwrap_or(u32::MAX);
    if label == "bucket" {
        draft.fix(
            "append",
            Applicability::Unsafe,
            vec![TreeEdit::ReplaceWithin(resource.node, Range::new(end, end), String::from("/*"))],
        );
    } else if label == "objects"
        && let Some(bucket) = resource.text.strip_suffix("/*")
        && !bucket.contains('/')
    {
        let cut = Range::new(end - 2, end);
        draft.fix(
            "cut",
            Applicability::Unsafe,
            vec![TreeEdit::ReplaceWithin(resource.node, cut, String::new())],
        );
    }
}
