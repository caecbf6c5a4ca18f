//! Condition keys that the caller decides, and keys whose presence AWS documents for each kind of caller.

use super::context::{Context, Given};
use super::glob::{Pattern, Token};
use super::principal::Principal;
use super::subject::Text;

/// Keys that every request has (IAM user guide, global condition keys, "Availability").
const ALWAYS: [&str; 5] =
    ["aws:currenttime", "aws:epochtime", "aws:requestedregion", "aws:securetransport", "aws:useragent"];

/// Keys of requests through a VPC endpoint, which have no `aws:SourceIp`.
const ENDPOINT: [&str; 3] = ["aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip"];

/// What this caller makes of a key; `None` for a key that says nothing about the caller, and where the request is
/// free to have it or not.
pub(super) fn derived(principal: &Principal, context: &Context, key: &str) -> Option<Given> {
    let key = key.to_ascii_lowercase();
    if let Some(given) = network(context, &key) {
        return Some(given);
    }
    if ALWAYS.contains(&key.as_str()) {
        return Some(Given::Present);
    }
    let name = key.strip_prefix("aws:")?;
    identity(principal, name).or_else(|| presence(principal, name))
}

/// The keys whose value is a function of the caller.
fn identity(principal: &Principal, name: &str) -> Option<Given> {
    // Who presents a token of an identity provider is no principal of AWS yet: nothing is documented for these keys.
    let federated = matches!(principal, Principal::WebIdentity { .. } | Principal::Saml { .. });
    let given = match name {
        "principalarn" => match principal {
            // The guide lists roles, users, federated users and root users, and no other principals.
            Principal::Anonymous | Principal::Service(_) => Given::Absent,
            _ => principal.arn().map_or(Given::Unknown, Given::One),
        },
        "principalaccount" => match (principal, principal.account()) {
            (Principal::Anonymous, _) => Given::one("anonymous"),
            (_, Some(account)) => Given::one(account),
            _ if federated => Given::Unknown,
            _ => Given::Present,
        },
        "principaltype" => principal_type(principal),
        "principalisawsservice" => match principal {
            Principal::Anonymous => Given::Absent,
            Principal::Service(_) => Given::one("true"),
            _ if federated => Given::Unknown,
            _ => Given::one("false"),
        },
        "principalservicename" => match principal {
            Principal::Service(service) => Given::one(service),
            _ => Given::Absent,
        },
        "principalservicenameslist" => match principal {
            // The service's other names stand in the list, too.
            Principal::Service(service) => Given::Many(vec![service.as_str().into(), Text::anything()]),
            _ => Given::Absent,
        },
        "username" => match principal {
            Principal::User(user) => Given::one(&user.name),
            _ => Given::Absent,
        },
        "userid" => user_id(principal),
        _ => return None,
    };
    Some(given)
}

/// `aws:PrincipalType` (IAM user guide, policy variables, "Principal key values").
fn principal_type(principal: &Principal) -> Given {
    Given::one(match principal {
        Principal::Anonymous => "Anonymous",
        Principal::AccountRoot { .. } => "Account",
        Principal::User(_) => "User",
        Principal::Role(_) | Principal::Session { .. } => "AssumedRole",
        Principal::FederatedUser { .. } => "FederatedUser",
        Principal::Service(_) | Principal::CanonicalUser(_) => return Given::Present,
        Principal::WebIdentity { .. } | Principal::Saml { .. } => return Given::Unknown,
    })
}

/// `aws:userid` (the same table): the unique ids of users and roles are not known, names of sessions are.
fn user_id(principal: &Principal) -> Given {
    Given::One(match principal {
        Principal::Anonymous => "anonymous".into(),
        Principal::AccountRoot { account, .. } => account.as_str().into(),
        Principal::FederatedUser { account, name, .. } => format!("{account}:{name}").into(),
        Principal::Session { name, .. } => session_id(name),
        Principal::Role(_) => Text::like("*:*"),
        Principal::User(_) | Principal::Service(_) | Principal::CanonicalUser(_) => return Given::Present,
        Principal::WebIdentity { .. } | Principal::Saml { .. } => return Given::Unknown,
    })
}

/// `AROA…:name`.
fn session_id(name: &str) -> Text {
    let tail = name.chars().map(Token::Char);
    Text::Like(Pattern::new([Token::Many, Token::Char(':')].into_iter().chain(tail).collect()))
}

/// Keys that only some kinds of callers have (global condition keys, "Availability").
fn presence(principal: &Principal, name: &str) -> Option<Given> {
    let temporary =
        matches!(principal, Principal::Role(_) | Principal::Session { .. } | Principal::FederatedUser { .. });
    let anonymous = *principal == Principal::Anonymous;
    let member = !anonymous && !matches!(principal, Principal::Service(_));
    match name {
        "tokenissuetime" | "multifactorauthpresent" if temporary => Some(Given::Present),
        "tokenissuetime" | "multifactorauthpresent" | "multifactorauthage" if anonymous => {
            Some(Given::Absent)
        }
        "principalorgid" | "principalorgpaths" if !member => Some(Given::Absent),
        _ if name.starts_with("principaltag/") && !member => Some(Given::Absent),
        _ => None,
    }
}

/// A request comes from an address or through a VPC endpoint, never both.
fn network(context: &Context, key: &str) -> Option<Given> {
    let has = |key: &str| context.get(key).and_then(Given::is_present) == Some(true);
    let other_way = match key {
        "aws:sourceip" => ENDPOINT.iter().any(|key| has(key)),
        _ if ENDPOINT.contains(&key) => has("aws:sourceip"),
        _ => return None,
    };
    other_way.then_some(Given::Absent)
}
