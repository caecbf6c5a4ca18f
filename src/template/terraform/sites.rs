//! Where resources of the AWS provider keep their policies.

use crate::finding::PolicyKind;

/// An attribute that holds a policy.
#[derive(Clone, Copy, Debug)]
pub struct Site {
    /// Type of the resource.
    pub resource: &'static str,
    /// The block that the attribute stands in, if it stands in one.
    pub block: Option<&'static str>,
    /// The attribute.
    pub attribute: &'static str,
    /// Kind of the policy.
    pub kind: PolicyKind,
}

const fn site(resource: &'static str, attribute: &'static str, kind: PolicyKind) -> Site {
    Site { resource, block: None, attribute, kind }
}

const fn inside(
    resource: &'static str,
    block: &'static str,
    attribute: &'static str,
    kind: PolicyKind,
) -> Site {
    Site { resource, block: Some(block), attribute, kind }
}

/// From the documentation of the provider's resources.
pub const SITES: [Site; 84] = {
    use PolicyKind::{Bucket, Endpoint, Identity, Resource, Scp, Trust};
    [
        site("aws_acmpca_policy", "policy", Resource),
        site("aws_api_gateway_domain_name", "policy", Resource),
        site("aws_api_gateway_rest_api", "policy", Resource),
        site("aws_api_gateway_rest_api_policy", "policy", Resource),
        site("aws_backup_vault_policy", "policy", Resource),
        site("aws_cloudwatch_event_bus_policy", "policy", Resource),
        site("aws_cloudwatch_log_destination_policy", "access_policy", Resource),
        site("aws_cloudwatch_log_resource_policy", "policy_document", Resource),
        site("aws_codeartifact_domain_permissions_policy", "policy_document", Resource),
        site("aws_codeartifact_repository_permissions_policy", "policy_document", Resource),
        site("aws_codebuild_resource_policy", "policy", Resource),
        site("aws_dynamodb_resource_policy", "policy", Resource),
        site("aws_ecr_registry_policy", "policy", Resource),
        site("aws_ecr_repository_creation_template", "repository_policy", Resource),
        site("aws_ecr_repository_policy", "policy", Resource),
        site("aws_ecrpublic_repository_policy", "policy", Resource),
        site("aws_efs_file_system_policy", "policy", Resource),
        site("aws_elasticsearch_domain", "access_policies", Resource),
        site("aws_elasticsearch_domain_policy", "access_policies", Resource),
        site("aws_glacier_vault", "access_policy", Resource),
        site("aws_glacier_vault_lock", "policy", Resource),
        site("aws_glue_resource_policy", "policy", Resource),
        site("aws_iam_group_policy", "policy", Identity),
        site("aws_iam_policy", "policy", Identity),
        site("aws_iam_role", "assume_role_policy", Trust),
        inside("aws_iam_role", "inline_policy", "policy", Identity),
        site("aws_iam_role_policy", "policy", Identity),
        site("aws_iam_user_policy", "policy", Identity),
        site("aws_kinesis_resource_policy", "policy", Resource),
        site("aws_kms_external_key", "policy", Resource),
        site("aws_kms_key", "policy", Resource),
        site("aws_kms_key_policy", "policy", Resource),
        site("aws_kms_replica_external_key", "policy", Resource),
        site("aws_kms_replica_key", "policy", Resource),
        site("aws_media_store_container_policy", "policy", Resource),
        site("aws_msk_cluster_policy", "policy", Resource),
        site("aws_networkfirewall_resource_policy", "policy", Resource),
        site("aws_oam_sink_policy", "policy", Resource),
        site("aws_opensearch_domain", "access_policies", Resource),
        site("aws_opensearch_domain_policy", "access_policies", Resource),
        site("aws_organizations_policy", "content", Scp),
        site("aws_organizations_resource_policy", "content", Resource),
        site("aws_redshift_resource_policy", "policy", Resource),
        site("aws_redshiftserverless_resource_policy", "policy", Resource),
        site("aws_s3_access_point", "policy", Resource),
        site("aws_s3_bucket", "policy", Bucket),
        site("aws_s3_bucket_policy", "policy", Bucket),
        site("aws_s3control_access_point_policy", "policy", Resource),
        site("aws_s3control_bucket_policy", "policy", Resource),
        inside("aws_s3control_multi_region_access_point_policy", "details", "policy", Resource),
        site("aws_s3control_object_lambda_access_point_policy", "policy", Resource),
        site("aws_s3tables_table_bucket_policy", "resource_policy", Resource),
        site("aws_s3tables_table_policy", "resource_policy", Resource),
        site("aws_sagemaker_model_package_group_policy", "resource_policy", Resource),
        site("aws_schemas_registry_policy", "policy", Resource),
        site("aws_secretsmanager_secret", "policy", Resource),
        site("aws_secretsmanager_secret_policy", "policy", Resource),
        site("aws_ses_identity_policy", "policy", Resource),
        site("aws_sesv2_email_identity_policy", "policy", Resource),
        site("aws_sns_topic", "policy", Resource),
        site("aws_sns_topic_policy", "policy", Resource),
        site("aws_sqs_queue", "policy", Resource),
        site("aws_sqs_queue_policy", "policy", Resource),
        site("aws_ssoadmin_permission_set_inline_policy", "inline_policy", Identity),
        site("aws_vpc_endpoint", "policy", Endpoint),
        site("aws_vpc_endpoint_policy", "policy", Endpoint),
        site("aws_vpclattice_auth_policy", "policy", Resource),
        site("aws_vpclattice_resource_policy", "policy", Resource),
        site("aws_xray_resource_policy", "policy_document", Resource),
        // The same of the provider that is made of AWS's own schemas.
        site("awscc_iam_role", "assume_role_policy_document", Trust),
        site("awscc_iam_managed_policy", "policy_document", Identity),
        site("awscc_iam_role_policy", "policy_document", Identity),
        site("awscc_s3_bucket_policy", "policy_document", Bucket),
        site("awscc_kms_key", "key_policy", Resource),
        site("awscc_sqs_queue_policy", "policy_document", Resource),
        site("awscc_sns_topic_policy", "policy_document", Resource),
        site("awscc_secretsmanager_resource_policy", "resource_policy", Resource),
        site("awscc_ec2_vpc_endpoint", "policy_document", Endpoint),
        site("awscc_ecr_repository", "repository_policy_text", Resource),
        site("awscc_efs_file_system", "file_system_policy", Resource),
        site("awscc_kinesis_resource_policy", "resource_policy", Resource),
        site("awscc_logs_resource_policy", "policy_document", Resource),
        site("awscc_organizations_policy", "content", Scp),
        site("awscc_s3_access_point", "policy", Resource),
    ]
};
