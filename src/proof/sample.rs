//! Plain words of a pattern, such as people would write: what they stand for is seen at a glance, and most questions
//! are answered by one of them.

use super::word::{Symbol, Token, Word};

/// What fills the parts of an ARN by their number, where a whole part is open.
const PARTS: [&str; 6] = ["arn", "aws", "s3", "us-east-1", "111122223333", "example"];

const ARN: [Symbol; 4] = [Symbol::Char('a'), Symbol::Char('r'), Symbol::Char('n'), Symbol::Char(':')];

/// How runs are filled.
#[derive(Clone, Copy)]
enum Fill {
    /// At the end and for a whole part of a path with a name, elsewhere with nothing.
    End,
    /// With nothing.
    Nothing,
    /// With a name.
    Name,
}

/// A few words of the pattern.
pub(super) fn samples(pattern: &[Token]) -> impl Iterator<Item = Word> {
    [Fill::End, Fill::Name, Fill::Nothing].into_iter().map(|fill| sample(pattern, fill))
}

fn sample(pattern: &[Token], fill: Fill) -> Word {
    let mut word = Word::new();
    let mut tokens = pattern.iter().peekable();
    let mut colons = 0;
    while let Some(token) = tokens.next() {
        match token {
            Token::Char(character) | Token::Fold(character) => {
                word.push(Symbol::Char(*character));
                colons += usize::from(*character == ':');
                // The word of a caller has its kind before the ARN.
                if word.ends_with(&ARN) {
                    colons = 1;
                }
            }
            Token::Letter(letter) => word.push(Symbol::Letter(*letter)),
            // Stands only in sets that words are kept out of.
            Token::AnyLetter => {}
            Token::One(bars) => {
                if tokens.next_if_eq(&&Token::Many(*bars)).is_some() {
                    let is_last = tokens.peek().is_none();
                    run(&mut word, tokens.peek().copied(), colons, fill, is_last, true);
                } else {
                    word.push(Symbol::Char('x'));
                }
            }
            Token::Many(_) => {
                let is_last = tokens.peek().is_none();
                run(&mut word, tokens.peek().copied(), colons, fill, is_last, false);
            }
        }
    }
    word
}

/// Fills a run; `is_needed` where it may not be empty.
fn run(word: &mut Word, next: Option<&Token>, colons: usize, fill: Fill, is_last: bool, is_needed: bool) {
    let is_whole = word.last() == Some(&Symbol::Char(':')) && next == Some(&Token::Char(':'));
    let is_bar = |character: char| matches!(character, ':' | '/');
    let is_name = matches!(word.last(), Some(Symbol::Char(last)) if is_bar(*last))
        && matches!(next, Some(Token::Char(next)) if is_bar(*next));
    let text = match (fill, PARTS.get(colons)) {
        (Fill::Nothing, _) if !is_needed => "",
        (_, Some(part)) if is_whole => part,
        (Fill::End, _) if !is_last && !is_needed && !is_name => "",
        _ => "example",
    };
    word.extend(text.chars().map(Symbol::Char));
}
