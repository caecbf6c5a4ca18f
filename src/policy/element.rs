//! Names of a policy's elements, and which of them a misspelt name was meant to be.

use crate::aws::nearest::{nearest, slips_allowed};

/// Elements of the document (IAM user guide, grammar of the policy language).
pub const DOCUMENT: [&str; 3] = ["Version", "Id", "Statement"];

/// Elements of a statement.
pub const STATEMENT: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

/// Types of principals: the member names of a principal map.
pub const PRINCIPAL_TYPES: [&str; 4] = ["AWS", "Service", "Federated", "CanonicalUser"];

/// The name of the list that this one was hardly meant to differ from: in the case of letters, blanks around it, a
/// hyphen or underscore, a plural, or a slip of the pen. `None` for a name of the list itself, and where none is near.
pub fn meant(name: &str, names: &[&'static str]) -> Option<&'static str> {
    if names.contains(&name) || name.len() > 40 {
        return None;
    }
    let bare: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let singular = bare.strip_suffix(['s', 'S']).filter(|stem| stem.len() > 2);
    let same = |text: &str| names.iter().copied().find(|known| known.eq_ignore_ascii_case(text));
    same(&bare)
        .or_else(|| singular.and_then(same))
        .or_else(|| nearest(&bare, names.iter().copied(), slips_allowed(bare.len())))
}

/// The opposite of an element that excludes another one.
pub fn opposite(name: &str) -> Option<&'static str> {
    Some(match name {
        "Principal" => "NotPrincipal",
        "NotPrincipal" => "Principal",
        "Action" => "NotAction",
        "NotAction" => "Action",
        "Resource" => "NotResource",
        "NotResource" => "Resource",
        _ => return None,
    })
}
