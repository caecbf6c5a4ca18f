//! Where resources keep their policies.

use crate::finding::PolicyKind;

/// A property that holds policies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Site {
    /// Type of the resource.
    pub(super) resource: &'static str,
    /// Property names from `Properties` on, `*` for the elements of a list.
    pub(super) path: &'static [&'static str],
    /// Kind of the policies.
    pub(super) kind: PolicyKind,
}

const fn site(resource: &'static str, path: &'static [&'static str], kind: PolicyKind) -> Site {
    Site { resource, path, kind }
}

const DOCUMENT: &[&str] = &["PolicyDocument"];
const POLICY: &[&str] = &["Policy"];
const INLINE: &[&str] = &["Policies", "*", "PolicyDocument"];

/// From the resource schemas of CloudFormation. Left out are documents in other languages that share the name: data
/// protection, network, access portal, and policies of `iot`, which has wildcards and variables of its own.
pub(super) const SITES: [Site; 79] = {
    use PolicyKind::{Bucket, Endpoint, Identity, Resource, Trust};
    [
        site("AWS::APS::ResourcePolicy", DOCUMENT, Resource),
        site("AWS::ApiGateway::DomainNameV2", POLICY, Resource),
        site("AWS::ApiGateway::RestApi", POLICY, Resource),
        site("AWS::Backup::BackupVault", &["AccessPolicy"], Resource),
        site("AWS::Backup::LogicallyAirGappedBackupVault", &["AccessPolicy"], Resource),
        site("AWS::Bedrock::ResourcePolicy", DOCUMENT, Resource),
        site("AWS::CloudTrail::ResourcePolicy", &["ResourcePolicy"], Resource),
        site("AWS::CodeArtifact::Domain", &["PermissionsPolicyDocument"], Resource),
        site("AWS::CodeArtifact::Repository", &["PermissionsPolicyDocument"], Resource),
        site("AWS::DSQL::Cluster", DOCUMENT, Resource),
        site("AWS::DynamoDB::GlobalTable", &["Replicas", "*", "ResourcePolicy", "PolicyDocument"], Resource),
        site("AWS::DynamoDB::Table", &["ResourcePolicy", "PolicyDocument"], Resource),
        site("AWS::DynamoDB::Table", &["StreamSpecification", "ResourcePolicy", "PolicyDocument"], Resource),
        site("AWS::EC2::VPCEndpoint", DOCUMENT, Endpoint),
        site("AWS::ECR::PublicRepository", &["RepositoryPolicyText"], Resource),
        site("AWS::ECR::RegistryPolicy", &["PolicyText"], Resource),
        site("AWS::ECR::Repository", &["RepositoryPolicyText"], Resource),
        site("AWS::ECR::RepositoryCreationTemplate", &["RepositoryPolicy"], Resource),
        site("AWS::EFS::FileSystem", &["FileSystemPolicy"], Resource),
        site("AWS::EKS::PodIdentityAssociation", POLICY, Identity),
        site("AWS::Elasticsearch::Domain", &["AccessPolicies"], Resource),
        site("AWS::EventSchemas::RegistryPolicy", POLICY, Resource),
        site("AWS::Events::EventBus", POLICY, Resource),
        site("AWS::IAM::Group", INLINE, Identity),
        site("AWS::IAM::GroupPolicy", DOCUMENT, Identity),
        site("AWS::IAM::ManagedPolicy", DOCUMENT, Identity),
        site("AWS::IAM::Policy", DOCUMENT, Identity),
        site("AWS::IAM::Role", &["AssumeRolePolicyDocument"], Trust),
        site("AWS::IAM::Role", INLINE, Identity),
        site("AWS::IAM::RolePolicy", DOCUMENT, Identity),
        site("AWS::IAM::User", INLINE, Identity),
        site("AWS::IAM::UserPolicy", DOCUMENT, Identity),
        site("AWS::KMS::Key", &["KeyPolicy"], Resource),
        site("AWS::KMS::ReplicaKey", &["KeyPolicy"], Resource),
        site("AWS::Kinesis::ResourcePolicy", &["ResourcePolicy"], Resource),
        site("AWS::Lambda::ResourcePolicy", DOCUMENT, Resource),
        site("AWS::Logs::Destination", &["DestinationPolicy"], Resource),
        site("AWS::Logs::LogGroup", &["ResourcePolicyDocument"], Resource),
        site("AWS::Logs::ResourcePolicy", DOCUMENT, Resource),
        site("AWS::MSK::ClusterPolicy", POLICY, Resource),
        site("AWS::MediaPackageV2::ChannelPolicy", POLICY, Resource),
        site("AWS::MediaPackageV2::OriginEndpointPolicy", POLICY, Resource),
        site("AWS::MediaStore::Container", POLICY, Resource),
        site("AWS::MediaTailor::ChannelPolicy", POLICY, Resource),
        site("AWS::Oam::Sink", POLICY, Resource),
        site("AWS::Omics::SequenceStore", &["S3AccessPolicy"], Resource),
        site("AWS::Organizations::ResourcePolicy", &["Content"], Resource),
        site("AWS::PaymentCryptography::Key", POLICY, Resource),
        site("AWS::Redshift::Cluster", &["NamespaceResourcePolicy"], Resource),
        site("AWS::RedshiftServerless::Namespace", &["NamespaceResourcePolicy"], Resource),
        site("AWS::RolesAnywhere::Profile", &["SessionPolicy"], Identity),
        site("AWS::S3::AccessPoint", POLICY, Resource),
        site("AWS::S3::BucketPolicy", DOCUMENT, Bucket),
        site("AWS::S3::MultiRegionAccessPointPolicy", POLICY, Resource),
        site("AWS::S3Express::AccessPoint", POLICY, Resource),
        site("AWS::S3Express::BucketPolicy", DOCUMENT, Resource),
        site("AWS::S3ObjectLambda::AccessPointPolicy", DOCUMENT, Resource),
        site("AWS::S3Outposts::AccessPoint", POLICY, Resource),
        site("AWS::S3Outposts::BucketPolicy", DOCUMENT, Resource),
        site("AWS::S3Tables::TableBucketPolicy", &["ResourcePolicy"], Resource),
        site("AWS::S3Tables::TablePolicy", &["ResourcePolicy"], Resource),
        site("AWS::S3Vectors::VectorBucketPolicy", POLICY, Resource),
        site("AWS::SNS::TopicInlinePolicy", DOCUMENT, Resource),
        site("AWS::SNS::TopicPolicy", DOCUMENT, Resource),
        site("AWS::SQS::QueueInlinePolicy", DOCUMENT, Resource),
        site("AWS::SQS::QueuePolicy", DOCUMENT, Resource),
        site("AWS::SSM::ResourcePolicy", POLICY, Resource),
        site("AWS::SSO::PermissionSet", &["InlinePolicy"], Identity),
        site("AWS::SageMaker::ModelPackageGroup", &["ModelPackageGroupPolicy"], Resource),
        site("AWS::SecretsManager::ResourcePolicy", &["ResourcePolicy"], Resource),
        site("AWS::Serverless::Function", &["AssumeRolePolicyDocument"], Trust),
        site("AWS::Serverless::Function", &["Policies"], Identity),
        site("AWS::Serverless::Function", &["Policies", "*"], Identity),
        site("AWS::Serverless::StateMachine", &["Policies"], Identity),
        site("AWS::Serverless::StateMachine", &["Policies", "*"], Identity),
        site("AWS::VpcLattice::AuthPolicy", POLICY, Resource),
        site("AWS::VpcLattice::ResourcePolicy", POLICY, Resource),
        site("AWS::XRay::ResourcePolicy", DOCUMENT, Resource),
        site("AWS::Organizations::Policy", &["Content"], PolicyKind::Scp),
    ]
};
