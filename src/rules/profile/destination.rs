//! A destination as it is given to a vendor: `s3://bucket/path?region=…`.

use super::template::Binding;

/// What a destination says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Destination {
    /// Bucket, prefix and encryption as parameters of the integration.
    pub binding: Binding,
    /// Whether the vendor comes with an access key or to another endpoint, so that no bucket policy lets it in.
    pub is_key_based: bool,
    /// The bucket's region.
    pub region: Option<String>,
}

/// Reads a destination; `None` where it is not of this form.
pub fn read(text: &str) -> Option<Destination> {
    let rest = text.strip_prefix("s3://")?;
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (bucket, path) = path.split_once('/').unwrap_or((path, ""));
    let mut destination = Destination::default();
    let mut set = |name: &str, value: &str| destination.binding.insert(name.to_owned(), value.to_owned());
    set("bucket", bucket);
    // A date that the vendor puts in is part of what it writes, not of the prefix.
    let prefix = path.split("{DATE}").next().unwrap_or(path);
    set("prefix", prefix.trim_end_matches('/'));
    let mut encryption = "";
    for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        match name {
            "sse" => encryption = value,
            "region" if !value.is_empty() => destination.region = Some(value.to_owned()),
            "endpoint" | "access-key-id" => destination.is_key_based = true,
            _ => {}
        }
    }
    destination.binding.insert("encryption".to_owned(), encryption.to_owned());
    Some(destination)
}
