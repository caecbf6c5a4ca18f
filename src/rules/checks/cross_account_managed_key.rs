//! `cross-account-managed-key`: default encryption with a key that a vendor of another account cannot use.

use crate::rules::draft::Drafts;
use crate::rules::encryption::{alias, is_kms, is_managed};
use crate::rules::hook::Hook;
use crate::rules::profile::data::{On, Party};
use crate::rules::usage::Use;

/// Asks for the uses of buckets.
pub const HOOKS: &[Hook] = &[Hook::Use(check)];

const RULE: &str = "cross-account-managed-key";

fn check(one: &Use<'_>, drafts: &mut Drafts) {
    let Some(encryption) = one.bucket.encryption.as_ref().filter(|encryption| is_kms(encryption)) else {
        return;
    };
    if !is_foreign(one) || one.is_key_based() || asks_for_sse_s3(one) {
        return;
    }
    match &encryption.key {
        None => _ = one.report(RULE, "managed", &encryption.algorithm, drafts),
        Some(key) if is_managed(&key.value) => _ = one.report(RULE, "managed", key, drafts),
        Some(key) if alias(&key.value).is_some() && !key.value.starts_with("arn:") => {
            one.report(RULE, "alias", key, drafts).arg("alias", key.value.as_str());
        }
        Some(_) => {}
    }
}

/// Whether the objects are reached by an identity of another account, which the bucket policy lets in.
fn is_foreign(one: &Use<'_>) -> bool {
    let mut documents = one.profile.documents.iter().filter(|document| document.on == On::Bucket);
    documents.any(|document| {
        let of_objects = |action: &str| matches!(action, "s3:PutObject" | "s3:GetObject");
        matches!(document.who, Party::User(_) | Party::Account(_))
            && document.requests.iter().any(|request| of_objects(&request.action))
    })
}

/// Whether the uploads themselves ask for S3's own keys, whatever the bucket's default is.
fn asks_for_sse_s3(one: &Use<'_>) -> bool {
    let stated = one.integration().map_or(&[][..], |integration| integration.values("encryption"));
    let chosen = one.destination().and_then(|destination| destination.binding.get("encryption").cloned());
    stated.iter().map(|fact| fact.value.as_str()).chain(chosen.as_deref()).any(|value| value == "AES256")
}
