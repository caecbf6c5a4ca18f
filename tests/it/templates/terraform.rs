//! Expressions, blocks and files of Terraform.

use std::fs;

use arnlint::engine::{self, Input, Options};
use arnlint::input::collect::Source;
use arnlint::rules::registry::RuleSet;
use arnlint::surroundings::Surroundings;
use arnlint::text::Sources;

use super::{policies, told};

/// The value of `Resource` of a policy in `jsonencode`, in each way to read the module.
fn resources(value: &str, rest: &str) -> Vec<String> {
    let text = format!(
        "resource \"aws_iam_policy\" \"p\" {{\n  policy = jsonencode({{ Version = \"2012-10-17\", Statement = [{{ Effect = \"Allow\", Action = \"s3:GetObject\", Resource = {value} }}] }})\n}}\n{rest}\n"
    );
    let one = |policy: String| {
        let (_, rest) = policy.split_once("\"Resource\":").unwrap_or_else(|| panic!("{policy}"));
        rest.trim_end_matches("}]}").to_owned()
    };
    policies(&[("m/main.tf", &text)]).into_iter().map(one).collect()
}

#[test]
fn expressions_keep_what_is_known() {
    let rest = "variable \"a\" { default = \"acme\" }\nvariable \"b\" {}\nvariable \"on\" { default = true }\nlocals {\n  l = \"x-${var.a}\"\n  m = { k = [\"p\", \"q\"] }\n}\nresource \"aws_s3_bucket\" \"named\" { bucket = \"acme-named\" }\nresource \"aws_s3_bucket\" \"free\" { bucket_prefix = \"acme-\" }\n";
    for (value, expected) in [
        ("\"arn:aws:s3:::${var.a}/*\"", r#""arn:aws:s3:::acme/*""#),
        ("var.b", r#""${var.b}""#),
        ("local.l", r#""x-acme""#),
        ("local.m.k", r#"["p","q"]"#),
        ("local.m[\"k\"][1]", r#""q""#),
        ("\"$${aws:username}\"", r#""${aws:username}""#),
        ("aws_s3_bucket.named.id", r#""acme-named""#),
        (
            "aws_s3_bucket.free.arn",
            r#""arn:${data.aws_partition.current.partition}:s3:::${aws_s3_bucket.free.id}""#,
        ),
        (
            "\"${aws_s3_bucket.named.arn}/*\"",
            r#""arn:${data.aws_partition.current.partition}:s3:::acme-named/*""#,
        ),
        ("concat([\"a\"], [\"b\"])", r#"["a","b"]"#),
        ("[for x in [\"a\", \"b\"] : \"arn:aws:s3:::${x}\"]", r#"["arn:aws:s3:::a","arn:aws:s3:::b"]"#),
        ("[for x in var.b : x]", "${[for x in var.b :: x]}"),
        ("join(\"\", [\"arn:aws:s3:::\", var.a])", r#""arn:aws:s3:::acme""#),
        ("format(\"arn:aws:s3:::%s/*\", var.a)", r#""arn:aws:s3:::acme/*""#),
        ("upper(\"a\")", r#""A""#),
        ("1 == 1 ? \"yes\" : \"no\"", r#""yes""#),
        ("module.x.arn", r#""${module.x.arn}""#),
        ("data.aws_caller_identity.me.account_id", r#""${data.aws_caller_identity.current.account_id}""#),
    ] {
        assert_eq!(resources(value, rest), [expected], "{value}");
    }
}

#[test]
fn both_branches_of_a_condition_are_read() {
    let text = "variable \"on\" { default = true }\nresource \"aws_iam_policy\" \"p\" {\n  policy = jsonencode({ Version = \"2012-10-17\", Statement = [{ Effect = \"Allow\", Action = var.on ? \"s3:GetObjekt\" : \"s3:PutObjekt\", Resource = \"*\" }] })\n}\n";
    let texts: Vec<String> = told(&[("m/main.tf", text)]).into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["\"s3:GetObjekt\"", "\"s3:PutObjekt\""]);
}

/// The policy that an `aws_iam_policy_document` with this body becomes.
fn document(body: &str, rest: &str) -> Vec<String> {
    let text = format!(
        "resource \"aws_iam_policy\" \"p\" {{\n  policy = data.aws_iam_policy_document.d.json\n}}\ndata \"aws_iam_policy_document\" \"d\" {{\n{body}\n}}\n{rest}\n"
    );
    policies(&[("m/main.tf", &text)])
}

#[test]
fn blocks_become_statements() {
    assert_eq!(
        document(
            "statement {\n sid = \"A\"\n actions = [\"s3:GetObject\"]\n resources = [\"arn:aws:s3:::b/&{aws:username}/*\", \"*\"]\n condition {\n test = \"StringEquals\"\n variable = \"aws:x\"\n values = [\"1\"]\n }\n condition {\n test = \"StringEquals\"\n variable = \"aws:y\"\n values = [\"2\", \"3\"]\n }\n}",
            ""
        ),
        [concat!(
            r#"identity {"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Action":"s3:GetObject","#,
            r#""Resource":["arn:aws:s3:::b/${aws:username}/*","*"],"Condition":{"StringEquals":{"aws:x":"1","aws:y":["2","3"]}}}]}"#
        )]
    );
}

#[test]
fn dynamic_blocks_are_made_where_their_collection_is_known() {
    let body = "dynamic \"statement\" {\n for_each = LIST\n content {\n actions = [\"s3:GetObject\"]\n resources = [\"arn:aws:s3:::${statement.value}/*\"]\n }\n}";
    let known = document(&body.replace("LIST", "[\"a\", \"b\"]"), "");
    assert!(known[0].contains("arn:aws:s3:::a/*") && known[0].contains("arn:aws:s3:::b/*"), "{known:?}");
    let open = document(&body.replace("LIST", "var.names"), "variable \"names\" { type = list(string) }");
    assert_eq!(open, [r#"identity {"Version":"2012-10-17","Statement":[${var.names}]}"#]);
}

#[test]
fn documents_are_merged_and_overridden_by_sid() {
    let other = "data \"aws_iam_policy_document\" \"o\" {\n  statement {\n    sid = \"A\"\n    actions = [\"s3:PutObject\"]\n    resources = [\"*\"]\n  }\n}";
    let own = "statement {\n sid = \"A\"\n actions = [\"s3:GetObject\"]\n resources = [\"*\"]\n}";
    let source =
        document(&format!("source_policy_documents = [data.aws_iam_policy_document.o.json]\n{own}"), other);
    assert!(source[0].contains("GetObject") && !source[0].contains("PutObject"), "{source:?}");
    let over =
        document(&format!("override_policy_documents = [data.aws_iam_policy_document.o.json]\n{own}"), other);
    assert!(over[0].contains("PutObject") && !over[0].contains("GetObject"), "{over:?}");
    assert_eq!(
        (source.len(), over.len()),
        (1, 1),
        "a merged document is read with the one that it is merged into"
    );
    let open = document(&format!("source_policy_documents = [var.more]\n{own}"), "variable \"more\" {}");
    assert!(open[0].contains("${var.more}"), "{open:?}");
}

#[test]
fn a_literal_for_each_makes_its_instances() {
    let text = "resource \"aws_iam_policy\" \"p\" {\n  for_each = toset([\"a\", \"b\"])\n  policy = jsonencode({ Version = \"2012-10-17\", Statement = [{ Effect = \"Allow\", Action = \"s3:GetObject\", Resource = \"arn:aws:s3:::${each.key}/*\" }] })\n}\n";
    let folder = policies(&[("m/main.tf", text)]);
    assert!(folder.iter().any(|policy| policy.contains("arn:aws:s3:::a/*")), "{folder:?}");
}

/// What is said of one file of a folder.
fn told_in_folder(files: &[(&str, &str)], named: &[&str]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let input = |name: &&str| {
        Input::File(Source { name: (*name).to_owned(), path: folder.path().join(name), named: false })
    };
    let inputs: Vec<Input> = named.iter().map(input).collect();
    let rules = RuleSet::new(Vec::new());
    let report =
        engine::check(&inputs, &rules, &Surroundings::default(), Sources::default(), &Options::default());
    let one = |finding: &arnlint::finding::Finding| {
        let span = finding.span().unwrap();
        let file = report.sources.get(span.file).unwrap();
        let name = file.name.rsplit('/').next().unwrap();
        format!("{name} {} {}", finding.rule, &file.text[span.start as usize..span.end as usize])
    };
    report.findings.iter().map(one).collect()
}

#[test]
fn the_other_files_of_the_module_are_known_and_stay_silent() {
    let files = [
        (
            "main.tf",
            "resource \"aws_iam_policy\" \"p\" {\n  policy = data.aws_iam_policy_document.d.json\n}\nresource \"aws_iam_policy\" \"q\" {\n  policy = jsonencode({ Version = \"2012-10-17\", Statement = [{ Effect = \"Allow\", Action = var.action, Resource = \"*\" }] })\n}\n",
        ),
        (
            "data.tf",
            "data \"aws_iam_policy_document\" \"d\" {\n  statement {\n    actions = [\"s3:GetObjekt\"]\n    resources = [\"*\"]\n  }\n}\nvariable \"action\" {}\n",
        ),
        ("terraform.tfvars", "action = \"s3:PutObjekt\"\n"),
    ];
    assert_eq!(told_in_folder(&files, &["main.tf"]), ["main.tf invalid-action var.action"]);
    assert_eq!(
        told_in_folder(&files, &["main.tf", "data.tf"]),
        ["main.tf invalid-action var.action", "data.tf invalid-action \"s3:GetObjekt\""]
    );
}

#[test]
fn files_that_a_module_reads_are_linted_as_what_they_are_for() {
    let files = [
        (
            "main.tf",
            "resource \"aws_iam_role\" \"r\" {\n  assume_role_policy = file(\"${path.module}/trust.json\")\n}\nresource \"aws_iam_policy\" \"p\" {\n  policy = templatefile(\"p.tftpl\", { bucket = \"acme\" })\n}\n",
        ),
        (
            "trust.json",
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRoles\"}]}",
        ),
        (
            "p.tftpl",
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObjekt\",\"Resource\":\"arn:aws:s3:::${bucket}/*\"}]}",
        ),
    ];
    let expected =
        ["trust.json invalid-action \"sts:AssumeRoles\"", "p.tftpl invalid-action \"s3:GetObjekt\""];
    assert_eq!(told_in_folder(&files, &["main.tf"]), expected);
    assert_eq!(told_in_folder(&files, &["main.tf", "trust.json"]), expected);
}

#[test]
fn a_policy_is_held_against_the_trail_of_a_template_beside_it() {
    let trail = "Resources:\n  Logs:\n    Type: AWS::S3::Bucket\n    Properties: {BucketName: acme-logs}\n  Trail:\n    Type: AWS::CloudTrail::Trail\n    Properties: {TrailName: audit, S3BucketName: acme-logs, S3KeyPrefix: PREFIX, EnableLogFileValidation: true, IsLogging: true}\n";
    let policy = r#"{"Version":"2012-10-17","Statement":[
        {"Sid":"Acl","Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"s3:GetBucketAcl","Resource":"arn:aws:s3:::acme-logs",
         "Condition":{"StringEquals":{"aws:SourceArn":"arn:aws:cloudtrail:eu-west-1:123454321234:trail/audit"}}},
        {"Sid":"Write","Effect":"Allow","Principal":{"Service":"cloudtrail.amazonaws.com"},"Action":"s3:PutObject","Resource":"arn:aws:s3:::acme-logs/logs/AWSLogs/123454321234/*",
         "Condition":{"StringEquals":{"aws:SourceArn":"arn:aws:cloudtrail:eu-west-1:123454321234:trail/audit","s3:x-amz-acl":"bucket-owner-full-control"}}}]}"#;
    let said = |prefix: &str| {
        let trail = trail.replace("PREFIX", prefix);
        told_in_folder(&[("trail.yaml", &trail), ("policy.json", policy)], &["policy.json", "trail.yaml"])
    };
    assert_eq!(
        said("trails"),
        ["policy.json wrong-path \"arn:aws:s3:::acme-logs/logs/AWSLogs/123454321234/*\""]
    );
    assert_eq!(said("logs"), [""; 0]);
}

#[test]
fn a_file_of_a_path_outside_is_read_where_it_is_and_a_missing_one_is_not() {
    let text = "resource \"aws_iam_policy\" \"p\" {\n  policy = file(\"nowhere.json\")\n}\n";
    assert_eq!(
        told_in_folder(&[("main.tf", text)], &["main.tf"]),
        ["main.tf unread-policy file(\"nowhere.json\")"]
    );
}

#[test]
fn heredocs_lead_back_to_their_lines() {
    let text = "resource \"aws_sqs_queue_policy\" \"q\" {\n  queue_url = \"q\"\n  policy = <<-EOT\n    {\n      \"Version\": \"2012-10-17\",\n      \"Statement\": [{\n        \"Effect\": \"Allow\",\n        \"Principal\": {\"AWS\": \"123454321234\"},\n        \"Action\": \"sqs:SendMessages\",\n        \"Resource\": \"${aws_sqs_queue.q.arn}\"\n      }]\n    }\n  EOT\n}\n";
    let told = told(&[("m/main.tf", text)]);
    assert_eq!(told, [("invalid-action".to_owned(), "\"sqs:SendMessages\"".to_owned())]);
}

#[test]
fn a_plan_says_what_is_known_only_later() {
    let plan = r#"{"format_version":"1.2","planned_values":{"root_module":{"resources":[{"address":"aws_iam_role.r","mode":"managed","type":"aws_iam_role","name":"r","values":{"name":"r"}}],"child_modules":[{"resources":[{"address":"module.m.aws_iam_policy.p","mode":"managed","type":"aws_iam_policy","name":"p","values":{"policy":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObjekt\",\"Resource\":\"*\"}]}"}}]}]}},"resource_changes":[{"address":"aws_iam_role.r","change":{"after_unknown":{"assume_role_policy":true}}}]}"#;
    assert_eq!(
        told(&[("plan.json", plan)]),
        [
            ("invalid-action".to_owned(), r#"\"s3:GetObjekt\""#.to_owned()),
            ("unread-policy".to_owned(), "true".to_owned())
        ]
    );
}

#[test]
fn what_does_not_follow_the_grammar_is_told() {
    let text = "resource \"aws_iam_policy\" \"p\" {\n  policy = jsonencode({ Version = })\n}\n";
    let rules: Vec<String> = told(&[("m/main.tf", text)]).into_iter().map(|(rule, _)| rule).collect();
    assert_eq!(rules, ["template-syntax-error"]);
}
