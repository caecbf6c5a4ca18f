//! `malformed-role-arn`: what is handed over as a role's ARN is the ARN of something else, or none.

use crate::aws::iam_arn::{IamArn, IamKind};
use crate::aws::identifier::is_account;
use crate::aws::{Arn, partition};
use crate::rules::draft::Drafts;
use crate::rules::hook::{Hook, Project};
use crate::rules::usage::spot;

/// Asks for the facts.
pub const HOOKS: &[Hook] = &[Hook::Project(facts)];

const RULE: &str = "malformed-role-arn";

fn facts(project: Project<'_>, drafts: &mut Drafts) {
    for integration in &project.surroundings.integrations {
        let name = integration.profile.value.as_str();
        let title = project.profile(name).map_or(name, |profile| profile.title.as_str());
        for stated in integration.values("role-arn") {
            let text = stated.value.as_str();
            let Some(message) = fault(text) else { continue };
            let draft = drafts.report(RULE, message, spot(stated));
            draft.arg("integration", title).arg("text", text).integration(name);
            if let Some(wanted) = role_of_session(text) {
                draft.arg("wanted", wanted).help("session");
            }
        }
    }
}

/// Name of the message about a text that is no ARN of a role.
fn fault(text: &str) -> Option<&'static str> {
    let Some(arn) = Arn::parse(text) else { return Some("not-arn") };
    let read = IamArn::read(text);
    if read.kind != IamKind::Role || arn.service() != "iam" || read.name.of(text).is_empty() {
        return Some("other");
    }
    if !is_account(arn.account()) {
        return Some("account");
    }
    let sound = partition::partition(arn.partition()).is_some() && arn.region().is_empty();
    (!sound).then_some("not-arn")
}

/// The role of a session, of which the session's ARN tells all but the path.
fn role_of_session(text: &str) -> Option<String> {
    let read = IamArn::read(text);
    let arn = Arn::parse(text).filter(|_| read.kind == IamKind::AssumedRole)?;
    Some(format!("arn:{}:iam::{}:role/{}", arn.partition(), arn.account(), read.name.of(text)))
}
