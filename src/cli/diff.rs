//! `arnlint diff`: does the new policy allow anything that the old one did not, and the other way round?

use std::io::Write as _;

use serde::Serialize;

use super::args::SimulateFormat;
use super::check::kind;
use super::conforms::inputs;
use super::question::{Place, assumptions, more_actions, options, places, shown, why_open, word};
use super::question_args::DiffArgs;
use super::settings;
use super::witness::{Written, sentence, written};
use super::{CLEAN, FOUND, Stop, UNKNOWN, answered, colours};
use crate::aws::Catalog;
use crate::engine::{self, Input};
use crate::input::Failure;
use crate::policy::Policy;
use crate::proof::{Answer, Verdict, new_access};
use crate::report::{self, Note, Style};
use crate::text::Sources;

/// Both directions of the question.
struct Difference {
    widens: Answer,
    narrows: Answer,
}

impl Difference {
    fn word(&self) -> &'static str {
        match (&self.widens.verdict, &self.narrows.verdict) {
            (Verdict::Witness, Verdict::Witness) => "both",
            (Verdict::Witness, _) => "widens",
            (Verdict::None, Verdict::None) => "equal",
            (Verdict::None, Verdict::Witness) => "narrows",
            _ => "unknown",
        }
    }

    fn code(&self) -> u8 {
        match self.widens.verdict {
            Verdict::None => CLEAN,
            Verdict::Witness => FOUND,
            Verdict::Unknown(_) => UNKNOWN,
        }
    }
}

/// Two policies beside each other.
struct Pair<'p> {
    old: &'p Policy<'p>,
    new: &'p Policy<'p>,
    names: [&'p str; 2],
    sources: &'p Sources,
    catalog: &'p Catalog,
}

/// Asks and answers.
pub(crate) fn run(args: &DiffArgs) -> Result<u8, Stop> {
    let catalog = args.question.data.as_deref().map(settings::catalog).transpose()?;
    let catalog = catalog.as_ref().unwrap_or_else(|| Catalog::built_in());
    let inputs = inputs(&[args.old.clone(), args.new.clone()])?;
    let stated = args.question.kind.map(kind);
    engine::with_policies(&inputs, 0, &|_| stated, catalog, |policies, sources| {
        let only = |at: usize| -> Result<&Policy<'_>, Failure> {
            let name = inputs.get(at).map_or("", Input::name);
            let mut of = policies.iter().filter(|(input, _)| *input == at).map(|(_, policy)| policy);
            match (of.next(), of.next()) {
                (Some(policy), None) => Ok(policy),
                (None, _) => Err(Failure::Usage(format!("no policy was found in `{name}`"))),
                (Some(_), Some(_)) => {
                    Err(Failure::Usage(format!("`{name}` holds several policies; compare one with one")))
                }
            }
        };
        let (old, new) = (&only(0)?.as_written(), &only(1)?.as_written());
        if old.kind.has_principal() != new.kind.has_principal() {
            return Err(Failure::Usage(format!(
                "`{}` is a policy of the kind {} and `{}` one of the kind {}",
                inputs.first().map_or("", Input::name),
                old.kind.word(),
                inputs.get(1).map_or("", Input::name),
                new.kind.word()
            ))
            .into());
        }
        let options = options(&args.question, args.regions);
        let difference =
            Difference { widens: new_access(new, old, options), narrows: new_access(old, new, options) };
        let names = [inputs.first().map_or("", Input::name), inputs.get(1).map_or("", Input::name)];
        let pair = Pair { old, new, names, sources: &sources, catalog };
        let written = match args.question.format.unwrap_or(SimulateFormat::Human) {
            SimulateFormat::Human => human(args, &pair, &difference),
            SimulateFormat::Json => json(args, &pair, &difference),
        };
        answered(written, difference.code())
    })?
}

fn human(args: &DiffArgs, pair: &Pair<'_>, difference: &Difference) -> Result<(), Stop> {
    let style = Style { color: colours(args.question.color), ..Style::default() };
    let mut out = anstream::stdout().lock();
    let [old, new] = pair.names;
    for (answer, change, is_good, allowing, other) in [
        (&difference.widens, "widens", false, (pair.new, new), (pair.old, old)),
        (&difference.narrows, "narrows", true, (pair.old, old), (pair.new, new)),
    ] {
        for region in &answer.regions {
            let message = format!(
                "`{}` allows, and `{}` does not: {}",
                allowing.1,
                other.1,
                sentence(&region.request, pair.catalog)
            );
            let mut spans = shown(allowing.0, &region.request);
            spans.extend(shown(other.0, &region.request));
            let more = more_actions(&region.actions);
            let note =
                Note { word: change, is_good, message: &message, places: spans, help: more.as_deref() };
            report::write_note(&mut out, &note, pair.sources, style)?;
        }
        if let Verdict::Unknown(open) = answer.verdict {
            let message = format!(
                "it cannot be told whether `{}` allows anything that `{}` does not: {}",
                allowing.1,
                other.1,
                why_open(open)
            );
            let note =
                Note { word: "unknown", is_good: false, message: &message, places: Vec::new(), help: None };
            report::write_note(&mut out, &note, pair.sources, style)?;
        }
    }
    let verdict = match difference.word() {
        "equal" => format!("equal: `{new}` allows the same as `{old}`"),
        "narrows" => format!("narrows: `{new}` allows less than `{old}`, and nothing new"),
        "widens" if difference.narrows.verdict == Verdict::None => {
            format!("widens: `{new}` allows all that `{old}` does, and more")
        }
        "widens" => format!("widens: `{new}` allows something that `{old}` does not"),
        "both" => format!("both: `{new}` allows something that `{old}` does not, and the other way round"),
        _ if difference.widens.verdict == Verdict::None => {
            format!(
                "unknown: `{new}` allows nothing that `{old}` does not; whether it allows less cannot be told"
            )
        }
        _ => format!("unknown: it cannot be told whether `{new}` allows anything that `{old}` does not"),
    };
    writeln!(out, "{verdict}")?;
    Ok(())
}

/// The answer for programs.
#[derive(Serialize)]
struct Whole {
    version: u8,
    verdict: &'static str,
    widens: Direction,
    narrows: Direction,
    assumptions: Vec<String>,
}

#[derive(Serialize)]
struct Direction {
    verdict: &'static str,
    reason: Option<String>,
    regions: Vec<Region>,
}

#[derive(Serialize)]
struct Region {
    request: Written,
    actions: Vec<String>,
    old: Vec<Place>,
    new: Vec<Place>,
}

fn json(args: &DiffArgs, pair: &Pair<'_>, difference: &Difference) -> Result<(), Stop> {
    let direction = |answer: &Answer| Direction {
        verdict: word(answer.verdict),
        reason: match answer.verdict {
            Verdict::Unknown(open) => Some(why_open(open)),
            _ => None,
        },
        regions: answer
            .regions
            .iter()
            .map(|region| Region {
                request: written(&region.request, pair.catalog),
                actions: region.actions.clone(),
                old: places(pair.old, &region.request, pair.names[0], pair.sources),
                new: places(pair.new, &region.request, pair.names[1], pair.sources),
            })
            .collect(),
    };
    let whole = Whole {
        version: 1,
        verdict: difference.word(),
        widens: direction(&difference.widens),
        narrows: direction(&difference.narrows),
        assumptions: assumptions(&args.question, pair.catalog),
    };
    let text = serde_json::to_string_pretty(&whole).unwrap_or_default();
    let mut out = anstream::stdout().lock();
    writeln!(out, "{text}")?;
    Ok(())
}
