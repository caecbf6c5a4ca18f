//! Findings for the report tests, placed by the text that they underline.

use std::sync::Arc;

use arnlint::finding::{
    Applicability, Confidence, Edit, Finding, Fix, Label, PolicyKind, PolicyRef, Role, Severity, Step, Target,
};
use arnlint::report::{Format, Report, Style, Summary, write};
use arnlint::text::{FileId, Range, SourceFile, Sources, Span};

/// A file of a test, by the order in which it was added.
#[derive(Clone, Copy)]
pub(crate) struct File(pub(crate) u32);

/// Sources and findings of one test.
#[derive(Default)]
pub(crate) struct Run {
    pub(crate) sources: Sources,
    pub(crate) findings: Vec<Finding>,
    pub(crate) summary: Option<Summary>,
    pub(crate) files: u32,
}

impl Run {
    pub(crate) fn file(&mut self, name: &str, text: &str) -> File {
        let id = self.next();
        self.sources.insert(FileId(id.0), SourceFile { name: name.into(), text: text.into() });
        id
    }

    /// A file whose text was not kept.
    pub(crate) fn name_only(&mut self, name: &str) -> File {
        let id = self.next();
        self.sources.insert_name(FileId(id.0), name.into());
        id
    }

    fn next(&mut self) -> File {
        self.files += 1;
        File(self.files - 1)
    }

    /// Span of the first occurrence of `needle`.
    pub(crate) fn find(&self, file: File, needle: &str) -> Span {
        let text = &self.sources.get(FileId(file.0)).unwrap().text;
        let start = text.find(needle).unwrap_or_else(|| panic!("`{needle}` is not in the text"));
        span(file, start, start + needle.len())
    }

    /// The text under a span.
    pub(crate) fn under(&self, span: Span) -> &str {
        Range::new(span.start, span.end).of(&self.sources.get(span.file).unwrap().text)
    }

    pub(crate) fn add(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// The report without colours, 100 columns wide.
    pub(crate) fn text(&self, format: Format) -> String {
        self.styled(format, Style::default())
    }

    pub(crate) fn styled(&self, format: Format, style: Style) -> String {
        let summary = self.summary.unwrap_or(Summary {
            files: self.files as usize,
            policies: self.files as usize,
            ..Summary::of(&self.findings)
        });
        let report = Report {
            findings: &self.findings,
            sources: &self.sources,
            summary: &summary,
            data_date: Some("2026-11-01"),
        };
        let mut out = Vec::new();
        write(&mut out, format, &report, style).unwrap();
        String::from_utf8(out).unwrap()
    }
}

pub(crate) fn span(file: File, start: usize, end: usize) -> Span {
    Span { file: FileId(file.0), start: u32::try_from(start).unwrap(), end: u32::try_from(end).unwrap() }
}

pub(crate) fn finding(severity: Severity, rule: &str, message: &str) -> Finding {
    Finding {
        rule: rule.into(),
        family: "actions".into(),
        severity,
        confidence: Confidence::High,
        aws: None,
        integration: None,
        message: message.into(),
        help: None,
        policy: None,
        labels: Vec::new(),
        fixes: Vec::new(),
        fingerprint: "0123456789abcdef".into(),
    }
}

/// Adds to a finding, one call after the other.
pub(crate) trait With: Sized {
    fn at(self, span: Span, text: &str) -> Self;
    fn related(self, span: Span, text: &str) -> Self;
    fn help(self, text: &str) -> Self;
    fn aws(self, code: &str) -> Self;
    fn policy(self, kind: PolicyKind, name: &str, path: Vec<Step>) -> Self;
    fn fix(self, title: &str, applicability: Applicability, span: Span, text: &str) -> Self;
}

impl With for Finding {
    fn at(mut self, span: Span, text: &str) -> Self {
        self.labels.push(label(Role::Primary, span, text));
        self
    }

    fn related(mut self, span: Span, text: &str) -> Self {
        self.labels.push(label(Role::Related, span, text));
        self
    }

    fn help(mut self, text: &str) -> Self {
        self.help = Some(text.into());
        self
    }

    fn aws(mut self, code: &str) -> Self {
        self.aws = Some(Arc::from(code));
        self
    }

    fn policy(mut self, kind: PolicyKind, name: &str, path: Vec<Step>) -> Self {
        self.policy = Some(PolicyRef { kind, name: Some(name.into()), path });
        self
    }

    fn fix(mut self, title: &str, applicability: Applicability, span: Span, text: &str) -> Self {
        let edits = vec![Edit { span, text: text.into() }];
        self.fixes.push(Fix { title: title.into(), applicability, edits });
        self
    }
}

fn label(role: Role, span: Span, text: &str) -> Label {
    let text = Some(text.to_owned()).filter(|text| !text.is_empty());
    Label { role, text, span, path: Vec::new(), target: Target::Value }
}
