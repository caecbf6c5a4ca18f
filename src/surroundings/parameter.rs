//! Parameters of integrations and the shapes of their values: account ids, regions, ARNs.
//!
//! The names are the same everywhere: on pages, behind `--set`, in `arnlint.toml`.

use std::collections::BTreeSet;

use super::words::{did_you_mean, either, short};
use crate::aws::identifier::{AccountShape, account_shape, is_account, is_organization};
use crate::aws::partition::{self, nearest_partition, nearest_region};
use crate::aws::{Arn, bucket_name};

/// What a value has to look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Any text. Also what a person hands over to a vendor, so that rules can say what is wrong with it.
    Text,
    /// The name of a bucket.
    Bucket,
    /// Twelve digits.
    Account,
    /// The name of a region, such as `eu-west-1`.
    Region,
    /// `aws`, `aws-cn`, `aws-us-gov`, …
    Partition,
    /// The id of an organization: `o-` and 10 to 32 lower-case letters and digits.
    Organization,
    /// The ARN of a trail.
    TrailArn,
    /// The ARN of a KMS key.
    KeyArn,
    /// A KMS key as services refer to it: its ARN, its id, an alias or the ARN of an alias.
    KeyReference,
    /// `setup` or `steady`.
    Phase,
    /// `archive` or `restore`.
    Mode,
}

/// One parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What its values look like.
    pub shape: Shape,
    /// What it means, for people.
    pub meaning: &'static str,
}

/// Every parameter that a rule of arnlint asks for, sorted by name.
pub const PARAMETERS: [Parameter; 22] = [
    parameter("account", Shape::Account, "account that owns the bucket or sends the data"),
    parameter("audience", Shape::Text, "audience that the vendor's web identity token carries"),
    parameter("bucket", Shape::Text, "name of the bucket, as given to the vendor"),
    parameter(
        "compression",
        Shape::Text,
        "how the producer packs its files, such as `GZIP` or `UNCOMPRESSED`",
    ),
    parameter(
        "destination",
        Shape::Text,
        "destination as given to the vendor, such as `s3://acme-logs/cdn/{DATE}`",
    ),
    parameter("external-id", Shape::Text, "external id that the vendor sends"),
    parameter("file-size-mb", Shape::Text, "size in MB at which the producer starts a new file"),
    parameter("key-arn", Shape::KeyArn, "ARN of the KMS key of the bucket"),
    parameter(
        "key-pattern",
        Shape::Text,
        "shape of the object keys that the producer writes, after the prefix",
    ),
    parameter("management-account", Shape::Account, "management account of the organization"),
    parameter("mode", Shape::Mode, "what an archive is used for: `archive`, `restore` or both"),
    parameter("org-id", Shape::Organization, "id of the organization"),
    parameter("partition", Shape::Partition, "partition of the bucket"),
    parameter(
        "phase",
        Shape::Phase,
        "`setup` until the vendor's connection test has passed, `steady` afterwards",
    ),
    parameter("prefix", Shape::Text, "what the object keys start with, no `/` at its end"),
    parameter("region", Shape::Region, "region of the bucket, as given to the vendor"),
    parameter("role-arn", Shape::Text, "ARN of the role that the vendor assumes, as given to the vendor"),
    parameter("source-account", Shape::Account, "account whose resources the data comes from"),
    parameter("source-arn", Shape::Text, "ARN of the resource that sends the data"),
    parameter("subject", Shape::Text, "subject that the vendor's web identity token carries"),
    parameter("trail-arn", Shape::TrailArn, "ARN of the trail"),
    parameter("vendor-account", Shape::Account, "the vendor's AWS account, as its own pages show it"),
];

const TRAIL: &str = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main";
const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

const fn parameter(name: &'static str, shape: Shape, meaning: &'static str) -> Parameter {
    Parameter { name, shape, meaning }
}

/// The parameter with this name.
pub fn find(name: &str) -> Option<&'static Parameter> {
    let at = PARAMETERS.binary_search_by(|parameter| parameter.name.cmp(name)).ok()?;
    PARAMETERS.get(at)
}

/// Why a value does not have its shape, in words for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misshapen {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Misshapen {
    fn new(message: String, help: impl Into<Option<String>>) -> Self {
        Self { message, help: help.into() }
    }
}

/// Checks a value; `extra` are regions that the tables do not know yet.
pub fn check(shape: Shape, value: &str, extra: &BTreeSet<String>) -> Result<(), Misshapen> {
    match shape {
        Shape::Text => Ok(()),
        Shape::Bucket => bucket(value),
        Shape::Account => account(value),
        Shape::Region => region(value, extra),
        Shape::Partition => partition(value),
        Shape::Organization => organization(value),
        Shape::TrailArn => arn(value, "cloudtrail", "trail/", TRAIL),
        Shape::KeyArn => arn(value, "kms", "key/", KEY),
        Shape::KeyReference => key_reference(value),
        Shape::Phase => word(value, "phase", &["setup", "steady"]),
        Shape::Mode => word(value, "mode", &["archive", "restore"]),
    }
}

/// Checks that a value is one of a few words; `what` names the value in the message.
pub fn word(value: &str, what: &str, words: &[&str]) -> Result<(), Misshapen> {
    if words.contains(&value) {
        return Ok(());
    }
    let list = either(words);
    let help = did_you_mean(value, words.iter().copied()).unwrap_or_else(|| format!("write {list}"));
    Err(Misshapen::new(format!("`{}` is no {what}: there is {list}", short(value)), help))
}

