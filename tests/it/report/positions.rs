//! Every position that a report writes, read back, selects the text that was meant, whatever the text is made of.

use arnlint::finding::Severity;
use arnlint::report::Format;
use serde_json::Value;
use unicode_width::UnicodeWidthChar;

use super::build::{File, Run, With, finding, span};

/// What texts are made of, and how each piece looks in the report for people.
const PIECES: [(&str, &str); 20] = [
    ("{", "{"),
    ("\"Action\"", "\"Action\""),
    (": ", ": "),
    ("s3:GetObject", "s3:GetObject"),
    ("é", "é"),
    ("東京", "東京"),
    ("👩", "👩"),
    ("e\u{301}", "e\u{301}"),
    ("\u{200d}", "<U+200D>"),
    ("\u{fe0f}", "<U+FE0F>"),
    ("\u{202e}", "<U+202E>"),
    ("\u{feff}", "<U+FEFF>"),
    ("\u{1b}", "␛"),
    ("\0", "␀"),
    ("\t", "\t"),
    ("##[", "##<U+005B>"),
    ("\n", "\n"),
    ("\r\n", "\r\n"),
    ("\r", "\r"),
    ("🏽", "<U+1F3FD>"),
];

/// First piece of [`PIECES`] that breaks a line, and the number of those that do.
const BREAKS: (usize, usize) = (16, 3);

/// A fixed sequence of numbers without pattern (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    /// Pieces of a text, by their numbers.
    fn pieces(&mut self, count: usize, breaks: bool) -> Vec<usize> {
        let mut pieces = Vec::new();
        while pieces.len() < count {
            let piece = self.below(PIECES.len());
            let is_break = (BREAKS.0..BREAKS.0 + BREAKS.1).contains(&piece);
            // CR before LF would make one break of two pieces.
            let joins = piece == BREAKS.0 && pieces.last() == Some(&(BREAKS.0 + 2));
            if (breaks || !is_break) && !joins {
                pieces.push(piece);
            }
        }
        pieces
    }
}

/// A text with some spans of whole pieces, one finding each.
fn case(dice: &mut Dice, pieces: usize, findings: usize, breaks: bool) -> Run {
    let pieces = dice.pieces(pieces, breaks);
    let text: String = pieces.iter().map(|piece| PIECES[*piece].0).collect();
    let mut edges = vec![0];
    edges.extend(pieces.iter().scan(0, |at, piece| {
        *at += PIECES[*piece].0.len();
        Some(*at)
    }));
    let mut run = Run::default();
    let file = run.file("dir/a b.json", &text);
    for _ in 0..findings {
        let first = dice.below(edges.len());
        let last = (first + dice.below(6)).min(edges.len() - 1);
        let place = span(file, edges[first], edges[last]);
        run.add(finding(Severity::Error, "rule", "message").at(place, ""));
    }
    run
}

/// Small texts of every kind, and single lines far wider than any terminal.
fn cases() -> impl Iterator<Item = Run> {
    let mut dice = Dice(0x5eed_0123_4567_89ab);
    (0..240).map(move |round| match round % 8 {
        0 => case(&mut dice, 6000, 12, false),
        1 => case(&mut dice, 3000, 12, true),
        2 => case(&mut dice, 40, 6, false),
        3 => case(&mut dice, 0, 1, true),
        _ => case(&mut dice, 30, 6, true),
    })
}

/// Offset of a line and a column that count from 1, found by walking over the text.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let mut start = 0;
    for _ in 1..line {
        let rest = &text[start..];
        let at = rest.find(['\r', '\n']).unwrap_or_else(|| panic!("no line {line} in {text:?}"));
        start += at + if rest[at..].starts_with("\r\n") { 2 } else { 1 };
    }
    let mut offsets = text[start..].char_indices().map(|(at, _)| start + at).chain([text.len()]);
    offsets.nth(column - 1).unwrap_or_else(|| panic!("no column {column} in line {line} of {text:?}"))
}

fn text_of(run: &Run) -> &str {
    &run.sources.get(arnlint::text::FileId(File(0).0)).unwrap().text
}

fn number(text: &str) -> usize {
    text.parse().unwrap_or_else(|_| panic!("{text:?} is no number"))
}

#[test]
fn concise_lines_point_at_the_start() {
    for run in cases() {
        let report = run.text(Format::Concise);
        assert_eq!(report.lines().count(), run.findings.len());
        for (line, finding) in report.lines().zip(&run.findings) {
            let mut parts = line.strip_prefix("dir/a b.json:").unwrap().split(':').map(str::to_owned);
            let (line, column) = (number(&parts.next().unwrap()), number(&parts.next().unwrap()));
            assert_eq!(offset(text_of(&run), line, column), finding.span().unwrap().start as usize);
        }
    }
}

