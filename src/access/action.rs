//! One value of `Action` or `NotAction` against a request's action.

use super::glob::{Case, Pattern, Token, matches};
use super::request::Request;
use super::template::holes_only;
use super::truth::{Row, Truth, Why};
use crate::policy::Value;

/// Whether the value names the request's action: one glob over prefix and name, without regard to case.
pub(super) fn value(value: &Value<'_>, request: &Request) -> Truth {
    let text = value.text;
    if value.is_known() {
        let is_matched = matches(text, request.action(), Case::Ascii);
        return match prefix_row(text) {
            Some(row) if is_matched => Truth::disputed(row),
            _ => is_matched.into(),
        };
    }
    let pattern = holes_only(value, true);
    let truth = pattern.matches(request.action(), Case::Ascii);
    if has_wild_prefix(&pattern) {
        return truth.doubted(Why::Disputed(Row::ActionPrefixWildcard));
    }
    truth
}

/// AWS documents a wildcard in the prefix only as the whole value `*`.
fn prefix_row(text: &str) -> Option<Row> {
    let prefix = text.split(':').next().unwrap_or(text);
    if text == "*" || !prefix.contains(['*', '?']) {
        return None;
    }
    Some(if text == "*:*" { Row::ActionStarStar } else { Row::ActionPrefixWildcard })
}

fn has_wild_prefix(pattern: &Pattern) -> bool {
    let prefix = pattern.tokens().iter().take_while(|token| **token != Token::Char(':'));
    pattern.tokens().len() > 1 && prefix.into_iter().any(|token| matches!(token, Token::Many | Token::One))
}
