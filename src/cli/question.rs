//! What the commands share that ask about all requests: options, the words of verdicts, the places that decide.

use serde::Serialize;

use super::question_args::{QuestionArgs, SemanticsArg, UniverseArg};
use super::words::why_unknown;
use crate::access::{ArnReading, Request, StatementRef, says};
use crate::aws::Catalog;
use crate::policy::{Effect, Policy};
use crate::proof::{Open, Options, Universe, Verdict};
use crate::text::{LineIndex, Sources, Span};

/// How the question is put to the engine.
pub(super) fn options(args: &QuestionArgs, regions: usize) -> Options {
    Options {
        arns: args.semantics.map(|reading| match reading {
            SemanticsArg::Flat => ArnReading::Flat,
            SemanticsArg::Segment => ArnReading::Parts,
        }),
        universe: match args.universe {
            UniverseArg::Typed => Universe::Typed,
            UniverseArg::Raw => Universe::Raw,
        },
        regions: regions.max(1),
        ..Options::default()
    }
}

/// Why there is no answer.
pub(super) fn why_open(open: Open) -> String {
    match open {
        Open::Policy(why) => why_unknown(why),
        Open::TooLarge => "the question takes more steps than a run may take".to_owned(),
    }
}

/// What an answer rests on, for whoever wants to check it.
pub(super) fn assumptions(args: &QuestionArgs, catalog: &Catalog) -> Vec<String> {
    let mut list = Vec::new();
    if args.universe == UniverseArg::Typed {
        list.push(format!(
            "actions work on the types of resources and with the condition keys that the service reference of {} gives them",
            catalog.date()
        ));
    }
    list.push("condition keys hold values of their types, and requests have the global keys that the IAM guide says they have".to_owned());
    match args.semantics {
        None => list.push("`*` in an ARN may run over colons or not: the answer is the same".to_owned()),
        Some(SemanticsArg::Flat) => list.push("`*` in an ARN may run over colons".to_owned()),
        Some(SemanticsArg::Segment) => list.push("`*` in an ARN stays within its part".to_owned()),
    }
    list
}

/// A statement that decides about a request.
#[derive(Serialize)]
pub(super) struct Place {
    file: String,
    statement: usize,
    sid: Option<String>,
    effect: &'static str,
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    offset: u32,
    line: u32,
    column: u32,
}

/// The statements of a policy that decide about a request: every `Deny` that matches, else every `Allow`.
fn deciding(policy: &Policy<'_>, request: &Request) -> Vec<StatementRef> {
    says(policy, request).deciding
}

/// These statements for programs.
pub(super) fn places(policy: &Policy<'_>, request: &Request, file: &str, sources: &Sources) -> Vec<Place> {
    let mut list = Vec::new();
    for place in deciding(policy, request) {
        let Some(statement) = policy.statements.get(place.position) else { continue };
        let span = policy.tree.span(place.node);
        let Some(source) = sources.get(span.file) else { continue };
        let text = source.text.as_ref();
        let lines = LineIndex::new(text);
        let point = |offset: u32| {
            let position = lines.position(text, offset);
            Point { offset, line: position.line, column: position.column }
        };
        list.push(Place {
            file: file.to_owned(),
            statement: statement.index,
            sid: statement.sid.as_ref().map(|sid| sid.text.to_owned()),
            effect: match statement.effect {
                Effect::Allow => "Allow",
                Effect::Deny => "Deny",
                Effect::Unknown => "unknown",
            },
            start: point(span.start),
            end: point(span.end),
        });
    }
    list
}

/// A verdict in a word.
pub(super) fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::None => "none",
        Verdict::Witness => "witness",
        Verdict::Unknown(_) => "unknown",
    }
}

/// The other actions of which the same is shown.
pub(super) fn more_actions(actions: &[String]) -> Option<String> {
    let rest = actions.len().checked_sub(1).filter(|rest| *rest > 0)?;
    let first: Vec<String> = actions.iter().skip(1).take(3).map(|name| format!("`{name}`")).collect();
    let more = rest - first.len();
    let names = first.join(", ");
    Some(if more == 0 {
        format!("the same holds for {names}")
    } else {
        format!("the same holds for {names} and {more} more actions")
    })
}

/// The statements that decide about a request, with what each does.
pub(super) fn shown(policy: &Policy<'_>, request: &Request) -> Vec<(Span, &'static str)> {
    let label = |effect: Effect| match effect {
        Effect::Allow => "this statement allows it",
        Effect::Deny => "this statement denies it",
        Effect::Unknown => "this statement may decide",
    };
    deciding(policy, request)
        .into_iter()
        .filter_map(|place| {
            let statement = policy.statements.get(place.position)?;
            Some((policy.tree.span(place.node), label(statement.effect)))
        })
        .collect()
}
