//! Accounts whose ids the documents of AWS and of vendors give away.

use super::table::{Row, Table};

/// Accounts of AWS services by id; see the header of the file.
pub const SERVICE_ACCOUNTS: Table = Table::exact(include_str!("data/service_accounts.csv"));
/// Who owns which account; see the header of the file.
pub const ACCOUNT_OWNERS: Table = Table::exact(include_str!("data/account_owners.csv"));
/// Canonical user ids of AWS services; see the header of the file.
pub const CANONICAL_USERS: Table = Table::exact(include_str!("data/canonical_users.csv"));

/// The account that the Logz.io fetcher and its role policy name.
pub const LOGZIO: &str = "406095609952";
/// The account of Cloudflare Logpush.
pub const CLOUDFLARE: &str = "391854517948";

/// The AWS service that uses an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccountService {
    /// Delivered trails before there was a service principal.
    CloudTrail,
    /// Delivers access logs of load balancers; still accepted in the regions of the table.
    LoadBalancing,
    /// Delivered audit logs before there was a service principal.
    Redshift,
    /// Works for GuardDuty.
    GuardDuty,
    /// Delivered billing reports before there was a service principal.
    Billing,
    /// Delivered VPC flow logs before there was a service principal.
    LogDelivery,
}

/// One account of an AWS service, in one region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceAccount {
    /// Its id.
    pub id: &'static str,
    /// The service.
    pub service: AccountService,
    /// The region that it serves, where it serves one.
    pub region: Option<&'static str>,
    /// What follows `arn:aws:iam::<id>:` in the principal of the documents: `root` or `user/logs`; empty where they
    /// show none.
    pub form: &'static str,
}

/// Who owns an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The vendor's or the AWS service's name.
    pub name: &'static str,
    /// Whether it is AWS.
    pub is_aws: bool,
}

impl ServiceAccount {
    fn from_row(row: Row) -> Self {
        let service = match row.field(1) {
            "cloudtrail" => AccountService::CloudTrail,
            "elasticloadbalancing" => AccountService::LoadBalancing,
            "redshift" => AccountService::Redshift,
            "guardduty" => AccountService::GuardDuty,
            "billing" => AccountService::Billing,
            _ => AccountService::LogDelivery,
        };
        let given = |text: &'static str| (text != "-").then_some(text);
        Self { id: row.key(), service, region: given(row.field(2)), form: given(row.field(3)).unwrap_or("") }
    }

    /// The service principal that has taken the account's place, if one has.
    pub fn replaced_by(self) -> Option<&'static str> {
        match self.service {
            AccountService::CloudTrail => Some("cloudtrail.amazonaws.com"),
            AccountService::LoadBalancing => Some("logdelivery.elasticloadbalancing.amazonaws.com"),
            AccountService::Redshift => Some("redshift.amazonaws.com"),
            AccountService::Billing => Some("billingreports.amazonaws.com"),
            AccountService::LogDelivery => Some("delivery.logs.amazonaws.com"),
            AccountService::GuardDuty => None,
        }
    }
}

/// What AWS services use this account for: one entry for each service and region.
pub fn service_accounts(id: &str) -> impl Iterator<Item = ServiceAccount> {
    SERVICE_ACCOUNTS.all(id).map(ServiceAccount::from_row)
}

/// The accounts of a service in a region, or everywhere for `None`. CloudTrail has two in `us-gov-east-1`, where the
/// documents contradict each other.
pub fn accounts_of(service: AccountService, region: Option<&str>) -> impl Iterator<Item = ServiceAccount> {
    SERVICE_ACCOUNTS
        .rows()
        .map(ServiceAccount::from_row)
        .filter(move |account| account.service == service && (region.is_none() || account.region == region))
}

/// Whether CloudTrail delivered from this account before there was a service principal.
pub fn is_legacy_cloudtrail(id: &str) -> bool {
    service_accounts(id).any(|account| account.service == AccountService::CloudTrail)
}

/// Who is known to own this account.
pub fn owner(id: &str) -> Option<Owner> {
    let row = ACCOUNT_OWNERS.get(id)?;
    Some(Owner { name: row.rest(2), is_aws: row.field(1) == "aws" })
}

/// The AWS service behind a canonical user id.
pub fn canonical_user(id: &str) -> Option<&'static str> {
    CANONICAL_USERS.get(id).map(|row| row.field(1))
}
