//! Resources that a request for an action can name: ARNs of the types that the action works on.

use super::sets::{SetId, Sets};
use super::word::{Bars, Pattern, Token, literal, tidy};
use crate::aws::catalog::Action;

/// The resources of some actions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Resources {
    /// They lie in this set,
    pub(super) within: SetId,
    /// and not in this one.
    pub(super) without: SetId,
}

/// The resources that a request for the action can name. Of an action of which only the name is known it is any ARN, or
/// none.
pub(super) fn resources(action: Option<Action<'_>>, sets: &mut Sets) -> Resources {
    let (mut within, mut without): (Vec<Pattern>, Vec<Pattern>) = (Vec::new(), Vec::new());
    let none = || tidy(literal("*"));
    match action.filter(|action| action.has_details()) {
        None => {
            within.push(none());
            within.push(tidy(super::keys::arn_shape()));
        }
        Some(action) => {
            let mut is_needed = false;
            for need in action.needs() {
                is_needed |= need.required == Some(true);
                for arn in need.resource.arns() {
                    let (pattern, repeated) = template(arn);
                    within.push(pattern);
                    without.extend(repeated);
                }
            }
            // Where every type is marked as optional, a request may name none of them; S3 asks for one of the types.
            let is_s3 = action.service().name() == "s3";
            if within.is_empty() || (!is_needed && !is_s3) {
                within.push(none());
            }
        }
    }
    Resources { within: sets.frame(within), without: sets.union(without) }
}

/// An ARN template of the reference as a pattern. A variable of the last part holds no colon but where it ends the ARN,
/// as versions and keys of objects do; it does not hold what its type begins with once more, which is the second
/// pattern.
fn template(text: &str) -> (Pattern, Option<Pattern>) {
    let mut tokens = Vec::new();
    let (mut rest, mut colons) = (text, 0);
    while let Some((before, behind)) = rest.split_once("${") {
        colons += before.matches(':').count();
        tokens.extend(literal(before));
        let (_, after) = behind.split_once('}').unwrap_or((behind, ""));
        let is_last = after.is_empty();
        let bars = match colons {
            0..5 => Bars::COLON,
            _ if is_last && !is_bucket(text) => Bars::NONE,
            _ if text.contains(":s3:::") => Bars::COLON.and(Bars::SLASH),
            _ => Bars::COLON,
        };
        // Regions and accounts may be left out.
        if !(3..5).contains(&colons) {
            tokens.push(Token::One(bars));
        }
        tokens.push(Token::Many(bars));
        rest = after;
    }
    tokens.extend(literal(rest));
    let own = text.splitn(6, ':').nth(5).unwrap_or("");
    let lead = own.split("${").next().unwrap_or("");
    let repeated = (!lead.is_empty() && own.contains("${")).then(|| {
        let again = format!(":{lead}");
        let any = [Token::Many(Bars::NONE)];
        tidy([&any[..], &literal(&again), &any, &literal(&again), &any].concat())
    });
    (tidy(tokens), repeated)
}

/// The name of a bucket holds neither slash nor colon.
fn is_bucket(template: &str) -> bool {
    template.ends_with(":s3:::${BucketName}")
}
