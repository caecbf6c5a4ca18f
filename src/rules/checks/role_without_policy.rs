//! `role-without-policy`: a role that a vendor may assume has no policy.

use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook};
use crate::rules::identities;
use crate::rules::profile::data::On;
use crate::rules::profile::served::Served;
use crate::rules::usage::{self, spot};

/// Asks for policies of integrations.
pub const HOOKS: &[Hook] = &[Hook::Integration(policy)];

const RULE: &str = "role-without-policy";

fn policy(context: Context<'_>, served: Served<'_>, drafts: &mut Drafts) {
    let has_identity = served.profile.documents.iter().any(|document| document.on == On::Identity);
    if served.document.on != On::Trust || !has_identity {
        return;
    }
    let Some(role) = identities::role(context).filter(|role| !role.has_policies) else { return };
    let draft = drafts.report(RULE, "found", spot(&role.place));
    draft.arg("integration", served.profile.title.as_str()).integration(served.name);
    if let Some(caller) = usage::caller_spot(context, served) {
        draft.related(caller, "caller");
    }
}
