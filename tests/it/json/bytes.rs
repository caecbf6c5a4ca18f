//! Bytes of a file to text, with offsets that stay those of the file.

use arnlint::json::{Dialect, parse_file};
use arnlint::text::{Encoding, FileId, decode};

fn told(bytes: &[u8]) -> Vec<String> {
    let file = decode(bytes.to_vec());
    assert_eq!(file.text.len(), bytes.len());
    let (_, problems) = parse_file(&file, FileId(0), Dialect::Json);
    problems
        .iter()
        .map(|problem| format!("{:?} {}..{}", problem.kind, problem.range.start, problem.range.end))
        .collect()
}

#[test]
fn valid_text_is_not_copied() {
    let bytes = "{\"é\": 1}".to_owned().into_bytes();
    let address = bytes.as_ptr();
    let file = decode(bytes);
    assert_eq!(file.text.as_ptr(), address);
    assert_eq!((file.text.as_str(), file.invalid.len(), file.encoding), ("{\"é\": 1}", 0, Encoding::Utf8));
}

#[test]
fn each_run_of_bad_bytes_is_one_problem_and_moves_nothing() {
    let file = decode(b"[\"a\xFF\xFEb\", \"c\xE2\x82\"]".to_vec());
    assert_eq!(file.text, "[\"a\u{7F}\u{7F}b\", \"c\u{7F}\u{7F}\"]");
    let bad: Vec<_> = file.invalid.iter().map(|range| (range.start, range.end)).collect();
    assert_eq!(bad, [(3, 5), (11, 13)]);
    assert_eq!(told(b"[\"a\xFF\xFEb\", \"c\xE2\x82\"]"), ["InvalidUtf8 3..5", "InvalidUtf8 11..13"]);
}

#[test]
fn substitute_is_no_wildcard_of_a_policy() {
    let file = decode(b"\"arn:aws:s3:::b\xFFcket\"".to_vec());
    assert!(!file.text.contains(['?', '*']));
}

#[test]
fn bad_byte_outside_a_string_is_one_problem() {
    assert_eq!(told(b"[a\xE5]"), ["InvalidUtf8 2..3"]);
    assert_eq!(told(b"[\xE5]"), ["InvalidUtf8 1..2"]);
    assert_eq!(told(b"{\xE5: 1}"), ["InvalidUtf8 1..2"]);
    assert_eq!(told(b"[1]\xE5"), ["InvalidUtf8 3..4"]);
    assert_eq!(told(b"[\"\\\xE5\"]"), ["InvalidUtf8 3..4"]);
}

#[test]
fn surrogates_and_overlong_forms_are_no_utf8() {
    assert_eq!(told(b"[\"\xED\xA0\x80\"]"), ["InvalidUtf8 2..5"]);
    assert_eq!(told(b"[\"\xC0\xAF\"]"), ["InvalidUtf8 2..4"]);
}

#[test]
fn wide_encodings_give_one_problem() {
    let wide = |text: &str, mark: bool, little: bool| -> Vec<u8> {
        let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
        units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    };
    for little in [true, false] {
        for mark in [true, false] {
            let bytes = wide("{\"Version\": \"2012-10-17\"}\r\n", mark, little);
            assert_eq!(decode(bytes.clone()).encoding, Encoding::Utf16);
            assert_eq!(told(&bytes), ["Utf16 0..2"], "mark {mark}, little {little}");
        }
    }
    let wider = |little: bool| -> Vec<u8> {
        let bytes = |character: char| {
            let code = u32::from(character);
            if little { code.to_le_bytes() } else { code.to_be_bytes() }
        };
        "{\"a\": 1}".chars().flat_map(bytes).collect()
    };
    assert_eq!(told(&wider(true)), ["Utf16 0..4"]);
    assert_eq!(told(&wider(false)), ["Utf16 0..4"]);
    assert_eq!(decode(wider(true)).encoding, Encoding::Utf32);
    assert_eq!(told(b"\xFF\xFE\x00\x00{\x00\x00\x00"), ["Utf16 0..4"]);
    assert_eq!(told(b"\x00\x00\x00\xC2\xA0\xBF\"]"), ["Utf16 0..3"], "no half character");
}

#[test]
fn a_stray_nul_is_no_other_encoding() {
    assert_eq!(told(b"[\x00]"), ["Unexpected 1..2"]);
    assert_eq!(told(b"[\x00]\n"), ["Unexpected 1..2"]);
    assert_eq!(told(b"{\"a\": \"b\x00\"}"), ["ControlCharacter 8..9"]);
}

#[test]
fn byte_order_mark_is_told_and_is_no_syntax_mistake() {
    assert_eq!(told("\u{FEFF}{}".as_bytes()), ["ByteOrderMark 0..3"]);
    assert_eq!(told("\u{FEFF}".as_bytes()), ["ByteOrderMark 0..3", "Empty 0..0"]);
    let file = decode("\u{FEFF}{}".as_bytes().to_vec());
    assert!(!parse_file(&file, FileId(0), Dialect::Json).1[0].is_syntax());
}
