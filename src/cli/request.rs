//! The request that `simulate` asks about: from options, or from JSON in the form that
//! `aws iam simulate-custom-policy --cli-input-json` takes.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::args::{CALLERS, SimulateArgs};
use super::layers::text_of;
use crate::access::{Context, Given, Principal, Request, RequestError, Text};
use crate::input::Failure;
use crate::input::collect::display;

/// A request in words, before it is one.
pub(super) struct Asked {
    /// Who asks.
    pub(super) principal: String,
    /// The action.
    pub(super) action: String,
    /// The ARN.
    pub(super) resource: String,
    /// Keys with their values.
    values: BTreeMap<String, Vec<String>>,
    /// Keys that the request does not have.
    absent: Vec<String>,
}

/// The JSON. The members that arnlint adds are `Principal` and `AbsentContextKeys`.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Written {
    principal: Option<String>,
    caller_arn: Option<String>,
    action_names: Vec<String>,
    #[serde(default)]
    resource_arns: Vec<String>,
    #[serde(default)]
    context_entries: Vec<Entry>,
    #[serde(default)]
    absent_context_keys: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(rename = "ContextKeyName")]
    name: String,
    #[serde(rename = "ContextKeyValues")]
    values: Vec<String>,
    #[serde(rename = "ContextKeyType")]
    _kind: Option<String>,
}

/// The request of the command line in words.
pub(super) fn asked(args: &SimulateArgs) -> Result<Asked, Failure> {
    match (&args.request, &args.principal, &args.action) {
        (Some(path), ..) => read(path),
        (None, Some(principal), Some(action)) => {
            let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for pair in &args.context {
                let Some((key, value)) = pair.split_once('=') else {
                    return Err(Failure::Usage(format!("`{pair}` is not `KEY=VALUE`")));
                };
                values.entry(key.to_owned()).or_default().push(value.to_owned());
            }
            Ok(Asked {
                principal: principal.clone(),
                action: action.clone(),
                resource: args.resource.clone(),
                values,
                absent: args.absent.clone(),
            })
        }
        _ => Err(Failure::Usage(
            "a request has `--principal` and `--action`, or stands in `--request`".to_owned(),
        )),
    }
}

fn read(path: &Path) -> Result<Asked, Failure> {
    let name = display(path);
    let text = text_of(path)?;
    let written: Written = serde_json::from_str(&text)
        .map_err(|error| Failure::Usage(format!("`{name}` holds no request: {error}")))?;
    let one = |what: &str, list: &[String]| -> Result<String, Failure> {
        match list {
            [only] => Ok(only.clone()),
            _ => Err(Failure::Usage(format!(
                "`{name}` has {} values in `{what}`: a request has one",
                list.len()
            ))),
        }
    };
    let action = one("ActionNames", &written.action_names)?;
    let resource = match written.resource_arns.as_slice() {
        [] => "*".to_owned(),
        list => one("ResourceArns", list)?,
    };
    let principal = written.principal.or(written.caller_arn);
    let principal = principal
        .ok_or_else(|| Failure::Usage(format!("`{name}` says nobody: write `CallerArn` or `Principal`")))?;
    let values = written.context_entries.into_iter().map(|entry| (entry.name, entry.values)).collect();
    Ok(Asked { principal, action, resource, values, absent: written.absent_context_keys })
}

impl Asked {
    /// The request itself, beside an empty context.
    pub(super) fn request(&self, mut context: Context) -> Result<Request, Failure> {
        let usage = |error: RequestError| Failure::Usage(error.to_string());
        let principal = Principal::parse(&self.principal)
            .map_err(|error| Failure::Usage(format!("{error}; write {CALLERS}")))?;
        let is_action = self.action.split_once(':').is_some_and(|(service, name)| {
            !service.is_empty() && !name.is_empty() && !self.action.contains(['*', '?', ' '])
        });
        if !is_action {
            let why = "a request asks for one, written `service:Name`";
            return Err(Failure::Usage(format!("`{}` is no action: {why}", self.action)));
        }
        let resource = match self.resource.as_str() {
            "*" => Text::from("*"),
            arn if !arn.starts_with("arn:") => {
                let why = "write an ARN, such as `arn:aws:s3:::bucket/key`";
                return Err(Failure::Usage(format!("`{arn}` is no resource: {why}")));
            }
            arn if arn.contains(['*', '?']) => Text::like(arn),
            arn => Text::from(arn),
        };
        for (key, values) in &self.values {
            let mut texts: Vec<Text> = values.iter().map(|value| Text::from(value.as_str())).collect();
            let given = match texts.pop() {
                Some(only) if texts.is_empty() => Given::One(only),
                Some(last) => {
                    texts.push(last);
                    Given::Many(texts)
                }
                None => Given::Absent,
            };
            context.set(key, given).map_err(usage)?;
        }
        for key in &self.absent {
            if context.get(key).is_some() {
                return Err(Failure::Usage(format!("`{key}` cannot have a value and be absent")));
            }
            context.set(key, Given::Absent).map_err(usage)?;
        }
        Request::new(principal, self.action.as_str(), resource, context).map_err(usage)
    }
}
