//! Keys by which values of a list are put next to those that they may make needless.

use std::cmp::Ordering;

use crate::access::glob::Case;
use crate::policy::Value;

/// Sixteen bytes of a value that tell most values apart, and how many of them stand before its first wildcard.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Key {
    pub(super) bits: u128,
    written: u8,
}

impl Key {
    /// Actions are told apart by what stands around their colon, resources by what follows `arn:aws:`. One value can
    /// cover another, or be the same, only where the bytes of its key that are written out are those of the other:
    /// what it has before its first wildcard stands in the other as well, and at the same place.
    pub(super) fn of(text: &str, case: Case) -> Self {
        let bytes = text.as_bytes();
        let wildcard = memchr::memchr2(b'*', b'?', bytes);
        let folded = case != Case::Exact;
        let colon = if folded { memchr::memchr(b':', bytes) } else { None };
        let start = if folded { colon.map_or(0, |colon| colon.saturating_sub(3)) } else { 8 };
        let whole = bytes.get(start..start + 16).and_then(|head| <[u8; 16]>::try_from(head).ok());
        let head = whole.unwrap_or_else(|| {
            let mut head = [0; 16];
            for (to, from) in head.iter_mut().zip(bytes.get(start..).unwrap_or_default()) {
                *to = *from;
            }
            head
        });
        let bits = u128::from_be_bytes(head) | if folded { u128::from_be_bytes([0x20; 16]) } else { 0 };
        let written = match wildcard {
            None => 16,
            Some(at) if colon.is_some_and(|colon| at < colon) => 0,
            Some(at) => u8::try_from(at.saturating_sub(start).min(16)).unwrap_or(0),
        };
        Self { bits, written }
    }

    /// The first and the last key that a value can have which this one covers.
    pub(super) fn reach(self) -> (u128, u128) {
        let open = u128::MAX.checked_shr(8 * u32::from(self.written)).unwrap_or(0);
        (self.bits & !open, self.bits | open)
    }
}

/// The order of values in which equal ones are neighbours, whatever their order in the list.
pub(super) fn order(one: &Value<'_>, two: &Value<'_>, case: Case) -> Ordering {
    one.text.len().cmp(&two.text.len()).then_with(|| match case {
        Case::Exact => one.text.cmp(two.text),
        _ if one.text == two.text => Ordering::Equal,
        Case::Ascii | Case::Unicode => {
            let mine = one.text.bytes().map(|byte| byte.to_ascii_lowercase());
            mine.cmp(two.text.bytes().map(|byte| byte.to_ascii_lowercase()))
        }
    })
}

/// One value in the order of keys.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Entry {
    pub(super) key: Key,
    pub(super) at: usize,
}
