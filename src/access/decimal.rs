//! Numbers of conditions, compared exactly at any length.

use std::cmp::Ordering;

/// A decimal number: `0.digits × 10^exponent`, `digits` without zeros at either end and empty for zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    negative: bool,
    digits: Vec<u8>,
    exponent: i64,
}

impl Decimal {
    /// Reads `-12.5`, `1e3` and their like; `None` for every other text and for exponents beyond a million.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, power) = match rest.split_once(['e', 'E']) {
            Some((mantissa, power)) => (mantissa, exponent(power)?),
            None => (rest, 0),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
            Some(_) => return None,
            None => (mantissa, ""),
        };
        if whole.is_empty() || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let all: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
        let zeros = all.iter().take_while(|digit| **digit == b'0').count();
        let digits = without_end_zeros(all.get(zeros..)?).to_vec();
        if digits.is_empty() {
            return Some(Self { negative: false, digits, exponent: 0 });
        }
        let exponent = i64::try_from(whole.len()).ok()? - i64::try_from(zeros).ok()? + power;
        Some(Self { negative, digits, exponent })
    }

    fn magnitude(&self, other: &Self) -> Ordering {
        match (self.digits.is_empty(), other.digits.is_empty()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => self.exponent.cmp(&other.exponent).then_with(|| self.digits.cmp(&other.digits)),
        }
    }
}

fn exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse::<i64>().ok().filter(|power| power.abs() <= 1_000_000)
}

fn without_end_zeros(mut digits: &[u8]) -> &[u8] {
    while let [head @ .., b'0'] = digits {
        digits = head;
    }
    digits
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => self.magnitude(other),
            (true, true) => other.magnitude(self),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Which of two numbers is greater; `None` where one of the texts is no number.
pub fn compare_numbers(one: &str, two: &str) -> Option<Ordering> {
    Some(Decimal::parse(one)?.cmp(&Decimal::parse(two)?))
}

/// These numbers, one below them all, one above them all, and one between each two: whatever is said of numbers by
/// comparing them with these, one of them stands for each answer. `None` where one of the texts is no number, or where
/// two are too near to each other or too long to find one between.
pub fn numbers_apart(texts: &[&str]) -> Option<Vec<String>> {
    let mut numbers =
        texts.iter().map(|text| Some((Decimal::parse(text)?, *text))).collect::<Option<Vec<_>>>()?;
    numbers.sort();
    numbers.dedup_by(|one, two| one.0 == two.0);
    let mut list: Vec<String> = numbers.iter().map(|(_, text)| (*text).to_owned()).collect();
    let float = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
    let ends = [(numbers.first(), -1.0), (numbers.last(), 1.0)];
    for (end, step) in ends {
        if let Some((number, text)) = end {
            let beyond = format!("{}", float(text)? + step);
            let order = Decimal::parse(&beyond)?.cmp(number);
            if (step > 0.0) != order.is_gt() || order.is_eq() {
                return None;
            }
            list.push(beyond);
        }
    }
    for pair in numbers.windows(2) {
        let [(one, first), (two, second)] = pair else { continue };
        let middle = format!("{}", f64::midpoint(float(first)?, float(second)?));
        let number = Decimal::parse(&middle)?;
        if number <= *one || number >= *two {
            return None;
        }
        list.push(middle);
    }
    Some(list)
}
