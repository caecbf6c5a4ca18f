//! Policies in pages for people, and services of the Serverless Framework.

use super::told;

#[test]
fn blocks_of_a_page_are_linted_and_what_pages_leave_open_is_not() {
    let page = "# Page\n\n> ```json\n> {\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"s3:GetObjekt\", \"Resource\": \"arn:aws:s3:::<bucket>/*\"}]}\n> ```\n\n```json\n{\"Statement\": [{\"Effect\": \"Allow\", ...}]}\n```\n\n```json\n{\"Rules\": [{\"Status\": \"Enabled\"}]}\n```\n\n```hcl\nresource \"aws_iam_policy\" \"p\" {\n  policy = jsonencode({ Version = \"2012-10-17\", Statement = [{ Effect = \"Allow\", Action = \"s3:PutObjekt\", Resource = \"*\" }] })\n}\n```\n\n```yaml\nVersion: '2012-10-17'\nStatement:\n  - {Effect: Allow, Action: s3:ListObjekt, Resource: '*'}\n```\n";
    assert_eq!(
        told(&[("page.md", page)]),
        [
            ("invalid-action".to_owned(), "\"s3:GetObjekt\"".to_owned()),
            ("invalid-action".to_owned(), "\"s3:PutObjekt\"".to_owned()),
            ("invalid-action".to_owned(), "s3:ListObjekt".to_owned()),
        ]
    );
}

#[test]
fn comments_and_answers_of_commands_in_pages_are_no_mistakes() {
    let page = "```json\n{\n  // what the reader needs\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"s3:GetObjekt\", \"Resource\": \"*\"}]\n}\n```\n\n```json\n{\"RevisionId\": \"1\", \"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:PutObjekt\", \"Resource\": \"*\"}}\n```\n";
    assert_eq!(told(&[("page.md", page)]), [("invalid-action".to_owned(), "\"s3:GetObjekt\"".to_owned())]);
}

#[test]
fn restructured_text_is_read_by_its_directives() {
    let page = "Page\n====\n\nAttach this::\n\n   {\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\",\n    \"Action\": \"s3:GetObjekt\", \"Resource\": \"*\"}]}\n\n.. code-block:: json\n   :linenos:\n\n   {\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\",\n    \"Action\": \"s3:PutObjekt\", \"Resource\": \"*\"}]}\n\nEnd.\n";
    let told = told(&[("page.rst", page)]);
    let texts: Vec<&str> = told.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(texts, ["\"s3:GetObjekt\"", "\"s3:PutObjekt\""]);
}

#[test]
fn a_service_of_the_serverless_framework_has_statements_and_resources() {
    let text = "service: s\nprovider:\n  name: aws\n  iam:\n    role:\n      statements:\n        - {Effect: Allow, Action: s3:GetObjekt, Resource: 'arn:aws:s3:::${self:custom.bucket}/*'}\nfunctions:\n  f:\n    iamRoleStatements:\n      - {Effect: Allow, Action: s3:PutObjekt, Resource: '*'}\nresources:\n  Resources:\n    P:\n      Type: AWS::IAM::ManagedPolicy\n      Properties:\n        PolicyDocument:\n          Version: '2012-10-17'\n          Statement: [{Effect: Allow, Action: s3:ListObjekt, Resource: '*'}]\n";
    let told = told(&[("serverless.yml", text)]);
    let texts: Vec<&str> = told.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(texts, ["s3:GetObjekt", "s3:PutObjekt", "s3:ListObjekt"]);
}
