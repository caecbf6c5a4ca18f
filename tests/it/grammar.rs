//! Which rules of the grammar speak of which kinds of policies.

use arnlint::cli::names;
use arnlint::engine::{self, Input, Options};
use arnlint::examples;
use arnlint::finding::PolicyKind;
use arnlint::policy::element::{PRINCIPAL_TYPES, STATEMENT, meant};
use arnlint::rules::page::Page;
use arnlint::rules::registry::RuleSet;
use arnlint::surroundings::Surroundings;
use arnlint::text::{FileId, Sources};

/// Names of the rules that report one of `rules` on the text, read as this kind.
fn reported(text: &str, kind: PolicyKind, rules: &[&str]) -> Vec<String> {
    let set = RuleSet::new(Vec::new());
    let inputs = [Input::Text { name: "policy.json".to_owned(), bytes: text.as_bytes().to_vec() }];
    let options = Options { kind: Some(kind), all: true, ..Options::default() };
    let report = engine::check(&inputs, &set, &Surroundings::default(), Sources::default(), &options);
    let names = report.findings.iter().map(|finding| finding.rule.to_string());
    names.filter(|name| rules.contains(&name.as_str())).collect()
}

const ABSENCES: [&str; 4] = ["missing-principal", "missing-resource", "missing-action", "missing-effect"];

#[test]
fn a_statement_must_have_what_its_kind_of_policy_needs() {
    let empty = r#"{ "Version": "2012-10-17", "Statement": {} }"#;
    let always = ["missing-action", "missing-effect"];
    for kind in PolicyKind::ALL {
        let mut wanted: Vec<&str> = always.to_vec();
        if kind.has_principal() {
            wanted.push("missing-principal");
        }
        if matches!(kind, PolicyKind::Identity | PolicyKind::Bucket | PolicyKind::Scp | PolicyKind::Rcp) {
            wanted.push("missing-resource");
        }
        wanted.sort_unstable();
        let mut found = reported(empty, kind, &ABSENCES);
        found.sort_unstable();
        assert_eq!(found, wanted, "{kind:?}");
    }
}

#[test]
fn nothing_is_missed_in_a_damaged_text_or_beside_a_misspelt_name() {
    let texts = [
        r#"{ "Version": "2012-10-17", "Statement": { # nothing yet
        } }"#,
        r#"{ "Version": "2012-10-17", "Statement": {"effect": "Allow", "Actions": "s3:*", "Resources": "*", "principals": "*"} }"#,
        r#"{ "Version": "2012-10-17", "Statement": { "Fn::Transform": { "Name": "Macro" } } }"#,
    ];
    for text in texts {
        for kind in PolicyKind::ALL {
            assert_eq!(reported(text, kind, &ABSENCES), Vec::<String>::new(), "{kind:?}: {text}");
        }
    }
}

#[test]
fn a_principal_is_refused_where_no_principal_can_stand() {
    let text = r#"{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*" } }"#;
    let rules = ["unsupported-principal", "scp-syntax-error-principal", "missing-principal"];
    for kind in PolicyKind::ALL {
        let wanted = match kind {
            PolicyKind::Identity => vec!["unsupported-principal"],
            PolicyKind::Scp => vec!["scp-syntax-error-principal"],
            _ => vec![],
        };
        assert_eq!(reported(text, kind, &rules), wanted, "{kind:?}");
    }
}

#[test]
fn misspelt_names_are_recognised_and_others_left_alone() {
    let slips = [
        ("resource", "Resource"),
        ("Resources", "Resource"),
        (" Action", "Action"),
        ("not_action", "NotAction"),
        ("Conditon", "Condition"),
        ("EFFECT", "Effect"),
        ("sid", "Sid"),
        ("NotPrincipals", "NotPrincipal"),
    ];
    for (name, wanted) in slips {
        assert_eq!(meant(name, &STATEMENT), Some(wanted), "{name}");
    }
    for name in ["Action", "Comment", "Description", "Id", "Name", "", "Side", "Reason"] {
        assert_eq!(meant(name, &STATEMENT), None, "{name}");
    }
    assert_eq!(meant("aws", &PRINCIPAL_TYPES), Some("AWS"));
    assert_eq!(meant("Services", &PRINCIPAL_TYPES), Some("Service"));
    assert_eq!(meant("IAM", &PRINCIPAL_TYPES), None);
}

/// An integration of a user, who reads by a policy of his role.
const READER: &str = r#"# acme-reader

Acme reads files out of a bucket.

```json rule
{
  "severity": "error",
  "profile": {
    "title": "Acme",
    "hints": ["acme-reader"],
    "parameters": { "bucket": "" },
    "documents": [
      {
        "on": "identity",
        "marks": ["acmereader"],
        "requests": [
          {
            "name": "read",
            "purpose": "read files",
            "action": "s3:GetObject",
            "resource": "arn:{partition}:s3:::{bucket}/{any}"
          }
        ]
      }
    ]
  },
  "references": []
}
```

## Examples

```toml config
[[integrations]]
profile = "acme-reader"
files = ["policy.json"]
```

```json fail
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Principal": { "AWS": "111122223333" },
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::acme-logs/*"
  }
}
```

```toml config
[[integrations]]
profile = "acme-reader"
files = ["policy.json"]
```

```json pass
{
  "Version": "2012-10-17",
  "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*" }
}
```
"#;

#[test]
fn a_bucket_policy_is_refused_for_an_integration_that_needs_one_of_a_role() {
    let (page, mistakes) = Page::read("acme-reader", "user", READER, FileId(0));
    assert!(mistakes.is_empty(), "{mistakes:?}");
    let rules = RuleSet::new(vec![Page::read("acme-reader", "user", READER, FileId(0)).0]);
    let outcomes = examples::run(&page, READER, &rules, &names(&rules));
    let [refused, fine] = outcomes.as_slice() else { panic!("{outcomes:?}") };
    for part in [
        "error[unsupported-principal]: Acme is let in by a policy of a user or role, and such a policy cannot have a `Principal`",
        "^^^^^^^^^^^^^^^^^^^^^^^^^ names whom the policy is about",
        "2 │ profile = \"acme-reader\"",
        "------------- stated here",
    ] {
        assert!(refused.rendered.contains(part), "{}", refused.rendered);
    }
    assert_eq!(fine.rendered, "");
}
