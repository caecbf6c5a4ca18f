//! Policy variables: what `${…}` in a value says, and the mistakes that are made in it.
//!
//! Templates write `${…}` too. What has the form of a condition key, a prefix and a name behind one colon, is a policy
//! variable; all else that is closed is a template's and left alone.

use super::{Policy, Value};
use crate::aws::keys::{claim, condition_key};
use crate::text::{Range, offset};

/// The longest `${…}` that is looked into: nothing of that length is a variable.
const LONGEST: usize = 400;

/// Prefixes of the Serverless Framework's variables, which are no services.
const FRAMEWORK: [&str; 7] = ["self", "opt", "env", "file", "param", "sls", "git"];

/// One `${…}` of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variable<'t> {
    /// Where it stands, from the `$` to the brace that closes it, or as far as it goes.
    pub range: Range,
    /// What it says.
    pub form: Form<'t>,
}

/// What stands between `${` and `}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form<'t> {
    /// A key of the request, as written, blanks included.
    Key {
        /// The text up to the comma or the brace.
        name: &'t str,
        /// What stands for the key where the request has none.
        default: Fallback,
    },
    /// `${*}`, `${?}` or `${$}`: the character itself.
    Character,
    /// Nothing, or blanks only.
    Empty,
    /// No brace closes it.
    Open,
    /// A template's, or what cannot be told.
    Foreign,
}

/// The default value of a variable: what stands behind the comma.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fallback {
    /// There is none.
    None,
    /// Text between single quotes.
    Quoted,
    /// Text that lacks one of the quotes or both, without the blanks around it.
    Bare(Range),
}

impl Variable<'_> {
    /// Whether it is a variable that AWS certainly knows as one: a character, or a key of AWS or of an identity
    /// provider. Other prefixes may be a template's.
    pub fn is_certain(&self) -> bool {
        match self.form {
            Form::Character => true,
            Form::Key { name, .. } => is_known(name.trim()),
            Form::Empty | Form::Open | Form::Foreign => false,
        }
    }
}

fn is_known(name: &str) -> bool {
    let is_global = name.split_once(':').is_some_and(|(prefix, _)| prefix.trim().eq_ignore_ascii_case("aws"));
    is_global || condition_key(name).is_some() || claim(name).is_some()
}

/// Whether the text between `${` and `}` is what AWS replaces: a character, or a key, and perhaps a default.
pub fn is_variable(inner: &str) -> bool {
    matches!(inner, "*" | "?" | "$") || is_key(inner)
}

/// Whether the text is a key of a request: a prefix, one colon, a name, and perhaps a default.
fn is_key(inner: &str) -> bool {
    let Some((prefix, name)) = inner.split_once(':') else { return false };
    let prefix = prefix.trim();
    let is_prefix = !prefix.is_empty()
        && prefix
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'/'));
    is_prefix && !FRAMEWORK.contains(&prefix) && !name.trim().is_empty() && !name.starts_with(':')
}

/// Every `${…}` of the text in order, those within another not apart from it.
pub fn variables(text: &str) -> Variables<'_> {
    Variables { text, at: 0 }
}

/// Iterator over the variables of a text.
#[derive(Clone, Debug)]
pub struct Variables<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for Variables<'t> {
    type Item = Variable<'t>;

    fn next(&mut self) -> Option<Variable<'t>> {
        let bytes = self.text.as_bytes();
        let tail = bytes.get(self.at..)?;
        let start = self.at + memchr::memchr_iter(b'$', tail).find(|at| tail.get(at + 1) == Some(&b'{'))?;
        let (end, form) = match closing(bytes, start + 1) {
            Closing::At(end) => (end, form(self.text, start + 2, end - 1)),
            Closing::Missing => (open_end(bytes, start + 2), Form::Open),
            Closing::Far => (start + 2, Form::Foreign),
        };
        self.at = end;
        Some(Variable { range: Range::new(offset(start), offset(end)), form })
    }
}

/// Where the brace that an opening one asks for stands.
enum Closing {
    /// Before this byte.
    At(usize),
    /// The text ends without it.
    Missing,
    /// Not near.
    Far,
}

fn closing(bytes: &[u8], open: usize) -> Closing {
    let window = bytes.get(open..bytes.len().min(open + LONGEST)).unwrap_or_default();
    let mut depth = 0usize;
    for (at, byte) in window.iter().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return Closing::At(open + at + 1);
        }
    }
    if open + window.len() < bytes.len() { Closing::Far } else { Closing::Missing }
}

/// Where an unclosed variable ends: at the first byte that no key has.
fn open_end(bytes: &[u8], from: usize) -> usize {
    let tail = bytes.get(from..).unwrap_or_default();
    let is_of_key = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'.' | b'-' | b'_');
    from + tail.iter().take_while(|byte| is_of_key(byte)).count()
}

