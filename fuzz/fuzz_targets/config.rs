//! Any text before the first NUL as configuration, any bytes behind it as the file that it names: no panic, and every
//! place lies in its file.
#![no_main]

use std::path::Path;

use arnlint::config::{self, Mistake, Names, Source};
use arnlint::surroundings::Index;
use arnlint::text::{FileId, Span, decode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut halves = bytes.splitn(2, |byte| *byte == 0);
    let text = decode(halves.next().unwrap_or_default().to_vec()).text;
    let named = halves.next().unwrap_or_default().to_vec();
    let own = |name: &str| [(name.to_owned(), name.to_owned())].into();
    let names = Names {
        rules: own("missing-version"),
        families: ["access".to_owned()].into(),
        profiles: own("cloudtrail"),
        parameters: ["vendor-region".to_owned()].into(),
    };
    let mut last = 0;
    let mut new_file = || {
        last += 1;
        FileId(last)
    };
    let source = Source { path: Path::new("arnlint.toml"), text: &text, file: FileId(0) };
    let loaded = config::load(source, &names, &mut |_| Ok(named.clone()), &|_| true, &mut new_file);
    let in_file = |span: Span| {
        let file = loaded.files.iter().find(|(id, _)| *id == span.file);
        let text = file.map_or(text.as_str(), |(_, file)| &file.text);
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?}");
    };
    loaded.mistakes.iter().flat_map(Mistake::labels).for_each(|label| in_file(label.span));
    assert!(loaded.mistakes.is_sorted_by_key(Mistake::span));
    let facts = &loaded.surroundings;
    for bucket in &facts.buckets {
        in_file(bucket.name.span);
        bucket.region.iter().for_each(|fact| in_file(fact.span));
        bucket.lifecycle.iter().flat_map(|rules| &rules.value).for_each(|rule| in_file(rule.place.span));
    }
    for trail in &facts.trails {
        in_file(trail.place.span);
        trail.arn.iter().for_each(|fact| in_file(fact.span));
    }
    for policy in facts.keys.iter().filter_map(|key| key.policy.as_ref()) {
        in_file(policy.tree.span(policy.root));
    }
    let index = Index::new(facts);
    let _ = index.kind("a/b.json");
    let _ = loaded.config.covers("a/b.json");
});
