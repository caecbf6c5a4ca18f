//! The same findings in the same order, however many threads work and whatever the order of the rules.

use arnlint::rules::registry::RuleSet;

use super::lint;

fn policy(number: usize) -> String {
    format!(
        r#"{{"Version": "2012-10-17", "Statement": [
            {{"Effect": "Allow", "Principal": {{"Service": "cloudtrail.amazonaws.com"}}, "Action": "s3:PutObject",
              "Resource": "arn:aws:s3:::acme-logs-{number}"}},
            {{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObjekt", "Resource": "arn:aws:s3:::acme-logs-{number}/*"}}]}}"#
    )
}

#[test]
fn threads_do_not_change_what_is_said() {
    let texts: Vec<(String, String)> =
        (0..120).map(|number| (format!("{number}.json"), policy(number))).collect();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let rules = RuleSet::new(Vec::new());
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let findings = pool.install(|| lint(&texts, &rules).findings);
        findings.into_iter().map(|finding| format!("{finding:?}")).collect::<Vec<_>>()
    };
    let alone = with(1);
    assert!(alone.len() >= 240, "{}", alone.len());
    assert!(alone == with(2), "two threads say something else");
    assert!(alone == with(8), "eight threads say something else");
    let findings = lint(&texts, &rules).findings;
    assert!(findings.is_sorted_by_key(|finding| finding.span().map(|span| (span.file, span.start))));
}
