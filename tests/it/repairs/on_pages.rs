//! Every fix of every example of every page.

use arnlint::cli::names;
use arnlint::examples;
use arnlint::finding::{Applicability, Finding, Fix, PolicyKind};
use arnlint::rules::page::{Example, Page};
use arnlint::rules::profile::data::Profile;
use arnlint::rules::registry::{PAGES, RuleSet};
use arnlint::text::FileId;

use super::{applied, beyond_key, complaint, judged, say_the_same};

struct Case<'c> {
    text: &'c str,
    example: &'c Example,
    rules: &'c RuleSet,
}

impl Case<'_> {
    fn profile(&self, finding: &Finding) -> Option<&Profile> {
        finding.integration.as_deref().and_then(|name| self.rules.get(name)?.profile())
    }

    /// What is wrong with a fix that is safe or for an integration.
    fn complaint(&self, finding: &Finding, fix: &Fix) -> Option<String> {
        let is_safe = fix.applicability == Applicability::Safe;
        let old = self.example.policy.of(self.text);
        let new = applied(old, &fix.edits);
        // AWS takes no policy that is no JSON; what was meant has to stay.
        if &*finding.rule == "json-syntax-error" {
            return (!say_the_same(old, &new)).then(|| "says something else".to_owned());
        }
        // No page of an integration asks for it: S3 does, of whoever uses a bucket that the key encrypts.
        if &*finding.rule == "missing-key-grant" {
            let config = self.example.config.map_or("", |range| range.of(self.text));
            return beyond_key(old, &new, config);
        }
        let known = examples::surroundings(self.text, self.example, &names(self.rules));
        let kind = self.example.attribute("kind").and_then(PolicyKind::from_word);
        let profile = self.profile(finding).filter(|_| !is_safe).map(|profile| (profile, &known));
        complaint(judged(old, &new, kind, profile))
    }
}

#[test]
fn safe_fixes_allow_nothing_new_and_others_only_what_an_integration_asks_for() {
    let mut rules = RuleSet::new(Vec::new());
    rules.enable_all();
    let (mut safe, mut completing) = (0, 0);
    let mut wrong = Vec::new();
    for built_in in PAGES {
        let text = built_in.text;
        let (page, _) = Page::read(built_in.name, built_in.family, text, FileId(0));
        for example in &page.examples {
            let case = Case { text, example, rules: &rules };
            for finding in examples::findings(text, example, &rules, &names(&rules)) {
                for fix in &finding.fixes {
                    let is_safe = fix.applicability == Applicability::Safe;
                    if !is_safe && case.profile(&finding).is_none() {
                        continue;
                    }
                    let complaint = case.complaint(&finding, fix);
                    *(if is_safe { &mut safe } else { &mut completing }) += 1;
                    let named =
                        |complaint| format!("{}: {} ({}): {complaint}", page.name, finding.rule, fix.title);
                    wrong.extend(complaint.map(named));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(safe >= 45 && completing >= 12, "{safe} {completing}");
}
