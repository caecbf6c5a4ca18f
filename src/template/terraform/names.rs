//! What the attributes of a resource are: its name and its ARN, of which a name that Terraform makes up is a hole that
//! is called like the reference.

use hcl_edit::structure::Block;

use super::evaluate::Scope;
use super::module::{Module, Placed};
use super::traversal::Written;
use crate::template::{Text, Value, ValueKind};
use crate::text::Range;

/// What the partition, the region and the account that Terraform runs in are called, whatever names the module gives to
/// the data sources that ask for them.
pub(super) const PARTITION: &str = "data.aws_partition.current.partition";
/// See [`PARTITION`].
pub(super) const REGION: &str = "data.aws_region.current.region";
/// See [`PARTITION`].
pub(super) const ACCOUNT: &str = "data.aws_caller_identity.current.account_id";

/// Types of resources: the attribute that names them, and the form of their ARNs, in which `{P}`, `{R}`, `{A}`, `{N}`
/// and `{/}` stand for partition, region, account, name and path.
const NAMINGS: [(&str, &str, &str); 18] = [
    ("aws_s3_bucket", "bucket", "arn:{P}:s3:::{N}"),
    ("aws_sqs_queue", "name", "arn:{P}:sqs:{R}:{A}:{N}"),
    ("aws_sns_topic", "name", "arn:{P}:sns:{R}:{A}:{N}"),
    ("aws_kms_key", "", "arn:{P}:kms:{R}:{A}:key/{N}"),
    ("aws_iam_role", "name", "arn:{P}:iam::{A}:role{/}{N}"),
    ("aws_iam_user", "name", "arn:{P}:iam::{A}:user{/}{N}"),
    ("aws_iam_group", "name", "arn:{P}:iam::{A}:group{/}{N}"),
    ("aws_iam_policy", "name", "arn:{P}:iam::{A}:policy{/}{N}"),
    ("aws_lambda_function", "function_name", "arn:{P}:lambda:{R}:{A}:function:{N}"),
    ("aws_dynamodb_table", "name", "arn:{P}:dynamodb:{R}:{A}:table/{N}"),
    ("aws_cloudtrail", "name", "arn:{P}:cloudtrail:{R}:{A}:trail/{N}"),
    ("aws_cloudwatch_log_group", "name", "arn:{P}:logs:{R}:{A}:log-group:{N}"),
    ("aws_kinesis_firehose_delivery_stream", "name", "arn:{P}:firehose:{R}:{A}:deliverystream/{N}"),
    ("aws_kinesis_stream", "name", "arn:{P}:kinesis:{R}:{A}:stream/{N}"),
    ("aws_ecr_repository", "name", "arn:{P}:ecr:{R}:{A}:repository/{N}"),
    ("aws_cloudwatch_event_rule", "name", "arn:{P}:events:{R}:{A}:rule/{N}"),
    ("aws_ecs_cluster", "name", "arn:{P}:ecs:{R}:{A}:cluster/{N}"),
    ("aws_efs_file_system", "", "arn:{P}:elasticfilesystem:{R}:{A}:file-system/{N}"),
];

impl Module<'_> {
    /// An attribute of a resource.
    pub(super) fn attribute(
        &self,
        (kind, name): (&str, &str),
        attribute: Option<&str>,
        written: &Written<'_>,
        range: Range,
    ) -> Value {
        let open = || Value::hole(&written(), range);
        let Some(placed) = self.resource(kind, name) else { return open() };
        let Some(attribute) = attribute else { return open() };
        let naming = NAMINGS.iter().find(|(known, _, _)| *known == kind);
        let is_name = naming.is_some_and(|(_, own, _)| attribute == *own)
            || (attribute == "id" && matches!(kind, "aws_s3_bucket" | "aws_iam_role" | "aws_iam_user"))
            || (kind == "aws_kms_key" && attribute == "key_id");
        match naming {
            Some(_) if is_name => self.named((kind, name), placed, range),
            // `id` is the ARN of a topic and of a policy.
            Some((_, _, form))
                if attribute == "arn"
                    || (attribute == "id" && matches!(kind, "aws_sns_topic" | "aws_iam_policy")) =>
            {
                self.arn((kind, name), placed, form, range)
            }
            _ => match placed.item.body.get_attribute(attribute) {
                Some(stated) => {
                    let value = self.evaluate(&stated.value, Scope::of(placed.file));
                    if value.as_known().is_some() { value.stated_at(range) } else { open() }
                }
                None => open(),
            },
        }
    }

    /// The name of a resource: what its own attribute says, else a hole that is called like the reference to it. What
    /// differs from instance to instance is a hole as well.
    pub(super) fn named(&self, (kind, name): (&str, &str), placed: Placed<'_, Block>, range: Range) -> Value {
        let own = NAMINGS.iter().find(|(known, _, _)| *known == kind).map_or("", |(_, own, _)| *own);
        let stated = placed.item.body.get_attribute(own);
        let text = stated.and_then(|stated| self.evaluate(&stated.value, Scope::of(placed.file)).as_text());
        match text {
            Some(text) if !is_varying(&text) => Value::text(&text.text, range),
            _ => Value::hole(&format!("{kind}.{name}.id"), range),
        }
    }

    fn arn(&self, id: (&str, &str), placed: Placed<'_, Block>, form: &str, range: Range) -> Value {
        let name = self.named(id, placed, range).as_text().map(|text| text.text).unwrap_or_default();
        let path = match placed.item.body.get_attribute("path").filter(|_| form.contains("{/}")) {
            None => "/".to_owned(),
            Some(path) => match self.evaluate(&path.value, Scope::of(placed.file)).as_text() {
                Some(path) => path.text,
                None => return Value::hole(&format!("{}.{}.arn", id.0, id.1), range),
            },
        };
        let hole = crate::template::value::hole;
        let arn = form
            .replace("{P}", &hole(PARTITION))
            .replace("{R}", &hole(REGION))
            .replace("{A}", &hole(ACCOUNT))
            .replace("{/}", &path)
            .replace("{N}", &name);
        Value::new(range, ValueKind::Text(Text::of(&arn, range)))
    }
}

/// Whether a text differs between the instances of one block.
fn is_varying(text: &Text) -> bool {
    ["${each.", "${count.", "${self."].iter().any(|start| text.text.contains(start))
}
