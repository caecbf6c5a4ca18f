//! AWS's Service Reference: the documents that users download, one a service, and how facts become newer by them.
//!
//! The format is described on the page "Simplified AWS service information for programmatic access" of the Service
//! Authorization Reference, <https://docs.aws.amazon.com/service-authorization/latest/reference/service-reference.html>.

mod document;
mod merge;

pub use document::{Document, Wrong, read};
pub use merge::{Changes, merge};
