//! Which objects the lifecycle rules of a bucket apply to.

use crate::surroundings::{IntelligentTiering, LifecycleRule};

/// Whether a lifecycle rule takes in every object below a prefix, as far as it is known: with an unknown prefix only a
/// rule for all objects does.
pub fn covers(rule: &LifecycleRule, prefix: Option<&str>) -> bool {
    is_below(&rule.prefix, prefix)
}

/// The same for a configuration of S3 Intelligent-Tiering.
pub fn tiering_covers(tiering: &IntelligentTiering, prefix: Option<&str>) -> bool {
    is_below(&tiering.prefix, prefix)
}

/// Whether all keys below `prefix` start with `filter`.
fn is_below(filter: &str, prefix: Option<&str>) -> bool {
    let folder = match prefix {
        Some("") | None => String::new(),
        Some(prefix) => format!("{prefix}/"),
    };
    folder.starts_with(filter)
}