fn bucket(value: &str) -> Result<(), Misshapen> {
    // Names from before 2018 may be longer and have capitals and `_`; access point aliases may stand for a bucket.
    let old = value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'));
    if old && (3..=255).contains(&value.len()) {
        return Ok(());
    }
    let message = format!("`{}` is not the name of a bucket", short(value));
    let inner = match Arn::parse(value) {
        Some(arn) if arn.service() == "s3" => arn.resource(),
        _ => value.strip_prefix("s3://").unwrap_or(value),
    };
    let name = inner.split('/').next().unwrap_or("");
    if name.len() < value.len() && bucket_name::is_valid(name) {
        return Err(Misshapen::new(message, format!("write the name alone: `{name}`")));
    }
    Err(Misshapen::new(message, "a name has 3 to 63 lower-case letters, digits, `.` and `-`".to_owned()))
}

fn key_reference(value: &str) -> Result<(), Misshapen> {
    let alias = |rest: &str| rest.strip_prefix("alias/").is_some_and(|name| !name.is_empty());
    let id = value.strip_prefix("mrk-").unwrap_or(value);
    let hexadecimal = id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let fits = match Arn::parse(value) {
        Some(arn) if arn.service() == "kms" && alias(arn.resource()) => true,
        Some(_) => return self::arn(value, "kms", "key/", KEY),
        None => alias(value) || (hexadecimal && (32..=36).contains(&id.len())),
    };
    if fits {
        return Ok(());
    }
    Err(Misshapen::new(
        format!("`{}` is not a KMS key", short(value)),
        "write the key's ARN, its id or `alias/` and its alias".to_owned(),
    ))
}

fn account(value: &str) -> Result<(), Misshapen> {
    let help = match account_shape(value) {
        AccountShape::Account => return Ok(()),
        AccountShape::Grouped => format!("write `{}`", value.replace(['-', ' '], "")),
        AccountShape::WrongLength | AccountShape::Other => match Arn::parse(value) {
            Some(arn) if is_account(arn.account()) => format!("write the account alone: `{}`", arn.account()),
            _ => "an account id has 12 digits".to_owned(),
        },
    };
    Err(Misshapen::new(format!("`{}` is not an account id", short(value)), help))
}

fn region(value: &str, extra: &BTreeSet<String>) -> Result<(), Misshapen> {
    if partition::region(value).is_some() || extra.contains(value) {
        return Ok(());
    }
    let zone = value.strip_suffix(|last: char| last.is_ascii_lowercase());
    let help = match zone.and_then(partition::region) {
        Some(region) => format!("write the region of the zone: `{}`", region.name),
        None => match nearest_region(value) {
            Some(name) => format!("did you mean `{name}`? a newer region goes into `extra-regions`"),
            None => {
                "write its code, such as `eu-west-1`; a newer region goes into `extra-regions`".to_owned()
            }
        },
    };
    Err(Misshapen::new(format!("`{}` is not a region that arnlint knows", short(value)), help))
}

/// Whether a word is built like the code of a region, be it known or not: short words, then a number, joined by `-`.
pub fn looks_like_region(value: &str) -> bool {
    let word = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let Some((words, number)) = value.rsplit_once('-') else { return false };
    let words: Vec<&str> = words.split('-').take(6).collect();
    (2..=4).contains(&words.len())
        && words.iter().all(word)
        && words.first().is_some_and(|first| (2..=5).contains(&first.len()))
        && (1..=2).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

fn partition(value: &str) -> Result<(), Misshapen> {
    if partition::partition(value).is_some() {
        return Ok(());
    }
    let help = match nearest_partition(value) {
        Some(name) => format!("did you mean `{name}`?"),
        None => "write `aws`, `aws-cn` or `aws-us-gov`".to_owned(),
    };
    Err(Misshapen::new(format!("`{}` is not a partition", short(value)), help))
}

fn organization(value: &str) -> Result<(), Misshapen> {
    if is_organization(value) {
        return Ok(());
    }
    Err(Misshapen::new(
        format!("`{}` is not the id of an organization", short(value)),
        "write `o-` and the 10 to 32 lower-case letters and digits that follow it".to_owned(),
    ))
}

/// Checks an ARN whose resource begins with `resource`. Its region may be one that the tables do not know.
fn arn(value: &str, service: &str, resource: &str, example: &str) -> Result<(), Misshapen> {
    let what = resource.trim_end_matches('/');
    let refuse = |why: String| {
        let message = format!("`{}` is not the ARN of a {what}: {why}", short(value));
        Err(Misshapen::new(message, format!("write it like `{example}`")))
    };
    let Some(arn) = Arn::parse(value).filter(|_| value.starts_with("arn:")) else {
        return refuse("it does not have the six parts of an ARN".to_owned());
    };
    if partition::partition(arn.partition()).is_none() {
        return refuse(format!("`{}` is not a partition", short(arn.partition())));
    }
    if arn.service() != service {
        return refuse(format!("its service is `{}`", short(arn.service())));
    }
    let at_home = partition::partition_of_region(arn.region()).is_none_or(|home| home == arn.partition());
    if !looks_like_region(arn.region()) || !at_home {
        return refuse(format!("`{}` is not a region of `{}`", short(arn.region()), arn.partition()));
    }
    if !is_account(arn.account()) {
        return refuse(format!("`{}` is not an account id", short(arn.account())));
    }
    match arn.resource().strip_prefix(resource) {
        Some(name) if !name.is_empty() => Ok(()),
        _ => refuse(format!("its resource is `{}`", short(arn.resource()))),
    }
}
