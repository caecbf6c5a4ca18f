//! Who makes a request.

use super::glob::{Pattern, Token};
use super::request::RequestError;
use super::subject::Text;
use crate::aws::Arn;
use crate::aws::iam_arn::{IamArn, IamKind};
use crate::aws::identifier::{is_account, is_canonical_user};

/// A user or role of one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// The partition, such as `aws`.
    pub partition: String,
    /// The account.
    pub account: String,
    /// What stands before the name, with the slash at its end: `""`, `"team/"`. `None` for a role that is known only
    /// from the ARN of a session, which leaves its path out.
    pub path: Option<String>,
    /// The name without path.
    pub name: String,
}

impl Entity {
    /// The ARN of the role or user; a pattern where the path is not known. `word` is `role` or `user`.
    fn arn(&self, word: &str) -> Text {
        let head = format!("arn:{}:iam::{}:{word}/", self.partition, self.account);
        match &self.path {
            Some(path) => Text::Exact(format!("{head}{path}{}", self.name)),
            None => {
                let literal = |text: &str| text.chars().map(Token::Char).collect::<Vec<_>>();
                let tokens = [literal(&head), vec![Token::Many], literal(&self.name)].concat();
                Text::Like(Pattern::new(tokens))
            }
        }
    }
}

/// Who makes a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principal {
    /// Nobody: the request is not signed.
    Anonymous,
    /// The root user of an account.
    AccountRoot {
        /// The partition.
        partition: String,
        /// The account.
        account: String,
    },
    /// An IAM user.
    User(Entity),
    /// Some session of a role, with whatever name.
    Role(Entity),
    /// A session of a role.
    Session {
        /// The role.
        role: Entity,
        /// The session's name.
        name: String,
    },
    /// A session from `GetFederationToken`.
    FederatedUser {
        /// The partition.
        partition: String,
        /// The account.
        account: String,
        /// The session's name.
        name: String,
        /// The user that asked for it, if known.
        user: Option<Entity>,
    },
    /// A caller of `AssumeRoleWithWebIdentity`.
    WebIdentity {
        /// The provider's ARN, or its name where it needs none.
        provider: String,
    },
    /// A caller of `AssumeRoleWithSAML`.
    Saml {
        /// The provider's ARN.
        provider: String,
    },
    /// An AWS service, by the name of its principal.
    Service(String),
    /// An account that S3 knows by its canonical user id.
    CanonicalUser(String),
}

impl Principal {
    /// Reads what people write for a caller: `anonymous`, an account id (its root user), the ARN of a root user, user,
    /// role, assumed role, federated user or identity provider, a service principal, a canonical user id.
    pub fn parse(text: &str) -> Result<Self, RequestError> {
        if text.eq_ignore_ascii_case("anonymous") {
            return Ok(Self::Anonymous);
        }
        if is_canonical_user(text) {
            return Ok(Self::CanonicalUser(text.to_owned()));
        }
        if is_account(text) {
            return Ok(Self::AccountRoot { partition: "aws".to_owned(), account: text.to_owned() });
        }
        let refused = || RequestError::NotAPrincipal(text.to_owned());
        if text.contains(['*', '?']) {
            return Err(refused());
        }
        let read = IamArn::read(text);
        let Some(arn) = Arn::parse(text) else {
            return match read.kind {
                IamKind::WebIdentity => Ok(Self::WebIdentity { provider: text.to_owned() }),
                _ if is_service(text) => Ok(Self::Service(text.to_owned())),
                _ => Err(refused()),
            };
        };
        let (partition, account) = (arn.partition().to_owned(), arn.account().to_owned());
        let name = read.name.of(text);
        let entity = || entity(&arn, name);
        if name.is_empty() && read.kind != IamKind::Root {
            return Err(refused());
        }
        match read.kind {
            IamKind::Root => Ok(Self::AccountRoot { partition, account }),
            IamKind::User | IamKind::OriginAccessIdentity => Ok(Self::User(entity())),
            IamKind::Role => Ok(Self::Role(entity())),
            IamKind::AssumedRole => Ok(Self::Session {
                role: Entity { path: None, name: name.to_owned(), partition, account },
                name: read.session.ok_or_else(refused)?.of(text).to_owned(),
            }),
            IamKind::FederatedUser => {
                Ok(Self::FederatedUser { partition, account, name: name.to_owned(), user: None })
            }
            IamKind::OidcProvider => Ok(Self::WebIdentity { provider: text.to_owned() }),
            IamKind::SamlProvider => Ok(Self::Saml { provider: text.to_owned() }),
            _ => Err(refused()),
        }
    }

    /// A session of the role with this ARN.
    pub fn session(role_arn: &str, name: &str) -> Result<Self, RequestError> {
        match Self::parse(role_arn)? {
            Self::Role(role) => Ok(Self::Session { role, name: name.to_owned() }),
            _ => Err(RequestError::NotAPrincipal(role_arn.to_owned())),
        }
    }

    /// The account that the caller belongs to, where it belongs to one that is known.
    pub fn account(&self) -> Option<&str> {
        match self {
            Self::AccountRoot { account, .. } | Self::FederatedUser { account, .. } => Some(account),
            Self::User(entity) | Self::Role(entity) | Self::Session { role: entity, .. } => {
                Some(&entity.account)
            }
            _ => None,
        }
    }

    /// The partition of the caller's account.
    pub fn partition(&self) -> Option<&str> {
        match self {
            Self::AccountRoot { partition, .. } | Self::FederatedUser { partition, .. } => Some(partition),
            Self::User(entity) | Self::Role(entity) | Self::Session { role: entity, .. } => {
                Some(&entity.partition)
            }
            _ => None,
        }
    }

    /// Whether identity policies can be attached to the caller, so that they have a say.
    pub fn has_identity_side(&self) -> bool {
        matches!(self, Self::User(_) | Self::Role(_) | Self::Session { .. } | Self::FederatedUser { .. })
    }

    /// What `aws:PrincipalArn` says: for a session the role's ARN.
    pub fn arn(&self) -> Option<Text> {
        match self {
            Self::AccountRoot { partition, account } => {
                Some(Text::Exact(format!("arn:{partition}:iam::{account}:root")))
            }
            Self::User(user) => Some(user.arn("user")),
            Self::Role(role) | Self::Session { role, .. } => Some(role.arn("role")),
            Self::FederatedUser { partition, account, name, .. } => {
                Some(Text::Exact(format!("arn:{partition}:sts::{account}:federated-user/{name}")))
            }
            _ => None,
        }
    }
}

fn entity(arn: &Arn<'_>, path_and_name: &str) -> Entity {
    let (path, name) = match path_and_name.rfind('/') {
        Some(at) => path_and_name.split_at_checked(at + 1).unwrap_or(("", path_and_name)),
        None => ("", path_and_name),
    };
    Entity {
        partition: arn.partition().to_owned(),
        account: arn.account().to_owned(),
        path: Some(path.to_owned()),
        name: name.to_owned(),
    }
}

/// A host name, as the names of all service principals are.
fn is_service(text: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    text.contains('.') && text.split('.').all(label)
}
