//! `arnlint simulate`: is one request allowed, and by which statement?

use std::collections::BTreeMap;
use std::io::Write as _;
use std::sync::Arc;

use serde::Serialize;

use super::args::{CALLERS, SimulateArgs, SimulateFormat};
use super::check::kind;
use super::conforms::inputs;
use super::limits;
use super::settings;
use super::unstated::{self, Unstated};
use super::words::why_unknown;
use super::{CLEAN, FOUND, Stop, UNKNOWN, answered, colours};
use crate::access::{Context, Decision, Evaluation, Given, Principal, Request, Text, Why};
use crate::aws::Catalog;
use crate::engine::{self, Input};
use crate::finding::{PolicyRef, Step};
use crate::input::Failure;
use crate::policy::Policy;
use crate::report::{self, Note, Style};
use crate::text::{LineIndex, Sources, Span};

/// Asks and answers.
pub(crate) fn run(args: &SimulateArgs) -> Result<u8, Stop> {
    let catalog = args.data.as_deref().map(settings::catalog).transpose()?.map(Arc::new);
    let request = request(args, catalog.clone().map_or_else(Context::new, Context::beside))?;
    let inputs = inputs(&args.files)?;
    let stated = args.kind.map(kind);
    engine::with_policies(
        &inputs,
        0,
        &|_| stated,
        catalog.as_deref().unwrap_or_else(|| Catalog::built_in()),
        |policies, sources| {
            if policies.is_empty() {
                let names: Vec<&str> = inputs.iter().map(Input::name).collect();
                return Err(Failure::Usage(format!("no policy was found in `{}`", names.join("`, `"))).into());
            }
            if let Some(input) = several_holders(policies) {
                let name = inputs.get(input).map_or("", Input::name);
                return Err(Failure::Usage(format!(
                "`{name}` holds policies of several identities; save those of the caller in files of their own"
            ))
            .into());
            }
            let all: Vec<&Policy<'_>> = policies.iter().map(|(_, policy)| policy).collect();
            let evaluation = limits::decide_all(&all, &request);
            let code = match evaluation.decision {
                Decision::Allow => CLEAN,
                Decision::ExplicitDeny | Decision::ImplicitDeny => FOUND,
                Decision::Unknown(_) => UNKNOWN,
            };
            let written = match args.format.unwrap_or(SimulateFormat::Human) {
                SimulateFormat::Human => human(args, policies, &sources, &evaluation, &request),
                SimulateFormat::Json => json(&inputs, policies, &sources, &evaluation, &request),
            };
            answered(written, code)
        },
    )?
}

