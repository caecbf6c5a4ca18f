//! Code in documents: the blocks of Markdown and reStructuredText, each line with its place.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::syntax::Syntax;
use crate::template::Text;
use crate::text::{Range, offset};

/// A block of code.
#[derive(Clone, Debug, Default)]
pub(super) struct Fence {
    /// The words that stand behind its mark, the language first.
    pub(super) info: String,
    /// Its text, without the indentation of the block.
    pub(super) text: Text,
}

impl Fence {
    /// What the block is written in; `None` for languages without policies. A block that says nothing may be JSON.
    pub(super) fn syntax(&self) -> Option<Syntax> {
        let word = self.info.split([' ', ',', '{', '\t']).next().unwrap_or("").to_ascii_lowercase();
        match word.as_str() {
            "json" | "jsonc" | "json5" | "javascript" | "policy" => Some(Syntax::Json),
            "yaml" | "yml" | "cloudformation" => Some(Syntax::Yaml),
            "hcl" | "terraform" | "tf" => Some(Syntax::Hcl),
            "" | "text" | "none" => self.text.text.trim_start().starts_with('{').then_some(Syntax::Json),
            _ => None,
        }
    }
}

/// The code blocks of a document, in order. A page of arnlint's own rules, whose blocks fail on purpose, has none.
pub(super) fn fences(text: &str, syntax: Syntax) -> Vec<Fence> {
    let fences = if syntax == Syntax::Rst { rst(text) } else { markdown(text) };
    if fences.iter().any(|fence| fence.info == "json rule") { Vec::new() } else { fences }
}

fn markdown(text: &str) -> Vec<Fence> {
    let mut fences = Vec::new();
    let mut open: Option<Fence> = None;
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                open = Some(Fence { info, text: Text::default() });
            }
            Event::Text(words) => {
                let Some(fence) = &mut open else { continue };
                let place = Range::new(offset(range.start), offset(range.end));
                if place.of(text) == &*words {
                    fence.text.copy(&words, place.start);
                } else {
                    fence.text.put(&words, place);
                }
            }
            Event::End(TagEnd::CodeBlock) => fences.extend(open.take()),
            _ => {}
        }
    }
    fences
}

/// Directives of reStructuredText that hold code.
const DIRECTIVES: [&str; 3] = [".. code-block::", ".. code::", ".. sourcecode::"];

fn rst(text: &str) -> Vec<Fence> {
    let mut fences = Vec::new();
    let mut lines = lines(text).peekable();
    while let Some((_, line)) = lines.next() {
        let head = line.trim();
        let info = match DIRECTIVES.iter().find_map(|directive| head.strip_prefix(directive)) {
            Some(info) => info.trim().to_owned(),
            None if head.ends_with("::") && !head.starts_with("..") => String::new(),
            None => continue,
        };
        let outer = indent(line);
        let mut fence = Fence { info, text: Text::default() };
        let mut inner = None;
        while let Some((start, line)) =
            lines.next_if(|(_, line)| line.trim().is_empty() || indent(line) > outer)
        {
            let is_option = inner.is_none() && (line.trim().is_empty() || line.trim_start().starts_with(':'));
            if is_option {
                continue;
            }
            let cut = (*inner.get_or_insert(indent(line))).min(indent(line));
            fence.text.copy(line.get(cut..).unwrap_or(""), offset(start + cut));
        }
        fences.push(fence);
    }
    fences
}

/// Lines with where they begin, their ends included.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        at += line.len();
        (at - line.len(), line)
    })
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}
