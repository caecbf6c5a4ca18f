//! Whether a policy allows every request of one shape, or which of them it does not.

use serde_json::{Map, Value, json};

use super::difference::new_access;
use super::made::{document, with};
use super::question::{Answer, Open, Options, Verdict};
use crate::access::glob::Token;
use crate::access::{Given, Pattern, Principal, Request, Text, Truth, Why, says};
use crate::aws::Catalog;
use crate::aws::catalog::KeyType;
use crate::finding::PolicyKind;
use crate::policy::Policy;

/// The most requests that are looked at for one that is refused whatever was not said.
const TRIES: usize = 8;

/// Requests that fit the shape and that the policy does not allow; `kind` is what the policy is taken for.
///
/// [`Verdict::None`] means that every request that fits is allowed. A request is shown only where nothing matters that the
/// shape does not say: a key that it says nothing of may be there or not, and then the answer is unknown.
pub fn refused_access(shape: &Request, policy: &Policy<'_>, kind: PolicyKind, options: Options) -> Answer {
    let unknown = |why| Answer { verdict: Verdict::Unknown(Open::Policy(why)), regions: Vec::new() };
    let Some(text) = request_policy(shape, kind, policy.catalog) else { return unknown(Why::NotUnderstood) };
    let mut policy = policy.clone();
    policy.kind = kind;
    let options = Options { regions: TRIES, ..options };
    let answer = with(&text, kind, policy.catalog, |asked| {
        // Of a shape that no request fits everything could be said.
        let nothing = document(&[]);
        let is_possible = with(&nothing, kind, policy.catalog, |nothing| {
            new_access(asked, nothing, Options { regions: 1, ..options }).verdict == Verdict::Witness
        });
        (is_possible == Some(true)).then(|| new_access(asked, &policy, options))
    });
    let Some(Some(mut answer)) = answer else { return unknown(Why::Key) };
    if answer.verdict != Verdict::Witness {
        return answer;
    }
    let mut open = None;
    answer.regions.retain_mut(|region| match stated(shape, &region.request) {
        None => false,
        Some(request) => match says(&policy, &request).allowed() {
            Truth::False => {
                region.request = least(request, &policy);
                true
            }
            Truth::True => false,
            Truth::Unknown(why) => {
                open = Some(open.map_or(why, |old: Why| old.min(why)));
                false
            }
        },
    });
    if answer.regions.is_empty() { unknown(open.unwrap_or(Why::Key)) } else { answer }
}

/// The request without the keys that do not matter to its being refused.
fn least(request: Request, policy: &Policy<'_>) -> Request {
    let names: Vec<String> = request.context().entries().map(|(key, _)| key.to_owned()).collect();
    let mut least = request;
    for name in names {
        let mut context = crate::access::Context::new();
        let kept = least.context().entries().filter(|(key, _)| *key != name);
        if kept.into_iter().any(|(key, given)| context.set(key, given.clone()).is_err()) {
            continue;
        }
        let (principal, resource) = (least.principal().clone(), least.resource().clone());
        if let Ok(request) = Request::new(principal, least.action(), resource, context)
            && says(policy, &request).allowed().is_false()
        {
            least = request;
        }
    }
    least
}

/// The request with what the shape says of keys, and nothing of others.
fn stated(shape: &Request, found: &Request) -> Option<Request> {
    let mut context = crate::access::Context::new();
    for (key, said) in shape.context().entries() {
        let given = match found.context().get(key) {
            Some(given) if *said != Given::Unknown => given.clone(),
            _ => said.clone(),
        };
        context.set(key, given).ok()?;
    }
    Request::new(shape.principal().clone(), found.action(), found.resource().clone(), context).ok()
}

