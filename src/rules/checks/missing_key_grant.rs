//! `missing-key-grant`: an identity policy for a bucket whose customer managed key it does not let the identity use.

use crate::access::glob::{Case, matches};
use crate::access::{Context as Keys, Principal, Request as Question, Truth, Why, evaluate_policy};
use crate::finding::{Applicability, PolicyKind};
use crate::json::{Kind, NodeId};
use crate::policy::{Container, Effect, KindFrom, PrincipalType, Statement, Value, lower};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::encryption::{customer_key, has_bucket_key, key_actions, key_arn, list};
use crate::rules::hook::{Context, Hook};
use crate::rules::profile::data::{On, Request};
use crate::rules::profile::judge::{Verdict, judge};
use crate::rules::profile::served::Served;
use crate::rules::profile::template::Template;
use crate::rules::profile::{case, is_lone};
use crate::rules::usage::{self, relate};
use crate::surroundings::{Fact, Key, KeyPolicy};

/// Asks for policies of integrations.
pub const HOOKS: &[Hook] = &[Hook::Integration(policy)];

const RULE: &str = "missing-key-grant";

fn policy(context: Context<'_>, served: Served<'_>, drafts: &mut Drafts) {
    if served.document.on != On::Identity {
        return;
    }
    let stated = served.declared.iter().find_map(|integration| integration.values("key-arn").first());
    if let Some(key) = stated {
        check(context, served, key, key_actions(served.profile, false), drafts);
        return;
    }
    for (bucket, _) in usage::buckets(context, served) {
        if let Some(key) = customer_key(bucket) {
            check(context, served, key, key_actions(served.profile, has_bucket_key(bucket)), drafts);
        }
    }
}

fn check(
    context: Context<'_>,
    served: Served<'_>,
    key: &Fact<String>,
    actions: Vec<&str>,
    drafts: &mut Drafts,
) {
    let arn = key_arn(&key.value, context.index);
    let known = context.index.key(&key.value);
    let missing: Vec<&str> = actions
        .into_iter()
        .filter(|action| is_missing(context, served, arn.as_deref(), action))
        .filter(|action| !known.is_some_and(|known| speaks_for_itself(known, served, action)))
        .collect();
    if missing.is_empty() {
        return;
    }
    let grants: Vec<Grant> = missing.iter().filter_map(|action| grant(context, action)).collect();
    if grants.contains(&Grant::Elsewhere) {
        return;
    }
    let other_key = grants.iter().find_map(|grant| match grant {
        Grant::OtherKey(node) => Some(*node),
        Grant::Elsewhere => None,
    });
    let Some(place) = other_key.or_else(|| place(context)) else { return };
    let complete = served.declared.iter().any(|integration| integration.complete && is_lone(integration));
    let draft = drafts.report(RULE, if complete { "missing" } else { "not-here" }, Spot::Node(place));
    draft
        .arg("integration", served.profile.title.as_str())
        .arg("actions", list(&missing))
        .arg("key", arn.as_deref().unwrap_or(key.value.as_str()))
        .integration(served.name);
    relate(draft, key, "key");
    if other_key.is_some() {
        draft.label("other-key");
    }
    if let (Some(arn), Some(edit)) = (arn, addition(context, &missing, key_arn(&key.value, context.index))) {
        draft.arg("arn", arn).fix("add-statement", Applicability::Unsafe, vec![edit]);
    }
}

/// Whether no statement may allow the action on the key.
fn is_missing(context: Context<'_>, served: Served<'_>, arn: Option<&str>, action: &str) -> bool {
    let resource = Template::parse(arn.unwrap_or("arn:{partition}:kms:{region}:{account}:key/{any}"));
    let request = Request {
        action: action.to_owned(),
        resource,
        sends: vec![("kms:ViaService".to_owned(), Template::parse("s3.{region}.amazonaws.com"))],
        ..Request::default()
    };
    let judged = judge(
        served.profile,
        served.document,
        &request,
        &case::Case::default(),
        served.caller,
        context.policy,
    );
    judged.is_some_and(|judged| matches!(judged.verdict, Verdict::Missing(_)))
}

