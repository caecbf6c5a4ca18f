//! Several texts searched for at once.

use aho_corasick::{AhoCorasick, AhoCorasickKind, packed};

/// Texts that are searched for in one pass over another text.
#[derive(Debug)]
pub struct AnyOf {
    /// The quickest way to know that none is there, on processors that have the wide steps for it.
    packed: Option<packed::Searcher>,
    /// Absent only where the texts would take gigabytes.
    automaton: Option<AhoCorasick>,
}

impl AnyOf {
    /// Of texts that are not empty.
    pub fn new<'t>(texts: impl Iterator<Item = &'t str> + Clone) -> Self {
        let packed = packed::Searcher::new(texts.clone());
        Self { packed, automaton: automaton(texts) }
    }

    /// Whether one of the texts stands in `text`.
    pub fn is_in(&self, text: &str) -> bool {
        match (&self.packed, &self.automaton) {
            (Some(packed), _) => packed.find(text).is_some(),
            (None, Some(automaton)) => automaton.is_match(text),
            (None, None) => false,
        }
    }

    /// The numbers of all texts that stand in `text`, from 0 in the order in which they were given; a number may be
    /// repeated.
    pub fn found(&self, text: &str) -> impl Iterator<Item = usize> {
        let automaton = self.automaton.as_ref().filter(|_| self.is_in(text));
        let all = automaton.and_then(|automaton| automaton.try_find_overlapping_iter(text).ok());
        all.into_iter().flatten().map(|found| found.pattern().as_usize())
    }
}

/// The form that is built in the shortest time: most runs search a few files.
fn automaton<'t>(texts: impl Iterator<Item = &'t str>) -> Option<AhoCorasick> {
    AhoCorasick::builder().kind(Some(AhoCorasickKind::NoncontiguousNFA)).build(texts).ok()
}
