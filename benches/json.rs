//! Parsing: the spanned tree beside `serde_json::Value`, on policies made up here and on real ones where they are to
//! be had.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::hint::black_box;

use arnlint::json::parse;
use arnlint::text::FileId;
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

/// A set of texts that is parsed as a whole.
#[derive(Clone, Copy)]
enum Texts {
    /// 200 policies of 1 to 20 statements, indented.
    Indented,
    /// The same without blanks.
    Minified,
    /// One policy of 5 MB without blanks.
    Large,
    /// 200 answers of the AWS CLI with the policy inside a string.
    Embedded,
    /// The texts of the managed policies that lie beside the project, if they do.
    Managed,
}

const ALL: [Texts; 5] = [Texts::Indented, Texts::Minified, Texts::Large, Texts::Embedded, Texts::Managed];

impl std::fmt::Debug for Texts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Indented => "indented",
            Self::Minified => "minified",
            Self::Large => "large",
            Self::Embedded => "embedded",
            Self::Managed => "managed",
        })
    }
}

impl Texts {
    fn make(self) -> Vec<String> {
        let policies = || (0..200).map(|seed| policy(seed, 1 + seed % 20));
        let pretty = |text: String| -> String {
            let value: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
            serde_json::to_string_pretty(&value).unwrap_or_default()
        };
        match self {
            Self::Indented => policies().map(pretty).collect(),
            Self::Minified => policies().collect(),
            Self::Large => vec![policy(0, 13_000)],
            Self::Embedded => policies()
                .map(|text| serde_json::json!({ "Policy": pretty(text), "RevisionId": "1" }).to_string())
                .collect(),
            Self::Managed => managed(),
        }
    }
}

fn managed() -> Vec<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/oracle/validate_policy_dev.jsonl");
    let lines = std::fs::read_to_string(path).unwrap_or_default();
    let text = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).ok()?;
        row.get("policy_text")?.as_str().map(str::to_owned)
    };
    lines.lines().filter_map(text).collect()
}

fn policy(seed: usize, statements: usize) -> String {
    let mut text = String::from(r#"{"Version":"2012-10-17","Id":"made-up","Statement":["#);
    for at in 0..statements {
        let number = seed * 31 + at;
        let comma = if at == 0 { "" } else { "," };
        let _ = write!(
            text,
            r#"{comma}{{"Sid":"Statement{number}","Effect":"{}","Principal":{{"AWS":["arn:aws:iam::111122223333:role/role-{number}","arn:aws:iam::444455556666:root"]}},"Action":["s3:GetObject","s3:PutObject","s3:ListBucket","kms:GenerateDataKey*"],"Resource":["arn:aws:s3:::bucket-{number}","arn:aws:s3:::bucket-{number}/logs/*"],"Condition":{{"StringEquals":{{"aws:SourceAccount":"111122223333","s3:x-amz-acl":"bucket-owner-full-control"}},"Bool":{{"aws:SecureTransport":true}}}}}}"#,
            if number.is_multiple_of(7) { "Deny" } else { "Allow" },
        );
    }
    text.push_str("]}");
    text
}

fn run(bencher: Bencher<'_, '_>, texts: Texts, parse: impl Fn(&str) + Sync) {
    let texts = texts.make();
    let bytes: usize = texts.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench(|| texts.iter().for_each(|text| parse(black_box(text))));
}

#[divan::bench(args = ALL)]
fn spanned_tree(bencher: Bencher<'_, '_>, texts: Texts) {
    run(bencher, texts, |text| {
        black_box(parse(Cow::Borrowed(text), FileId(0), None));
    });
}

#[divan::bench(args = ALL)]
fn serde_json_value(bencher: Bencher<'_, '_>, texts: Texts) {
    run(bencher, texts, |text| {
        let _ = black_box(serde_json::from_str::<serde_json::Value>(text));
    });
}
