//! `arnlint diff`: does the new policy allow anything that the old one did not, and the other way round?

use std::io::Write as _;

use serde::Serialize;

use super::args::SimulateFormat;
use super::check::kind;
use super::conforms::inputs;
use super::git::changes;
use super::question::{Place, assumptions, more_actions, options, places, shown, why_open, word};
use super::question_args::DiffArgs;
use super::settings;
use super::witness::{Written, sentence, written};
use super::{CLEAN, FOUND, Stop, UNKNOWN, answered, colours};
use crate::aws::Catalog;
use crate::engine::compare::{self, partners};
use crate::engine::{self, Input, Options};
use crate::finding::{Finding, PolicyRef, Summary};
use crate::input::Failure;
use crate::policy::Policy;
use crate::proof::{Answer, Verdict, new_access};
use crate::report::{self, Note, Report, Style};
use crate::rules::registry::RuleSet;
use crate::text::Sources;

/// Both directions of the question for two policies.
struct Pair<'p> {
    old: Policy<'p>,
    new: Policy<'p>,
    /// What people call the two.
    names: [String; 2],
    /// The file that holds them.
    file: &'p str,
    widens: Answer,
    narrows: Answer,
    /// What rules about changes say.
    told: Vec<Finding>,
}

/// What came of a comparison, in a word.
fn verdict(widens: Verdict, narrows: Verdict) -> &'static str {
    match (widens, narrows) {
        (Verdict::Witness, Verdict::Witness) => "both",
        (Verdict::Witness, _) => "widens",
        (Verdict::None, Verdict::None) => "equal",
        (Verdict::None, Verdict::Witness) => "narrows",
        _ => "unknown",
    }
}

/// Asks and answers.
pub(crate) fn run(args: &DiffArgs) -> Result<u8, Stop> {
    let catalog = args.question.data.as_deref().map(settings::catalog).transpose()?;
    let catalog = catalog.as_ref().unwrap_or_else(|| Catalog::built_in());
    // The old and the new file take turns.
    let inputs = match &args.git {
        Some(base) => of_revision(base, args)?,
        None => match args.files.as_slice() {
            [_, _] => inputs(&args.files)?,
            _ => {
                return Err(
                    Failure::Usage("`diff` compares two files: the old and the new".to_owned()).into()
                );
            }
        },
    };
    let stated = args.question.kind.map(kind);
    engine::with_policies(&inputs, 0, &|_| stated, catalog, |policies, sources| {
        let mut pairs = Vec::new();
        for at in (0..inputs.len()).step_by(2) {
            let of =
                |at: usize| policies.iter().filter(move |(input, _)| *input == at).map(|(_, policy)| policy);
            let files = [at, at + 1].map(|at| inputs.get(at).map_or("", Input::name));
            pairs.extend(paired(args, files, of(at).collect(), of(at + 1).collect())?);
        }
        let any = |is: fn(&Verdict) -> bool| pairs.iter().any(|pair| is(&pair.widens.verdict));
        let code = if any(|verdict| *verdict == Verdict::Witness) {
            FOUND
        } else if any(|verdict| matches!(verdict, Verdict::Unknown(_))) {
            UNKNOWN
        } else {
            CLEAN
        };
        let written = match args.question.format.unwrap_or(SimulateFormat::Human) {
            SimulateFormat::Human => human(args, &pairs, &sources, catalog),
            SimulateFormat::Json => json(args, &pairs, &sources, catalog),
        };
        answered(written, code)
    })?
}

/// The old and the new text of each file that differs from a revision.
fn of_revision(base: &str, args: &DiffArgs) -> Result<Vec<Input>, Failure> {
    let input = |name: String, bytes: Option<Vec<u8>>| Input::Text { name, bytes: bytes.unwrap_or_default() };
    let changes = changes(base, &args.files)?;
    let both = changes.into_iter().flat_map(|change| {
        let old = input(format!("{base}:{}", change.name), change.old);
        [old, input(change.name, change.new)]
    });
    Ok(both.collect())
}

