//! `json-syntax-error`: the text is not JSON, or begins with a byte order mark.

use crate::finding::Applicability;
use crate::json::tree::flag;
use crate::json::{Kind, NodeId, Problem, ProblemKind, Tree};
use crate::rules::draft::{Drafts, Spot, TreeEdit};
use crate::rules::hook::{Hook, TextContext};
use crate::text::{Range, offset};

/// Asks for the text.
pub const HOOKS: &[Hook] = &[Hook::Text(check)];

const RULE: &str = "json-syntax-error";

/// How many mistakes of one text are reported: what comes after so many is hardly a list of separate slips.
const MOST: usize = 20;

/// How many more places of a mistake that is reported once are shown.
const MORE: usize = 3;

fn check(context: TextContext<'_>, drafts: &mut Drafts) {
    let mut reported: Vec<ProblemKind> = Vec::new();
    let mistakes = context.problems.iter().filter(|problem| problem.kind != ProblemKind::DuplicateKey);
    for problem in mistakes {
        if reported.len() == MOST {
            break;
        }
        if is_said_once(problem.kind) && reported.contains(&problem.kind) {
            continue;
        }
        reported.push(problem.kind);
        report(context, problem, drafts);
    }
}

/// Kinds of which a text has many or none: they have one cause, and are one finding.
fn is_said_once(kind: ProblemKind) -> bool {
    matches!(
        kind,
        ProblemKind::Comment
            | ProblemKind::WrongQuotes
            | ProblemKind::Template
            | ProblemKind::InvalidUtf8
            | ProblemKind::ControlCharacter
    )
}

fn report(context: TextContext<'_>, problem: &Problem, drafts: &mut Drafts) {
    let text = problem.range.of(context.tree.text());
    let same: Vec<&Problem> = if is_said_once(problem.kind) {
        context.problems.iter().filter(|other| other.kind == problem.kind).collect()
    } else {
        vec![problem]
    };
    let name = if is_prose(context.tree, problem) { "not-json" } else { message(problem, text) };
    let draft = drafts.report(RULE, name, Spot::Text(problem.range));
    let named = if problem.kind == ProblemKind::MissingValue { text.trim_matches('"') } else { text };
    draft.arg("text", shortened(named));
    if let Some(word) = json_word(text) {
        draft.arg("word", word);
    }
    for other in same.iter().skip(1).take(MORE) {
        draft.related(Spot::Text(other.range), "another");
    }
    match (problem.kind, problem.related) {
        (ProblemKind::Unclosed, Some(opener)) => _ = draft.related(Spot::Text(opener), "opened"),
        (ProblemKind::Unopened, Some(opener)) => _ = draft.related(Spot::Text(opener), "taken-to-close"),
        _ => {}
    }
    let edits = match problem.kind {
        ProblemKind::WrongQuotes | ProblemKind::BadKey => quoted(context.tree, problem.kind),
        _ => same
            .iter()
            .map(|problem| {
                let new = mended(problem, problem.range.of(context.tree.text()))?;
                Some(TreeEdit::ReplaceText(problem.range, new))
            })
            .collect(),
    };
    let fix = fix(problem.kind).filter(|_| name != "not-json");
    if let (Some((title, applicability)), Some(edits)) = (fix, edits) {
        draft.fix(title, applicability, edits);
    }
}

/// Name of the page's message for a mistake.
fn message(problem: &Problem, text: &str) -> &'static str {
    match problem.kind {
        ProblemKind::BadWord
        | ProblemKind::MissingValue
        | ProblemKind::TrailingText
        | ProblemKind::BadKey
            if text.starts_with("..") || text.starts_with('…') =>
        {
            "left-out"
        }
        ProblemKind::BadKey if text.starts_with(['{', '[']) => "unexpected",
        ProblemKind::Empty => "empty",
        ProblemKind::ByteOrderMark => "byte-order-mark",
        ProblemKind::InvalidUtf8 => "invalid-byte",
        ProblemKind::Utf16 => "other-encoding",
        ProblemKind::Comment => "comment",
        ProblemKind::TrailingComma => "trailing-comma",
        ProblemKind::MissingComma => "missing-comma",
        ProblemKind::ExtraComma => "extra-comma",
        ProblemKind::MissingColon => "missing-colon",
        ProblemKind::MissingValue => "missing-value",
        ProblemKind::BadKey => "bad-name",
        ProblemKind::WrongQuotes => "wrong-quotes",
        ProblemKind::UnterminatedString => "unterminated-string",
        ProblemKind::ControlCharacter => "control-character",
        ProblemKind::BadEscape => "bad-escape",
        ProblemKind::LoneSurrogate => "lone-surrogate",
        ProblemKind::BadNumber => "bad-number",
        ProblemKind::BadWord if json_word(text).is_some() => "foreign-word",
        ProblemKind::BadWord => "unquoted-text",
        ProblemKind::Unclosed => "unclosed",
        ProblemKind::Unopened if problem.related.is_some() => "wrong-bracket",
        ProblemKind::Unopened => "unopened",
        ProblemKind::TrailingText if text.starts_with(['{', '[']) => "second-document",
        ProblemKind::TrailingText => "trailing-text",
        ProblemKind::Template => "template",
        ProblemKind::Unexpected if is_invisible(text) => "invisible-character",
        ProblemKind::Unexpected => "unexpected",
        ProblemKind::TooLarge => "too-large",
        ProblemKind::DuplicateKey => "",
    }
}

