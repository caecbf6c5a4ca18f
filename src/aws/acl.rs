//! Canned ACLs: the values of `s3:x-amz-acl`.

use super::nearest::nearest;
use super::table::{Row, Table};

/// Canned ACLs; see the header of the file.
pub const CANNED_ACLS: Table = Table::exact(include_str!("data/canned_acls.csv"));

/// Whom a canned ACL lets in besides the owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grantee {
    /// Nobody.
    Nobody,
    /// Everyone, without credentials.
    Everyone,
    /// Every AWS account.
    EveryAccount,
    /// The bucket's owner.
    BucketOwner,
    /// Amazon EC2, for machine images.
    Ec2,
    /// The log delivery group of S3.
    LogDelivery,
}

/// One canned ACL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CannedAcl {
    /// Its name, such as `bucket-owner-full-control`.
    pub name: &'static str,
    /// Whether a bucket can have it; S3 ignores it there otherwise.
    pub on_buckets: bool,
    /// Whether an object can have it.
    pub on_objects: bool,
    /// Whom it lets in besides the owner.
    pub grantee: Grantee,
}

impl CannedAcl {
    fn from_row(row: Row) -> Self {
        let on = |what: &str| row.field(1).split(' ').any(|word| word == what);
        let grantee = match row.field(2) {
            "everyone" => Grantee::Everyone,
            "every-account" => Grantee::EveryAccount,
            "bucket-owner" => Grantee::BucketOwner,
            "ec2" => Grantee::Ec2,
            "log-delivery" => Grantee::LogDelivery,
            _ => Grantee::Nobody,
        };
        Self { name: row.key(), on_buckets: on("bucket"), on_objects: on("object"), grantee }
    }

    /// Whether it lets in more than the owners and AWS itself.
    pub fn is_public(self) -> bool {
        matches!(self.grantee, Grantee::Everyone | Grantee::EveryAccount)
    }
}

/// The canned ACL with exactly this name.
pub fn canned_acl(name: &str) -> Option<CannedAcl> {
    CANNED_ACLS.get(name).map(CannedAcl::from_row)
}

/// Every canned ACL.
pub fn canned_acls() -> impl Iterator<Item = CannedAcl> {
    CANNED_ACLS.rows().map(CannedAcl::from_row)
}

/// The canned ACL that `word` may be a slip of; other spellings of the separator count as one
/// (`BucketOwnerFullControl`, `bucket_owner_full_control`). `None` where it is one, or where none is near.
pub fn nearest_acl(word: &str) -> Option<&'static str> {
    if canned_acl(word).is_some() {
        return None;
    }
    let bare =
        |text: &str| text.bytes().filter(u8::is_ascii_alphanumeric).collect::<Vec<u8>>().to_ascii_lowercase();
    let stripped = bare(word);
    let same = CANNED_ACLS.rows().map(Row::key).find(|known| bare(known) == stripped);
    same.or_else(|| nearest(word, CANNED_ACLS.rows().map(Row::key), if word.len() < 10 { 1 } else { 3 }))
}
