//! Words over characters and letters, and patterns of them.
//!
//! A letter stands for a text that a request fills in: the value of a policy variable, or of a placeholder. What holds
//! of words with letters holds whatever is filled in, as long as nothing is asked of the inside of a letter.

/// The character between the parts of a caller's word (see `caller`), which no ARN holds.
pub(super) const UNIT: char = '\u{1f}';

/// What a wildcard does not run over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Bars(u8);

impl Bars {
    pub(super) const NONE: Self = Self(0);
    pub(super) const COLON: Self = Self(1);
    pub(super) const SLASH: Self = Self(2);
    pub(super) const UNIT: Self = Self(4);
    /// What a letter stands for may hold a colon or a slash, so that a wildcard that stops there cannot be said to run
    /// over it.
    pub(super) const LETTERS: Self = Self(8);

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) fn admits(self, character: char) -> bool {
        match character {
            ':' => !self.has(Self::COLON),
            '/' => !self.has(Self::SLASH),
            UNIT => !self.has(Self::UNIT),
            _ => true,
        }
    }
}

/// One place of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Symbol {
    Char(char),
    /// The letter with this number.
    Letter(u32),
}

/// A word.
pub(super) type Word = Vec<Symbol>;

/// One part of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Token {
    /// This character.
    Char(char),
    /// This ASCII letter, which is written in lower case, in either case.
    Fold(char),
    /// Any one character but these.
    One(Bars),
    /// Any run without these.
    Many(Bars),
    /// This letter.
    Letter(u32),
    /// Any letter.
    AnyLetter,
}

impl Token {
    /// Whether the symbol is one of those that the token stands for, or runs over.
    pub(super) fn takes(self, symbol: Symbol) -> bool {
        match (self, symbol) {
            (Self::Char(own), Symbol::Char(other)) => own == other,
            (Self::Fold(own), Symbol::Char(other)) => own == other.to_ascii_lowercase(),
            (Self::One(bars) | Self::Many(bars), Symbol::Char(other)) => bars.admits(other),
            (Self::Letter(own), Symbol::Letter(other)) => own == other,
            (Self::AnyLetter, Symbol::Letter(_)) => true,
            (Self::Many(bars), Symbol::Letter(_)) => !bars.has(Bars::LETTERS),
            _ => false,
        }
    }

    pub(super) fn is_run(self) -> bool {
        matches!(self, Self::Many(_))
    }
}

/// A pattern of words.
pub(super) type Pattern = Box<[Token]>;

/// The pattern of one text.
pub(super) fn literal(text: &str) -> Vec<Token> {
    text.chars().map(Token::Char).collect()
}

/// The pattern with runs beside each other taken together where one holds the other.
pub(super) fn tidy(tokens: Vec<Token>) -> Pattern {
    let mut tidied: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        if token.is_run() && tidied.last() == Some(&token) {
            continue;
        }
        tidied.push(token);
    }
    tidied.into_boxed_slice()
}

/// The only word of a pattern, if it has but one.
pub(super) fn only_word(pattern: &[Token]) -> Option<Word> {
    pattern
        .iter()
        .map(|token| match token {
            Token::Char(character) => Some(Symbol::Char(*character)),
            Token::Fold(character) if !character.is_ascii_alphabetic() => Some(Symbol::Char(*character)),
            Token::Letter(letter) => Some(Symbol::Letter(*letter)),
            _ => None,
        })
        .collect()
}

/// Whether the pattern takes in the word.
pub(super) fn takes(pattern: &[Token], word: &[Symbol]) -> bool {
    // Cell `at` is set where the tokens before `at` take what was read of the word.
    let mut cells = vec![false; pattern.len() + 1];
    set(&mut cells, 0);
    skip_runs(pattern, &mut cells);
    let mut next = vec![false; pattern.len() + 1];
    for symbol in word {
        next.fill(false);
        for (at, token) in pattern.iter().enumerate() {
            if cells.get(at) == Some(&true) && token.takes(*symbol) {
                set(&mut next, if token.is_run() { at } else { at + 1 });
            }
        }
        skip_runs(pattern, &mut next);
        std::mem::swap(&mut cells, &mut next);
        if !cells.contains(&true) {
            return false;
        }
    }
    cells.last() == Some(&true)
}

