//! A policy written in each form.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

/// The forms of a policy: what it is called, the name of its file, its text. The resource around it is always one for
/// identities, as its kind is stated beside it.
pub(super) fn forms(policy: &Value) -> Vec<(&'static str, &'static str, String)> {
    let mut forms = vec![
        ("CloudFormation in JSON", "template.json", cloudformation_json(policy)),
        ("CloudFormation in YAML", "template.yaml", cloudformation_yaml(policy)),
        ("CloudFormation in YAML, as text", "template.yaml", cloudformation_text(policy)),
        ("policy in YAML", "policy.yaml", yaml(policy, 0)),
        (
            "jsonencode",
            "main.tf",
            format!("resource \"aws_iam_policy\" \"p\" {{\n  policy = jsonencode({})\n}}\n", hcl(policy, 1)),
        ),
        ("heredoc", "main.tf", heredoc(policy)),
        ("plan", "plan.json", plan(policy)),
        ("Markdown", "page.md", markdown(policy)),
        ("reStructuredText", "page.rst", rst(policy)),
    ];
    if let Some(blocks) = blocks(policy) {
        forms.push(("aws_iam_policy_document", "main.tf", blocks));
    }
    forms
}

fn pretty(policy: &Value) -> String {
    serde_json::to_string_pretty(policy).unwrap()
}

fn indented(text: &str, by: &str) -> String {
    text.lines().flat_map(|line| [by, line, "\n"]).collect()
}

fn template(policy: &Value) -> Value {
    json!({"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"P": {
        "Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": policy}}}})
}

fn cloudformation_json(policy: &Value) -> String {
    pretty(&template(policy))
}

fn cloudformation_yaml(policy: &Value) -> String {
    yaml(&template(policy), 0)
}

fn cloudformation_text(policy: &Value) -> String {
    let head =
        "Resources:\n  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument: |\n";
    format!("{head}{}", indented(&pretty(policy), "        "))
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => serde_json::to_string(text).unwrap(),
        other => other.to_string(),
    }
}

fn yaml(value: &Value, depth: usize) -> String {
    let pad = "  ".repeat(depth);
    match value {
        Value::Object(members) if !members.is_empty() => members
            .iter()
            .map(|(name, value)| {
                let name = serde_json::to_string(name).unwrap();
                if is_nested(value) {
                    format!("{pad}{name}:\n{}", yaml(value, depth + 1))
                } else {
                    format!("{pad}{name}: {}", yaml(value, 0))
                }
            })
            .collect(),
        Value::Array(list) if !list.is_empty() => list
            .iter()
            .map(|value| {
                if is_nested(value) {
                    format!("{pad}-\n{}", yaml(value, depth + 1))
                } else {
                    format!("{pad}- {}", yaml(value, 0))
                }
            })
            .collect(),
        Value::Object(_) => "{}\n".to_owned(),
        Value::Array(_) => "[]\n".to_owned(),
        other => format!("{}\n", scalar(other)),
    }
}

fn is_nested(value: &Value) -> bool {
    value.as_object().is_some_and(|members| !members.is_empty())
        || value.as_array().is_some_and(|list| !list.is_empty())
}

fn escaped(text: &str) -> String {
    serde_json::to_string(text).unwrap().replace("${", "$${").replace("%{", "%%{")
}

fn hcl(value: &Value, depth: usize) -> String {
    let pad = "  ".repeat(depth + 1);
    let end = "  ".repeat(depth);
    match value {
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| {
                format!("{pad}{} = {}\n", escaped(name), hcl(value, depth + 1))
            };
            let members: Vec<String> = members.iter().map(member).collect();
            format!("{{\n{}{end}}}", members.concat())
        }
        Value::Array(list) => {
            let list: Vec<String> = list.iter().map(|value| hcl(value, depth + 1)).collect();
            format!("[{}]", list.join(", "))
        }
        Value::String(text) => escaped(text),
        other => other.to_string(),
    }
}

fn heredoc(policy: &Value) -> String {
    let text = pretty(policy).replace("${", "$${").replace("%{", "%%{");
    format!("resource \"aws_iam_policy\" \"p\" {{\n  policy = <<-EOT\n{}  EOT\n}}\n", indented(&text, "    "))
}

