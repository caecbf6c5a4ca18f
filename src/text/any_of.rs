//! Several texts searched for at once.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, packed};

/// Texts that are searched for in one pass over another text.
#[derive(Debug)]
pub struct AnyOf {
    /// The quickest way to know that none is there, on processors that have the wide steps for it.
    packed: Option<packed::Searcher>,
    texts: Vec<String>,
    /// Built for the first text that holds one. Absent only where the texts would take gigabytes.
    automaton: OnceLock<Option<AhoCorasick>>,
}

impl AnyOf {
    /// Of texts that are not empty.
    pub fn new<'t>(texts: impl Iterator<Item = &'t str> + Clone) -> Self {
        let packed = packed::Searcher::new(texts.clone());
        Self { packed, texts: texts.map(str::to_owned).collect(), automaton: OnceLock::new() }
    }

    /// Whether one of the texts stands in `text`.
    pub fn is_in(&self, text: &str) -> bool {
        match &self.packed {
            Some(packed) => packed.find(text).is_some(),
            None => self.automaton().is_some_and(|automaton| automaton.is_match(text)),
        }
    }

    /// The numbers of all texts that stand in `text`, from 0 in the order in which they were given; a number may be
    /// repeated.
    pub fn found(&self, text: &str) -> impl Iterator<Item = usize> {
        let automaton = if self.is_in(text) { self.automaton() } else { None };
        let all = automaton.and_then(|automaton| automaton.try_find_overlapping_iter(text).ok());
        all.into_iter().flatten().map(|found| found.pattern().as_usize())
    }

    /// The form that is built in the shortest time: most runs search a few files.
    fn automaton(&self) -> Option<&AhoCorasick> {
        let build =
            || AhoCorasick::builder().kind(Some(AhoCorasickKind::NoncontiguousNFA)).build(&self.texts).ok();
        self.automaton.get_or_init(build).as_ref()
    }
}
