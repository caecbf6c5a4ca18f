//! From values of a template to facts: what both languages share.

use super::scope::{Names, Places};
use super::{Value, ValueKind};
use crate::finding::Step;
use crate::surroundings::{Encryption, Fact, LifecycleRule, PublicAccessBlock};
use crate::text::Range;

/// Reads facts out of the properties of a resource.
pub(super) struct Reader<'r> {
    pub(super) names: &'r Names,
    pub(super) places: &'r Places,
    /// Path of the resource in its file.
    pub(super) path: Vec<Step>,
}

impl Reader<'_> {
    /// A fact at a value.
    pub(super) fn fact<T>(&self, value: &Value, fact: T) -> Fact<T> {
        Fact { value: fact, span: self.places.span(value.range), path: self.path.clone() }
    }

    /// The fact that something stands there.
    pub(super) fn at(&self, range: Range) -> Fact<()> {
        Fact { value: (), span: self.places.span(range), path: self.path.clone() }
    }

    /// A text, with names in the place of references; `None` where it is not there or stays open.
    pub(super) fn text(&self, value: Option<&Value>) -> Option<Fact<String>> {
        let value = value?;
        let text = self.names.fill(&value.as_text()?.text)?;
        Some(self.fact(value, text))
    }

    /// A truth value, written as one or as text.
    pub(super) fn flag(&self, value: Option<&Value>) -> Option<Fact<bool>> {
        let value = value?;
        let flag = match value.as_known()?.as_str() {
            "true" => true,
            "false" => false,
            _ => return None,
        };
        Some(self.fact(value, flag))
    }

    pub(super) fn days(&self, value: Option<&Value>) -> Option<Fact<u32>> {
        let value = value?;
        let days = value.as_known()?.parse().ok()?;
        Some(self.fact(value, days))
    }

    /// The settings of Block Public Access, by the names that the language gives them.
    pub(super) fn public_access_block(&self, holder: &Value, names: [&str; 4]) -> PublicAccessBlock {
        let [acls, ignore, policy, restrict] = names.map(|name| self.flag(holder.get(name)));
        PublicAccessBlock {
            place: self.fact(holder, ()),
            block_public_acls: acls,
            ignore_public_acls: ignore,
            block_public_policy: policy,
            restrict_public_buckets: restrict,
        }
    }

    /// Default encryption: `default` holds algorithm and key.
    pub(super) fn encryption(
        &self,
        default: &Value,
        names: [&str; 2],
        bucket_key: Option<&Value>,
    ) -> Option<Encryption> {
        let [algorithm, key] = names;
        let stated = default.get(key).filter(|value| !matches!(value.kind, ValueKind::Absent));
        let known = self.text(stated);
        // A key that is not known is not the managed one.
        if stated.is_some() && known.is_none() {
            return None;
        }
        Some(Encryption {
            algorithm: self.text(default.get(algorithm))?,
            key: known.filter(|key| !key.value.is_empty()),
            bucket_key: self.flag(bucket_key),
        })
    }

    /// A lifecycle rule from its parts.
    pub(super) fn lifecycle_rule(&self, rule: &Value, parts: LifecycleParts<'_>) -> Option<LifecycleRule> {
        let prefix = match parts.prefix {
            None => String::new(),
            Some(value) => self.text(Some(value))?.value,
        };
        Some(LifecycleRule {
            place: self.fact(rule, ()),
            enabled: parts.enabled?,
            prefix,
            narrowed: parts.narrowed,
            expiration: self.days(parts.expiration),
            transitions: parts.transitions.into_iter().filter_map(|class| self.text(Some(class))).collect(),
            abort_multipart: self.days(parts.abort),
        })
    }
}

/// The parts of a lifecycle rule, wherever the language has them.
pub(super) struct LifecycleParts<'v> {
    /// Whether it is on; `None` where that is not known.
    pub(super) enabled: Option<bool>,
    pub(super) prefix: Option<&'v Value>,
    pub(super) narrowed: bool,
    pub(super) expiration: Option<&'v Value>,
    pub(super) transitions: Vec<&'v Value>,
    pub(super) abort: Option<&'v Value>,
}
