//! Functions, parameters and conditions of CloudFormation and SAM.

use super::{branches, policies, told};

/// A managed policy with this statement, in YAML.
fn with(statement: &str, sections: &str) -> String {
    let statement: String = statement.lines().flat_map(|line| ["            ", line, "\n"]).collect();
    format!(
        "{sections}Resources:\n  Logs:\n    Type: AWS::S3::Bucket\n  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument:\n        Version: '2012-10-17'\n        Statement:\n          -\n{statement}"
    )
}

/// The value of `Resource` in each way to read the template.
fn resources(value: &str, sections: &str) -> Vec<String> {
    let text = with(&format!("Effect: Allow\nAction: s3:GetObject\nResource: {value}"), sections);
    let one = |policy: String| {
        let (_, rest) = policy.split_once("\"Resource\":").unwrap_or_else(|| panic!("{policy}"));
        rest.trim_end_matches("}]}").to_owned()
    };
    branches("template.yaml", &text).into_iter().map(one).collect()
}

#[test]
fn functions_keep_what_is_known() {
    for (value, expected) in [
        ("!Sub 'arn:aws:s3:::${Logs}/x'", r#""arn:aws:s3:::${Logs}/x""#),
        ("!Sub '${Logs.Arn}/*'", r#""arn:${AWS::Partition}:s3:::${Logs}/*""#),
        ("!GetAtt Logs.Arn", r#""arn:${AWS::Partition}:s3:::${Logs}""#),
        ("!Sub 'arn:aws:s3:::b/${!aws:username}'", r#""arn:aws:s3:::b/${aws:username}""#),
        ("!Join ['', ['arn:aws:s3:::', !Ref Logs, '/*']]", r#""arn:aws:s3:::${Logs}/*""#),
        ("!Sub ['arn:aws:s3:::${B}/*', {B: own}]", r#""arn:aws:s3:::own/*""#),
        ("[!Ref 'AWS::NoValue', 'arn:aws:s3:::b/*']", r#"["arn:aws:s3:::b/*"]"#),
        ("!Select [1, [a, 'arn:aws:s3:::b/*']]", r#""arn:aws:s3:::b/*""#),
        ("!Select [1, !Split [',', 'a,arn:aws:s3:::b/*']]", r#""arn:aws:s3:::b/*""#),
        ("!ImportValue logs", r#""${ImportValue.logs}""#),
        ("!Sub 'arn:aws:s3:::${Unknown}'", r#""arn:aws:s3:::${Unknown}""#),
        ("{'Fn::GetAtt': [Logs, Arn]}", r#""arn:${AWS::Partition}:s3:::${Logs}""#),
        ("!Transform {Name: x}", "${Fn::Transform}"),
    ] {
        assert_eq!(resources(value, ""), [expected], "{value}");
    }
}

#[test]
fn parameters_stand_for_their_defaults_and_only_allowed_values() {
    let sections = "Parameters:\n  A: {Type: String, Default: acme}\n  B: {Type: String}\n  C: {Type: String, AllowedValues: [only]}\n  D: {Type: String, Default: ''}\n  E: {Type: CommaDelimitedList, Default: 'x, y'}\n  F: {Type: String, Default: your-bucket-name}\n  G: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /acme/x}\n";
    for (value, expected) in [
        ("!Ref A", r#""acme""#),
        ("!Ref B", r#""${B}""#),
        ("!Ref C", r#""only""#),
        ("!Ref D", r#""${D}""#),
        ("!Ref E", r#"["x","y"]"#),
        ("!Ref F", r#""${F}""#),
        ("!Ref G", r#""${G}""#),
    ] {
        assert_eq!(resources(value, sections), [expected], "{value}");
    }
}

#[test]
fn maps_are_looked_up_where_the_keys_are_known_or_do_not_matter() {
    let sections = "Mappings:\n  M:\n    one: {k: same, l: first}\n    two: {k: same, l: second}\n";
    assert_eq!(resources("!FindInMap [M, one, l]", sections), [r#""first""#]);
    assert_eq!(resources("!FindInMap [M, !Ref 'AWS::Region', k]", sections), [r#""same""#]);
    assert_eq!(
        resources("!FindInMap [M, !Ref 'AWS::Region', l]", sections),
        [r#""${M.${AWS::Region}.l}""#.replace("${AWS::Region}", "$_AWS::Region_")]
    );
}

#[test]
fn each_branch_of_a_condition_is_read_and_no_two_that_exclude_each_other() {
    let sections = "Conditions:\n  Prod: !Equals [!Ref Stage, prod]\n  Dev: !Equals [!Ref Stage, dev]\n  NotProd: !Not [!Condition Prod]\n";
    assert_eq!(resources("!If [Prod, a, b]", sections), [r#""b""#, r#""a""#]);
    assert_eq!(
        resources("[!If [Prod, a, b], !If [NotProd, c, d]]", sections),
        [r#"["b","c"]"#, r#"["a","d"]"#]
    );
    assert_eq!(
        resources("[!If [Prod, a, b], !If [Dev, c, d]]", sections),
        [r#"["b","d"]"#, r#"["b","c"]"#, r#"["a","d"]"#]
    );
}

#[test]
fn a_finding_of_several_branches_is_told_once() {
    let text = with(
        "Effect: Allow\nAction: s3:GetObjects\nResource: !If [X, 'arn:aws:s3:::acme-a/*', 'arn:aws:s3:::acme-b/*']",
        "",
    );
    assert_eq!(
        told(&[("template.yaml", &text)]),
        [("invalid-action".to_owned(), "s3:GetObjects".to_owned())]
    );
}

#[test]
fn lists_of_policies_in_sam_are_read_and_templates_left_alone() {
    let text = "Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Policies:\n        - AWSLambdaBasicExecutionRole\n        - S3ReadPolicy: {BucketName: acme}\n        - Statement:\n            - {Effect: Allow, Action: s3:GetObjects, Resource: 'arn:aws:s3:::acme-b/*'}\n";
    assert_eq!(policies(&[("template.yaml", text)]).len(), 1);
    let rules: Vec<String> = told(&[("template.yaml", text)]).into_iter().map(|(rule, _)| rule).collect();
    assert_eq!(rules, ["missing-version", "invalid-action"]);
}

#[test]
fn permissions_of_functions_become_statements() {
    let text = "Resources:\n  F: {Type: AWS::Lambda::Function}\n  P:\n    Type: AWS::Lambda::Permission\n    Properties:\n      Action: lambda:InvokeFunction\n      FunctionName: !Ref F\n      Principal: s3.amazonaws.com\n      SourceArn: arn:aws:s3:::acme\n      SourceAccount: '123454321234'\n";
    assert_eq!(
        policies(&[("template.yaml", text)]),
        [concat!(
            r#"resource {"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"#,
            r#""Action":"lambda:InvokeFunction","Resource":"${F}","Condition":{"ArnLike":{"AWS:SourceArn":"arn:aws:s3:::acme"},"#,
            r#""StringEquals":{"AWS:SourceAccount":"123454321234"}}}}"#
        )]
    );
}

#[test]
fn policies_in_strings_lead_back_to_their_lines() {
    let text = "Resources:\n  P:\n    Type: AWS::Logs::ResourcePolicy\n    Properties:\n      PolicyName: p\n      PolicyDocument: !Sub |\n        {\n          \"Version\": \"2012-10-17\",\n          \"Statement\": [{\n            \"Effect\": \"Allow\", \"Principal\": {\"Service\": \"es.amazonaws.com\"},\n            \"Action\": \"logs:PutLogEvent\",\n            \"Resource\": \"arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:x:*\"\n          }]\n        }\n";
    let told = told(&[("template.yaml", text)]);
    assert!(told.contains(&("invalid-action".to_owned(), "\"logs:PutLogEvent\"".to_owned())), "{told:?}");
}

#[test]
fn a_policy_that_is_a_parameter_is_said_to_be_unread() {
    let text = "Parameters:\n  Doc: {Type: String}\nResources:\n  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument: !Ref Doc\n";
    assert_eq!(told(&[("template.yaml", text)]), [("unread-policy".to_owned(), "!Ref Doc".to_owned())]);
}

#[test]
fn other_yaml_is_passed_over() {
    for text in [
        "apiVersion: v1\nkind: ConfigMap\ndata:\n  Statement: x\n",
        "- hosts: all\n  tasks: []\n",
        "Resources:\n  - {Type: thing}\nStatement: 1\n",
        "a: {{ .Values.Statement }}\nEffect: {{ .x }}\nb: [\n",
    ] {
        assert_eq!(policies(&[("x.yaml", text)]), [""; 0], "{text}");
        // Whoever names a file expects it to be linted.
        let rules: Vec<String> = told(&[("x.yaml", text)]).into_iter().map(|(rule, _)| rule).collect();
        assert_eq!(rules, ["no-policy"], "{text}");
    }
}
