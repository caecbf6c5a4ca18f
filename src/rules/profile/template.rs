//! Texts with named holes: what a caller sends, written once for every bucket, account and trail.

use std::collections::BTreeMap;

use crate::access::glob::Token;
use crate::access::{Pattern, Text};

/// A piece of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text as it stands.
    Literal(String),
    /// `{name}`: the parameter's value. `{name/}`: the value and a slash, nothing where the value is empty.
    Hole {
        /// The parameter.
        name: String,
        /// Whether a slash follows a value that is not empty.
        slash: bool,
    },
}

/// A text with holes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    pieces: Vec<Piece>,
}

/// Values of parameters by name.
pub type Binding = BTreeMap<String, String>;

/// Gives the shape of a parameter's values, for those that are texts with holes themselves.
pub type Shapes<'s> = dyn Fn(&str) -> Option<&'s Template> + 's;

/// Depth of templates inside templates: a shape may not hold itself.
pub const DEPTH: usize = 4;

impl Template {
    /// Holes that every profile may use without declaring them: the parts of an ARN, and names that a caller makes up.
    pub const STANDING: [&'static str; 4] = ["partition", "region", "account", "any"];

    /// Reads a template. `{` without `}` is text.
    pub fn parse(text: &str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, tail)) = after.split_once('}') else { break };
            if !before.is_empty() {
                pieces.push(Piece::Literal(before.to_owned()));
            }
            let slash = name.ends_with('/');
            pieces.push(Piece::Hole { name: name.trim_end_matches('/').to_owned(), slash });
            rest = tail;
        }
        if !rest.is_empty() {
            pieces.push(Piece::Literal(rest.to_owned()));
        }
        Self { pieces }
    }

    /// The pieces in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Names of the holes in order.
    pub fn holes(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Hole { name, .. } => Some(name.as_str()),
            Piece::Literal(_) => None,
        })
    }

    /// Every text that the caller may send when these parameters are known: exact where all are.
    pub fn text(&self, values: &Binding, shapes: &Shapes<'_>) -> Text {
        let mut tokens = Vec::new();
        self.tokens(values, shapes, 0, &mut tokens);
        let characters: Option<String> = tokens
            .iter()
            .map(|token| match token {
                Token::Char(character) => Some(*character),
                _ => None,
            })
            .collect();
        characters.map_or_else(|| Text::Like(Pattern::new(tokens)), Text::Exact)
    }

    /// The name of the only piece, where that is a hole.
    pub fn only_hole(&self) -> Option<&str> {
        match self.pieces.as_slice() {
            [Piece::Hole { name, .. }] => Some(name),
            _ => None,
        }
    }

    fn tokens(&self, values: &Binding, shapes: &Shapes<'_>, depth: usize, tokens: &mut Vec<Token>) {
        for piece in &self.pieces {
            match piece {
                Piece::Literal(literal) => tokens.extend(literal.chars().map(Token::Char)),
                Piece::Hole { name, slash } => match (values.get(name), shapes(name)) {
                    (Some(value), _) => {
                        tokens.extend(value.chars().map(Token::Char));
                        if *slash && !value.is_empty() {
                            tokens.push(Token::Char('/'));
                        }
                    }
                    (None, Some(shape)) if depth < DEPTH => shape.tokens(values, shapes, depth + 1, tokens),
                    (None, _) if is_account_hole(name) => tokens.extend([Token::One; 12]),
                    (None, _) if name == "org-id" => {
                        tokens.extend([Token::Char('o'), Token::Char('-'), Token::Many]);
                    }
                    (None, _) => tokens.push(Token::Many),
                },
            }
        }
    }

    /// The text for people: parameters that are known in their places, the others by name in angle brackets.
    pub fn show(&self, values: &Binding) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Literal(literal) => text.push_str(literal),
                Piece::Hole { name, slash } => match values.get(name) {
                    Some(value) => {
                        text.push_str(value);
                        if *slash && !value.is_empty() {
                            text.push('/');
                        }
                    }
                    // A prefix that nothing is known about is most often none.
                    None if *slash || name == "prefix" => {}
                    None if name == "any" => text.push('…'),
                    None if name == "partition" => text.push_str("aws"),
                    None => {
                        text.push('<');
                        text.push_str(name);
                        text.push('>');
                    }
                },
            }
        }
        text
    }

    /// A sentence for people: an account that is not known is left out of it.
    pub fn say(&self, values: &Binding) -> String {
        const OF_ACCOUNT: &str = " of account ";
        let unknown = self.holes().find(|name| is_account_hole(name) && !values.contains_key(*name));
        let text = self.show(values);
        unknown.map_or_else(|| text.clone(), |name| text.replace(&format!("{OF_ACCOUNT}<{name}>"), ""))
    }

    /// As [`Template::show`], with the form of a parameter that nothing is known about; `None` where all is known.
    pub fn form<'t>(&'t self, values: &Binding, shapes: &dyn Fn(&str) -> Option<&'t Self>) -> Option<String> {
        let hole = self.only_hole().filter(|name| !values.contains_key(*name))?;
        Some(shapes(hole).map_or_else(|| self.show(values), |shape| shape.show(values)))
    }
}

/// Whether a hole's values are account ids: twelve digits.
pub fn is_account_hole(name: &str) -> bool {
    matches!(name, "account" | "management-account" | "vendor-account")
}
