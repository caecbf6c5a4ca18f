//! YAML text to the same spanned tree that JSON becomes, with the functions of CloudFormation in their long form.

mod anchors;
mod build;
mod forms;
mod scalar;

use std::borrow::Cow;

use granit_parser::{Event, Parser, Span};

use crate::json::Tree;
use crate::text::{FileId, Range, offset};
use build::Builder;

/// Documents of one text, `---` between them, as far as the text could be read.
#[derive(Debug, Default)]
pub struct Yaml<'t> {
    /// One tree a document, in order; the last may be cut off by the mistake.
    pub documents: Vec<Tree<'t>>,
    /// The first mistake: where it stands, and what it is in the words of the YAML specification.
    pub mistake: Option<(Range, String)>,
}

/// Reads a text. Anchors, aliases and merge keys are resolved; a tag of the form `!Name` that is a function of
/// CloudFormation becomes an object of one member, as in JSON, and any other tag of one's own a value that is not known.
///
/// A plain scalar is a number, a truth value or null where JSON would write it so, and text otherwise.
pub fn parse(text: &str, file: FileId) -> Yaml<'_> {
    let mut yaml = Yaml::default();
    if u32::try_from(text.len()).is_err() {
        yaml.mistake = Some((Range::default(), "the file is larger than 4 GiB".to_owned()));
        return yaml;
    }
    let mut builder = Builder::new(text);
    let mut comments = Vec::new();
    for event in Parser::new_from_str(text) {
        match event {
            Ok((Event::Comment(..), span)) => comments.push(range(&span)),
            Ok((Event::DocumentStart(..), _)) => builder = Builder::new(text),
            Ok((Event::DocumentEnd, _)) => {
                let done = std::mem::replace(&mut builder, Builder::new(text));
                yaml.documents.extend(tree(done, text, file));
            }
            Ok((event, span)) => builder.take(event, &span),
            Err(error) => {
                let at = offset(error.marker().byte_offset().unwrap_or(0)).min(offset(text.len()));
                yaml.mistake = Some((Range::new(at, at), error.info()));
                yaml.documents.extend(tree(builder, text, file));
                break;
            }
        }
    }
    if let Some(first) = yaml.documents.first_mut() {
        let own =
            std::mem::replace(first, Tree::from_parts(Cow::Borrowed(""), file, None, Vec::new(), Vec::new()));
        *first = own.with_comments(comments);
    }
    yaml
}

fn tree<'t>(builder: Builder<'_>, text: &'t str, file: FileId) -> Option<Tree<'t>> {
    let (nodes, strings) = builder.finish();
    (!nodes.is_empty()).then(|| Tree::from_parts(Cow::Borrowed(text), file, None, nodes, strings))
}

/// Bytes that an event covers.
fn range(span: &Span) -> Range {
    span.byte_range().map_or_else(Range::default, |range| Range::new(offset(range.start), offset(range.end)))
}
