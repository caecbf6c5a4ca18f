//! The parts of a page's Markdown: title, sections and fenced blocks, each with its bytes.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::text::Range;

/// A fenced block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    /// The words behind the opening fence: language, kind and attributes.
    pub info: String,
    /// Bytes of the content, fences not included.
    pub range: Range,
    /// Bytes of the whole block.
    pub whole: Range,
}

/// A heading with what follows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading's text.
    pub title: String,
    /// Bytes of the heading.
    pub heading: Range,
    /// Bytes from after the heading to the next one.
    pub body: Range,
}

/// A page taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// The first heading of level 1.
    pub title: Option<Section>,
    /// First paragraph below the title.
    pub summary: String,
    /// Headings of level 2.
    pub sections: Vec<Section>,
    /// Fenced blocks in order.
    pub fences: Vec<Fence>,
}

/// Takes a page apart. Total: any text gives an outline.
pub fn outline(text: &str) -> Outline {
    let mut outline = Outline::default();
    let mut fence: Option<Fence> = None;
    let mut heading: Option<(HeadingLevel, Section)> = None;
    let mut in_summary = false;
    for (event, range) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        let bytes = to_range(&range);
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let after_info = text.get(range.start..).and_then(|rest| rest.find('\n')).unwrap_or(0);
                let start = range.start + after_info + 1;
                let empty = Range::new(to_u32(start), to_u32(start));
                fence = Some(Fence { info: info.to_string(), range: empty, whole: bytes });
            }
            Event::End(TagEnd::CodeBlock) => outline.fences.extend(fence.take()),
            Event::Start(Tag::Heading { level, .. }) => {
                close(&mut outline, bytes.start);
                heading = Some((level, Section { title: String::new(), heading: bytes, body: bytes }));
            }
            Event::End(TagEnd::Heading(_)) => match heading.take() {
                Some((HeadingLevel::H1, mut section)) if outline.title.is_none() => {
                    section.body = Range::new(bytes.end, to_u32(text.len()));
                    outline.title = Some(section);
                }
                Some((HeadingLevel::H2, mut section)) => {
                    section.body = Range::new(bytes.end, to_u32(text.len()));
                    outline.sections.push(section);
                }
                _ => {}
            },
            Event::Start(Tag::Paragraph) => {
                in_summary =
                    outline.title.is_some() && outline.summary.is_empty() && outline.sections.is_empty();
            }
            Event::End(TagEnd::Paragraph) => in_summary = false,
            Event::Text(words) | Event::Code(words) => {
                if let Some(fence) = &mut fence {
                    fence.range = Range::new(fence.range.start.min(bytes.start), bytes.end);
                } else if let Some((_, section)) = &mut heading {
                    section.title.push_str(&words);
                } else if in_summary {
                    outline.summary.push_str(text.get(range).unwrap_or(""));
                }
            }
            Event::SoftBreak if in_summary => outline.summary.push(' '),
            _ => {}
        }
    }
    outline
}

/// The body of the section before a heading ends where the heading starts.
fn close(outline: &mut Outline, at: u32) {
    if let Some(last) = outline.sections.last_mut() {
        last.body.end = at;
    } else if let Some(title) = &mut outline.title {
        title.body.end = at;
    }
}

fn to_u32(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

fn to_range(range: &std::ops::Range<usize>) -> Range {
    Range::new(to_u32(range.start), to_u32(range.end))
}
