//! What no request can be: facts on which condition keys go together with which callers and with each other, as cubes
//! that need not be covered.
//!
//! Source: IAM user guide, global condition keys, "Availability".

use super::caller;
use super::keys::Keys;
use super::search::Cube;
use super::space::{DimId, Literal, Space, Test, Values};
use super::word::{Bars, Pattern, Token};

/// Keys of requests through a VPC endpoint, which have no `aws:SourceIp`.
const ENDPOINT: [&str; 3] = ["aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip"];

/// Keys of a call that a service makes for the owner of a resource.
const SOURCE: [&str; 4] = ["aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths"];

/// The cubes of requests that cannot be made, as far as the keys of the question go.
pub(super) fn impossible(keys: &Keys, caller: DimId, space: &mut Space) -> Vec<Cube> {
    let mut cubes = Vec::new();
    let is = |space: &mut Space, patterns: Vec<Pattern>| {
        let values = Values::Text(space.sets.union(patterns));
        space.literal(caller, Test::One { values, absent: false })
    };
    let absent = |space: &mut Space, dim: DimId| space.literal(dim, Test::Absent);
    for (key, dim) in keys.iter() {
        let present: Literal = absent(space, dim).not();
        if matches!(key, "aws:principalorgid" | "aws:principalorgpaths")
            || key.starts_with("aws:principaltag/")
        {
            let strangers = is(space, [caller::anonymous(), caller::services()].concat());
            cubes.push(vec![strangers, present]);
        }
        if matches!(key, "aws:tokenissuetime" | "aws:multifactorauthpresent" | "aws:multifactorauthage") {
            let anonymous = is(space, caller::anonymous());
            cubes.push(vec![anonymous, present]);
        }
        if key.starts_with("aws:calledvia") {
            let others = is(space, [caller::anonymous(), caller::services()].concat());
            cubes.push(vec![others, present]);
        }
        if key == "aws:multifactorauthage"
            && let Some(used) = keys.get("aws:multifactorauthpresent")
        {
            cubes.push(vec![present, absent(space, used)]);
        }
        if matches!(key, "aws:tokenissuetime" | "aws:multifactorauthpresent") {
            let any = Token::Many(Bars::NONE);
            let begins = |text: &str| -> Pattern {
                text.chars().map(Token::Char).chain([any]).collect::<Vec<_>>().into_boxed_slice()
            };
            let temporary = is(space, vec![begins("assumed:"), begins("token:")]);
            cubes.push(vec![temporary, present.not()]);
        }
        if SOURCE.contains(&key) {
            let services = is(space, caller::services());
            cubes.push(vec![services.not(), present]);
        }
        if ENDPOINT.contains(&key)
            && let Some(address) = keys.get("aws:sourceip")
        {
            let address = absent(space, address).not();
            cubes.push(vec![address, present]);
        }
    }
    cubes
}
