//! Several texts searched for at once.

use aho_corasick::packed;
use memchr::memmem;

/// Texts that are searched for in one pass over another text.
#[derive(Debug)]
pub struct AnyOf {
    /// Finds the first place at which one of the texts stands, in wide steps, on processors that have them.
    packed: Option<packed::Searcher>,
    texts: Vec<String>,
}

impl AnyOf {
    /// Of texts that are not empty.
    pub fn new<'t>(texts: impl Iterator<Item = &'t str> + Clone) -> Self {
        Self { packed: packed::Searcher::new(texts.clone()), texts: texts.map(str::to_owned).collect() }
    }

    /// Whether one of the texts stands in `text`.
    pub fn is_in(&self, text: &str) -> bool {
        match &self.packed {
            Some(packed) => packed.find(text).is_some(),
            None => self.texts.iter().any(|searched| stands(searched, text)),
        }
    }

    /// The numbers of all texts that stand in `text`, from 0 in the order in which they were given, each once.
    pub fn found(&self, text: &str) -> Vec<usize> {
        let Some(packed) = &self.packed else {
            let texts = self.texts.iter().enumerate().filter(|(_, searched)| stands(searched, text));
            return texts.map(|(number, _)| number).collect();
        };
        let mut found = vec![false; self.texts.len()];
        let mut missing = found.len();
        let mut from = 0;
        // Of several texts that begin at one place the searcher names one: the others are held against the place. The next
        // search begins one byte behind it, so that texts inside and across the found one are found too.
        while let Some(at) = packed.find_in(text, (from..text.len()).into()) {
            let here = text.as_bytes().get(at.start()..).unwrap_or_default();
            for (searched, found) in self.texts.iter().zip(&mut found) {
                if !*found && here.starts_with(searched.as_bytes()) {
                    *found = true;
                    missing -= 1;
                }
            }
            from = at.start() + 1;
            if missing == 0 || from >= text.len() {
                break;
            }
        }
        found.iter().enumerate().filter(|(_, found)| **found).map(|(number, _)| number).collect()
    }
}

fn stands(searched: &str, text: &str) -> bool {
    memmem::find(text.as_bytes(), searched.as_bytes()).is_some()
}