/// Whether the pattern takes in what the word may be once its letters are texts.
pub(super) fn may_take(pattern: &[Token], word: &[Symbol]) -> bool {
    if !word.iter().any(|symbol| matches!(symbol, Symbol::Letter(_))) {
        return takes(pattern, word);
    }
    // Both as patterns: whether they share a text.
    let mut cells = vec![vec![false; pattern.len() + 1]; word.len() + 1];
    let mark = |cells: &mut Vec<Vec<bool>>, row: usize, at: usize| {
        if let Some(cells) = cells.get_mut(row) {
            set(cells, at);
        }
    };
    mark(&mut cells, 0, 0);
    for row in 0..=word.len() {
        for at in 0..=pattern.len() {
            if cells.get(row).and_then(|cells| cells.get(at)) != Some(&true) {
                continue;
            }
            let (symbol, token) = (word.get(row), pattern.get(at));
            if token.is_some_and(|token| token.is_run()) {
                mark(&mut cells, row, at + 1);
            }
            match (symbol, token) {
                (Some(Symbol::Letter(_)), _) => {
                    mark(&mut cells, row + 1, at);
                    if token.is_some() {
                        mark(&mut cells, row, at + 1);
                    }
                }
                (Some(symbol), Some(token)) if token.takes(*symbol) => {
                    mark(&mut cells, row + 1, if token.is_run() { at } else { at + 1 });
                }
                _ => {}
            }
        }
    }
    cells.last().and_then(|cells| cells.last()) == Some(&true)
}

fn set(cells: &mut [bool], at: usize) {
    if let Some(cell) = cells.get_mut(at) {
        *cell = true;
    }
}

fn skip_runs(pattern: &[Token], cells: &mut [bool]) {
    for (at, token) in pattern.iter().enumerate() {
        if token.is_run() && cells.get(at) == Some(&true) {
            set(cells, at + 1);
        }
    }
}

/// Whether the characters that two patterns begin with differ, so that they share no word.
pub(super) fn begin_otherwise(one: &[Token], two: &[Token]) -> bool {
    for pair in one.iter().zip(two) {
        match pair {
            (Token::Char(mine), Token::Char(theirs)) if mine == theirs => {}
            (Token::Char(_), Token::Char(_)) => return true,
            (Token::Letter(mine), Token::Letter(theirs)) if mine == theirs => {}
            (Token::Letter(_), Token::Letter(_) | Token::Char(_)) | (Token::Char(_), Token::Letter(_)) => {
                return true;
            }
            _ => return false,
        }
    }
    false
}

/// Whether the colons of two patterns, of which `barred` has no wildcard that runs over one, keep them from sharing a
/// word: each part between colons has to fit its counterpart.
pub(super) fn parts_are_apart(pattern: &[Token], barred: &[Token]) -> bool {
    let is_colon = |token: &Token| *token == Token::Char(':');
    let runs_over = |token: &Token| match token {
        Token::One(bars) | Token::Many(bars) => bars.admits(':'),
        Token::Letter(_) | Token::AnyLetter => true,
        Token::Char(_) | Token::Fold(_) => false,
    };
    if barred.iter().any(runs_over) || has_letter(pattern) {
        return false;
    }
    let count = |pattern: &[Token]| pattern.iter().filter(|token| is_colon(token)).count();
    match count(pattern).cmp(&count(barred)) {
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => {
            let mut pairs = pattern.split(is_colon).zip(barred.split(is_colon));
            pairs
                .any(|(one, two)| begin_otherwise(one, two) || ends_before(one, two) || ends_before(two, one))
        }
    }
}

/// Whether all words of the first pattern are shorter than what the second one begins with.
fn ends_before(one: &[Token], two: &[Token]) -> bool {
    !one.iter().any(|token| token.is_run()) && two.iter().filter(|token| !token.is_run()).count() > one.len()
}

/// Whether `outer` certainly takes in all that `inner` does: told from their beginnings, without a search.
pub(super) fn plainly_covers(outer: &[Token], inner: &[Token]) -> bool {
    if outer == inner {
        return true;
    }
    let [head @ .., Token::Many(bars)] = outer else { return false };
    if head.iter().any(|token| token.is_run()) {
        return false;
    }
    let mut rest = inner.iter();
    for token in head {
        let Some(found) = rest.next() else { return false };
        let is_taken = match (token, found) {
            _ if token == found => true,
            (Token::One(bars), Token::Char(character)) => bars.admits(*character),
            (Token::One(outer), Token::One(inner)) => *outer == Bars::NONE || outer == inner,
            _ => false,
        };
        if !is_taken {
            return false;
        }
    }
    rest.all(|token| match token {
        Token::Char(character) | Token::Fold(character) => bars.admits(*character),
        Token::One(inner) | Token::Many(inner) => *bars == Bars::NONE || bars == inner,
        Token::Letter(_) | Token::AnyLetter => !bars.has(Bars::LETTERS),
    })
}

/// Whether the pattern holds a letter.
pub(super) fn has_letter(pattern: &[Token]) -> bool {
    pattern.iter().any(|token| matches!(token, Token::Letter(_)))
}

/// The pattern with anything in the place of letters: what it may match once they are filled in.
pub(super) fn loosened(pattern: &[Token]) -> Pattern {
    let loose = |token: &Token| match token {
        Token::Letter(_) => Token::Many(Bars::NONE),
        other => *other,
    };
    tidy(pattern.iter().map(loose).collect())
}

/// The word's characters; `None` where it holds a letter.
pub(super) fn text(word: &[Symbol]) -> Option<String> {
    word.iter()
        .map(|symbol| match symbol {
            Symbol::Char(character) => Some(*character),
            Symbol::Letter(_) => None,
        })
        .collect()
}