#[test]
fn json_locations_select_the_same_text_by_offset_and_by_line() {
    for run in cases() {
        let document: Value = serde_json::from_str(&run.text(Format::Json)).unwrap();
        for (at, finding) in run.findings.iter().enumerate() {
            let place = &document["findings"][at]["locations"][0];
            let number = |end: &str, key: &str| usize::try_from(place[end][key].as_u64().unwrap()).unwrap();
            let by_offset = &text_of(&run)[number("start", "offset")..number("end", "offset")];
            let of = |end: &str| offset(text_of(&run), number(end, "line"), number(end, "column"));
            let wanted = run.under(finding.span().unwrap());
            assert_eq!(by_offset, wanted);
            assert_eq!(&text_of(&run)[of("start")..of("end")], wanted);
        }
    }
}

#[test]
fn github_annotations_select_the_same_text_or_the_same_lines() {
    for run in cases() {
        let report = run.text(Format::Github);
        for (line, finding) in report.lines().zip(&run.findings) {
            let (properties, _) = line.strip_prefix("::error ").unwrap().split_once("::").unwrap();
            let of = |name: &str| {
                let found = properties.split(',').find_map(|pair| pair.strip_prefix(name));
                found.and_then(|value| value.strip_prefix('=')).map(number)
            };
            let (line, end_line) = (of("line").unwrap(), of("endLine").unwrap());
            let place = finding.span().unwrap();
            assert_eq!(of("col").is_some(), line == end_line);
            assert_eq!(of("endColumn").is_some(), line == end_line);
            if let (Some(column), Some(end_column)) = (of("col"), of("endColumn")) {
                let (start, end) =
                    (offset(text_of(&run), line, column), offset(text_of(&run), line, end_column));
                assert_eq!(&text_of(&run)[start..end], run.under(place));
            } else {
                let starts = |line| offset(text_of(&run), line, 1);
                assert!(starts(line) <= place.start as usize && place.start as usize <= starts(line + 1));
                assert!(starts(end_line) <= place.end as usize && starts(end_line) > place.start as usize);
            }
        }
    }
}

#[test]
fn carets_stand_under_the_text_that_is_meant() {
    let mut compared = 0;
    for run in cases() {
        let report = run.text(Format::Human);
        let blocks: Vec<&str> = report.split("\n\n").collect();
        assert_eq!(blocks.len(), run.findings.len() + 1);
        for (block, finding) in blocks.iter().zip(&run.findings) {
            let lines: Vec<&str> = block.lines().collect();
            let place = finding.span().unwrap();
            let (_, at) = lines[1].split_once("┌─ dir/a b.json:").unwrap();
            let (line, column) = at.split_once(':').unwrap();
            assert_eq!(offset(text_of(&run), number(line), number(column)), place.start as usize);
            let under = run.under(place);
            if under.is_empty() || under.contains(['\r', '\n']) {
                continue;
            }
            let shown = PIECES.iter().fold(under.to_owned(), |text, (from, to)| text.replace(from, to));
            let selected = selected(lines[3], lines[4]);
            assert!(same(&selected, &shown), "{selected:?} is not {shown:?}\n{block}");
            compared += 1;
        }
    }
    assert!(compared > 500, "{compared}");
}

#[test]
fn no_span_breaks_a_report() {
    let mut dice = Dice(0x0dd_5eed);
    for round in 0..150 {
        let mut run = case(&mut dice, 60, 0, round % 2 == 0);
        let pieces = dice.pieces(900, round % 3 == 0);
        let other: String = pieces.iter().map(|piece| PIECES[*piece].0).collect();
        let length = text_of(&run).len().max(other.len()) + 10;
        let files = [File(0), run.file("other.json", &other), run.name_only("gone.json")];
        for _ in 0..4 {
            let mut wild = finding(Severity::Error, "wild", "any span in any file");
            for _ in 0..dice.below(20) {
                let place = span(files[dice.below(3)], dice.below(length), dice.below(length));
                wild = if dice.below(2) == 0 { wild.at(place, "here") } else { wild.related(place, "") };
            }
            run.add(wild);
        }
        for format in Format::ALL {
            let report = run.text(format);
            assert!(report.lines().count() >= run.findings.len(), "{report}");
        }
        assert!(serde_json::from_str::<Value>(&run.text(Format::Json)).is_ok());
    }
}

/// The part of the source line over the carets.
fn selected(source: &str, carets: &str) -> String {
    let gutter = source.chars().position(|character| character == '│').unwrap() + 2;
    let first = carets.chars().position(|character| character == '^').unwrap() - gutter;
    let last = carets.chars().count() - gutter;
    let mut column = 0;
    let mut selected = String::new();
    for character in source.chars().skip(gutter) {
        // A mark without width belongs to the character before it.
        let width = character.width().unwrap_or(0);
        let at = if width == 0 { column - 1 } else { column };
        if (first..last).contains(&at) {
            selected.push(character);
        }
        column += width;
    }
    selected
}

/// Whether the text over the carets is the wanted one, apart from blanks (tabs are expanded) and marks at its edge,
/// and from a middle that was cut out.
fn same(selected: &str, wanted: &str) -> bool {
    let bare = |text: &str| text.replace([' ', '\t', '\u{301}'], "");
    match selected.split_once(" … ") {
        Some((head, tail)) => bare(wanted).starts_with(&bare(head)) && bare(wanted).ends_with(&bare(tail)),
        None => bare(selected) == bare(wanted),
    }
}