/// Whether the key policy may make a grant of the identity unnecessary, or useless: it lets the role in by its name, or
/// it lets nobody in, which another rule says.
fn speaks_for_itself(key: &Key, served: Served<'_>, action: &str) -> bool {
    let Some(stated) = &key.policy else { return false };
    let container =
        Container { kind: Some((PolicyKind::Resource, KindFrom::Config)), ..Container::default() };
    let policy = lower(&stated.tree, stated.root, container);
    let role = served.declared.iter().find_map(|integration| integration.values("role-arn").first());
    let Some(principal) = role.and_then(|role| Principal::parse(&role.value).ok()) else {
        return may_name_the_role(stated, action);
    };
    let Ok(question) = Question::new(principal, action, key.arn.value.as_str(), Keys::new()) else {
        return true;
    };
    let granted = evaluate_policy(&policy, &question).granted;
    granted != Truth::Unknown(Why::OtherSide)
}

/// Whether a statement allows the action to users or roles by name, of which one may be the integration's.
fn may_name_the_role(stated: &KeyPolicy, action: &str) -> bool {
    let policy = lower(&stated.tree, stated.root, Container::default());
    let allows = |statement: &&Statement<'_>| {
        statement.effect != Effect::Deny && (statement.actions().is_empty() || takes(statement, action))
    };
    let names_one = |statement: &Statement<'_>| {
        statement.principal.as_ref().is_none_or(|block| {
            block.negated
                || block.entries.iter().any(|entry| {
                    let read = crate::aws::iam_arn::IamArn::read(entry.value.text);
                    entry.kind != PrincipalType::Service && !(entry.value.is_known() && read.is_account())
                })
        })
    };
    policy.statements.iter().filter(allows).any(names_one)
}

/// A grant of the missing action that does not help.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Grant {
    /// On this resource, which is another key.
    OtherKey(NodeId),
    /// On resources that are no keys, which another rule says.
    Elsewhere,
}

fn grant(context: Context<'_>, action: &str) -> Option<Grant> {
    let names = |value: &Value<'_>| {
        value.text.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("kms:"))
            && matches(value.text, action, Case::Ascii)
    };
    let statement = statements(context).find(|statement| statement.actions().iter().any(names))?;
    let mut resources = statement.resources().iter();
    let key = resources.find(|value| value.text.contains(":key/"));
    Some(key.map_or(Grant::Elsewhere, |value| Grant::OtherKey(value.node)))
}

fn statements(context: Context<'_>) -> impl Iterator<Item = &Statement<'_>> {
    context.policy.statements.iter().filter(|statement| statement.effect == Effect::Allow)
}

fn takes(statement: &Statement<'_>, action: &str) -> bool {
    statement.actions().iter().any(|value| matches(value.text, action, Case::Ascii))
}

/// Where the grant is missed: the actions on objects that S3 needs the key for.
fn place(context: Context<'_>) -> Option<NodeId> {
    let of_objects = |statement: &&Statement<'_>| {
        ["s3:PutObject", "s3:GetObject"].iter().any(|action| takes(statement, action))
    };
    let first = statements(context).find(of_objects).or_else(|| statements(context).next());
    first.and_then(|statement| statement.action.as_ref()).map(|block| block.node)
}

/// A further statement with the missing grant.
fn addition(context: Context<'_>, actions: &[&str], arn: Option<String>) -> Option<TreeEdit> {
    let tree = context.policy.tree;
    let node = tree.value(context.policy.root, "Statement")?;
    let statement = serde_json::json!({ "Effect": "Allow", "Action": actions, "Resource": arn? });
    matches!(tree.kind(node), Kind::Array | Kind::Object)
        .then(|| TreeEdit::Append(node, statement.to_string()))
}
