//! Facts about AWS: no spans, no policies. Tables stand in `data` and are searched in place.

pub mod accounts;
pub mod acl;
pub mod action;
pub mod arn;
pub mod bucket_name;
pub mod caller_keys;
pub mod catalog;
pub mod credentials;
pub mod escalation;
pub mod iam_arn;
pub mod identifier;
pub mod key_facts;
pub mod keys;
pub mod nearest;
pub mod oidc;
pub mod partition;
pub mod quotas;
pub mod rcp;
pub mod reference;
pub mod s3;
pub mod s3_arn;
pub mod service_principal;
pub mod source_keys;
pub mod table;

pub use arn::{Arn, Part, Split};
pub use catalog::Catalog;
pub use nearest::nearest;

/// Day of the service facts that arnlint carries, `YYYY-MM-DD`.
pub fn data_date() -> &'static str {
    catalog::Catalog::built_in().date()
}
