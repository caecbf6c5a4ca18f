//! Shapes of account ids, organization ids and the ids of IAM.

/// What a text in the place of an account id is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountShape {
    /// Twelve digits.
    Account,
    /// Digits only, but not twelve of them: a leading zero may have been lost.
    WrongLength,
    /// Twelve digits with hyphens or blanks between them, as consoles show them.
    Grouped,
    /// Anything else.
    Other,
}

/// What this text is as an account id.
pub fn account_shape(text: &str) -> AccountShape {
    if text.is_empty() {
        return AccountShape::Other;
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits == text.len() {
        return if digits == 12 { AccountShape::Account } else { AccountShape::WrongLength };
    }
    let grouped = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b' '));
    if grouped && digits == 12 { AccountShape::Grouped } else { AccountShape::Other }
}

/// Whether the text has the shape of an account id: twelve digits.
pub fn is_account(text: &str) -> bool {
    account_shape(text) == AccountShape::Account
}

/// Whether the text has the shape of an organization id: `o-` and 10 to 32 lower-case letters or digits
/// (API reference of AWS Organizations, `Organization`).
pub fn is_organization(text: &str) -> bool {
    text.strip_prefix("o-").is_some_and(|tail| is_lower_alphanumeric(tail, 10, 32))
}

/// Whether the text has the shape of the id of an organizational unit: `ou-`, the root's 4 to 32 and a hyphen,
/// then 8 to 32 lower-case letters or digits (API reference of AWS Organizations, `OrganizationalUnit`).
pub fn is_organizational_unit(text: &str) -> bool {
    let parts = text.strip_prefix("ou-").and_then(|tail| tail.split_once('-'));
    parts.is_some_and(|(root, unit)| is_lower_alphanumeric(root, 4, 32) && is_lower_alphanumeric(unit, 8, 32))
}

/// Whether the text is the unique id of a user, role, group or other entity of IAM, such as `AROA…`: what AWS puts in
/// the place of a principal that was deleted (IAM user guide, unique identifiers).
pub fn is_unique_id(text: &str) -> bool {
    let known =
        ["ABIA", "ACCA", "AGPA", "AIDA", "AIPA", "AKIA", "ANPA", "ANVA", "APKA", "AROA", "ASCA", "ASIA"];
    let Some((head, tail)) = text.split_at_checked(4) else { return false };
    known.contains(&head)
        && (12..=124).contains(&tail.len())
        && tail.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// Whether the text has the shape of a canonical user id: 64 hexadecimal digits.
pub fn is_canonical_user(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'))
}

fn is_lower_alphanumeric(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}
