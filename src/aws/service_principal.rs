//! Names of AWS services as principals: `cloudtrail.amazonaws.com` and its like.

use super::nearest::{nearest, slips_allowed};
use super::partition;
use super::table::{Row, Table};

/// Service principals; see the header of the file.
pub const SERVICE_PRINCIPALS: Table = Table::exact(include_str!("data/service_principals.csv"));

const DOMAIN: &str = ".amazonaws.com";
const CHINA: &str = ".amazonaws.com.cn";

/// One known service principal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServicePrincipal {
    /// Its name, such as `cloudtrail.amazonaws.com`.
    pub name: &'static str,
    forms: &'static str,
}

impl ServicePrincipal {
    fn from_row(row: Row) -> Self {
        Self { name: row.key(), forms: row.field(1) }
    }

    fn has(self, form: &str) -> bool {
        self.forms.split(' ').any(|known| known == form)
    }

    /// Whether the documents name `<service>.<region>.amazonaws.com` for it.
    pub fn has_regional_form(self) -> bool {
        self.has("region") || self.has("region-first")
    }

    /// Whether it exists only with a region: `<region>.elasticache-snapshot.amazonaws.com`.
    pub fn needs_region(self) -> bool {
        self.has("region-first")
    }

    /// Whether policies that AWS manages, or its own tools, use `<service>.amazonaws.com.cn` for it in China.
    pub fn has_china_form(self) -> bool {
        self.has("cn") || self.has("region-cn")
    }
}

/// What the text of a principal of type `Service` is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Class {
    /// A known service principal, as written.
    Known(ServicePrincipal),
    /// A known one with a region in it. The CDK of AWS writes the form for any service in a region that an account must
    /// switch on; elsewhere only some services use it.
    Regional {
        /// The service without the region.
        base: ServicePrincipal,
        /// The region as written.
        region: String,
        /// Whether the documents name the form for this service.
        documented: bool,
    },
    /// A known one under `amazonaws.com.cn`. The CDK of AWS writes `amazonaws.com` in China too, but for CodeDeploy,
    /// CloudWatch Logs and EMR.
    China {
        /// The service under `amazonaws.com`.
        base: ServicePrincipal,
        /// The region as written, if there is one.
        region: Option<String>,
        /// Whether the form is known to be in use for this service.
        documented: bool,
    },
    /// No service principal, but close to a known one.
    NearMiss {
        /// The known one.
        suggestion: &'static str,
    },
    /// Not in the table, and nothing in the table is near: it may well exist.
    Unknown,
}

/// The known service principal with exactly this name.
pub fn service_principal(name: &str) -> Option<ServicePrincipal> {
    SERVICE_PRINCIPALS.get(name).map(ServicePrincipal::from_row)
}

/// Says what this name is. Names are compared as AWS compares them, with regard to case.
pub fn classify(name: &str) -> Class {
    if let Some(known) = service_principal(name) {
        return Class::Known(known);
    }
    regional(name).or_else(|| china(name)).or_else(|| near(name)).unwrap_or(Class::Unknown)
}

fn base_of(label: &str) -> Option<ServicePrincipal> {
    service_principal(&format!("{label}{DOMAIN}"))
}

/// Takes the region out of `logs.eu-central-1` or `eu-central-1.elasticache-snapshot`.
fn without_region(labels: &str) -> Option<(ServicePrincipal, &str)> {
    let is_region = |text: &str| partition::partition_of_region(text).is_some();
    let last = labels.rsplit_once('.').filter(|(_, region)| is_region(region));
    let first =
        labels.split_once('.').filter(|(region, _)| is_region(region)).map(|(region, rest)| (rest, region));
    let (label, region) = last.or(first)?;
    Some((base_of(label)?, region))
}

fn regional(name: &str) -> Option<Class> {
    let (base, region) = without_region(name.strip_suffix(DOMAIN)?)?;
    let documented = base.has_regional_form();
    Some(Class::Regional { base, region: region.to_owned(), documented })
}

fn china(name: &str) -> Option<Class> {
    let labels = name.strip_suffix(CHINA)?;
    if let Some(base) = base_of(labels) {
        return Some(Class::China { base, region: None, documented: base.has("cn") });
    }
    let (base, region) = without_region(labels)?;
    Some(Class::China { base, region: Some(region.to_owned()), documented: base.has("region-cn") })
}

/// Domains that stand for `amazonaws.com` by mistake.
const WRONG_DOMAINS: [&str; 9] = [
    ".aws.amazon.com",
    ".amazon.com",
    ".aws.com",
    ".amazonaws.org",
    ".amazonaws.net",
    ".amazonaws.co",
    ".amazonaws",
    ".amazonsws.com",
    ".amazonaws.com.",
];

/// The name with `amazonaws.com` for a domain that stands for it by mistake; `None` where it has none of these.
pub fn with_right_domain(name: &str) -> Option<String> {
    let label = WRONG_DOMAINS.iter().find_map(|domain| name.strip_suffix(domain))?;
    Some(format!("{label}{DOMAIN}"))
}

fn near(name: &str) -> Option<Class> {
    let lower = name.trim().to_ascii_lowercase();
    let found = |known: ServicePrincipal| Some(Class::NearMiss { suggestion: known.name });
    if let Some(known) = service_principal(&lower) {
        return found(known);
    }
    let lower = lower.strip_prefix("https://").unwrap_or(&lower);
    let by_domain = WRONG_DOMAINS.iter().find_map(|domain| base_of(lower.strip_suffix(domain)?));
    let bare = || if lower.contains('.') { None } else { base_of(lower) };
    if let Some(known) = by_domain.or_else(bare) {
        return found(known);
    }
    let suggestion = near_domain(lower).or_else(|| near_label(lower))?;
    Some(Class::NearMiss { suggestion })
}

/// The known principal whose domain alone was misspelt.
fn near_domain(name: &str) -> Option<&'static str> {
    let labels = name.match_indices('.').map(|(at, _)| name.split_at(at));
    labels
        .filter(|(_, domain)| {
            (DOMAIN.len().abs_diff(domain.len())) <= 2 && nearest(domain, [DOMAIN], 2).is_some()
        })
        .find_map(|(label, _)| base_of(label))
        .map(|known| known.name)
}

/// The known principal whose own name was misspelt. Short names are left alone: `ecs` and `ecr` differ by a letter.
/// So are names that differ in their version only: `inspector2` once was new.
fn near_label(name: &str) -> Option<&'static str> {
    let label = name.strip_suffix(DOMAIN)?;
    let known = SERVICE_PRINCIPALS.rows().map(Row::key).filter(|known| {
        known
            .strip_suffix(DOMAIN)
            .is_some_and(|known| unversioned(known) != unversioned(label) && is_like(known, label))
    });
    let slips = if label.contains('.') { 1 } else { slips_allowed(label.len()) };
    nearest(name, known, slips)
}

/// The name without the version at its end: `securityhub` for `securityhubv2`.
fn unversioned(label: &str) -> &str {
    let bare = label.trim_end_matches(|last: char| last.is_ascii_digit());
    if bare.len() < label.len() { bare.strip_suffix('v').unwrap_or(bare) } else { label }
}

/// Whether both names have as many parts, and no short ones that differ.
fn is_like(known: &str, label: &str) -> bool {
    known.split('.').count() == label.split('.').count()
        && known
            .split('.')
            .zip(label.split('.'))
            .all(|(left, right)| left == right || left.len().max(right.len()) > 3)
}
