//! What a file is written in, by the end of its name and by its content.

use std::path::Path;

/// The language of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Syntax {
    /// JSON: a policy, an answer of the AWS CLI, a template, a plan.
    Json,
    /// YAML: a template, a policy, a configuration of the Serverless Framework.
    Yaml,
    /// Terraform's own language.
    Hcl,
    /// Markdown, MDX included.
    Markdown,
    /// reStructuredText.
    Rst,
}

/// Ends of names with their languages. `.template` may be JSON or YAML, which the content tells.
const ENDS: [(&str, Syntax); 11] = [
    ("json", Syntax::Json),
    ("yaml", Syntax::Yaml),
    ("yml", Syntax::Yaml),
    ("tf", Syntax::Hcl),
    ("tofu", Syntax::Hcl),
    ("hcl", Syntax::Hcl),
    ("md", Syntax::Markdown),
    ("markdown", Syntax::Markdown),
    ("mdx", Syntax::Markdown),
    ("rst", Syntax::Rst),
    ("template", Syntax::Json),
];

/// The language of a file that is called so. Of a name that says nothing, and of `.template`, the content decides between
/// JSON and YAML.
pub fn of(name: &str, text: &str) -> Syntax {
    let named = by_end(Path::new(name));
    let open = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let is_open = named.is_none() || name.ends_with(".template");
    match named {
        Some(Syntax::Json) | None
            if is_open && !open.starts_with(['{', '[', '"']) && is_template_of_yaml(open) =>
        {
            Syntax::Yaml
        }
        Some(syntax) => syntax,
        None => Syntax::Json,
    }
}

/// Whether the walk over a folder takes a file of this name.
pub fn is_read(path: &Path) -> bool {
    by_end(path).is_some()
}

fn by_end(path: &Path) -> Option<Syntax> {
    let end = path.extension()?.to_str()?;
    ENDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(end)).map(|(_, syntax)| *syntax)
}

/// Whether a text that does not begin as JSON does has lines of a template or of a policy.
fn is_template_of_yaml(text: &str) -> bool {
    let starts = ["AWSTemplateFormatVersion:", "Resources:", "Transform:", "Version:", "Statement:", "---"];
    text.lines().any(|line| starts.iter().any(|start| line.starts_with(start)))
}
