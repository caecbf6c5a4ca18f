//! Three-valued truth: what holds for every request that fits the question, for none, or is not settled.

use std::fmt;

/// Kleene's three values; the unsettled one says why.
///
/// Reasons are ordered, and joining two unsettled values keeps the smaller one, so that no result depends on the
/// order in which parts are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Truth {
    /// Holds in no reading.
    False,
    /// Cannot be told from what is known.
    Unknown(Why),
    /// Holds in every reading.
    True,
}

/// Why a question has no settled answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// An object of the document names a member twice.
    DuplicateKeys,
    /// The document's text has mistakes, so that parts may be missing.
    Damaged,
    /// An element, value or operator that the policy language does not have, or that is missing.
    NotUnderstood,
    /// The policy's text has a placeholder or an interpolation there.
    Hole,
    /// The meaning of the policy's text is disputed.
    Disputed(Row),
    /// The request does not say what value the condition key has.
    Key,
    /// The request names its resource only by a pattern.
    Resource,
    /// The request does not say enough about the caller: which session, or which user federated it.
    Caller,
    /// Only the policies of one side are given, and the other side has to allow, too.
    OtherSide,
    /// Whether caller and resource belong to one account is not known.
    Account,
}

/// A row of the semantics tables that no source settles, or that asks for an open answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Row {
    /// A wildcard in an action's service prefix.
    ActionPrefixWildcard,
    /// The action `*:*`.
    ActionStarStar,
    /// An ARN with fewer than six parts and no `*` at its end.
    ShortArn,
    /// A wildcard in the service part of a resource's ARN.
    ServiceWildcard,
    /// A `*` that runs over a colon of an ARN's first five.
    ArnColons,
    /// A wildcard in the resource type of an IAM ARN, such as `u*`.
    TypeWildcard,
    /// ARNs that agree but for the case of letters.
    ArnCase,
    /// A wildcard as service or identity provider.
    StarPrincipal,
    /// A canonical user id, which cannot be mapped to an account.
    CanonicalUser,
    /// `NotPrincipal` that lists some, but not all, of account, role and session.
    NotPrincipalLevels,
    /// Letters outside ASCII compared without regard to case.
    NonAsciiCase,
    /// A session policy beside a resource's policy that names the session itself, or everyone.
    SessionPolicyBypass,
    /// A policy variable in a `Bool` condition.
    BoolVariable,
    /// A negated operator without set prefix on a key that holds a list.
    NegatedOnList,
    /// A condition value that its operator cannot read.
    BadPolicyValue,
    /// A negated operator on a request's value that it cannot read.
    BadRequestValue,
    /// A policy variable before an ARN's fifth colon.
    VariableInArnHead,
    /// A policy variable of a list key that has a default.
    ListVariable,
    /// A policy variable whose value is empty.
    EmptyVariable,
    /// A policy variable inside another, or one that is not well formed.
    OddVariable,
}

impl Row {
    /// Every row.
    pub const ALL: [Self; 20] = [
        Self::ActionPrefixWildcard,
        Self::ActionStarStar,
        Self::ShortArn,
        Self::ServiceWildcard,
        Self::ArnColons,
        Self::TypeWildcard,
        Self::ArnCase,
        Self::StarPrincipal,
        Self::CanonicalUser,
        Self::NotPrincipalLevels,
        Self::NonAsciiCase,
        Self::BoolVariable,
        Self::NegatedOnList,
        Self::BadPolicyValue,
        Self::BadRequestValue,
        Self::VariableInArnHead,
        Self::ListVariable,
        Self::EmptyVariable,
        Self::OddVariable,
        Self::SessionPolicyBypass,
    ];

    /// The row's number in the semantics tables, such as `s4-08`.
    pub fn id(self) -> &'static str {
        match self {
            Self::ActionPrefixWildcard => "s3-02",
            Self::ActionStarStar => "s3-05",
            Self::ShortArn => "s4-08",
            Self::ArnColons => "s4-03",
            Self::ServiceWildcard => "s4-09",
            Self::TypeWildcard => "s4-10",
            Self::ArnCase => "s4-11",
            Self::StarPrincipal => "s5-07",
            Self::CanonicalUser => "s5-09",
            Self::NotPrincipalLevels => "s5-19",
            Self::NonAsciiCase => "s6-07",
            Self::BoolVariable => "s6-12",
            Self::NegatedOnList => "s6-28",
            Self::BadPolicyValue => "s6-29",
            Self::BadRequestValue => "s6-30",
            Self::VariableInArnHead => "s7-01",
            Self::ListVariable => "s7-02",
            Self::EmptyVariable => "s7-09",
            Self::OddVariable => "s7-10",
            Self::SessionPolicyBypass => "s8-06",
        }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.id())
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

impl std::ops::Not for Truth {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::True => Self::False,
            Self::Unknown(why) => Self::Unknown(why),
        }
    }
}

impl Truth {
    /// An unsettled value that names a disputed row.
    pub fn disputed(row: Row) -> Self {
        Self::Unknown(Why::Disputed(row))
    }

    /// Both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::True, value) | (value, Self::True) => value,
            (Self::Unknown(one), Self::Unknown(two)) => Self::Unknown(one.min(two)),
        }
    }

    /// At least one holds.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        !(!self).and(!other)
    }

    /// The answer when either of two readings may be the right one: settled where they agree.
    #[must_use]
    pub fn either(self, other: Self, why: Why) -> Self {
        match (self, other) {
            (Self::True, Self::True) => Self::True,
            (Self::False, Self::False) => Self::False,
            (Self::Unknown(one), Self::Unknown(two)) => Self::Unknown(one.min(two)),
            (Self::Unknown(one), _) | (_, Self::Unknown(one)) => Self::Unknown(one.min(why)),
            _ => Self::Unknown(why),
        }
    }

    /// The same, but no longer certain: `True` becomes unsettled for this reason.
    #[must_use]
    pub fn doubted(self, why: Why) -> Self {
        self.and(Self::Unknown(why))
    }

    /// Whether it is settled that it holds.
    pub fn is_true(self) -> bool {
        self == Self::True
    }

    /// Whether it is settled that it does not hold.
    pub fn is_false(self) -> bool {
        self == Self::False
    }

    /// Why it is not settled, if it is not.
    pub fn why(self) -> Option<Why> {
        match self {
            Self::Unknown(why) => Some(why),
            Self::True | Self::False => None,
        }
    }
}
