//! `blocked-sse-s3-writes`: a `Deny` of uploads without a KMS key, in the way of an integration that has none.

use crate::access::{Context as Keys, Given, Matcher, Request, Text};
use crate::finding::{Applicability, PolicyKind};
use crate::policy::{Base, Condition, Effect, Statement};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Context, Hook};
use crate::rules::profile::data::On;
use crate::rules::profile::served::Served;
use crate::rules::usage::{self, relate};
use crate::surroundings::Trail;

/// Asks for policies of integrations.
pub const HOOKS: &[Hook] = &[Hook::Integration(policy)];

const RULE: &str = "blocked-sse-s3-writes";

/// The header that names the algorithm.
const ALGORITHM: &str = "s3:x-amz-server-side-encryption";
/// The header that names the key.
const KEY: &str = "s3:x-amz-server-side-encryption-aws-kms-key-id";

fn policy(context: Context<'_>, served: Served<'_>, drafts: &mut Drafts) {
    let is_asked = served.profile.bucket.sse_s3 && served.document.on == On::Bucket;
    if !is_asked || context.surroundings.trails.is_empty() || !context.policy.is_exact() {
        return;
    }
    let denies = context.policy.statements.iter().filter(|statement| statement.effect == Effect::Deny);
    for statement in denies {
        let about = |condition: &&Condition<'_>| condition.is_key(ALGORITHM) || condition.is_key(KEY);
        let Some(condition) = statement.conditions().iter().find(about) else { continue };
        for (bucket, trail) in trails(context, served) {
            if is_denied(context, served, statement, bucket) && report(served, condition, trail, drafts) {
                return;
            }
        }
    }
}

/// The stated trails that write to the policy's bucket, with the bucket's name.
fn trails<'a>(context: Context<'a>, served: Served<'a>) -> Vec<(&'a str, &'a Trail)> {
    let own = context.role.buckets.iter().map(|bucket| bucket.name.value.as_str());
    let mut names: Vec<&str> = own.collect();
    if names.is_empty() {
        let meant = context.policy.statements.iter().filter(|statement| served.may_be_meant(statement));
        names = meant.flat_map(Statement::resources).filter_map(usage::bucket_name).collect();
        names.sort_unstable();
        names.dedup();
    }
    names.into_iter().flat_map(|name| context.index.trails_to(name).map(move |trail| (name, trail))).collect()
}

/// Whether a statement is certain to deny an upload that asks for S3's own keys.
fn is_denied(context: Context<'_>, served: Served<'_>, statement: &Statement<'_>, bucket: &str) -> bool {
    let mut keys = Keys::new();
    let sent = [(ALGORITHM, Given::one("AES256")), (KEY, Given::Absent)];
    let mut is_set = sent.into_iter().map(|(key, given)| keys.set(key, given).is_ok());
    if !is_set.by_ref().all(|done| done) {
        return false;
    }
    drop(is_set);
    let resource = Text::like(&format!("arn:{}:s3:::{bucket}/*", partition(context)));
    let caller = served.caller.principal().clone();
    let Ok(request) = Request::new(caller, "s3:PutObject", resource, keys) else { return false };
    let matcher = Matcher::as_kind(context.policy, PolicyKind::Bucket, &request);
    matcher.statement(statement.index, statement).truth().is_true()
}

/// The partition of the policy's ARNs.
fn partition(context: Context<'_>) -> &str {
    let mut values = context.policy.statements.iter().flat_map(Statement::resources);
    let found = values.find_map(|value| {
        let arn = value.arn().filter(crate::aws::Arn::is_complete)?;
        crate::aws::partition::partition(arn.partition()).map(|known| known.id)
    });
    found.unwrap_or("aws")
}

fn report(served: Served<'_>, condition: &Condition<'_>, trail: &Trail, drafts: &mut Drafts) -> bool {
    let keyless = trail.key.as_ref().filter(|key| key.value.is_empty());
    let validated = trail.validation.as_ref().filter(|validation| validation.value);
    let message = match (keyless, validated) {
        (Some(_), _) => "keyless",
        (None, Some(_)) => "digest",
        (None, None) => return false,
    };
    let draft = drafts.report(RULE, message, Spot::Node(condition.node));
    draft
        .arg("integration", served.profile.title.as_str())
        .arg("operator", condition.operator_key.text)
        .arg("key", condition.key.text)
        .integration(served.name);
    if let Some(keyless) = keyless {
        // A saved answer says it by leaving the key out: then the trail's own ARN stands for it.
        let whole = keyless.span == trail.place.span;
        relate(draft, trail.arn.as_ref().filter(|_| whole).unwrap_or(keyless), "keyless");
    } else if let Some(validated) = validated {
        relate(draft, validated, "digest");
    }
    let lists =
        condition.operator.is_some_and(|operator| operator.negated && operator.base == Base::StringEquals);
    if lists && condition.is_key(ALGORITHM) {
        draft.fix(
            "list-both",
            Applicability::Unsafe,
            vec![TreeEdit::Append(condition.node, "\"AES256\"".to_owned())],
        );
    } else {
        draft.help("exempt");
    }
    true
}
