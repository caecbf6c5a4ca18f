//! Services of a template that write files into buckets.

use super::{Resolver, Resource, Stack};
use crate::surroundings::{Delivery, Fact, Producer};
use crate::template::facts::Reader;
use crate::template::{Value, ValueKind};

/// What one resource delivers.
pub(super) fn deliveries(
    stack: &Stack<'_>,
    resolver: &Resolver<'_, '_>,
    reader: &Reader<'_>,
    resource: &Resource,
) -> Vec<Delivery> {
    let property = |name: &str| resolver.property(resource, name);
    match stack.kind(resource) {
        "AWS::EC2::FlowLog"
            if property("LogDestinationType").and_then(|kind| kind.as_known()).as_deref() == Some("s3") =>
        {
            let destination = reader.text(property("LogDestination").as_ref());
            destination.and_then(|arn| of_arn(Producer::FlowLogs, &arn)).into_iter().collect()
        }
        "AWS::WAFv2::LoggingConfiguration" => {
            let list = property("LogDestinationConfigs");
            let arns = list.iter().flat_map(Value::elements).filter_map(|one| reader.text(Some(one)));
            arns.filter_map(|arn| of_arn(Producer::Waf, &arn)).collect()
        }
        "AWS::ElasticLoadBalancingV2::LoadBalancer" => property("LoadBalancerAttributes")
            .and_then(|list| of_attributes(reader, &list))
            .into_iter()
            .collect(),
        "AWS::KinesisFirehose::DeliveryStream" => {
            ["ExtendedS3DestinationConfiguration", "S3DestinationConfiguration"]
                .iter()
                .filter_map(|name| stream(reader, &property(name)?))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// A destination that is an ARN with the prefix behind the bucket.
pub(in crate::template) fn of_arn(producer: Producer, arn: &Fact<String>) -> Option<Delivery> {
    let (_, path) = arn.value.split_once(":::")?;
    let (bucket, prefix) = path.split_once('/').unwrap_or((path, ""));
    let mut delivery = Delivery::to(producer, arn.with(bucket.to_owned()));
    delivery.prefix = Some(arn.with(prefix.trim_end_matches('/').to_owned()));
    Some(delivery)
}

fn of_attributes(reader: &Reader<'_>, list: &Value) -> Option<Delivery> {
    let ValueKind::List(attributes) = &list.kind else { return None };
    let attribute = |name: &str| {
        let is_own = |one: &&Value| one.get("Key").and_then(Value::as_known).as_deref() == Some(name);
        attributes.iter().find(is_own).and_then(|one| one.get("Value"))
    };
    reader.flag(attribute("access_logs.s3.enabled")).filter(|enabled| enabled.value)?;
    let mut delivery = Delivery::to(Producer::LoadBalancer, reader.text(attribute("access_logs.s3.bucket"))?);
    delivery.prefix = match attribute("access_logs.s3.prefix") {
        Some(prefix) => reader.text(Some(prefix)),
        None => Some(delivery.bucket.with(String::new())),
    };
    Some(delivery)
}

fn stream(reader: &Reader<'_>, configuration: &Value) -> Option<Delivery> {
    let arn = reader.text(configuration.get("BucketARN"))?;
    let (_, bucket) = arn.value.split_once(":::")?;
    let mut delivery = Delivery::to(Producer::Firehose, arn.with(bucket.to_owned()));
    delivery.prefix = match configuration.get("Prefix") {
        Some(prefix) => reader.text(Some(prefix)),
        None => Some(arn.with(String::new())),
    };
    let hints = configuration.get("BufferingHints");
    delivery.file_size = reader.days(hints.and_then(|hints| hints.get("SizeInMBs")));
    delivery.packed = match configuration.get("CompressionFormat") {
        Some(format) => format.as_known().map(|format| format != "UNCOMPRESSED"),
        None => Some(false),
    };
    Some(delivery)
}
