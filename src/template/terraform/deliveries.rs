//! Services of a module or plan that write files into buckets, and readers of vendors that are declared beside them.

use std::collections::BTreeMap;

use super::resources::Declared;
use crate::surroundings::{Delivery, Fact, Integration, Producer};
use crate::template::cloudformation::of_arn;
use crate::template::facts::Reader;
use crate::template::{Value, ValueKind};

fn first<'v>(holder: &'v Value, name: &str) -> Option<&'v Value> {
    holder.get(name)?.elements().first()
}

fn is_stated(value: &Value) -> bool {
    !matches!(value.kind, ValueKind::Absent | ValueKind::Null)
}

/// What one resource delivers.
pub(super) fn deliveries(reader: &Reader<'_>, resource: &Declared, region: Option<&str>) -> Vec<Delivery> {
    let values = &resource.values;
    let mut all: Vec<Delivery> = match resource.kind.as_str() {
        "aws_flow_log"
            if values.get("log_destination_type").and_then(Value::as_known).as_deref() == Some("s3") =>
        {
            let arn = reader.text(values.get("log_destination"));
            arn.and_then(|arn| of_arn(Producer::FlowLogs, &arn)).into_iter().collect()
        }
        "aws_wafv2_web_acl_logging_configuration" => {
            let list = values.get("log_destination_configs").map(Value::elements).unwrap_or_default();
            let arns = list.iter().filter_map(|one| reader.text(Some(one)));
            arns.filter_map(|arn| of_arn(Producer::Waf, &arn)).collect()
        }
        "aws_lb" | "aws_alb" | "aws_elb" => {
            first(values, "access_logs").and_then(|logs| balancer(reader, logs)).into_iter().collect()
        }
        "aws_kinesis_firehose_delivery_stream" => first(values, "extended_s3_configuration")
            .and_then(|one| stream(reader, one))
            .into_iter()
            .collect(),
        _ => Vec::new(),
    };
    for delivery in &mut all {
        delivery.region = region.map(str::to_owned);
    }
    all
}

fn balancer(reader: &Reader<'_>, logs: &Value) -> Option<Delivery> {
    // A balancer of the first generation logs unless it is told not to.
    let enabled =
        logs.get("enabled").map(|enabled| reader.flag(Some(enabled)).is_some_and(|flag| flag.value));
    if enabled == Some(false) {
        return None;
    }
    let bucket = reader.text(logs.get("bucket"))?;
    let mut delivery = Delivery::to(Producer::LoadBalancer, bucket);
    let stated = logs.get("prefix").or_else(|| logs.get("bucket_prefix")).filter(|value| is_stated(value));
    delivery.prefix = match stated {
        Some(prefix) => reader.text(Some(prefix)),
        None => Some(delivery.bucket.with(String::new())),
    };
    Some(delivery)
}

fn stream(reader: &Reader<'_>, configuration: &Value) -> Option<Delivery> {
    let arn = reader.text(configuration.get("bucket_arn"))?;
    let (_, bucket) = arn.value.split_once(":::")?;
    let mut delivery = Delivery::to(Producer::Firehose, arn.with(bucket.to_owned()));
    delivery.prefix = match configuration.get("prefix").filter(|value| is_stated(value)) {
        Some(prefix) => reader.text(Some(prefix)),
        None => Some(arn.with(String::new())),
    };
    delivery.file_size =
        reader.days(configuration.get("buffering_size").or_else(|| configuration.get("buffer_size")));
    delivery.packed = match configuration.get("compression_format").filter(|value| is_stated(value)) {
        Some(format) => format.as_known().map(|format| format != "UNCOMPRESSED"),
        None => Some(false),
    };
    Some(delivery)
}

/// The reader that `logzio_s3_fetcher` of Logz.io's own provider declares.
pub(super) fn fetcher(reader: &Reader<'_>, resource: &Declared) -> Option<Integration> {
    if resource.kind != "logzio_s3_fetcher" {
        return None;
    }
    let values = &resource.values;
    let place = reader.at(resource.place);
    let mut set: BTreeMap<String, Vec<Fact<String>>> = BTreeMap::new();
    set.insert("bucket".to_owned(), vec![reader.text(values.get("bucket_name"))?]);
    match values.get("prefix").filter(|value| is_stated(value)) {
        Some(prefix) => _ = set.insert("prefix".to_owned(), vec![reader.text(Some(prefix))?]),
        None => _ = set.insert("prefix".to_owned(), vec![place.with(String::new())]),
    }
    if let Some(role) = reader.text(values.get("aws_arn").filter(|value| is_stated(value))) {
        set.insert("role-arn".to_owned(), vec![role]);
    }
    let profile = place.with("logzio-fetcher".to_owned());
    Some(Integration { profile, files: Vec::new(), set, complete: false })
}
