//! Resources that a request for an action can name: ARNs of the types that the action works on.

use std::collections::BTreeSet;

use super::sets::{SetId, Sets};
use super::word::{Bars, Pattern, Token, literal, tidy};
use crate::access::glob::overlaps;
use crate::aws::Catalog;
use crate::aws::catalog::{Action, ResourceType};
use crate::policy::Policy;

/// Services of whose resources some have a colon in their names, as far as the policies of a question tell.
///
/// The reference says of no resource which characters its name can hold. Few names hold colons; a policy that writes one
/// where no type of the service has it says that they do.
#[derive(Debug, Default)]
pub(super) struct Colons {
    services: BTreeSet<String>,
}

impl Colons {
    pub(super) fn new(policies: &[&Policy<'_>], catalog: &Catalog) -> Self {
        let mut found = Self::default();
        let statements = policies.iter().flat_map(|policy| &policy.statements);
        let blocks = statements.filter_map(|statement| statement.resource.as_ref());
        for value in blocks.flat_map(|block| &block.values) {
            let mut parts = value.text.splitn(6, ':').skip(2);
            let (Some(prefix), Some(own)) = (parts.next(), parts.nth(2)) else { continue };
            if !own.contains(':') || found.services.contains(prefix) {
                continue;
            }
            let Some(service) = catalog.service(prefix) else { continue };
            let templates = service.resource_types().flat_map(ResourceType::arns);
            let is_of_type = templates.filter_map(|arn| arn.splitn(6, ':').nth(5)).any(|template| {
                // Between the same number of colons each part has to fit.
                template.matches(':').count() == own.matches(':').count()
                    && template.split(':').zip(own.split(':')).all(|(one, two)| overlaps(&open(one), two))
            });
            if !is_of_type {
                found.services.insert(prefix.to_owned());
            }
        }
        found
    }

    fn may_hold(&self, template: &str) -> bool {
        template.contains(":s3:::")
            || template.split(':').nth(2).is_some_and(|one| self.services.contains(one))
    }
}

/// A template with `*` in the place of variables.
fn open(template: &str) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once("${") {
        text.extend([before, "*"]);
        rest = behind.split_once('}').map_or("", |(_, after)| after);
    }
    text + rest
}

/// The resources that a request for the action can name. Of an action of which only the name is known it is any ARN, or
/// none.
pub(super) fn resources(action: Option<Action<'_>>, colons: &Colons, sets: &mut Sets) -> SetId {
    let none = || tidy(literal("*"));
    let Some(action) = action.filter(|action| action.has_details()) else {
        return sets.frame(vec![none(), tidy(super::keys::arn_shape())]);
    };
    let mut is_needed = false;
    let mut found: Vec<Pattern> = Vec::new();
    for need in action.needs() {
        is_needed |= need.required == Some(true);
        found.extend(need.resource.arns().map(|arn| template(arn, colons)));
    }
    // Where every type is marked as optional, a request may name none of them; S3 asks for one of the types.
    if found.is_empty() || (!is_needed && action.service().name() != "s3") {
        found.push(none());
    }
    sets.frame(found)
}

/// An ARN template of the reference as a pattern.
fn template(text: &str, colons: &Colons) -> Pattern {
    let mut tokens = Vec::new();
    let (mut rest, mut seen) = (text, 0);
    while let Some((before, behind)) = rest.split_once("${") {
        seen += before.matches(':').count();
        tokens.extend(literal(before));
        let (_, after) = behind.split_once('}').unwrap_or((behind, ""));
        let bars = match seen {
            0..5 => Bars::COLON,
            _ if after.is_empty() && !is_bucket(text) && colons.may_hold(text) => Bars::NONE,
            _ if text.contains(":s3:::") => Bars::COLON.and(Bars::SLASH),
            _ => Bars::COLON,
        };
        // Regions and accounts may be left out.
        if !(3..5).contains(&seen) {
            tokens.push(Token::One(bars));
        }
        tokens.push(Token::Many(bars));
        rest = after;
    }
    tokens.extend(literal(rest));
    tidy(tokens)
}

/// The name of a bucket holds neither slash nor colon.
fn is_bucket(template: &str) -> bool {
    template.ends_with(":s3:::${BucketName}")
}
