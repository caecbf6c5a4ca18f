//! `foreign-owned-objects`: a grant to read objects that belong to the vendor who wrote them.

use crate::access::Pattern;
use crate::access::glob::{Case, matches};
use crate::aws::iam_arn::IamArn;
use crate::policy::{Effect, PrincipalEntry, PrincipalType, Statement, Value};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Context, Hook};
use crate::rules::profile::data::{On, Party};
use crate::rules::profile::served::Served;
use crate::rules::usage::{self, relate};

/// Asks for policies of integrations.
pub const HOOKS: &[Hook] = &[Hook::Integration(policy)];

const RULE: &str = "foreign-owned-objects";

fn policy(context: Context<'_>, served: Served<'_>, drafts: &mut Drafts) {
    let is_foreign = matches!(served.document.who, Party::User(_) | Party::Account(_));
    if context.surroundings.buckets.is_empty() || served.document.on != On::Bucket || !is_foreign {
        return;
    }
    for (bucket, _) in usage::buckets(context, served) {
        let writer_owns = bucket.ownership.as_ref().filter(|ownership| ownership.value == "ObjectWriter");
        let (Some(ownership), Some(account)) = (writer_owns, &bucket.account) else { continue };
        let Some((reader, written)) = reader(context, served, &account.value) else { continue };
        let draft = drafts.report(RULE, "found", Spot::Node(reader.value.node));
        draft
            .arg("integration", served.profile.title.as_str())
            .arg("reader", reader.value.text)
            .arg("bucket", bucket.name.value.as_str())
            .integration(served.name)
            .related(Spot::Node(written.node), "written");
        relate(draft, ownership, "fact");
        return;
    }
}

/// A principal of a third account that may read what the integration writes, and where it writes.
fn reader<'a>(
    context: Context<'a>,
    served: Served<'a>,
    owner: &str,
) -> Option<(&'a PrincipalEntry<'a>, &'a Value<'a>)> {
    let allows = |statement: &&Statement<'_>, action: &str| {
        statement.effect == Effect::Allow
            && statement.actions().iter().any(|value| matches(value.text, action, Case::Ascii))
    };
    let statements = || context.policy.statements.iter();
    let written: Vec<&Value<'_>> = statements()
        .filter(|statement| allows(statement, "s3:PutObject") && served.may_be_meant(statement))
        .flat_map(Statement::resources)
        .filter(|value| value.is_known())
        .collect();
    for statement in statements().filter(|statement| allows(statement, "s3:GetObject")) {
        let entries =
            statement.principal.iter().filter(|block| !block.negated).flat_map(|block| &block.entries);
        let mut others = entries.filter(|entry| {
            let account = IamArn::read(entry.value.text).account.of(entry.value.text);
            let is_other = entry.kind == PrincipalType::Aws && !account.is_empty() && account != owner;
            is_other && entry.value.is_known() && !served.is_named(entry)
        });
        let Some(other) = others.next() else { continue };
        let reads = statement.resources().iter().filter(|value| value.is_known());
        let patterns: Vec<Pattern> = reads.map(|value| Pattern::glob(value.text)).collect();
        let overlaps = |value: &&&Value<'_>| {
            let target = Pattern::glob(value.text);
            patterns.iter().any(|pattern| pattern.overlaps(&target))
        };
        if let Some(value) = written.iter().find(overlaps) {
            return Some((other, value));
        }
    }
    None
}