/// The requests of a shape as a policy that allows just them; `None` where the language has no words for it.
pub fn request_policy(shape: &Request, kind: PolicyKind, catalog: &Catalog) -> Option<String> {
    let mut statement = json!({"Effect": "Allow", "Action": shape.action()});
    let members = statement.as_object_mut()?;
    let mut conditions = Conditions::default();
    if kind != PolicyKind::Trust {
        members.insert("Resource".to_owned(), json!(written(shape.resource())?));
    }
    if kind.has_principal() {
        let principal = match shape.principal() {
            Principal::Service(name) => json!({"Service": name}),
            Principal::CanonicalUser(id) => json!({"CanonicalUser": id}),
            Principal::AccountRoot { account, .. } => {
                conditions.add("ArnEquals", "aws:PrincipalArn", json!(shape.principal().arn()?.exact()?));
                json!({"AWS": account})
            }
            Principal::Session { role, name } => json!({"AWS": format!(
                "arn:{}:sts::{}:assumed-role/{}/{name}",
                role.partition, role.account, role.name
            )}),
            Principal::User(_) => json!({"AWS": shape.principal().arn()?.exact()?}),
            Principal::Role(role) => {
                json!({"AWS": format!("arn:{}:iam::{}:role/{}", role.partition, role.account, role.name)})
            }
            _ => return None,
        };
        members.insert("Principal".to_owned(), principal);
    }
    for (key, given) in shape.context().entries() {
        conditions.key(key, given, catalog)?;
    }
    if !conditions.0.is_empty() {
        members.insert("Condition".to_owned(), Value::Object(conditions.0));
    }
    Some(document(&[statement]))
}

#[derive(Default)]
struct Conditions(Map<String, Value>);

impl Conditions {
    fn add(&mut self, operator: &str, key: &str, value: Value) {
        let block = self.0.entry(operator).or_insert_with(|| json!({}));
        if let Some(block) = block.as_object_mut() {
            block.insert(key.to_owned(), value);
        }
    }

    fn key(&mut self, key: &str, given: &Given, catalog: &Catalog) -> Option<()> {
        let kind = catalog.key(key).map_or(KeyType::String, |known| known.key_type);
        match given {
            Given::Unknown => {}
            Given::Absent => self.add("Null", key, json!("true")),
            Given::Present => self.add("Null", key, json!("false")),
            Given::One(text) => {
                let (operator, value) = match (kind, text) {
                    (KeyType::Bool, Text::Exact(text)) => ("Bool", text.clone()),
                    (KeyType::Numeric, Text::Exact(text)) => ("NumericEquals", text.clone()),
                    (KeyType::Date, Text::Exact(text)) => ("DateEquals", text.clone()),
                    (KeyType::Ip, Text::Exact(text)) => ("IpAddress", text.clone()),
                    (KeyType::Bool | KeyType::Numeric | KeyType::Date | KeyType::Ip, Text::Like(_)) => {
                        ("Null", "false".to_owned())
                    }
                    _ => ("StringLike", written(text)?),
                };
                self.add(operator, key, json!(value));
            }
            Given::Many(texts) => {
                let texts: Vec<String> = texts.iter().map(written).collect::<Option<_>>()?;
                self.add("ForAllValues:StringLike", key, json!(texts));
                self.add("Null", key, json!("false"));
            }
        }
        Some(())
    }
}

/// A text of a request in the language of policies; `None` where a part of it is not known.
fn written(text: &Text) -> Option<String> {
    match text {
        // What takes no resource is asked for as `*`, which no value names but `*`.
        Text::Exact(text) if text == "*" => Some("*".to_owned()),
        Text::Exact(text) => Some(pattern(&Pattern::literal(text))?),
        Text::Like(found) => pattern(found),
    }
}

fn pattern(pattern: &Pattern) -> Option<String> {
    let mut out = String::new();
    for token in pattern.tokens() {
        match token {
            Token::Char(character @ ('*' | '?' | '$')) => {
                out.extend(["${", character.encode_utf8(&mut [0; 4]), "}"]);
            }
            Token::Char(character) => out.push(*character),
            Token::One => out.push('?'),
            Token::Many => out.push('*'),
            Token::Hole(_) => return None,
        }
    }
    Some(out)
}
