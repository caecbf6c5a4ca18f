//! `access-key`: an access key of AWS written into a file that holds a policy.

use std::sync::LazyLock;

use memchr::memmem;

use crate::finding::Step;
use crate::json::{Kind, NodeId, Tree};
use crate::rules::draft::{Drafts, Spot};
use crate::rules::hook::{Hook, TextContext};
use crate::text::{Range, offset};

/// Asks for the text.
pub const HOOKS: &[Hook] = &[Hook::Text(check)];

const RULE: &str = "access-key";

/// Length of the id of an access key.
const ID: usize = 20;

/// Length of a secret access key.
const SECRET: usize = 40;

/// Whether the text holds neither the beginning of an id nor the name of a secret key. Most policies with the word `secret`
/// are about Secrets Manager.
fn is_free(text: &str) -> bool {
    static IDS: LazyLock<memmem::Finder<'_>> = LazyLock::new(|| memmem::Finder::new("IA"));
    static SECRETS: LazyLock<[memmem::Finder<'_>; 2]> =
        LazyLock::new(|| ["cret", "CRET"].map(memmem::Finder::new));
    let bytes = text.as_bytes();
    let names_key = |at: usize| {
        let mut rest = bytes.get(at + 4..).unwrap_or_default().iter();
        rest.find(|byte| byte.is_ascii_alphanumeric())
            .is_some_and(|byte| matches!(byte, b'k' | b'K' | b'a' | b'A'))
    };
    let begins_id =
        |at: usize| at.checked_sub(1).is_some_and(|at| matches!(bytes.get(at), Some(b'K' | b'S')));
    !IDS.find_iter(bytes).any(begins_id)
        && SECRETS.iter().all(|secret| !secret.find_iter(bytes).any(names_key))
}

fn check(context: TextContext<'_>, drafts: &mut Drafts) {
    let tree = context.tree;
    if is_free(tree.text()) {
        return;
    }
    let count = u32::try_from(tree.len()).unwrap_or(u32::MAX);
    for node in (0..count).map(NodeId) {
        let Some(value) = tree.str(node).filter(|value| value.len() >= ID) else { continue };
        if let Some(range) = key_id(value)
            && !names_principal(tree, node)
        {
            drafts.report(RULE, "id", Spot::Within(node, range));
        }
        let is_secret = tree.kind(node) == Kind::String && value.len() == SECRET && is_secret(value);
        if is_secret && node.0 > 0 && is_secret_name(tree, NodeId(node.0 - 1)) {
            drafts.report(RULE, "secret", Spot::Node(node));
        }
    }
}

/// Where the id of an access key stands in the text. Ids that documents use as samples end in `EXAMPLE`.
fn key_id(text: &str) -> Option<Range> {
    let bytes = text.as_bytes();
    let is_inside = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    memmem::find_iter(bytes, b"IA").find_map(|at| {
        let start = at.checked_sub(2)?;
        let id = text.get(start..start + ID)?;
        let starts = id.starts_with("AKIA") || id.starts_with("ASIA");
        let is_alone = !is_inside(start + ID) && start.checked_sub(1).is_none_or(|before| !is_inside(before));
        let is_base = id.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7'));
        let found = starts && is_alone && is_base && !id.contains("EXAMPLE");
        found.then(|| Range::new(offset(start), offset(start + ID)))
    })
}

/// Whether the text stands where a policy names a principal by its id.
fn names_principal(tree: &Tree<'_>, node: NodeId) -> bool {
    let Some(root) = tree.root() else { return false };
    tree.path(root, node).iter().any(|step| match step {
        Step::Key(name) => {
            matches!(name.as_str(), "Principal" | "NotPrincipal") || name.eq_ignore_ascii_case("aws:userid")
        }
        Step::Index(_) => false,
    })
}

/// Whether the text has the letters of a secret access key, and is no hash in hexadecimal digits.
fn is_secret(text: &str) -> bool {
    let in_base = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'+'));
    let mixed = text.bytes().any(|byte| byte.is_ascii_uppercase())
        && text.bytes().any(|byte| byte.is_ascii_lowercase());
    in_base && mixed && !text.contains("EXAMPLE")
}

/// Whether the node is a member's name such as `SecretAccessKey`, `aws_secret_access_key` or `secretKey`.
fn is_secret_name(tree: &Tree<'_>, node: NodeId) -> bool {
    let Some(name) = tree.str(node).filter(|_| tree.kind(node) == Kind::Key) else { return false };
    let bare: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    bare.ends_with("secretkey") || bare.ends_with("secretaccesskey")
}