fn form(text: &str, from: usize, to: usize) -> Form<'_> {
    let inner = text.get(from..to).unwrap_or("");
    if inner.trim().is_empty() {
        return Form::Empty;
    }
    if matches!(inner, "*" | "?" | "$") {
        return Form::Character;
    }
    if inner.contains('{') || !is_key(inner) {
        return Form::Foreign;
    }
    let Some((name, behind)) = inner.split_once(',') else {
        return Form::Key { name: inner, default: Fallback::None };
    };
    let value = behind.trim();
    let is_quoted = value.len() > 1 && value.starts_with('\'') && value.ends_with('\'');
    let default = if is_quoted {
        Fallback::Quoted
    } else {
        let start = from + name.len() + 1 + (behind.len() - behind.trim_start().len());
        Fallback::Bare(Range::new(offset(start), offset(start + value.len())))
    };
    Form::Key { name, default }
}

/// Key and default of a variable's inner text; `None` where it is not well formed.
pub fn parts(inner: &str) -> Option<(&str, Option<&str>)> {
    let (key, default) = match inner.split_once(',') {
        None => (inner, None),
        Some((key, rest)) => (key, Some(rest.trim().strip_prefix('\'')?.strip_suffix('\'')?)),
    };
    let well_formed = !key.is_empty() && !key.contains(char::is_whitespace);
    well_formed.then_some((key, default))
}

/// What kinds of `${…}` a policy holds: seen once, so that no rule looks through the values of a policy that has none
/// of what it is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seen(u8);

impl Seen {
    /// A variable that AWS certainly knows as one, in `Resource` or in a value of a condition.
    pub const USED: Self = Self(1);
    /// The same in `Action` or `Principal`.
    pub const ELSEWHERE: Self = Self(2);
    /// Nothing between the braces.
    pub const EMPTY: Self = Self(4);
    /// No closing brace.
    pub const OPEN: Self = Self(8);
    /// A blank in the name of a key.
    pub const BLANK: Self = Self(16);
    /// A default without quotes.
    pub const BARE: Self = Self(32);

    /// Whether any of these was seen.
    pub fn has(self, wanted: Self) -> bool {
        self.0 & wanted.0 != 0
    }

    fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Looks through all values where variables may stand, and where they are written by mistake.
    pub(super) fn look(policy: &Policy<'_>) -> Self {
        let mut seen = Self::default();
        // Most policies hold no dollar sign, nor an escape that could be one.
        let text = policy.tree.range(policy.root).of(policy.tree.text());
        if memchr::memchr2(b'$', b'\\', text.as_bytes()).is_none() {
            return seen;
        }
        for value in policy.replaced() {
            for variable in variables(value.text) {
                match variable.form {
                    Form::Empty => seen.add(Self::EMPTY),
                    Form::Open => seen.add(Self::OPEN),
                    Form::Foreign => {}
                    Form::Character => seen.add(Self::USED),
                    Form::Key { name, default } => {
                        if variable.is_certain() {
                            seen.add(Self::USED);
                        }
                        if name.contains(char::is_whitespace) {
                            seen.add(Self::BLANK);
                        }
                        if matches!(default, Fallback::Bare(_)) {
                            seen.add(Self::BARE);
                        }
                    }
                }
            }
        }
        if policy.not_replaced().any(|(_, value)| variables(value.text).any(|one| one.is_certain())) {
            seen.add(Self::ELSEWHERE);
        }
        seen
    }
}

impl<'a> Policy<'a> {
    /// The values in which AWS replaces variables: those of `Resource` and of conditions.
    pub fn replaced(&self) -> impl Iterator<Item = &Value<'a>> {
        self.statements.iter().flat_map(|statement| {
            let resources = statement.resource.iter().flat_map(|block| &block.values);
            let conditions = statement.conditions().iter().flat_map(|condition| &condition.values);
            resources.chain(conditions)
        })
    }

    /// The values in which people write variables by mistake, with the name of their element.
    pub fn not_replaced(&self) -> impl Iterator<Item = (&'static str, &Value<'a>)> {
        self.statements.iter().flat_map(|statement| {
            let actions = statement.action.iter().flat_map(|block| {
                let name = if block.negated { "NotAction" } else { "Action" };
                block.values.iter().map(move |value| (name, value))
            });
            let principals = statement.principal.iter().flat_map(|block| {
                let name = if block.negated { "NotPrincipal" } else { "Principal" };
                block.entries.iter().map(move |entry| (name, &entry.value))
            });
            actions.chain(principals)
        })
    }
}
