//! Odd, large and broken configurations.

use std::fmt::Write as _;
use std::time::Instant;

use super::support::{load, load_with};

const WHOLE: &str = "\
include = ['policies/**/*.json']
exclude = 'vendor'
select = ['grammar', 'access', 'cloudtrail']
ignore = ['public-bucket']
fail-on = 'security'
extra-regions = ['xx-south-9']
[kinds]
trust = ['trust/*.json']
[rules]
missing-version = 'off'
[[buckets]]
name = 'acme-logs'
policy = ['bucket-policy.json']
region = 'eu-west-1'
account = 111122223333
requester-pays = false
encryption = 'aws:kms'
kms-key = 'alias/logs'
bucket-key = true
object-ownership = 'BucketOwnerEnforced'
public-access-block = { block-public-acls = true, block-public-policy = false }
lifecycle = [{ prefix = 'é', expiration-days = 30 }, { transition = 'GLACIER' }]
answers = ['saved/location.json']
[[trails]]
arn = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/main'
prefix = ''
[[keys]]
arn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'
policy = 'key.json'
[[integrations]]
profile = 'cloudtrail'
mode = ['archive']
account = ['111122223333', 444455556666]
";

#[test]
fn windows_line_ends_and_a_byte_order_mark_move_no_underline() {
    let text = format!("\u{feff}{}", "# é\n[[buckets]]\nname = 'abc'\nregoin = 'x'\n".replace('\n', "\r\n"));
    let case = load(&text);
    assert_eq!(case.mistakes(), ["regoin: unknown key `regoin` in `[[buckets]]`"]);
}

#[test]
fn any_beginning_of_a_configuration_is_survived() {
    for (at, _) in WHOLE.char_indices() {
        let case = load(WHOLE.get(..at).unwrap());
        for mistake in &case.loaded.mistakes {
            let span = mistake.span();
            assert!(span.start <= span.end && span.end as usize <= at, "{span:?} of {at}");
            assert!(case.text.get(span.start as usize..span.end as usize).is_some());
        }
    }
}

#[test]
fn configurations_with_changed_bytes_are_survived() {
    let odd = [
        "'", "\"", "[", "]", "{", "}", "=", ".", ",", "\n", "\r", "\0", "#", "9", "é", "\u{202e}", "true",
        "[[",
    ];
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let mut reported = 0;
    for _ in 0..600 {
        let mut text = WHOLE.to_owned();
        for _ in 0..=next(4) {
            let mut at = next(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            match next(3) {
                0 => text.insert_str(at, odd[next(odd.len())]),
                1 if at < text.len() => drop(text.remove(at)),
                _ => text.truncate(at),
            }
            text.push('\n');
        }
        let case = load(&text);
        reported += case.loaded.mistakes.len();
        for mistake in &case.loaded.mistakes {
            for label in mistake.labels() {
                let range = label.span.range();
                assert!(text.get(range.start as usize..range.end as usize).is_some(), "{text}");
            }
        }
    }
    assert!(reported > 200, "the changes are meant to break something: {reported}");
}

#[test]
fn deep_nesting_is_a_mistake_and_no_crash() {
    for text in [
        "[".repeat(50_000),
        "a = ".to_owned() + &"[".repeat(50_000),
        "a = ".to_owned() + &"{a=".repeat(50_000),
        "a.".repeat(50_000),
    ] {
        assert!(!load(&text).loaded.mistakes.is_empty());
    }
}

#[test]
fn the_cost_of_a_huge_configuration_grows_with_its_size() {
    let huge = |buckets: usize| {
        let mut text = String::new();
        for number in 0..buckets {
            write!(text, "[[buckets]]\nname = 'bucket-{number}'\nregion = 'eu-west-1'\nnonsense = 1\npolicy = ['p/{number}/*.json']\n").unwrap();
        }
        let start = Instant::now();
        let case = load_with(&text, &[]);
        assert_eq!(case.loaded.surroundings.buckets.len(), buckets);
        assert_eq!(case.loaded.mistakes.len(), buckets);
        start.elapsed()
    };
    let small = huge(500);
    let large = huge(4_000);
    assert!(large < small * 40, "{small:?} for 500 buckets, {large:?} for 4000");
}
