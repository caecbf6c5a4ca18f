//! `unlisted-region`: a trail that delivers from a region whose account id the bucket policy does not list.

use crate::access::glob::{Case, matches};
use crate::aws::accounts::{AccountService, service_accounts};
use crate::aws::iam_arn::IamArn;
use crate::aws::partition::{partition_of_region, regions};
use crate::json::NodeId;
use crate::policy::{Effect, Statement};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::profile::served::Served;
use crate::rules::usage::{self, relate};
use crate::surroundings::Trail;

/// Asks for policies of integrations.
pub const HOOKS: &[Hook] = &[Hook::Integration(policy)];

const RULE: &str = "unlisted-region";

fn policy(context: Context<'_>, served: Served<'_>, drafts: &mut Drafts) {
    if served.document.legacy.is_none() || context.surroundings.trails.is_empty() {
        return;
    }
    let Some(listed) = Listed::of(context) else { return };
    for trail in trails(context, served) {
        if report(&listed, trail, served, drafts) {
            return;
        }
    }
}

/// The regions whose accounts a policy lets in.
struct Listed {
    regions: Vec<&'static str>,
    node: NodeId,
}

impl Listed {
    /// `None` where the policy goes by something else too, or where what it says is not all known.
    fn of(context: Context<'_>) -> Option<Self> {
        let (mut regions, mut node) = (Vec::new(), None);
        let statements = context.policy.statements.iter();
        for statement in statements.filter(|statement| statement.effect != Effect::Deny) {
            let mut actions = statement.actions().iter();
            let block = statement.principal.as_ref()?;
            if !actions.any(|action| matches(action.text, "s3:PutObject", Case::Ascii)) {
                continue;
            }
            if block.negated || !block.unknown.is_empty() || !context.policy.is_exact() {
                return None;
            }
            for entry in &block.entries {
                let text = entry.value.text;
                let account = IamArn::read(text).account.of(text);
                let mut own = service_accounts(account)
                    .filter(|account| account.service == AccountService::CloudTrail)
                    .filter_map(|account| account.region)
                    .peekable();
                if !entry.value.is_known() || own.peek().is_none() {
                    return None;
                }
                node.get_or_insert(entry.value.node);
                regions.extend(own);
            }
        }
        Some(Self { regions, node: node? })
    }
}

/// The stated trails that write to the policy's bucket.
fn trails<'a>(context: Context<'a>, served: Served<'a>) -> Vec<&'a Trail> {
    let resources = context.policy.statements.iter().flat_map(Statement::resources);
    let mut names: Vec<&str> = context.role.buckets.iter().map(|bucket| bucket.name.value.as_str()).collect();
    if names.is_empty() {
        names = resources.filter_map(usage::bucket_name).collect();
        names.sort_unstable();
        names.dedup();
    }
    let trails = names.into_iter().flat_map(|name| context.index.trails_to(name));
    trails.filter(|_| usage::has_trails(served.profile)).collect()
}

/// Reports the first region that the trail delivers from and the policy does not list.
fn report(listed: &Listed, trail: &Trail, served: Served<'_>, drafts: &mut Drafts) -> bool {
    let is_listed = |region: &str| listed.regions.contains(&region);
    let missing = |message: &'static str, region: &str, drafts: &mut Drafts| {
        drafts
            .report(RULE, message, Spot::Node(listed.node))
            .arg("integration", served.profile.title.as_str())
            .arg("region", region)
            .integration(served.name);
    };
    if let Some(home) = trail.home_region.as_ref().filter(|home| !is_listed(&home.value)) {
        missing("home", &home.value, drafts);
        drafts.list.last_mut().into_iter().for_each(|draft| relate(draft, home, "home"));
        return true;
    }
    let (Some(all), Some(home)) = (trail.multi_region.as_ref().filter(|all| all.value), &trail.home_region)
    else {
        return false;
    };
    let partition = partition_of_region(&home.value);
    // Regions that an account must switch on may be off.
    let mut on = regions().filter(|region| Some(region.partition) == partition && !region.opt_in);
    let Some(region) = on.find(|region| !is_listed(region.name)) else { return false };
    missing("all", region.name, drafts);
    drafts.list.last_mut().into_iter().for_each(|draft| relate(draft, all, "all"));
    true
}
