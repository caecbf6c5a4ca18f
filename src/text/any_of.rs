//! Several texts searched for at once.

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, packed};
use memchr::memmem;

/// Length below which each text is searched for on its own: the automaton takes longer to build than that.
const SHORT: usize = 16 << 10;

/// Texts that are searched for in one pass over another text.
#[derive(Debug)]
pub struct AnyOf {
    /// The quickest way to know that none is there, on processors that have the wide steps for it.
    packed: Option<packed::Searcher>,
    texts: Vec<String>,
    /// Built for the first long text that holds one. Absent only where the texts would take gigabytes.
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
            None => !self.found(text).is_empty(),
        }
    }

    /// The numbers of all texts that stand in `text`, from 0 in the order in which they were given; a number may be
    /// repeated.
    pub fn found(&self, text: &str) -> Vec<usize> {
        if self.packed.as_ref().is_some_and(|packed| packed.find(text).is_none()) {
            return Vec::new();
        }
        if text.len() < SHORT {
            let stands = |searched: &String| memmem::find(text.as_bytes(), searched.as_bytes()).is_some();
            let texts = self.texts.iter().enumerate();
            return texts.filter(|(_, searched)| stands(searched)).map(|(number, _)| number).collect();
        }
        let all = self.automaton().and_then(|automaton| automaton.try_find_overlapping_iter(text).ok());
        all.into_iter().flatten().map(|found| found.pattern().as_usize()).collect()
    }

    /// The form that is built in the shortest time: most runs search a few files.
    fn automaton(&self) -> Option<&AhoCorasick> {
        let build =
            || AhoCorasick::builder().kind(Some(AhoCorasickKind::NoncontiguousNFA)).build(&self.texts).ok();
        self.automaton.get_or_init(build).as_ref()
    }
}
