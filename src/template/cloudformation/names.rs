//! What `Ref` and `Fn::GetAtt` give for a resource: its name and its ARN, of which a name that the template leaves to
//! CloudFormation is a hole that is called like the resource.

use super::{Resolver, Resource};
use crate::template::{Text, Value, ValueKind};
use crate::text::Range;

/// How resources of one type are called. In `arn` stand `{P}`, `{R}` and `{A}` for partition, region and account,
/// `{N}` for the name and `{/}` for the path.
struct Naming {
    kind: &'static str,
    /// Property that names it.
    name: &'static str,
    arn: &'static str,
    /// What `Ref` gives.
    reference: Reference,
    /// Attribute that is the ARN.
    attribute: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reference {
    Name,
    Arn,
    Other,
}

const fn naming(
    kind: &'static str,
    name: &'static str,
    arn: &'static str,
    reference: Reference,
    attribute: &'static str,
) -> Naming {
    Naming { kind, name, arn, reference, attribute }
}

/// From the return values on each resource's page in the CloudFormation reference.
const NAMINGS: [Naming; 20] = {
    use Reference::{Arn, Name, Other};
    [
        naming("AWS::S3::Bucket", "BucketName", "arn:{P}:s3:::{N}", Name, "Arn"),
        naming("AWS::SQS::Queue", "QueueName", "arn:{P}:sqs:{R}:{A}:{N}", Other, "Arn"),
        naming("AWS::SNS::Topic", "TopicName", "arn:{P}:sns:{R}:{A}:{N}", Arn, "TopicArn"),
        naming("AWS::KMS::Key", "", "arn:{P}:kms:{R}:{A}:key/{N}", Name, "Arn"),
        naming("AWS::IAM::Role", "RoleName", "arn:{P}:iam::{A}:role{/}{N}", Name, "Arn"),
        naming("AWS::IAM::User", "UserName", "arn:{P}:iam::{A}:user{/}{N}", Name, "Arn"),
        naming("AWS::IAM::Group", "GroupName", "arn:{P}:iam::{A}:group{/}{N}", Name, "Arn"),
        naming(
            "AWS::IAM::ManagedPolicy",
            "ManagedPolicyName",
            "arn:{P}:iam::{A}:policy{/}{N}",
            Arn,
            "PolicyArn",
        ),
        naming("AWS::Lambda::Function", "FunctionName", "arn:{P}:lambda:{R}:{A}:function:{N}", Name, "Arn"),
        naming(
            "AWS::Serverless::Function",
            "FunctionName",
            "arn:{P}:lambda:{R}:{A}:function:{N}",
            Name,
            "Arn",
        ),
        naming("AWS::DynamoDB::Table", "TableName", "arn:{P}:dynamodb:{R}:{A}:table/{N}", Name, "Arn"),
        naming("AWS::CloudTrail::Trail", "TrailName", "arn:{P}:cloudtrail:{R}:{A}:trail/{N}", Name, "Arn"),
        naming("AWS::Logs::LogGroup", "LogGroupName", "arn:{P}:logs:{R}:{A}:log-group:{N}:*", Name, "Arn"),
        naming(
            "AWS::KinesisFirehose::DeliveryStream",
            "DeliveryStreamName",
            "arn:{P}:firehose:{R}:{A}:deliverystream/{N}",
            Name,
            "Arn",
        ),
        naming("AWS::Kinesis::Stream", "Name", "arn:{P}:kinesis:{R}:{A}:stream/{N}", Name, "Arn"),
        naming("AWS::ECR::Repository", "RepositoryName", "arn:{P}:ecr:{R}:{A}:repository/{N}", Name, "Arn"),
        naming("AWS::Events::Rule", "Name", "arn:{P}:events:{R}:{A}:rule/{N}", Name, "Arn"),
        naming("AWS::ECS::Cluster", "ClusterName", "arn:{P}:ecs:{R}:{A}:cluster/{N}", Name, "Arn"),
        naming("AWS::EFS::FileSystem", "", "arn:{P}:elasticfilesystem:{R}:{A}:file-system/{N}", Name, "Arn"),
        naming("AWS::CodeBuild::Project", "Name", "arn:{P}:codebuild:{R}:{A}:project/{N}", Name, "Arn"),
    ]
};

impl Resolver<'_, '_> {
    /// What `Ref` of a resource gives.
    pub(super) fn resource_reference(&self, id: &str, resource: &Resource, range: Range) -> Value {
        match self.naming(resource) {
            Some(naming) if naming.reference == Reference::Name => self.named(id, resource, naming, range),
            Some(naming) if naming.reference == Reference::Arn => self.arn(id, resource, naming, range),
            _ => Value::hole(id, range),
        }
    }

    /// What `Fn::GetAtt` of a resource gives.
    pub(super) fn attribute(&self, id: &str, attribute: &str, range: Range) -> Value {
        let resource = self.stack.resources.get(id);
        let found = resource.and_then(|resource| Some((resource, self.naming(resource)?)));
        match found {
            Some((resource, naming)) if attribute == naming.attribute => {
                self.arn(id, resource, naming, range)
            }
            Some((resource, naming)) if attribute == naming.name => self.named(id, resource, naming, range),
            _ => Value::hole(&format!("{id}.{attribute}"), range),
        }
    }

    /// The name of a resource: what its own property says, else a hole that is called like it.
    pub fn resource_name(&self, id: &str, resource: &Resource) -> Value {
        let range = self.stack.tree.range(resource.key);
        match self.naming(resource) {
            Some(naming) => self.named(id, resource, naming, range),
            None => Value::hole(id, range),
        }
    }

    /// The ARN of a resource; `None` for types whose ARNs are not known here.
    pub fn resource_arn(&self, id: &str, resource: &Resource) -> Option<Value> {
        let range = self.stack.tree.range(resource.key);
        Some(self.arn(id, resource, self.naming(resource)?, range))
    }

    fn naming(&self, resource: &Resource) -> Option<&'static Naming> {
        let kind = self.stack.kind(resource);
        NAMINGS.iter().find(|naming| naming.kind == kind)
    }

    fn named(&self, id: &str, resource: &Resource, naming: &Naming, range: Range) -> Value {
        let stated = if naming.name.is_empty() { None } else { self.property(resource, naming.name) };
        match stated.and_then(|value| value.as_text()) {
            Some(text) => Value::text(&text.text, range),
            None => Value::hole(id, range),
        }
    }

    fn arn(&self, id: &str, resource: &Resource, naming: &Naming, range: Range) -> Value {
        let name =
            self.named(id, resource, naming, range).as_text().map(|text| text.text).unwrap_or_default();
        let path = match naming.arn.contains("{/}").then(|| self.property(resource, "Path")).flatten() {
            None => "/".to_owned(),
            Some(path) => match path.as_text() {
                Some(path) => path.text,
                None => return Value::hole(&format!("{id}.{}", naming.attribute), range),
            },
        };
        let arn = naming
            .arn
            .replace("{P}", "${AWS::Partition}")
            .replace("{R}", "${AWS::Region}")
            .replace("{A}", "${AWS::AccountId}")
            .replace("{/}", &path)
            .replace("{N}", &name);
        Value::new(range, ValueKind::Text(Text::of(&arn, range)))
    }
}