/// The policies of two files by their place in them, each pair with its answers. Of a policy that one of the files does
/// not have, the other side allows nothing.
fn paired<'p>(
    args: &DiffArgs,
    files: [&'p str; 2],
    old: Vec<&Policy<'p>>,
    new: Vec<&Policy<'p>>,
) -> Result<Vec<Pair<'p>>, Failure> {
    if args.git.is_none() {
        for (file, found) in files.iter().zip([&old, &new]) {
            if found.is_empty() {
                return Err(Failure::Usage(format!("no policy was found in `{file}`")));
            }
        }
    }
    let is_lone = old.len() == 1 && new.len() == 1;
    let partners = partners(old, new);
    let rules = RuleSet::new(Vec::new());
    let mut pairs = Vec::with_capacity(partners.len());
    for (old, new) in partners {
        let Some(one) = old.or(new) else { continue };
        let told = match (old, new) {
            (Some(old), Some(new)) => compare::findings(old, new, &rules, &Options::default()),
            _ => Vec::new(),
        };
        let nothing = || {
            let mut nothing = one.clone();
            nothing.statements.clear();
            nothing.unknown.clear();
            (nothing.damaged, nothing.has_duplicates) = (false, false);
            nothing
        };
        let (old, new) =
            (old.map_or_else(nothing, Policy::as_written), new.map_or_else(nothing, Policy::as_written));
        if old.kind.has_principal() != new.kind.has_principal() {
            let [of_old, of_new] = files;
            return Err(Failure::Usage(format!(
                "`{of_old}` is a policy of the kind {} and `{of_new}` one of the kind {}",
                old.kind.word(),
                new.kind.word()
            )));
        }
        let options = options(&args.question, args.regions);
        let widens = new_access(&new, &old, options);
        let narrows = new_access(&old, &new, options);
        let names = match &one.name {
            Some(name) if !is_lone => files.map(|file| format!("{file}, {name}")),
            _ => files.map(str::to_owned),
        };
        pairs.push(Pair { old, new, names, file: files[1], widens, narrows, told });
    }
    Ok(pairs)
}

