//! Addresses of buckets in the web: `https://bucket.s3.eu-west-1.amazonaws.com/path`.

use crate::aws::partition::{partition_of_region, partitions};

/// What an address says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The bucket.
    pub bucket: String,
    /// The key, without the slash before it.
    pub key: String,
}

/// Reads the address of a bucket or an object; `None` for every other text.
pub fn of_url(text: &str) -> Option<Address> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let labels = partitions().find_map(|partition| host.strip_suffix(&format!(".{}", partition.domain)))?;
    if is_endpoint(labels) {
        let (bucket, key) = path.split_once('/').unwrap_or((path, ""));
        return (!bucket.is_empty()).then(|| Address { bucket: bucket.to_owned(), key: key.to_owned() });
    }
    let dots = labels.match_indices('.').map(|(at, _)| at);
    let bucket = dots.filter_map(|at| Some((labels.get(..at)?, labels.get(at + 1..)?)));
    let (bucket, _) = bucket.into_iter().find(|(_, endpoint)| is_endpoint(endpoint))?;
    Some(Address { bucket: bucket.to_owned(), key: path.to_owned() })
}

/// Whether these labels are an endpoint of S3: `s3`, `s3.eu-west-1`, `s3-eu-west-1`, `s3.dualstack.eu-west-1`.
fn is_endpoint(labels: &str) -> bool {
    if matches!(labels, "s3" | "s3-accelerate" | "s3-accelerate.dualstack") {
        return true;
    }
    let region = labels.strip_prefix("s3.").or_else(|| labels.strip_prefix("s3-"));
    let region = region.map(|region| region.strip_prefix("dualstack.").unwrap_or(region));
    region.is_some_and(|region| partition_of_region(region).is_some())
}
