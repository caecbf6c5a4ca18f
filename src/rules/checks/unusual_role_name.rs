//! `unusual-role-name`: a role for a vendor is not called as the vendor asks.

use crate::rules::draft::Drafts;
use crate::rules::hook::{Context, Hook};
use crate::rules::identities;
use crate::rules::profile::data::On;
use crate::rules::profile::served::Served;
use crate::rules::usage::spot;

/// Asks for policies of integrations.
pub const HOOKS: &[Hook] = &[Hook::Integration(policy)];

const RULE: &str = "unusual-role-name";

fn policy(context: Context<'_>, served: Served<'_>, drafts: &mut Drafts) {
    let Some(start) = &served.profile.role_name else { return };
    if served.document.on != On::Trust {
        return;
    }
    let name = identities::role(context).and_then(|role| role.name.as_ref());
    if let Some(name) = name.filter(|name| !name.value.starts_with(start.as_str())) {
        drafts
            .report(RULE, "found", spot(name))
            .arg("integration", served.profile.title.as_str())
            .arg("name", name.value.as_str())
            .arg("start", start.as_str())
            .integration(served.name);
    }
}
