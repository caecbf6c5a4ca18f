//! `arnlint public` and `arnlint grants`: can a request of some kind be allowed?

use std::io::Write as _;
use std::path::PathBuf;

use serde::Serialize;

use super::args::SimulateFormat;
use super::check::kind;
use super::conforms::inputs;
use super::question::{Place, assumptions, more_actions, options, places, shown, why_open};
use super::question_args::{GrantsArgs, PublicArgs, QuestionArgs};
use super::settings;
use super::witness::{Written, sentence, written};
use super::{CLEAN, FOUND, Stop, UNKNOWN, answered, colours};
use crate::access::Principal;
use crate::aws::Catalog;
use crate::engine::{self, Input};
use crate::finding::PolicyRef;
use crate::input::Failure;
use crate::policy::Policy;
use crate::proof::{
    Access, Answer, Options, Outside, PrincipalName, Verdict, granted_access, outside_access,
};
use crate::report::{self, Note, Style};
use crate::text::Sources;

/// A question to one policy, and the words of its answers.
struct Question<'q> {
    args: &'q QuestionArgs,
    regions: usize,
    files: &'q [PathBuf],
    /// Only policies that name callers can be asked.
    needs_principal: bool,
    ask: &'q dyn Fn(&Policy<'_>, Options) -> Answer,
    /// What can be done, behind "the policy allows" and "whether the policy allows".
    what: &'q str,
}

/// `arnlint public`.
pub(crate) fn public(args: &PublicArgs) -> Result<u8, Stop> {
    let is_given = !args.outside_account.is_empty() || !args.outside_org.is_empty();
    for account in &args.outside_account {
        if !crate::aws::identifier::is_account(account) {
            return Err(Failure::Usage(format!("`{account}` is no account: it has 12 digits")).into());
        }
    }
    let (outside, what) = if args.anonymous {
        (Outside::Anonymous, "requests without a signature".to_owned())
    } else if is_given {
        let names = [args.outside_account.as_slice(), args.outside_org.as_slice()].concat();
        let outside =
            Outside::Of { accounts: args.outside_account.clone(), organizations: args.outside_org.clone() };
        (outside, format!("anything to callers from outside of `{}`", names.join("`, `")))
    } else {
        (Outside::Public, "anything to callers whom it does not name by fixed values".to_owned())
    };
    answer(&Question {
        args: &args.question,
        regions: args.regions,
        files: &args.files,
        needs_principal: true,
        ask: &|policy, options| outside_access(policy, &outside, options),
        what: &what,
    })
}

/// `arnlint grants`.
pub(crate) fn grants(args: &GrantsArgs) -> Result<u8, Stop> {
    if args.actions.is_empty() && args.resources.is_empty() {
        return Err(Failure::Usage("name actions or resources to ask about".to_owned()).into());
    }
    let mut access =
        Access { actions: args.actions.clone(), resources: args.resources.clone(), ..Access::default() };
    for text in &args.principal {
        access.principals.push((principal_name(text)?, text.clone()));
    }
    let what = match (args.actions.as_slice(), args.resources.as_slice()) {
        ([], resources) => format!("anything on `{}`", resources.join("`, `")),
        (actions, []) => format!("`{}`", actions.join("`, `")),
        (actions, resources) => format!("`{}` on `{}`", actions.join("`, `"), resources.join("`, `")),
    };
    answer(&Question {
        args: &args.question,
        regions: args.regions,
        files: &args.files,
        needs_principal: !access.principals.is_empty(),
        ask: &|policy, options| granted_access(policy, &access, options),
        what: &what,
    })
}

/// Under which type a policy would name the caller.
fn principal_name(text: &str) -> Result<PrincipalName, Failure> {
    let refused = |error: crate::access::RequestError| {
        Failure::Usage(format!("{error}; write {}", super::args::CALLERS))
    };
    Ok(match Principal::parse(text).map_err(refused)? {
        Principal::Anonymous => {
            return Err(Failure::Usage(
                "whether requests without a signature are allowed is asked by `arnlint public --anonymous`"
                    .to_owned(),
            ));
        }
        Principal::Service(_) => PrincipalName::Service,
        Principal::CanonicalUser(_) => PrincipalName::CanonicalUser,
        Principal::WebIdentity { .. } | Principal::Saml { .. } => PrincipalName::Federated,
        _ => PrincipalName::Aws,
    })
}

