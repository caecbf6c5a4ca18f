//! Templates of other people, as `tools/templates.py` fetches them: nothing crashes, and every place is right.
#![expect(clippy::print_stdout, reason = "a test that is skipped says so")]

use std::path::{Path, PathBuf};

use arnlint::aws::Catalog;
use arnlint::engine::{self, Input, Options};
use arnlint::input::collect::{Filter, Scope, Source, collect};
use arnlint::json::{Kind, NodeId, Tree};
use arnlint::rules::registry::RuleSet;
use arnlint::surroundings::Surroundings;
use arnlint::text::Sources;

/// The files that were fetched; none, with a word about it, where they were not.
fn fetched() -> Vec<Source> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/templates");
    if !folder.is_dir() {
        println!("skipped: no {}; `python3 tools/templates.py {0}` fetches it", folder.display());
        return Vec::new();
    }
    let scope =
        Scope { covers: &|_| true, leaves_out: std::sync::Arc::new(|_: &Path| false), any_ending: false };
    let (sources, failures) = collect(&[folder], &Filter::default(), &scope);
    assert!(failures.is_empty(), "{failures:?}");
    assert!(sources.len() >= 300, "{} files", sources.len());
    sources
}

#[test]
fn findings_stand_inside_their_files() {
    let inputs: Vec<Input> = fetched().into_iter().map(Input::File).collect();
    let rules = RuleSet::new(Vec::new());
    let options = Options { all: true, ..Options::default() };
    let surroundings = Surroundings::default();
    let report = engine::check(&inputs, &rules, &surroundings, Sources::default(), &options);
    assert!(report.failures.is_empty(), "{:?}", report.failures);
    for finding in &report.findings {
        assert_ne!(&*finding.rule, "internal", "{finding:?}");
        for label in &finding.labels {
            let text = &report.sources.get(label.span.file).unwrap().text;
            let range = label.span.start as usize..label.span.end as usize;
            assert!(text.get(range).is_some(), "{finding:?}");
        }
    }
    println!("{} findings in {} policies", report.findings.len(), report.summary.policies);
}

/// Whether a source says that its value stands elsewhere, or is made.
fn is_made(source: &str, value: &str) -> bool {
    let marks =
        ["Ref", "Fn::", "!", "${", "&{", "\\", "''", "\n", "local.", "var.", "data.", "aws_", "(", "each."];
    source.is_empty() || value.contains("${") || marks.iter().any(|mark| source.contains(mark))
}

fn compare(tree: &Tree<'_>, root: NodeId, sources: &Sources, wrong: &mut Vec<String>) -> (usize, usize) {
    let (mut same, mut made) = (0, 0);
    for id in (root.0..tree.after(root).0).map(NodeId).filter(|id| tree.kind(*id) == Kind::String) {
        let (span, value) = (tree.span(id), tree.str(id).unwrap());
        let text = &sources.get(span.file).unwrap().text;
        let source = text.get(span.start as usize..span.end as usize).expect("a span on letters");
        let plain = source.trim_matches(['"', '\'']);
        if plain == value {
            same += 1;
        } else if is_made(source, value) {
            made += 1;
        } else {
            wrong.push(format!("{source:?} for {value:?}"));
        }
    }
    (same, made)
}

#[test]
fn what_is_underlined_is_the_value() {
    let inputs: Vec<Input> = fetched().into_iter().map(Input::File).collect();
    let mut wrong = Vec::new();
    let (mut same, mut made) = (0, 0);
    engine::with_policies(&inputs, 0, &|_| None, Catalog::built_in(), |policies, sources| {
        for (_, policy) in policies {
            let counts = compare(policy.tree, policy.root, &sources, &mut wrong);
            (same, made) = (same + counts.0, made + counts.1);
        }
    })
    .unwrap();
    println!("{same} values stand as they are, {made} are made of references");
    assert!(wrong.is_empty(), "{} are wrong: {:?}", wrong.len(), &wrong[..wrong.len().min(10)]);
    assert!(inputs.is_empty() || same > 10 * wrong.len().max(made / 20), "{same} {made}");
}
