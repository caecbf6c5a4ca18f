//! `console-access-for-integration`: a user that a program works as can sign in to the console.

use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook};
use crate::rules::identities;
use crate::rules::profile::data::On;
use crate::rules::profile::served::Served;
use crate::rules::usage::spot;

/// Asks for policies of integrations.
pub const HOOKS: &[Hook] = &[Hook::Integration(policy)];

const RULE: &str = "console-access-for-integration";

fn policy(context: Context<'_>, served: Served<'_>, drafts: &mut Drafts) {
    if served.document.on != On::Identity {
        return;
    }
    for user in identities::users(context) {
        let Some(login) = &user.login else { continue };
        drafts
            .report(RULE, "found", spot(login))
            .arg("integration", served.profile.title.as_str())
            .integration(served.name)
            .related(spot(&user.place), "user");
    }
}