fn plan(policy: &Value) -> String {
    pretty(&json!({"format_version": "1.2", "planned_values": {"root_module": {"resources": [{
        "address": "aws_iam_policy.p", "mode": "managed", "type": "aws_iam_policy", "name": "p",
        "values": {"policy": policy.to_string()}}]}}}))
}

fn markdown(policy: &Value) -> String {
    format!("# Page\n\n1. Attach this:\n\n   ```json\n{}   ```\n", indented(&pretty(policy), "   "))
}

fn rst(policy: &Value) -> String {
    format!("Page\n====\n\n.. code-block:: json\n\n{}\nEnd.\n", indented(&pretty(policy), "   "))
}

fn many(value: &Value) -> Option<Vec<&str>> {
    match value {
        Value::String(text) => Some(vec![text]),
        Value::Array(list) => list.iter().map(Value::as_str).collect(),
        _ => None,
    }
}

/// Texts as the provider reads them: `&{…}` for policy variables.
fn list(value: &Value) -> Option<String> {
    let texts: Vec<String> = many(value)?
        .into_iter()
        .map(|text| serde_json::to_string(text).unwrap().replace("${", "&{").replace("%{", "%%{"))
        .collect();
    Some(format!("[{}]", texts.join(", ")))
}

/// A policy as blocks; `None` where blocks cannot say it.
fn blocks(policy: &Value) -> Option<String> {
    let members = policy.as_object()?;
    let known = ["Version", "Id", "Statement"];
    if members.keys().any(|name| !known.contains(&name.as_str())) || members.get("Version")? != "2012-10-17" {
        return None;
    }
    let mut text = String::from("data \"aws_iam_policy_document\" \"p\" {\n");
    if let Some(id) = members.get("Id") {
        writeln!(text, "  policy_id = {}", escaped(id.as_str()?)).unwrap();
    }
    let statements = match members.get("Statement")? {
        Value::Array(list) => list.clone(),
        one => vec![one.clone()],
    };
    for statement in &statements {
        text += &block(statement.as_object()?)?;
    }
    text += "}\nresource \"aws_iam_policy\" \"p\" {\n  policy = data.aws_iam_policy_document.p.json\n}\n";
    Some(text)
}

fn block(statement: &Map<String, Value>) -> Option<String> {
    let mut text = String::from("  statement {\n");
    for (name, value) in statement {
        match name.as_str() {
            "Sid" if value != "" => writeln!(text, "    sid = {}", escaped(value.as_str()?)).unwrap(),
            "Effect" => writeln!(text, "    effect = {}", escaped(value.as_str()?)).unwrap(),
            "Action" => writeln!(text, "    actions = {}", list(value)?).unwrap(),
            "NotAction" => writeln!(text, "    not_actions = {}", list(value)?).unwrap(),
            "Resource" => writeln!(text, "    resources = {}", list(value)?).unwrap(),
            "NotResource" => writeln!(text, "    not_resources = {}", list(value)?).unwrap(),
            "Principal" | "NotPrincipal" => {
                let kind = if name == "Principal" { "principals" } else { "not_principals" };
                let types: Vec<(String, String)> = match value {
                    Value::String(all) if all == "*" => vec![("\"*\"".to_owned(), "[\"*\"]".to_owned())],
                    Value::Object(types) => types
                        .iter()
                        .map(|(name, value)| Some((escaped(name), list(value)?)))
                        .collect::<Option<_>>()?,
                    _ => return None,
                };
                for (name, list) in types {
                    writeln!(text, "    {kind} {{\n      type = {name}\n      identifiers = {list}\n    }}")
                        .unwrap();
                }
            }
            "Condition" => {
                for (operator, keys) in value.as_object()? {
                    for (key, values) in keys.as_object()? {
                        let list = list(values)?;
                        let (operator, key) = (escaped(operator), escaped(key));
                        writeln!(text, "    condition {{\n      test = {operator}\n      variable = {key}\n      values = {list}\n    }}"
                        ).unwrap();
                    }
                }
            }
            _ => return None,
        }
    }
    // A statement without effect allows, in blocks alone; empty lists are left out.
    let is_empty = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
    let is_same = statement.contains_key("Effect") && !statement.values().any(is_empty);
    is_same.then(|| text + "  }\n")
}
