//! ARNs of S3: which bucket or access point they name, and which key.

use super::arn::{Arn, Part, find_outside, offset};
use crate::text::Range;

/// What an ARN of S3 names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum S3Kind {
    /// The lone `*`: everything.
    Any,
    /// `arn:aws:s3:::bucket`
    Bucket,
    /// `arn:aws:s3:::bucket/key`
    Object,
    /// `arn:aws:s3:us-east-1:111122223333:accesspoint/name`
    AccessPoint,
    /// `arn:aws:s3:us-east-1:111122223333:accesspoint/name/object/key`
    AccessPointObject,
    /// `arn:aws:s3::111122223333:accesspoint/alias.mrap`
    MultiRegionAccessPoint,
    /// `arn:aws:s3::111122223333:accesspoint/alias.mrap/object/key`
    MultiRegionAccessPointObject,
    /// A job, an access grant, a Storage Lens configuration, or nothing that S3 knows.
    Other,
}

/// An ARN of S3 with its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct S3Arn {
    /// What it names.
    pub kind: S3Kind,
    /// The bucket's or access point's name in the text; wildcards and variables included.
    pub name: Range,
    /// The key in the text, without the slash before it; `None` where the ARN names no object.
    pub key: Option<Range>,
}

impl S3Arn {
    /// Reads the lone `*` or an ARN with six parts whose service is `s3`; `None` for every other text.
    pub fn parse(text: &str) -> Option<Self> {
        if text == "*" {
            return Some(Self { kind: S3Kind::Any, name: Range::new(0, 1), key: None });
        }
        let arn = Arn::parse(text).filter(|arn| arn.service() == "s3")?;
        let resource = arn.range(Part::Resource);
        if arn.region().is_empty() && arn.account().is_empty() {
            let slash = find_outside(text, resource.start as usize, b'/').map(offset);
            return Some(match slash {
                None => Self { kind: S3Kind::Bucket, name: resource, key: None },
                Some(at) => Self {
                    kind: S3Kind::Object,
                    name: Range::new(resource.start, at),
                    key: Some(Range::new(at + 1, resource.end)),
                },
            });
        }
        let rest = match arn.resource().split_at_checked("accesspoint/".len()) {
            Some(("accesspoint/" | "accesspoint:", _)) => Range::new(resource.start + 12, resource.end),
            _ => return Some(Self { kind: S3Kind::Other, name: resource, key: None }),
        };
        let multi = arn.region().is_empty();
        let slash = find_outside(text, rest.start as usize, b'/').map(offset);
        let Some(at) = slash else {
            let kind = if multi { S3Kind::MultiRegionAccessPoint } else { S3Kind::AccessPoint };
            return Some(Self { kind, name: rest, key: None });
        };
        let name = Range::new(rest.start, at);
        let tail = Range::new(at + 1, rest.end);
        if !tail.of(text).starts_with("object/") {
            return Some(Self { kind: S3Kind::Other, name, key: None });
        }
        let kind = if multi { S3Kind::MultiRegionAccessPointObject } else { S3Kind::AccessPointObject };
        Some(Self { kind, name, key: Some(Range::new(tail.start + 7, tail.end)) })
    }

    /// Whether the pattern can match the ARN of a bucket. Variables are taken to hold no slash.
    pub fn matches_buckets(self) -> bool {
        matches!(self.kind, S3Kind::Any | S3Kind::Bucket)
    }

    /// Whether the pattern, which stands in `text`, can match the ARN of an object: `*` and `?` match slashes too.
    pub fn matches_objects(self, text: &str) -> bool {
        match self.kind {
            S3Kind::Any | S3Kind::Object => true,
            S3Kind::Bucket => has_wildcard(self.name.of(text)),
            _ => false,
        }
    }
}

/// Whether the text holds a wildcard of a policy. `${*}` and `${?}` are literals and do not count.
pub fn has_wildcard(text: &str) -> bool {
    // Nearly every text is told by its bytes; only where a template's expression may hide one is it read.
    text.bytes().any(|byte| matches!(byte, b'*' | b'?'))
        && [b'*', b'?'].into_iter().any(|wildcard| find_outside(text, 0, wildcard).is_some())
}
