//! Facts about services as plain data, before they are packed. Knows nothing of the rest of the program: the build
//! script compiles this file too.

/// All that the catalogue holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The day they are of, `YYYY-MM-DD`.
    pub date: String,
    /// Where they come from, one line each.
    pub sources: Vec<String>,
    /// Services, by the prefix of their actions.
    pub services: Vec<Service>,
    /// Keys of no service: global ones and those of identity providers.
    pub keys: Vec<Key>,
    /// Prefixes of ARNs and keys that AWS knows, and of which nothing else is known.
    pub prefixes: Vec<String>,
}

/// One service.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Service {
    /// What its actions begin with: `s3`.
    pub name: String,
    /// When the reference last had the service, if it has it no longer.
    pub retired: Option<Month>,
    /// Its actions.
    pub actions: Vec<Action>,
    /// The types of its resources.
    pub resources: Vec<ResourceType>,
    /// Its condition keys.
    pub keys: Vec<Key>,
}

/// One action.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Action {
    /// Its name without the service: `GetObject`.
    pub name: String,
    /// Access level; `None` where it is not known.
    pub level: Option<Level>,
    /// Whether it is a permission without an operation of the API.
    pub is_permission_only: bool,
    /// Whether only the name is known.
    pub is_bare: bool,
    /// When the reference last had the action, if it has it no longer.
    pub retired: Option<Month>,
    /// Types of resources that it can be limited to.
    pub needs: Vec<Need>,
    /// Condition keys that it takes whatever the resource.
    pub keys: Vec<String>,
}

/// A type of resource that an action works on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Need {
    /// Name of the type.
    pub resource: String,
    /// Whether each request names one; `None` where it is not known.
    pub required: Option<bool>,
    /// Condition keys of the action with this type of resource.
    pub keys: Vec<String>,
}

/// One type of resource.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResourceType {
    /// Its name: `bucket`.
    pub name: String,
    /// Templates of its ARNs: `arn:${Partition}:s3:::${BucketName}`.
    pub arns: Vec<String>,
    /// Condition keys that it has.
    pub keys: Vec<String>,
}

/// One condition key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its name with the prefix; `${}` stands for a part that the user names.
    pub name: String,
    /// What its values are.
    pub kind: KeyType,
    /// Whether a request can hold several values.
    pub is_multivalued: bool,
}

/// A month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// The year: 2026.
    pub year: u16,
    /// The month, from 1.
    pub month: u8,
}

/// The access level that the Service Authorization Reference gives an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// Sees which things exist.
    List,
    /// Sees what is in them.
    Read,
    /// Makes, changes or removes them.
    Write,
    /// Changes their tags only.
    Tagging,
    /// Changes who may do what.
    Permissions,
}

/// What the values of a key are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyType {
    /// Text.
    String,
    /// An ARN.
    Arn,
    /// `true` or `false`.
    Bool,
    /// A point in time.
    Date,
    /// A number.
    Numeric,
    /// An address or a range of addresses.
    Ip,
    /// Bytes.
    Binary,
}

/// How the ARNs of a service hold a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Habit {
    /// Some have it, or nothing is known.
    Open,
    /// All have it.
    Always,
    /// None has it.
    Never,
}

impl Service {
    /// How its ARNs hold the part with this number: 3 for the region, 4 for the account.
    pub fn habit(&self, part: usize) -> Habit {
        let (mut with, mut without) = (false, false);
        for arn in self.resources.iter().flat_map(|resource| &resource.arns) {
            let parts: Vec<&str> = arn.splitn(6, ':').collect();
            match (parts.get(2), parts.get(part)) {
                (Some(service), Some(text)) if *service == self.name && parts.len() == 6 => {
                    if text.is_empty() {
                        without = true;
                    } else {
                        with = true;
                    }
                }
                // Of an ARN in another service's name nothing is known.
                _ => return Habit::Open,
            }
        }
        match (with, without) {
            (true, false) => Habit::Always,
            (false, true) => Habit::Never,
            _ => Habit::Open,
        }
    }
}

impl Habit {
    /// Every habit in the order of its number.
    pub const ALL: [Self; 3] = [Self::Open, Self::Always, Self::Never];
}

impl Level {
    /// Every level with its letter.
    pub const ALL: [(Self, char); 5] = [
        (Self::List, 'L'),
        (Self::Read, 'R'),
        (Self::Write, 'W'),
        (Self::Tagging, 'T'),
        (Self::Permissions, 'P'),
    ];

    /// Reads the letter.
    pub fn from_letter(letter: char) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == letter).map(|(level, _)| level)
    }

    /// The letter of the files.
    pub fn letter(self) -> char {
        match self {
            Self::List => 'L',
            Self::Read => 'R',
            Self::Write => 'W',
            Self::Tagging => 'T',
            Self::Permissions => 'P',
        }
    }
}

impl KeyType {
    /// Every type with its word.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::String, "String"),
        (Self::Arn, "Arn"),
        (Self::Bool, "Bool"),
        (Self::Date, "Date"),
        (Self::Numeric, "Numeric"),
        (Self::Ip, "Ip"),
        (Self::Binary, "Binary"),
    ];

    /// Reads the word of the files, in any case.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| known.eq_ignore_ascii_case(word)).map(|(known, _)| known)
    }
}

impl Month {
    /// Reads `YYYY-MM`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let (year, month) = (year.parse().ok()?, month.parse().ok()?);
        ((2000..2064).contains(&year) && (1..=12).contains(&month)).then_some(Self { year, month })
    }

    /// Months since the end of 1999: never zero.
    pub fn number(self) -> u16 {
        self.year.saturating_sub(2000) * 12 + u16::from(self.month)
    }

    /// Reads the number back; `None` for zero.
    pub fn from_number(number: u16) -> Option<Self> {
        let before = number.checked_sub(1)?;
        let month = u8::try_from(before % 12).unwrap_or(0) + 1;
        Some(Self { year: 2000 + before / 12, month })
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}
