//! What S3's actions apply to: the bucket, its objects, or something else.

use super::action::{Action, action};

/// The resources that an S3 action can be granted on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each field is one resource type of the reference")]
pub struct Reach {
    /// `arn:aws:s3:::bucket`
    pub bucket: bool,
    /// `arn:aws:s3:::bucket/key`
    pub object: bool,
    /// `arn:aws:s3:region:account:accesspoint/name`
    pub access_point: bool,
    /// `arn:aws:s3:region:account:accesspoint/name/object/key`
    pub access_point_object: bool,
    /// `arn:aws:s3::account:accesspoint/alias`, a multi-region access point.
    pub multi_region_access_point: bool,
    /// Jobs, access grants, Storage Lens, Object Lambda access points.
    pub other: bool,
}

impl Reach {
    /// Whether the action matches the resource `*` only.
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }

    /// Whether it is an action on buckets and on nothing inside them.
    pub fn is_bucket_only(self) -> bool {
        self.bucket && !self.object
    }

    /// Whether it is an action on objects and not on the bucket itself.
    pub fn is_object_only(self) -> bool {
        self.object && !self.bucket
    }
}

/// What this action of S3 can be granted on.
pub fn reach_of(action: Action) -> Reach {
    let mut reach = Reach::default();
    for resource_type in action.resource_types() {
        match resource_type {
            "bucket" => reach.bucket = true,
            "object" => reach.object = true,
            "accesspoint" => reach.access_point = true,
            "accesspointobject" => reach.access_point_object = true,
            "multiregionaccesspoint" => reach.multi_region_access_point = true,
            _ => reach.other = true,
        }
    }
    reach
}

/// What the action with this name can be granted on; `None` where it is no action of S3.
pub fn reach(name: &str) -> Option<Reach> {
    let found = action(name)?;
    found.name().starts_with("s3:").then(|| reach_of(found))
}