/// Whether the text as a whole begins with no value of JSON.
fn is_prose(tree: &Tree<'_>, problem: &Problem) -> bool {
    let is_root = tree.root().is_some_and(|root| {
        tree.flags(root) & flag::BARE != 0 && tree.range(root).start == problem.range.start
    });
    is_root && matches!(problem.kind, ProblemKind::BadWord | ProblemKind::BadNumber)
}

fn is_invisible(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|character| {
            character.is_whitespace()
                || matches!(character, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
        })
}

/// The word of JSON for a word of another language.
fn json_word(text: &str) -> Option<&'static str> {
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    match text {
        "None" | "nil" | "undefined" => Some("null"),
        _ if is("true") => Some("true"),
        _ if is("false") => Some("false"),
        _ if is("null") => Some("null"),
        _ => None,
    }
}

/// Title and applicability of the repair of a mistake of this kind, where it is clear what was meant.
fn fix(kind: ProblemKind) -> Option<(&'static str, Applicability)> {
    Some(match kind {
        ProblemKind::Comment => ("remove-comments", Applicability::Safe),
        ProblemKind::TrailingComma | ProblemKind::ExtraComma => ("remove-comma", Applicability::Safe),
        ProblemKind::ByteOrderMark => ("remove-mark", Applicability::Safe),
        ProblemKind::MissingComma => ("add-comma", Applicability::Unsafe),
        ProblemKind::WrongQuotes => ("double-quotes", Applicability::Unsafe),
        ProblemKind::BadKey => ("quote-names", Applicability::Unsafe),
        ProblemKind::BadWord => ("write-json", Applicability::Unsafe),
        _ => return None,
    })
}

/// Edits that put double quotes round every string that has others, or round every name that has none: of these
/// mistakes only the first is among the problems. `None` where one of them is no plain name.
fn quoted(tree: &Tree<'_>, kind: ProblemKind) -> Option<Vec<TreeEdit>> {
    let count = u32::try_from(tree.len()).unwrap_or(u32::MAX);
    let mut edits = Vec::new();
    for node in (0..count).map(NodeId) {
        let Some(text) = tree.str(node) else { continue };
        let range = tree.range(node);
        let is_bare = tree.flags(node) & flag::BARE != 0;
        let is_wrong = match kind {
            ProblemKind::BadKey => is_bare && tree.kind(node) == Kind::Key,
            _ => !is_bare && !range.is_empty() && !range.of(tree.text()).starts_with('"'),
        };
        if is_wrong {
            let is_plain = !is_bare || text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            let new = serde_json::to_string(text).ok().filter(|_| is_plain)?;
            edits.push(TreeEdit::ReplaceText(range, new));
        }
    }
    (!edits.is_empty()).then_some(edits)
}

/// What should stand in the place of the mistake.
fn mended(problem: &Problem, text: &str) -> Option<String> {
    match problem.kind {
        ProblemKind::Comment
        | ProblemKind::TrailingComma
        | ProblemKind::ExtraComma
        | ProblemKind::ByteOrderMark => Some(String::new()),
        ProblemKind::MissingComma if problem.range.is_empty() => Some(",".to_owned()),
        ProblemKind::BadWord if text.starts_with("..") => None,
        ProblemKind::BadWord => match json_word(text) {
            Some(word) => Some(word.to_owned()),
            None => serde_json::to_string(text).ok(),
        },
        _ => None,
    }
}

/// The first line of a text, cut to what fits into a headline.
fn shortened(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    match line.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", Range::new(0, offset(at)).of(line)),
        None => line.to_owned(),
    }
}
