//! Any text before the first NUL as a rule page, any text behind it as a policy: a page is read or told what is wrong
//! with it, and one without mistakes runs.
#![no_main]

use arnlint::cli::names;
use arnlint::engine::{self, Input, Options};
use arnlint::examples;
use arnlint::rules::page::Page;
use arnlint::rules::registry::RuleSet;
use arnlint::surroundings::Surroundings;
use arnlint::text::{FileId, Sources, decode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut halves = bytes.splitn(2, |byte| *byte == 0);
    let text = decode(halves.next().unwrap_or_default().to_vec()).text;
    let policy = halves.next().unwrap_or_default().to_vec();
    let (page, mistakes) = Page::read("own-rule", "own", &text, FileId(0));
    for mistake in &mistakes {
        let range = mistake.range;
        assert!(text.get(range.start as usize..range.end as usize).is_some(), "{mistake:?}");
    }
    for example in &page.examples {
        assert!(text.get(example.policy.start as usize..example.policy.end as usize).is_some());
    }
    let _ = Page::prose(&text);
    if !mistakes.is_empty() {
        return;
    }
    let (again, _) = Page::read("own-rule", "own", &text, FileId(0));
    let rules = RuleSet::new(vec![page]);
    let outcomes = examples::run(&again, &text, &rules, &names(&rules));
    // The page with the output that its examples have is a page.
    let updated = examples::updated(&text, &outcomes);
    let (_, mistakes) = Page::read("own-rule", "own", &updated, FileId(0));
    assert!(mistakes.is_empty(), "{mistakes:?}");
    let inputs = [Input::Text { name: "policy.json".to_owned(), bytes: policy }];
    let options = Options { all: true, ..Options::default() };
    let report = engine::check(&inputs, &rules, &Surroundings::default(), Sources::default(), &options);
    for finding in report.findings.iter().filter(|finding| &*finding.rule == "internal") {
        assert!(finding.message.contains("given up"), "{finding:?}");
    }
});
