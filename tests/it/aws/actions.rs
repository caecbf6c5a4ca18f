//! Actions, API operations, what S3's actions apply to, canned ACLs.

use arnlint::aws::Catalog;
use arnlint::aws::acl::{self, Grantee, canned_acl, nearest_acl};
use arnlint::aws::action::{self, AccessLevel, Action, action, operation};
use arnlint::aws::s3::{reach, reach_of};

#[test]
fn actions_are_found_in_any_case_and_spelt_as_the_reference_spells_them() {
    assert_eq!(action("S3:putOBJECT").map(Action::name), Some("s3:PutObject"));
    assert_eq!(action("s3:PutBucketCors").map(Action::name), Some("s3:PutBucketCORS"));
    assert_eq!(action("sts:AssumeRoleWithWebIdentity").and_then(Action::level), Some(AccessLevel::Write));
    assert_eq!(action("s3:PutObjectx"), None);
    assert_eq!(action("PutObject"), None);
    assert_eq!(action("s3:"), None);
}

#[test]
fn access_levels_are_those_of_the_reference() {
    let level = |name| action(name).and_then(Action::level);
    assert_eq!(level("s3:ListBucket"), Some(AccessLevel::List));
    assert_eq!(level("s3:GetObject"), Some(AccessLevel::Read));
    assert_eq!(level("s3:DeleteObject"), Some(AccessLevel::Write));
    assert_eq!(level("s3:PutObjectTagging"), Some(AccessLevel::Tagging));
    assert_eq!(level("s3:PutBucketPolicy"), Some(AccessLevel::Permissions));
    assert_eq!(level("kms:Decrypt"), Some(AccessLevel::Write));
}

#[test]
fn bucket_actions_and_object_actions_are_told_apart() {
    for name in ["s3:ListBucket", "s3:GetBucketAcl", "s3:GetBucketLocation", "s3:ListBucketMultipartUploads"]
    {
        let reach = reach(name).unwrap();
        assert!(reach.is_bucket_only() && !reach.is_object_only(), "{name}");
    }
    for name in ["s3:PutObject", "s3:GetObject", "s3:AbortMultipartUpload", "s3:RestoreObject"] {
        let reach = reach(name).unwrap();
        assert!(reach.is_object_only() && reach.access_point_object, "{name}");
    }
    assert!(reach("s3:ListAllMyBuckets").unwrap().is_nothing());
    assert!(reach("s3:CreateJob").unwrap().is_nothing());
    assert_eq!(reach("kms:Decrypt"), None);
}

#[test]
fn no_action_of_s3_is_for_buckets_and_for_objects() {
    let both = action::actions_of("s3")
        .filter(|action| reach_of(*action).bucket && reach_of(*action).object)
        .map(Action::name)
        .collect::<Vec<_>>();
    assert_eq!(both, Vec::<&str>::new());
}

#[test]
fn resource_types_are_those_of_the_reference() {
    let decrypt = action("kms:Decrypt").unwrap();
    assert!(decrypt.takes("key") && !decrypt.takes("alias"));
    assert_eq!(action("s3:ListAllMyBuckets").unwrap().resource_types().count(), 0);
}

#[test]
fn operations_name_the_action_that_allows_them() {
    let allowed = |name| operation(name).unwrap().actions().collect::<Vec<_>>();
    assert_eq!(allowed("s3:ListObjectsV2"), ["s3:ListBucket"]);
    assert_eq!(allowed("s3:listobjects"), ["s3:ListBucket"]);
    assert_eq!(allowed("s3:HeadObject"), ["s3:GetObject"]);
    assert_eq!(allowed("s3:HeadBucket"), ["s3:ListBucket"]);
    assert_eq!(allowed("s3:CopyObject"), ["s3:PutObject", "s3:GetObject"]);
    assert_eq!(allowed("s3:CreateMultipartUpload"), ["s3:PutObject"]);
    assert_eq!(allowed("s3:UploadPart"), ["s3:PutObject"]);
    assert_eq!(allowed("s3:PutBucketLifecycleConfiguration"), ["s3:PutLifecycleConfiguration"]);
    assert_eq!(operation("s3:PutObject"), None);
}

#[test]
fn no_operation_is_an_action_and_all_that_they_need_are_actions() {
    for row in action::OPERATIONS.rows() {
        let found = operation(row.key()).unwrap();
        let now = action(found.name).filter(|action| action.retired().is_none());
        assert_eq!(now, None, "{}", found.name);
        assert!(found.source.starts_with("https://docs.aws.amazon.com/"), "{}", found.source);
        assert!(found.actions().count() > 0, "{}", found.name);
        for needed in found.actions() {
            assert_eq!(action(needed).map(Action::name), Some(needed));
        }
    }
}

#[test]
fn slips_lead_to_the_action_that_was_meant() {
    let nearest_action = |name| action::nearest_action(Catalog::built_in(), name);
    assert_eq!(nearest_action("s3:PutObjects"), Some("s3:PutObject"));
    assert_eq!(nearest_action("s3:GetObjct"), Some("s3:GetObject"));
    assert_eq!(nearest_action("s3:LisBucket"), Some("s3:ListBucket"));
    assert_eq!(nearest_action("kms:Decript"), Some("kms:Decrypt"));
    assert_eq!(nearest_action("s3:PutObject"), None);
    assert_eq!(nearest_action("s3:Put*"), None);
    assert_eq!(nearest_action("s3:MakeCoffee"), None);
    assert_eq!(nearest_action("ec2:RunInstance"), Some("ec2:RunInstances"));
    assert_eq!(nearest_action("nosuchservice:RunInstance"), None);
}

#[test]
fn actions_of_a_service_are_that_services_only() {
    assert_eq!(action::actions_of("STS").count(), 16);
    assert!(action::actions_of("s3").all(|action| action.name().starts_with("s3:")));
    assert_eq!(action::actions_of("s").count(), 0);
}

#[test]
fn canned_acls_say_whom_they_let_in() {
    let acl = canned_acl("bucket-owner-full-control").unwrap();
    assert_eq!((acl.grantee, acl.on_objects, acl.on_buckets), (Grantee::BucketOwner, true, false));
    assert!(canned_acl("public-read").unwrap().is_public());
    assert!(canned_acl("authenticated-read").unwrap().is_public());
    assert!(!canned_acl("log-delivery-write").unwrap().is_public());
    assert_eq!(canned_acl("Public-Read"), None);
    assert_eq!(acl::canned_acls().count(), 8);
}

#[test]
fn other_spellings_of_a_canned_acl_are_recognised() {
    assert_eq!(nearest_acl("BucketOwnerFullControl"), Some("bucket-owner-full-control"));
    assert_eq!(nearest_acl("bucket_owner_full_control"), Some("bucket-owner-full-control"));
    assert_eq!(nearest_acl("bucket-owner-full-controll"), Some("bucket-owner-full-control"));
    assert_eq!(nearest_acl("bucket-owner-full"), None);
    assert_eq!(nearest_acl("private"), None);
    assert_eq!(nearest_acl("custom"), None);
}
