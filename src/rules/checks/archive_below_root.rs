//! `archive-below-root`: objects below a folder, for an integration that reads back from the bucket's root alone.

use crate::access::glob::{Case, matches};
use crate::aws::s3_arn::{S3Arn, S3Kind};
use crate::policy::{Effect, Statement, Value};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook, Project};
use crate::rules::profile::data::On;
use crate::rules::profile::served::Served;
use crate::rules::usage::spot;
use crate::surroundings::{Fact, Integration};
use crate::text::Range;

/// Asks for the facts and for policies of integrations.
pub const HOOKS: &[Hook] = &[Hook::Project(facts), Hook::Integration(policy)];

const RULE: &str = "archive-below-root";

/// What is stated about the use of the archive: `None` where nothing is.
fn restores(integration: &Integration) -> Option<bool> {
    let modes = integration.values("mode");
    (!modes.is_empty()).then(|| modes.iter().any(|mode| mode.value == "restore"))
}

fn facts(project: Project<'_>, drafts: &mut Drafts) {
    for integration in &project.surroundings.integrations {
        let name = integration.profile.value.as_str();
        let profile = project.profile(name).filter(|profile| profile.bucket.reads_from_root);
        let Some(profile) = profile.filter(|_| restores(integration) != Some(false)) else { continue };
        let below = |prefix: &&Fact<String>| !prefix.value.trim_matches('/').is_empty();
        if let Some(prefix) = integration.values("prefix").iter().find(below) {
            drafts
                .report(RULE, "prefix", spot(prefix))
                .arg("integration", profile.title.as_str())
                .arg("prefix", prefix.value.as_str())
                .integration(name);
        }
    }
}

fn policy(context: Context<'_>, served: Served<'_>, drafts: &mut Drafts) {
    if !served.profile.bucket.reads_from_root || served.document.on != On::Identity {
        return;
    }
    let stated = served.declared.iter().find_map(|integration| restores(integration));
    let wanted = stated.unwrap_or_else(|| grants(context, served, "s3:GetObject").next().is_some());
    if !wanted || !context.policy.is_exact() {
        return;
    }
    let writes: Vec<&Value<'_>> =
        grants(context, served, "s3:PutObject").flat_map(Statement::resources).collect();
    let folders: Vec<Option<Range>> = writes.iter().map(|value| folder(value)).collect();
    if writes.is_empty() || folders.iter().any(Option::is_none) || negates(context) {
        return;
    }
    let mut places = writes.iter().zip(folders).filter_map(|(value, range)| Some((value, range?)));
    if let Some((value, range)) = places.find(|(_, range)| range.start < range.end) {
        drafts
            .report(RULE, "policy", Spot::Within(value.node, range))
            .arg("integration", served.profile.title.as_str())
            .arg("folder", range.of(value.text))
            .integration(served.name);
    }
}

fn grants<'a>(
    context: Context<'a>,
    served: Served<'a>,
    action: &'static str,
) -> impl Iterator<Item = &'a Statement<'a>> {
    context.policy.statements.iter().filter(move |statement| {
        statement.effect == Effect::Allow
            && served.may_be_meant(statement)
            && statement.actions().iter().any(|value| matches(value.text, action, Case::Ascii))
    })
}

/// Whether some statement grants all but what it lists.
fn negates(context: Context<'_>) -> bool {
    let blocks = |statement: &Statement<'_>| {
        statement.action.as_ref().is_some_and(|block| block.negated)
            || statement.resource.as_ref().is_some_and(|block| block.negated)
    };
    context.policy.statements.iter().any(|statement| statement.effect == Effect::Allow && blocks(statement))
}

/// The folder that every key of a resource lies in; `None` where keys at the root fit too, empty where the resource is no
/// object.
fn folder(value: &Value<'_>) -> Option<Range> {
    let arn = S3Arn::parse(value.text)?;
    let key = match arn.kind {
        S3Kind::Object => arn.key?,
        _ if arn.matches_objects(value.text) => return None,
        _ => return Some(Range::default()),
    };
    let text = key.of(value.text);
    let literal = text.find(['*', '?', '$']).unwrap_or(text.len());
    let slash = text.get(..literal)?.rfind('/')?;
    let range = Range::new(key.start, key.start + u32::try_from(slash + 1).ok()?);
    (!value.touches_hole(range)).then_some(range)
}
