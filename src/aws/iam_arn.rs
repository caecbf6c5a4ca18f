//! Principals of the types `AWS` and `Federated`: whom the text names.

use super::arn::{Arn, Part, offset};
use super::identifier::{is_account, is_unique_id};
use crate::text::Range;

/// Whom a principal's text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IamKind {
    /// `*`
    Everyone,
    /// Twelve digits: the account, as its root ARN says it.
    Account,
    /// `arn:aws:iam::111122223333:root`: the account, not only its root user.
    Root,
    /// `arn:aws:iam::111122223333:user/path/name`
    User,
    /// `arn:aws:iam::111122223333:group/name`, which can be no principal.
    Group,
    /// `arn:aws:iam::111122223333:role/path/name`
    Role,
    /// `arn:aws:iam::111122223333:instance-profile/name`, which can be no principal.
    InstanceProfile,
    /// `arn:aws:iam::111122223333:policy/name`, which can be no principal.
    Policy,
    /// `arn:aws:sts::111122223333:assumed-role/role/session`
    AssumedRole,
    /// `arn:aws:sts::111122223333:federated-user/name`
    FederatedUser,
    /// `arn:aws:iam::111122223333:oidc-provider/host/path`
    OidcProvider,
    /// `arn:aws:iam::111122223333:saml-provider/name`
    SamlProvider,
    /// A provider that needs no ARN: `accounts.google.com`.
    WebIdentity,
    /// `AROA…`: an entity that was deleted.
    UniqueId,
    /// `arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E…`
    OriginAccessIdentity,
    /// Another text, or another ARN.
    Other,
}

/// A principal's text with its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IamArn {
    /// Whom it names.
    pub kind: IamKind,
    /// Where the account stands; empty where the text has none.
    pub account: Range,
    /// Where the name stands, its path included: what follows the first slash of the resource.
    pub name: Range,
    /// Where the session's name stands, for an assumed role.
    pub session: Option<Range>,
}

/// The identity providers that a trust policy names without an ARN (IAM user guide, `Principal`).
pub const WEB_IDENTITY_PROVIDERS: [&str; 4] =
    ["accounts.google.com", "cognito-identity.amazonaws.com", "graph.facebook.com", "www.amazon.com"];

impl IamArn {
    /// Reads any text of a principal.
    pub fn read(text: &str) -> Self {
        let whole = Range::new(0, offset(text.len()));
        let nothing = Range::new(whole.end, whole.end);
        let plain = |kind, account| Self { kind, account, name: nothing, session: None };
        let Some(arn) = Arn::parse(text) else {
            return match text {
                "*" => plain(IamKind::Everyone, nothing),
                _ if is_account(text) => plain(IamKind::Account, whole),
                _ if is_unique_id(text) => plain(IamKind::UniqueId, nothing),
                _ if WEB_IDENTITY_PROVIDERS.contains(&text) => {
                    Self { kind: IamKind::WebIdentity, account: nothing, name: whole, session: None }
                }
                _ => plain(IamKind::Other, nothing),
            };
        };
        let account = arn.range(Part::Account);
        let resource = arn.range(Part::Resource);
        let (head, name) = match arn.resource().find('/') {
            Some(at) => (arn.resource().get(..at).unwrap_or(""), resource.start + offset(at) + 1),
            None => (arn.resource(), resource.end),
        };
        let mut read =
            Self { kind: IamKind::Other, account, name: Range::new(name, resource.end), session: None };
        read.kind = match (arn.service(), head) {
            ("iam", "root") if read.name.is_empty() => IamKind::Root,
            _ if read.name.is_empty() => IamKind::Other,
            ("iam", "user") if arn.account() == "cloudfront" => IamKind::OriginAccessIdentity,
            ("iam", "user") => IamKind::User,
            ("iam", "group") => IamKind::Group,
            ("iam", "role") => IamKind::Role,
            ("iam", "instance-profile") => IamKind::InstanceProfile,
            ("iam", "policy") => IamKind::Policy,
            ("iam", "oidc-provider") => IamKind::OidcProvider,
            ("iam", "saml-provider") => IamKind::SamlProvider,
            ("sts", "assumed-role") => IamKind::AssumedRole,
            ("sts", "federated-user") => IamKind::FederatedUser,
            _ => IamKind::Other,
        };
        if read.kind == IamKind::AssumedRole
            && let Some(at) = read.name.of(text).rfind('/')
        {
            let slash = read.name.start + offset(at);
            read.session = Some(Range::new(slash + 1, read.name.end));
            read.name = Range::new(read.name.start, slash);
        }
        read
    }

    /// Whether the text names the whole account.
    pub fn is_account(self) -> bool {
        matches!(self.kind, IamKind::Account | IamKind::Root)
    }
}
