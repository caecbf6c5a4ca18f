//! A request as people and programs read it: for programs in the form that `aws iam simulate-custom-policy` takes.

use serde::Serialize;

use crate::access::{Given, Principal, Request, Text};
use crate::aws::Catalog;
use crate::aws::catalog::KeyType;

/// A request for programs.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Written {
    principal: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    caller_arn: Option<String>,
    action_names: Vec<String>,
    resource_arns: Vec<String>,
    context_entries: Vec<Entry>,
    absent_context_keys: Vec<String>,
}

#[derive(Serialize)]
struct Entry {
    #[serde(rename = "ContextKeyName")]
    name: String,
    #[serde(rename = "ContextKeyValues")]
    values: Vec<String>,
    #[serde(rename = "ContextKeyType")]
    kind: &'static str,
}

/// The caller in the words of `--principal`.
pub(super) fn caller(principal: &Principal) -> String {
    match principal {
        Principal::Anonymous => "anonymous".to_owned(),
        Principal::Service(name) => name.clone(),
        Principal::CanonicalUser(id) => id.clone(),
        Principal::WebIdentity { provider } | Principal::Saml { provider } => provider.clone(),
        Principal::Session { role, name } => {
            format!("arn:{}:sts::{}:assumed-role/{}/{name}", role.partition, role.account, role.name)
        }
        _ => principal.arn().and_then(|arn| arn.exact().map(str::to_owned)).unwrap_or_default(),
    }
}

/// The spelling of a key in the reference.
fn spelling(key: &str, catalog: &Catalog) -> String {
    match catalog.key(key) {
        Some(known) if known.is_family() => {
            let own = key.get(known.head().len()..).unwrap_or("");
            format!("{}{own}", known.head())
        }
        Some(known) => known.name.to_owned(),
        None => key.to_owned(),
    }
}

fn texts(given: &Given) -> Vec<String> {
    let exact = |text: &Text| text.exact().unwrap_or("*").to_owned();
    match given {
        Given::One(text) => vec![exact(text)],
        Given::Many(texts) => texts.iter().map(exact).collect(),
        Given::Absent | Given::Unknown | Given::Present => Vec::new(),
    }
}

/// The word of AWS's API for the type of a key.
fn type_word(key: &str, is_list: bool, catalog: &Catalog) -> &'static str {
    let kind = catalog.key(key).map_or(KeyType::String, |known| known.key_type);
    match (kind, is_list) {
        (KeyType::String | KeyType::Arn, false) => "string",
        (KeyType::String | KeyType::Arn, true) => "stringList",
        (KeyType::Bool, false) => "boolean",
        (KeyType::Bool, true) => "booleanList",
        (KeyType::Date, false) => "date",
        (KeyType::Date, true) => "dateList",
        (KeyType::Numeric, false) => "numeric",
        (KeyType::Numeric, true) => "numericList",
        (KeyType::Ip, false) => "ip",
        (KeyType::Ip, true) => "ipList",
        (KeyType::Binary, false) => "binary",
        (KeyType::Binary, true) => "binaryList",
    }
}

/// The request for programs.
pub(super) fn written(request: &Request, catalog: &Catalog) -> Written {
    let principal = caller(request.principal());
    let mut entries = Vec::new();
    let mut absent = Vec::new();
    for (key, given) in request.context().entries() {
        match given {
            Given::Absent => absent.push(spelling(key, catalog)),
            _ => entries.push(Entry {
                name: spelling(key, catalog),
                values: texts(given),
                kind: type_word(key, matches!(given, Given::Many(_)), catalog),
            }),
        }
    }
    if let Some(arn) = role_with_path(request) {
        entries.push(Entry { name: "aws:PrincipalArn".to_owned(), values: vec![arn], kind: "string" });
    }
    Written {
        caller_arn: principal.starts_with("arn:").then(|| principal.clone()),
        principal,
        action_names: vec![request.action().to_owned()],
        resource_arns: vec![request.resource().exact().unwrap_or("*").to_owned()],
        context_entries: entries,
        absent_context_keys: absent,
    }
}

/// The ARN of the caller's role, where it has a path: the ARN of a session leaves it out.
fn role_with_path(request: &Request) -> Option<String> {
    let Principal::Session { role, .. } = request.principal() else { return None };
    role.path.as_deref().filter(|path| !path.is_empty())?;
    request.principal().arn()?.exact().map(str::to_owned)
}

/// The request in one line for people.
pub(super) fn sentence(request: &Request, catalog: &Catalog) -> String {
    let who = caller(request.principal());
    let resource = request.resource().exact().unwrap_or("*");
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for (key, given) in request.context().entries() {
        let key = spelling(key, catalog);
        match given {
            Given::Absent => without.push(format!("`{key}`")),
            _ => {
                let values: Vec<String> = texts(given).iter().map(|value| format!("`{value}`")).collect();
                with.push(format!("`{key}` {}", values.join(" and ")));
            }
        }
    }
    if let Some(arn) = role_with_path(request) {
        with.push(format!("`aws:PrincipalArn` `{arn}`"));
    }
    let mut parts = vec![format!("`{}` on `{resource}` for `{who}`", request.action())];
    for (word, list) in [("with", with), ("without", without)] {
        if !list.is_empty() {
            parts.push(format!("{word} {}", list.join(", ")));
        }
    }
    match parts.as_slice() {
        [asked, with, without] => format!("{asked}, {with} and {without}"),
        _ => parts.join(", "),
    }
}
