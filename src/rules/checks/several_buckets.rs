//! `several-buckets`: the resources of a bucket policy name more than one bucket.

use std::collections::BTreeMap;

use crate::access::glob::{Case, matches};
use crate::aws::s3_arn::{S3Arn, S3Kind, has_wildcard};
use crate::finding::Confidence;
use crate::policy::{Statement, Value};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::text::Range;

/// Asks for the policy.
pub const HOOKS: &[Hook] = &[Hook::Policy(check)];

const RULE: &str = "several-buckets";

/// A value with the place of the bucket's name in it.
#[derive(Clone, Copy)]
struct Named<'p> {
    value: &'p Value<'p>,
    name: Range,
}

impl<'p> Named<'p> {
    fn text(&self) -> &'p str {
        self.name.of(self.value.text)
    }

    fn spot(&self) -> Spot {
        Spot::Within(self.value.node, self.name)
    }

    /// The name with `*` for every hole, and the holes' texts.
    fn parts(&self) -> (String, Vec<&'p str>) {
        let (mut pattern, mut holes) = (String::new(), Vec::new());
        let mut at = self.name.start;
        for hole in &self.value.holes {
            if hole.range.end <= self.name.start || hole.range.start >= self.name.end {
                continue;
            }
            pattern.push_str(Range::new(at, hole.range.start).of(self.value.text));
            pattern.push('*');
            holes.push(hole.range.of(self.value.text));
            at = hole.range.end;
        }
        pattern.push_str(Range::new(at, self.name.end).of(self.value.text));
        (pattern, holes)
    }
}

fn check(context: Context<'_>, drafts: &mut Drafts) {
    let policy = context.policy;
    let mut all = policy.statements.iter().flat_map(Statement::resources).filter_map(named);
    let Some(first) = all.next() else { return };
    if all.all(|other| other.text() == first.text()) {
        return;
    }
    let mut groups: BTreeMap<&str, Vec<Named<'_>>> = BTreeMap::new();
    for named in policy.statements.iter().flat_map(Statement::resources).filter_map(named) {
        groups.entry(named.text()).or_default().push(named);
    }
    let declared = context.role.buckets.iter().find_map(|bucket| groups.get(bucket.name.value.as_str()));
    let largest = groups.values().max_by_key(|group| (group.len(), std::cmp::Reverse(first_node(group))));
    let Some(home) = declared.or(largest) else { return };
    let Some(example) = home.first() else { return };
    let confidence = policy.may_be_endpoint_policy().then_some(Confidence::Low);
    let home_parts = example.parts();
    for group in groups.values() {
        let Some((one, others)) = group.split_first() else { continue };
        if one.text() == example.text() || !differ(&one.parts(), &home_parts) {
            continue;
        }
        let is_tie = declared.is_none() && group.len() == home.len();
        let (message, label) = if is_tie { ("tie", "either") } else { ("minority", "home") };
        let draft = drafts.report(RULE, message, one.spot());
        draft.arg("bucket", one.text()).arg("home", example.text());
        for other in others {
            draft.also(other.spot());
        }
        if is_tie {
            draft.also(example.spot());
            if let Some(place) = draft.places.last_mut() {
                place.label = Some(label);
            }
        } else {
            draft.related(example.spot(), label);
        }
        draft.confidence = confidence;
    }
}

fn first_node(group: &[Named<'_>]) -> Option<crate::json::NodeId> {
    group.first().map(|named| named.value.node)
}

/// A value that names one bucket, or an object in one.
fn named<'p>(value: &'p Value<'p>) -> Option<Named<'p>> {
    let arn = S3Arn::parse(value.text)?;
    let text = arn.name.of(value.text);
    let is_one = matches!(arn.kind, S3Kind::Bucket | S3Kind::Object)
        && !text.is_empty()
        && !has_wildcard(text)
        && (!text.contains("${") || value.touches_hole(arn.name));
    is_one.then_some(Named { value, name: arn.name })
}

/// Whether two names are different however their holes are filled: the same token has the same content everywhere.
fn differ((one, holes): &(String, Vec<&str>), (two, other_holes): &(String, Vec<&str>)) -> bool {
    // A token with more behind it: `your-bucket` and `your-bucket-logs`. Who left the one in left the other in.
    let goes_on = |short: &str, long: &str| {
        long.strip_prefix(short).is_some_and(|tail| tail.starts_with(['-', '_', '.']))
    };
    match (holes.as_slice(), other_holes.as_slice()) {
        ([], []) => one != two,
        ([hole], []) if one == "*" && goes_on(hole, two) => true,
        ([], [hole]) if two == "*" && goes_on(hole, one) => true,
        ([], _) => !matches(two, one, Case::Exact),
        (_, []) => !matches(one, two, Case::Exact),
        _ if holes == other_holes => one != two,
        ([first], [second]) => one == two && (goes_on(first, second) || goes_on(second, first)),
        _ => false,
    }
}