fn answer(question: &Question<'_>) -> Result<u8, Stop> {
    let catalog = question.args.data.as_deref().map(settings::catalog).transpose()?;
    let catalog = catalog.as_ref().unwrap_or_else(|| Catalog::built_in());
    let inputs = inputs(question.files)?;
    let stated = question.args.kind.map(kind);
    engine::with_policies(&inputs, 0, &|_| stated, catalog, |policies, sources| {
        let name = |at: usize| inputs.get(at).map_or("", Input::name);
        if policies.is_empty() {
            let names: Vec<&str> = inputs.iter().map(Input::name).collect();
            return Err(Failure::Usage(format!("no policy was found in `{}`", names.join("`, `"))).into());
        }
        let mut asked = Vec::new();
        for (input, policy) in policies {
            if question.needs_principal && !policy.kind.has_principal() {
                return Err(Failure::Usage(format!(
                    "`{}` is a policy of the kind {}, which names no callers",
                    name(*input),
                    policy.kind.word()
                ))
                .into());
            }
            let policy = policy.as_written();
            let options = options(question.args, question.regions);
            let answer = (question.ask)(&policy, options);
            asked.push((name(*input), policy, answer));
        }
        let any = |is: fn(&Verdict) -> bool| asked.iter().any(|(_, _, answer)| is(&answer.verdict));
        let code = if any(|verdict| *verdict == Verdict::Witness) {
            FOUND
        } else if any(|verdict| matches!(verdict, Verdict::Unknown(_))) {
            UNKNOWN
        } else {
            CLEAN
        };
        let written = match question.args.format.unwrap_or(SimulateFormat::Human) {
            SimulateFormat::Human => human(question, &asked, &sources, catalog),
            SimulateFormat::Json => json(question, &asked, &sources, catalog, code),
        };
        answered(written, code)
    })?
}

/// A file, a policy in it, and what it answers.
type Asked<'p> = (&'p str, Policy<'p>, Answer);

fn human(
    question: &Question<'_>,
    asked: &[Asked<'_>],
    sources: &Sources,
    catalog: &Catalog,
) -> Result<(), Stop> {
    let style = Style { color: colours(question.args.color), ..Style::default() };
    let what = question.what;
    let mut out = anstream::stdout().lock();
    for (file, policy, answer) in asked {
        for region in &answer.regions {
            let message = format!("`{file}` allows {}", sentence(&region.request, catalog));
            let more = more_actions(&region.actions);
            let note = Note {
                word: "possible",
                is_good: false,
                message: &message,
                places: shown(policy, &region.request),
                help: more.as_deref(),
            };
            report::write_note(&mut out, &note, sources, style)?;
        }
        match answer.verdict {
            Verdict::Witness => writeln!(out, "possible: `{file}` allows {what}")?,
            Verdict::None => writeln!(out, "not possible: `{file}` allows no request of this kind: {what}")?,
            Verdict::Unknown(open) => {
                writeln!(
                    out,
                    "unknown: it cannot be told whether `{file}` allows {what}: {}",
                    why_open(open)
                )?;
            }
        }
    }
    Ok(())
}

/// The answer for programs.
#[derive(Serialize)]
struct Whole<'a> {
    version: u8,
    verdict: &'static str,
    policies: Vec<Of<'a>>,
    assumptions: Vec<String>,
}

#[derive(Serialize)]
struct Of<'a> {
    file: &'a str,
    policy: PolicyRef,
    verdict: &'static str,
    reason: Option<String>,
    regions: Vec<Region>,
}

#[derive(Serialize)]
struct Region {
    request: Written,
    actions: Vec<String>,
    statements: Vec<Place>,
}

fn json<'p>(
    question: &Question<'_>,
    asked: &'p [Asked<'p>],
    sources: &Sources,
    catalog: &Catalog,
    code: u8,
) -> Result<(), Stop> {
    let of = |(file, policy, answer): &'p Asked<'p>| Of {
        file,
        policy: policy.reference(),
        verdict: super::question::word(answer.verdict),
        reason: match answer.verdict {
            Verdict::Unknown(open) => Some(why_open(open)),
            _ => None,
        },
        regions: answer
            .regions
            .iter()
            .map(|region| Region {
                request: written(&region.request, catalog),
                actions: region.actions.clone(),
                statements: places(policy, &region.request, file, sources),
            })
            .collect(),
    };
    let whole = Whole {
        version: 1,
        verdict: match code {
            FOUND => "possible",
            UNKNOWN => "unknown",
            _ => "impossible",
        },
        policies: asked.iter().map(of).collect(),
        assumptions: assumptions(question.args, catalog),
    };
    let text = serde_json::to_string_pretty(&whole).unwrap_or_default();
    let mut out = anstream::stdout().lock();
    writeln!(out, "{text}")?;
    Ok(())
}