/// An input whose policies belong to different users, groups and roles: taken together they would be nobody's.
fn several_holders(policies: &[(usize, Policy<'_>)]) -> Option<usize> {
    let lists = ["UserDetailList", "GroupDetailList", "RoleDetailList", "Policies", "Roles"];
    let is_listed = |policy: &Policy<'_>| matches!(policy.path.first(), Some(Step::Key(name)) if lists.contains(&name.as_str()));
    let mut listed = policies.iter().filter(|(_, policy)| is_listed(policy)).map(|(input, _)| *input);
    let first = listed.next()?;
    listed.any(|input| input == first).then_some(first)
}

fn request(args: &SimulateArgs, mut context: Context) -> Result<Request, Failure> {
    let usage = |error: crate::access::RequestError| Failure::Usage(error.to_string());
    let principal = Principal::parse(&args.principal)
        .map_err(|error| Failure::Usage(format!("{error}; write {CALLERS}")))?;
    let is_action = args.action.split_once(':').is_some_and(|(service, name)| {
        !service.is_empty() && !name.is_empty() && !args.action.contains(['*', '?', ' '])
    });
    if !is_action {
        let why = "a request asks for one, written `service:Name`";
        return Err(Failure::Usage(format!("`{}` is no action: {why}", args.action)));
    }
    let resource = match args.resource.as_str() {
        "*" => Text::from("*"),
        arn if !arn.starts_with("arn:") => {
            let why = "write an ARN, such as `arn:aws:s3:::bucket/key`";
            return Err(Failure::Usage(format!("`{arn}` is no resource: {why}")));
        }
        arn if arn.contains(['*', '?']) => Text::like(arn),
        arn => Text::from(arn),
    };
    let mut values: BTreeMap<&str, Vec<Text>> = BTreeMap::new();
    for pair in &args.context {
        let Some((key, value)) = pair.split_once('=') else {
            return Err(Failure::Usage(format!("`{pair}` is not `KEY=VALUE`")));
        };
        values.entry(key).or_default().push(value.into());
    }
    for (key, mut texts) in values {
        let given = match texts.pop() {
            Some(only) if texts.is_empty() => Given::One(only),
            Some(last) => {
                texts.push(last);
                Given::Many(texts)
            }
            None => Given::Unknown,
        };
        context.set(key, given).map_err(usage)?;
    }
    for key in &args.absent {
        if context.get(key).is_some() {
            return Err(Failure::Usage(format!("`{key}` cannot have a value and be absent")));
        }
        context.set(key, Given::Absent).map_err(usage)?;
    }
    Request::new(principal, args.action.as_str(), resource, context).map_err(usage)
}

/// An answer in words.
struct Said {
    decision: &'static str,
    why: Option<String>,
    help: Option<String>,
}

fn words(decision: Decision, unstated: &[Unstated]) -> Said {
    let said = |decision, why| Said { decision, why, help: None };
    match decision {
        Decision::Allow => said("allowed", None),
        Decision::ExplicitDeny => said("explicit-deny", None),
        Decision::ImplicitDeny => said("implicit-deny", Some("no statement allows it".to_owned())),
        Decision::Unknown(why) => match unstated::words(unstated) {
            Some((why, help)) => Said { decision: "unknown", why: Some(why), help: Some(help) },
            None => said("unknown", Some(why_unknown(why))),
        },
    }
}

/// The keys that keep the answer open, where it is they that do.
fn open_keys(policies: &[(usize, Policy<'_>)], request: &Request, evaluation: &Evaluation) -> Vec<Unstated> {
    match evaluation.decision {
        Decision::Unknown(Why::Key) => unstated::unstated(policies, request, evaluation),
        _ => Vec::new(),
    }
}

fn human(
    args: &SimulateArgs,
    policies: &[(usize, Policy<'_>)],
    sources: &Sources,
    evaluation: &Evaluation,
    request: &Request,
) -> Result<(), Stop> {
    let style = Style { color: colours(args.color), ..Style::default() };
    let unstated = open_keys(policies, request, evaluation);
    let said = words(evaluation.decision, &unstated);
    let label = match evaluation.decision {
        Decision::Allow => "this statement allows it",
        Decision::ExplicitDeny => "this statement denies it",
        _ => "this statement may decide",
    };
    let message = format!("`{}` on `{}` for `{}`", args.action, args.resource, args.principal);
    let message = match &said.why {
        Some(why) => format!("{message}: {why}"),
        None => message,
    };
    // A statement that asks for an open key is shown where it does.
    let has_keys = |span: Span| unstated.iter().any(|one| one.is_in(span));
    let statements = evaluation.deciding.iter().filter_map(|place| {
        let (_, policy) = policies.get(place.policy)?;
        Some(policy.tree.span(place.node)).filter(|span| !has_keys(*span)).map(|span| (span, label))
    });
    let keys = unstated.iter().map(|one| (one.span, "not stated by the request"));
    let note = Note {
        word: said.decision,
        is_good: evaluation.decision == Decision::Allow,
        message: &message,
        places: statements.chain(keys).collect(),
        help: said.help.as_deref(),
    };
    report::write_note(&mut anstream::stdout().lock(), &note, sources, style)?;
    Ok(())
}

/// The answer for programs.
#[derive(Serialize)]
struct Answer<'a> {
    version: u8,
    decision: &'static str,
    reason: Option<String>,
    help: Option<String>,
    statements: Vec<Place<'a>>,
}

/// A statement that decided.
#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    policy: PolicyRef,
    statement: usize,
    sid: Option<&'a str>,
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    offset: u32,
    line: u32,
    column: u32,
}

fn json(
    inputs: &[Input],
    policies: &[(usize, Policy<'_>)],
    sources: &Sources,
    evaluation: &Evaluation,
    request: &Request,
) -> Result<(), Stop> {
    let said = words(evaluation.decision, &open_keys(policies, request, evaluation));
    let statements = evaluation.deciding.iter().filter_map(|place| {
        let (input, policy) = policies.get(place.policy)?;
        let statement = policy.statements.get(place.position)?;
        let span = policy.tree.span(place.node);
        let text = sources.get(span.file)?.text.as_ref();
        let lines = LineIndex::new(text);
        let point = |offset: u32| {
            let position = lines.position(text, offset);
            Point { offset, line: position.line, column: position.column }
        };
        Some(Place {
            file: inputs.get(*input).map_or("", Input::name),
            policy: policy.reference(),
            statement: statement.index,
            sid: statement.sid.as_ref().map(|sid| sid.text),
            start: point(span.start),
            end: point(span.end),
        })
    });
    let Said { decision, why: reason, help } = said;
    let answer = Answer { version: 1, decision, reason, help, statements: statements.collect() };
    let text = serde_json::to_string_pretty(&answer).unwrap_or_default();
    let mut out = anstream::stdout().lock();
    writeln!(out, "{text}")?;
    Ok(())
}
