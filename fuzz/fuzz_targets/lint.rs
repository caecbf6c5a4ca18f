//! A letter that says the kind, then any bytes as a file: the model, every rule and every form of report.
#![no_main]

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use arnlint::engine::{self, Input, Options, Report};
use arnlint::finding::PolicyKind;
use arnlint::json::parse;
use arnlint::policy::{Container, KindFrom, lower};
use arnlint::report::{self, Format, Style};
use arnlint::rules::registry::RuleSet;
use arnlint::surroundings::Surroundings;
use arnlint::text::{FileId, Sources};
use libfuzzer_sys::fuzz_target;

static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::new(Vec::new()));

fuzz_target!(|bytes: &[u8]| {
    let Some((letter, bytes)) = bytes.split_first() else { return };
    let kind = PolicyKind::ALL.get(usize::from(letter.wrapping_sub(b'a'))).copied();
    model(&String::from_utf8_lossy(bytes), kind);
    let report = lint(bytes.to_vec(), kind);
    for label in report.findings.iter().flat_map(|finding| &finding.labels) {
        let source = report.sources.get(label.span.file).expect("a file that was linted");
        let text = source.text.get(label.span.start as usize..label.span.end as usize);
        assert!(text.is_some(), "{label:?}");
    }
    let internal = report.findings.iter().find(|finding| &*finding.rule == "internal");
    assert!(internal.is_none(), "{internal:?}");
    let prints: BTreeSet<&str> = report.findings.iter().map(|finding| finding.fingerprint.as_str()).collect();
    assert_eq!(prints.len(), report.findings.len());
    for format in Format::ALL {
        for color in [false, true] {
            let view = report::Report {
                findings: &report.findings,
                sources: &report.sources,
                summary: &report.summary,
                data_date: None,
            };
            let style = Style { color, ..Style::default() };
            let mut out = Vec::new();
            report::write(&mut out, format, &view, style).expect("memory takes all");
            assert!(std::str::from_utf8(&out).is_ok());
        }
    }
    if serde_json::from_slice::<serde_json::Value>(bytes).is_ok() {
        // Blanks around a document change nothing that is said of it.
        let mut spread = b"\n\n  ".to_vec();
        spread.extend(bytes);
        spread.push(b'\n');
        assert_eq!(said(&report), said(&lint(spread, kind)));
    }
});

fn lint(bytes: Vec<u8>, kind: Option<PolicyKind>) -> Report {
    let inputs = [Input::Text { name: "policy.json".to_owned(), bytes }];
    let options = Options { all: true, kind, ..Options::default() };
    engine::check(&inputs, &RULES, &Surroundings::default(), Sources::default(), &options)
}

/// What a report says, without the places.
fn said(report: &Report) -> Vec<(&str, &str, &str)> {
    let said = report.findings.iter();
    said.map(|finding| (&*finding.rule, finding.message.as_str(), finding.fingerprint.as_str())).collect()
}

/// Every value of the model is one of the tree, under the document.
fn model(text: &str, kind: Option<PolicyKind>) {
    let (tree, _) = parse(Cow::Borrowed(text), FileId(0), None);
    let Some(root) = tree.root() else { return };
    let container = Container { kind: kind.map(|kind| (kind, KindFrom::Flag)), ..Container::default() };
    let policy = lower(&tree, root, container);
    assert!(kind.is_none_or(|kind| kind == policy.kind));
    for (_, value) in policy.values() {
        assert!(root <= value.node && value.node < tree.after(root));
        assert_eq!(tree.scalar(value.node).or(tree.str(value.node)), Some(value.text));
    }
}
