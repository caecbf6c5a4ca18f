//! `arnlint simulate`: is one request allowed, and by which statement?

use std::io::Write as _;
use std::sync::Arc;

use serde::Serialize;

use super::args::{SimulateArgs, SimulateFormat};
use super::layers::Files;
use super::request::{Asked, asked};
use super::settings;
use super::unstated::{self, Unstated};
use super::words::why_unknown;
use super::{CLEAN, FOUND, Stop, UNKNOWN, answered, colours};
use crate::access::{Context, Decision, Evaluation, Layer, Request, Why, decide_layers};
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
    let asked = asked(args)?;
    let request = asked.request(catalog.clone().map_or_else(Context::new, Context::beside))?;
    let files = Files::new(args)?;
    engine::with_policies(
        &files.inputs,
        0,
        &|input| files.kind(input),
        catalog.as_deref().unwrap_or_else(|| Catalog::built_in()),
        |policies, sources| {
            if policies.is_empty() {
                let names: Vec<&str> = files.inputs.iter().map(Input::name).collect();
                return Err(Failure::Usage(format!("no policy was found in `{}`", names.join("`, `"))).into());
            }
            if let Some(input) = several_holders(policies, &files) {
                let name = files.inputs.get(input).map_or("", Input::name);
                return Err(Failure::Usage(format!(
                "`{name}` holds policies of several identities; save those of the caller in files of their own"
            ))
            .into());
            }
            let layers: Vec<(&Policy<'_>, Layer)> =
                policies.iter().map(|(input, policy)| (policy, files.layer(*input, policy.kind))).collect();
            let evaluation = decide_layers(&layers, &request);
            let code = match evaluation.decision {
                Decision::Allow => CLEAN,
                Decision::ExplicitDeny | Decision::ImplicitDeny => FOUND,
                Decision::Unknown(_) => UNKNOWN,
            };
            let written = match args.format.unwrap_or(SimulateFormat::Human) {
                SimulateFormat::Human => human((args, &asked), policies, &sources, &evaluation, &request),
                SimulateFormat::Json => json(&files.inputs, policies, &sources, &evaluation, &request),
            };
            answered(written, code)
        },
    )?
}

/// An input whose policies belong to different users, groups and roles: taken together they would be nobody's.
fn several_holders(policies: &[(usize, Policy<'_>)], files: &Files) -> Option<usize> {
    let lists = ["UserDetailList", "GroupDetailList", "RoleDetailList", "Policies", "Roles"];
    let is_listed = |policy: &Policy<'_>| matches!(policy.path.first(), Some(Step::Key(name)) if lists.contains(&name.as_str()));
    let mut listed = policies
        .iter()
        .filter(|(input, policy)| files.is_plain(*input) && is_listed(policy))
        .map(|(input, _)| *input);
    let first = listed.next()?;
    listed.any(|input| input == first).then_some(first)
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
    (args, asked): (&SimulateArgs, &Asked),
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
    let message = format!("`{}` on `{}` for `{}`", asked.action, asked.resource, asked.principal);
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
