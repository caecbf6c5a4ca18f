//! `access-key-for-integration`: a vendor comes with an access key where a role would do.

use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook};
use crate::rules::identities;
use crate::rules::profile::data::On;
use crate::rules::profile::served::Served;
use crate::rules::usage::spot;

/// Asks for policies of integrations.
pub const HOOKS: &[Hook] = &[Hook::Integration(policy)];

const RULE: &str = "access-key-for-integration";

fn policy(context: Context<'_>, served: Served<'_>, drafts: &mut Drafts) {
    if served.document.on != On::Identity || !served.profile.takes_role {
        return;
    }
    for user in identities::users(context) {
        let Some(key) = &user.access_key else { continue };
        drafts
            .report(RULE, "found", spot(key))
            .arg("integration", served.profile.title.as_str())
            .integration(served.name)
            .related(spot(&user.place), "user");
    }
}