fn human(args: &DiffArgs, pairs: &[Pair<'_>], sources: &Sources, catalog: &Catalog) -> Result<(), Stop> {
    let style = Style { color: colours(args.question.color), ..Style::default() };
    let mut out = anstream::stdout().lock();
    for pair in pairs {
        let [old, new] = &pair.names;
        for (answer, change, is_good, allowing, other) in [
            (&pair.widens, "widens", false, (&pair.new, new), (&pair.old, old)),
            (&pair.narrows, "narrows", true, (&pair.old, old), (&pair.new, new)),
        ] {
            for region in &answer.regions {
                let request = sentence(&region.request, catalog);
                let message = format!("`{}` allows, and `{}` does not: {request}", allowing.1, other.1);
                let mut spans = shown(allowing.0, &region.request);
                spans.extend(shown(other.0, &region.request));
                let more = more_actions(&region.actions);
                let note =
                    Note { word: change, is_good, message: &message, places: spans, help: more.as_deref() };
                report::write_note(&mut out, &note, sources, style)?;
            }
            if let Verdict::Unknown(open) = answer.verdict {
                let why = why_open(open);
                let message = format!(
                    "it cannot be told whether `{}` allows anything that `{}` does not: {why}",
                    allowing.1, other.1
                );
                let note = Note {
                    word: "unknown",
                    is_good: false,
                    message: &message,
                    places: Vec::new(),
                    help: None,
                };
                report::write_note(&mut out, &note, sources, style)?;
            }
        }
        if !pair.told.is_empty() {
            let summary = Summary::of(&pair.told);
            let view = Report { findings: &pair.told, sources, summary: &summary, data_date: None };
            report::write_findings(&mut out, &view, style)?;
        }
        writeln!(out, "{}", conclusion(pair))?;
    }
    if pairs.is_empty() {
        writeln!(out, "equal: no policy differs")?;
    }
    Ok(())
}

fn conclusion(pair: &Pair<'_>) -> String {
    let [old, new] = &pair.names;
    match verdict(pair.widens.verdict, pair.narrows.verdict) {
        "equal" => format!("equal: `{new}` allows the same as `{old}`"),
        "narrows" => format!("narrows: `{new}` allows less than `{old}`, and nothing new"),
        "widens" if pair.narrows.verdict == Verdict::None => {
            format!("widens: `{new}` allows all that `{old}` does, and more")
        }
        "widens" => format!("widens: `{new}` allows something that `{old}` does not"),
        "both" => format!("both: `{new}` allows something that `{old}` does not, and the other way round"),
        _ if pair.widens.verdict == Verdict::None => {
            format!(
                "unknown: `{new}` allows nothing that `{old}` does not; whether it allows less cannot be told"
            )
        }
        _ => format!("unknown: it cannot be told whether `{new}` allows anything that `{old}` does not"),
    }
}

/// The answer for programs: of two files the comparison itself, of a revision a list of them.
#[derive(Serialize)]
struct Whole {
    version: u8,
    verdict: &'static str,
    #[serde(flatten)]
    only: Option<Directions>,
    #[serde(skip_serializing_if = "Option::is_none")]
    policies: Option<Vec<Compared>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    findings: Vec<Told>,
    assumptions: Vec<String>,
}

/// What a rule about changes says.
#[derive(Serialize)]
struct Told {
    rule: String,
    severity: &'static str,
    message: String,
    file: String,
}

#[derive(Serialize)]
struct Compared {
    file: String,
    policy: PolicyRef,
    verdict: &'static str,
    #[serde(flatten)]
    directions: Directions,
}

#[derive(Serialize)]
struct Directions {
    widens: Direction,
    narrows: Direction,
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

fn directions(pair: &Pair<'_>, sources: &Sources, catalog: &Catalog) -> Directions {
    let [old, new] = &pair.names;
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
                request: written(&region.request, catalog),
                actions: region.actions.clone(),
                old: places(&pair.old, &region.request, old, sources),
                new: places(&pair.new, &region.request, new, sources),
            })
            .collect(),
    };
    Directions { widens: direction(&pair.widens), narrows: direction(&pair.narrows) }
}

/// One word for all pairs.
fn overall(pairs: &[Pair<'_>]) -> &'static str {
    let worst = |verdicts: &dyn Fn(&Pair<'_>) -> Verdict| {
        let rank = |verdict: &Verdict| match verdict {
            Verdict::None => 0,
            Verdict::Unknown(_) => 1,
            Verdict::Witness => 2,
        };
        pairs.iter().map(verdicts).max_by_key(rank).unwrap_or(Verdict::None)
    };
    verdict(worst(&|pair| pair.widens.verdict), worst(&|pair| pair.narrows.verdict))
}

fn json(args: &DiffArgs, pairs: &[Pair<'_>], sources: &Sources, catalog: &Catalog) -> Result<(), Stop> {
    let only = match pairs {
        [pair] if args.git.is_none() => Some(directions(pair, sources, catalog)),
        _ => None,
    };
    let list = || {
        let compared = |pair: &Pair<'_>| Compared {
            file: pair.file.to_owned(),
            policy: pair.new.reference(),
            verdict: verdict(pair.widens.verdict, pair.narrows.verdict),
            directions: directions(pair, sources, catalog),
        };
        pairs.iter().map(compared).collect()
    };
    let policies = only.is_none().then(list);
    let assumptions = assumptions(&args.question, catalog);
    let findings = pairs.iter().flat_map(|pair| pair.told.iter().map(move |finding| (pair, finding)));
    let findings = findings.map(|(pair, finding)| Told {
        rule: finding.rule.to_string(),
        severity: finding.severity.word(),
        message: finding.message.clone(),
        file: pair.file.to_owned(),
    });
    let findings = findings.collect();
    let whole = Whole { version: 1, verdict: overall(pairs), only, policies, findings, assumptions };
    let text = serde_json::to_string_pretty(&whole).unwrap_or_default();
    let mut out = anstream::stdout().lock();
    writeln!(out, "{text}")?;
    Ok(())
}
