//! `missing-bucket-policy`: a bucket without bucket policy, for an integration that only a bucket policy lets in.

use crate::rules::draft::Drafts;
use crate::rules::hook::{Hook, Project};
use crate::rules::profile::data::{On, Party};
use crate::rules::usage;

/// Asks for the facts.
pub const HOOKS: &[Hook] = &[Hook::Project(facts)];

const RULE: &str = "missing-bucket-policy";

fn facts(project: Project<'_>, drafts: &mut Drafts) {
    for one in usage::declared(project) {
        let mut documents = one.profile.documents.iter();
        let needs_one =
            documents.any(|document| document.on == On::Bucket && document.who != Party::Identity);
        if let Some(none) = one.bucket.without_policy()
            && needs_one
            && !one.is_key_based()
        {
            one.report(RULE, "found", none, drafts);
        }
    }
}
