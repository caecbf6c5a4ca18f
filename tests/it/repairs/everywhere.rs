//! Every safe fix of policies of other people, and of policies at random.

use arnlint::engine::{self, Input, Options};
use arnlint::finding::PolicyKind;
use arnlint::proof::Change;
use arnlint::rules::registry::RuleSet;
use arnlint::surroundings::Surroundings;
use arnlint::text::Sources;

use super::{applied, judged, safe, say_the_same};
use crate::corpora::{rows, text_of};
use crate::proof::at_random;

/// What came of the safe fixes of a few texts.
#[derive(Default)]
struct Seen {
    /// Fixes that are proved to allow nothing new.
    proved: usize,
    /// Fixes of policies that AWS refuses, or of which it is not known what they allow, before and after.
    open: Vec<String>,
    wrong: Vec<String>,
}

impl Seen {
    fn look(&mut self, name: &str, text: &str, kind: Option<PolicyKind>, rules: &RuleSet) {
        let inputs = [Input::Text { name: "policy.json".to_owned(), bytes: text.as_bytes().to_vec() }];
        let options = Options { all: true, kind, ..Options::default() };
        let report = engine::check(&inputs, rules, &Surroundings::default(), Sources::default(), &options);
        for finding in &report.findings {
            for fix in safe(finding) {
                let new = applied(text, &fix.edits);
                if &*finding.rule == "json-syntax-error" {
                    continue;
                }
                let what = format!("{name}: {} ({})", finding.rule, fix.title);
                let Some(changes) = judged(text, &new, kind, None) else {
                    self.wrong.push(format!("{what}: the policies are not the same ones"));
                    continue;
                };
                for change in changes {
                    match change {
                        Change::Same | Change::Narrower => self.proved += 1,
                        Change::Wider(_) => self.wrong.push(format!("{what}: {change:?}")),
                        // Where it cannot be told what a policy allows, a fix may still leave each word of it as it is.
                        Change::Unknown(_) if say_the_same(text, &new) => self.proved += 1,
                        Change::Unknown(open) => self.open.push(format!("{what}: {open:?}")),
                    }
                }
            }
        }
    }
}

fn all_rules() -> RuleSet {
    let mut rules = RuleSet::new(Vec::new());
    rules.enable_all();
    rules
}

#[test]
fn safe_fixes_of_policies_at_random_allow_nothing_new() {
    let rules = all_rules();
    let mut seen = Seen::default();
    for (at, (text, kind)) in at_random(400).into_iter().enumerate() {
        seen.look(&format!("{at}: {text}"), &text, Some(kind), &rules);
    }
    assert!(seen.wrong.is_empty(), "{}", seen.wrong.join("\n"));
    assert!(seen.open.is_empty(), "{}", seen.open.join("\n"));
    assert!(seen.proved > 300, "{}", seen.proved);
}

#[test]
fn safe_fixes_of_policies_of_other_people_allow_nothing_new() {
    let files = [
        ("oracle/validate_policy_dev.jsonl", "policy_text"),
        ("corpora/parliament.dev.jsonl", "text"),
        ("corpora/prowler.dev.jsonl", "text"),
        ("corpora/moto.dev.jsonl", "text"),
    ];
    let rules = all_rules();
    let mut seen = Seen::default();
    for (file, member) in files {
        let Some(rows) = rows(file) else { return };
        for (at, row) in rows.iter().enumerate() {
            seen.look(&format!("{file} {at}"), text_of(row, member), None, &rules);
        }
    }
    assert!(seen.wrong.is_empty(), "{}", seen.wrong.join("\n"));
    assert!(seen.open.is_empty(), "{}", seen.open.join("\n"));
    assert!(seen.proved > 100, "{}", seen.proved);
}
