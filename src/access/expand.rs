//! Which actions a pattern takes in.

use super::glob::{Case, matches};
use crate::aws::Catalog;
use crate::aws::catalog::{Action, Service};

/// Every action that the pattern matches, retired ones too, by service and name.
pub fn expand<'c, 'p>(
    catalog: &'c Catalog,
    pattern: &'p str,
) -> impl Iterator<Item = Action<'c>> + use<'c, 'p> {
    let (prefix, rest) = pattern.split_once(':').unwrap_or((pattern, "*"));
    let is_open = prefix.contains(['*', '?']);
    let one = if is_open { None } else { catalog.service(prefix) };
    // Without a colon only the lone `*` is a pattern of actions.
    let has_colon = pattern.contains(':') || pattern == "*";
    let many = catalog.services().take(if is_open && has_colon { usize::MAX } else { 0 });
    let many = many.filter(move |service| matches(prefix, service.name(), Case::Ascii));
    one.filter(|_| has_colon).into_iter().chain(many).flat_map(move |service| expand_in(service, rest))
}

/// Every action of a service that the pattern matches, which is written without the service; retired ones too.
pub fn expand_in<'c, 'p>(
    service: Service<'c>,
    pattern: &'p str,
) -> impl Iterator<Item = Action<'c>> + use<'c, 'p> {
    let literal = pattern.find(['*', '?']).unwrap_or(pattern.len());
    let (head, tail) = pattern.split_at_checked(literal).unwrap_or((pattern, ""));
    let skipped = service.name().len() + 1 + head.len();
    service.actions_beginning(head).filter(move |action| {
        tail == "*" || matches(tail, action.name().get(skipped..).unwrap_or(""), Case::Ascii)
    })
}
