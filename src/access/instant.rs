//! Points in time of conditions: the W3C profile of ISO 8601, or seconds since 1970.
//!
//! The profile allows a date to stop at the year or month, and a time at the minute, which date crates do not read.

use std::cmp::Ordering;

use super::decimal::Decimal;

/// A point in time: seconds since 1970-01-01T00:00:00Z, and the digits of a fraction that is added to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Instant {
    seconds: i64,
    /// Without zeros at its end.
    fraction: String,
}

impl Ord for Instant {
    fn cmp(&self, other: &Self) -> Ordering {
        self.seconds.cmp(&other.seconds).then_with(|| self.fraction.cmp(&other.fraction))
    }
}

impl PartialOrd for Instant {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Instant {
    /// Reads either form. A year alone is refused: its four digits could also be seconds.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        if digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
            return Self::epoch(text);
        }
        let (date, time) = match text.split_once('T') {
            Some((date, time)) => (date, Some(time)),
            None => (text, None),
        };
        let mut parts = date.split('-');
        let year = number(parts.next()?, 4)?;
        let month = number(parts.next()?, 2)?;
        let day = match parts.next() {
            Some(day) => number(day, 2)?,
            None if time.is_none() => 1,
            None => return None,
        };
        if parts.next().is_some() || !(1..=12).contains(&month) || !(1..=days_in(year, month)).contains(&day)
        {
            return None;
        }
        let midnight = days_since_1970(year, month, day).checked_mul(86_400)?;
        match time {
            None => Some(Self { seconds: midnight, fraction: String::new() }),
            Some(time) => {
                let (seconds, fraction) = clock(time)?;
                Some(Self { seconds: midnight + seconds, fraction })
            }
        }
    }

    fn epoch(text: &str) -> Option<Self> {
        if text.len() == 4 {
            return None;
        }
        Decimal::parse(text)?;
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let fraction = fraction.trim_end_matches('0');
        let seconds = whole.parse::<i64>().ok()?;
        let is_negative = whole.starts_with('-');
        (fraction.is_empty() || !is_negative).then(|| Self { seconds, fraction: fraction.to_owned() })
    }
}

/// Exactly `length` digits.
fn number(text: &str, length: usize) -> Option<i64> {
    let is_number = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { None }
}

/// Seconds after midnight UTC of `hh:mm[:ss[.s…]]` with `Z` or `±hh:mm`, and the digits of the fraction.
fn clock(text: &str) -> Option<(i64, String)> {
    let (time, offset) = if let Some(time) = text.strip_suffix('Z') {
        (time, 0)
    } else {
        let at = text.rfind(['+', '-'])?;
        let (time, zone) = text.split_at_checked(at)?;
        let sign = if zone.starts_with('-') { -1 } else { 1 };
        let (hours, minutes) = zone.get(1..)?.split_once(':')?;
        let (hours, minutes) = (number(hours, 2)?, number(minutes, 2)?);
        if hours > 23 || minutes > 59 {
            return None;
        }
        (time, sign * (hours * 3600 + minutes * 60))
    };
    let mut parts = time.split(':');
    let (hours, minutes) = (number(parts.next()?, 2)?, number(parts.next()?, 2)?);
    let (seconds, fraction) = match parts.next() {
        None => (0, ""),
        Some(seconds) => match seconds.split_once('.') {
            None => (number(seconds, 2)?, ""),
            Some((seconds, fraction)) => {
                if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
                    return None;
                }
                (number(seconds, 2)?, fraction)
            }
        },
    };
    if parts.next().is_some() || hours > 23 || minutes > 59 || seconds > 59 {
        return None;
    }
    let fraction = fraction.trim_end_matches('0').to_owned();
    Some((hours * 3600 + minutes * 60 + seconds - offset, fraction))
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days of the proleptic Gregorian calendar from 1970-01-01 to this date.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    // Days before 1 January of `year`, counted from the year 0; a leap year's day counts from the year after it.
    let before = |year: i64| {
        let past = year - 1;
        365 * year + past.div_euclid(4) - past.div_euclid(100) + past.div_euclid(400)
    };
    let months: i64 = (1..month).map(|month| days_in(year, month)).sum();
    before(year) - before(1970) + months + day - 1
}

/// Which of two points in time is later; `None` where one of the texts is none.
pub fn compare_dates(one: &str, two: &str) -> Option<Ordering> {
    Some(Instant::parse(one)?.cmp(&Instant::parse(two)?))
}

/// The date of a number of seconds since 1970, in UTC; `None` where the text is no such number, or beyond the year 9999.
pub fn date_of_seconds(text: &str) -> Option<String> {
    let seconds = text.parse::<u64>().ok().filter(|seconds| *seconds < 253_402_300_800)?;
    let (mut days, second) = (i64::try_from(seconds / 86_400).ok()?, seconds % 86_400);
    let mut year = 1970;
    // Fewer than 8030 steps, and only for what is reported.
    while days >= 365 + i64::from(is_leap(year)) {
        days -= 365 + i64::from(is_leap(year));
        year += 1;
    }
    let mut month = 1;
    while days >= days_in(year, month) {
        days -= days_in(year, month);
        month += 1;
    }
    let (hour, minute, second) = (second / 3600, second % 3600 / 60, second % 60);
    Some(format!("{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z", days + 1))
}

/// These dates, a date before them all, one behind them all, and one between each two: whatever is said of dates by
/// comparing them with these, one of them stands for each answer. `None` where one of the texts is no date.
pub fn dates_apart(texts: &[&str]) -> Option<Vec<String>> {
    let mut dates =
        texts.iter().map(|text| Some((Instant::parse(text)?, *text))).collect::<Option<Vec<_>>>()?;
    dates.sort();
    dates.dedup_by(|one, two| one.0 == two.0);
    let plain = |seconds: i64| date_of_seconds(&seconds.to_string()).unwrap_or_else(|| seconds.to_string());
    let day = 86_400;
    let mut list = Vec::with_capacity(dates.len() * 2 + 1);
    list.extend(dates.last().map(|(last, _)| plain(last.seconds.saturating_add(day))));
    list.extend(dates.first().map(|(first, _)| plain(first.seconds.saturating_sub(day))));
    list.extend(dates.iter().map(|(_, text)| (*text).to_owned()));
    for pair in dates.windows(2) {
        let [(one, _), (two, _)] = pair else { continue };
        // Dates that a second holds both differ in its fraction.
        let middle = one.seconds + (two.seconds - one.seconds) / 2;
        let middle =
            if middle > one.seconds { plain(middle) } else { format!("{}.{}5", one.seconds, one.fraction) };
        list.push(middle);
    }
    Some(list)
}
