//! A rule that fails is told of, and takes no other finding with it.

use arnlint::engine::Report;
use arnlint::finding::Severity;
use arnlint::rules::draft::Drafts;
use arnlint::rules::hook::{Context, Hook, TextContext};
use arnlint::rules::page::Page;
use arnlint::rules::registry::RuleSet;
use arnlint::text::FileId;

use super::lint;

const TYPO: &str = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObjekt",
    "Resource": "arn:aws:s3:::acme-logs/*"}]}"#;

/// A page with nothing but what a page must have.
const PAGE: &str = "# breaks\n\nFails.\n\n```json rule\n{ \"severity\": \"error\", \"messages\": { \"only\": { \"message\": \"m\", \"help\": \"h\" } } }\n```\n";

fn text_breaks(_: TextContext<'_>, _: &mut Drafts) {
    panic!("no text for me");
}

fn policy_breaks(context: Context<'_>, _: &mut Drafts) {
    assert!(context.policy.statements.is_empty(), "{} statements", context.policy.statements.len());
}

fn with(hooks: &'static [Hook]) -> RuleSet {
    let mut rules = RuleSet::new(Vec::new());
    let (page, _) = Page::read("breaks", "own", PAGE, FileId(0));
    rules.add_check(page, hooks);
    rules
}

fn names(report: &Report) -> Vec<&str> {
    report.findings.iter().map(|finding| &*finding.rule).collect()
}

#[test]
fn the_others_findings_stay_and_the_rule_is_named() {
    let whole = lint(&[("policy.json", TYPO)], &RuleSet::new(Vec::new()));
    assert!(names(&whole).contains(&"invalid-action"));
    let failing: [(&'static [Hook], &str); 2] = [
        (&[Hook::Text(text_breaks)], "the rule `breaks` failed on this file: no text for me"),
        (&[Hook::Policy(policy_breaks)], "the rule `breaks` failed on this file: 1 statements"),
    ];
    for (hooks, message) in failing {
        let report = lint(&[("policy.json", TYPO)], &with(hooks));
        let (internal, others): (Vec<_>, Vec<_>) =
            report.findings.iter().partition(|finding| &*finding.rule == "internal");
        assert_eq!(internal.iter().map(|finding| finding.message.as_str()).collect::<Vec<_>>(), [message]);
        assert!(internal.iter().all(|finding| finding.severity == Severity::Error && finding.help.is_some()));
        assert_eq!(format!("{others:?}"), format!("{:?}", whole.findings));
    }
}

#[test]
fn other_files_are_not_concerned() {
    let empty = r#"{"Version": "2012-10-17", "Statement": []}"#;
    let rules = with(&[Hook::Policy(policy_breaks)]);
    // On the test's own thread, whose output is kept back.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build().unwrap();
    let report = pool.install(|| lint(&[("a.json", empty), ("b.json", TYPO), ("c.json", empty)], &rules));
    let internal: Vec<_> = report.findings.iter().filter(|finding| &*finding.rule == "internal").collect();
    assert_eq!(internal.len(), 1);
    assert_eq!(
        internal.iter().filter_map(|finding| finding.span()).map(|span| span.file.0).collect::<Vec<_>>(),
        [1]
    );
}
