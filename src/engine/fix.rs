//! Fixes applied to a text: each as far as the result is sound, adds no finding and grants no more than it may.

use std::collections::BTreeMap;
use std::slice;

use super::Report;
use super::granted::Granted;
use crate::aws::Catalog;
use crate::finding::{Applicability, Edit, Finding, Fix, PolicyKind};
use crate::input::syntax::{self, Syntax};
use crate::json::{self, ProblemKind};
use crate::rules::registry::RuleSet;
use crate::surroundings::{FileRole, Surroundings};
use crate::text::FileId;

/// How often a text is linted again: a fix may make room for another one.
const MOST_ROUNDS: usize = 8;

/// Which fixes to apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Safe ones.
    Safe,
    /// Those as well that change what a policy grants.
    Unsafe,
}

/// What became of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fixed {
    /// The text as it is now.
    pub text: String,
    /// Fixes that were applied.
    pub applied: Vec<Name>,
    /// Fixes that were not, and why.
    pub refused: Vec<(Name, Refusal)>,
}

/// What people know a fix by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The rule that offers it.
    pub rule: String,
    /// What it does, in a few words.
    pub title: String,
}

/// Why a fix is not applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The text would be no JSON, before the fix or after it.
    Syntax,
    /// Findings would not become fewer; a rule that would have one more, where there is one.
    Findings(Option<String>),
    /// More would be allowed than before or than the integration asks for, or that cannot be told.
    Access,
}

/// What fixes are judged by.
#[derive(Clone, Copy)]
pub struct Ground<'g> {
    /// The rules of the run.
    pub rules: &'g RuleSet,
    /// The facts of the run.
    pub surroundings: &'g Surroundings,
    /// Lints a text under a name, as the run does. Spans are in the file with the number below.
    pub lint: &'g dyn Fn(&str, &str) -> Report,
    /// Number of the file in what `lint` gives.
    pub id: FileId,
    /// What the configuration says about a file.
    pub role: &'g dyn Fn(&str) -> FileRole<'g>,
    /// Kind of every policy, where the user states one.
    pub kind: Option<PolicyKind>,
    /// Facts about services.
    pub catalog: &'g Catalog,
    /// Which fixes are wanted.
    pub which: Which,
}

/// A fix that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wanted {
    name: Name,
    integration: Option<String>,
    applicability: Applicability,
    edits: Vec<Edit>,
}

impl Wanted {
    fn start(&self) -> u32 {
        self.edits.iter().map(|edit| edit.span.start).min().unwrap_or(0)
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.edits.iter().any(|mine| {
            other.edits.iter().any(|theirs| {
                mine.span.start < theirs.span.end && theirs.span.start < mine.span.end
                    || mine.span.start == theirs.span.start
            })
        })
    }
}

/// A text and what is said about it.
struct Version {
    text: String,
    findings: Vec<Finding>,
}

impl Ground<'_> {
    /// The file that a finding's fix changes, where it is one that is wanted.
    pub fn changes(self, finding: &Finding) -> Option<FileId> {
        Some(self.fix_of(finding)?.edits.first()?.span.file)
    }

    fn fix_of(self, finding: &Finding) -> Option<&Fix> {
        finding.fixes.iter().find(|fix| match fix.applicability {
            Applicability::Safe => true,
            Applicability::Unsafe => self.which == Which::Unsafe,
            Applicability::Shown => false,
        })
    }

    /// Applies fixes to the text of one file until there is none left.
    pub fn fix(self, name: &str, text: String) -> Fixed {
        let mut fixed = Fixed { text, ..Fixed::default() };
        for _ in 0..MOST_ROUNDS {
            let findings = (self.lint)(name, &fixed.text).findings;
            let chosen = self.chosen(&findings, &fixed.refused);
            if chosen.is_empty() {
                break;
            }
            let mut version = Version { text: fixed.text.clone(), findings };
            if let Ok(next) = self.next(name, &version, applied(&fixed.text, &chosen), &chosen) {
                fixed.applied.extend(chosen.into_iter().map(|one| one.name));
                fixed.text = next.text;
                continue;
            }
            // One of them is at fault: they are tried one after the other.
            let mut accepted: Vec<Wanted> = Vec::new();
            for one in chosen {
                accepted.push(one.clone());
                let text = applied(&fixed.text, &accepted);
                match self.next(name, &version, text, slice::from_ref(&one)) {
                    Ok(next) => version = next,
                    Err(refusal) => {
                        accepted.pop();
                        fixed.refused.push((one.name, refusal));
                    }
                }
            }
            fixed.applied.extend(accepted.into_iter().map(|one| one.name));
            fixed.text = version.text;
        }
        fixed
    }

    /// The fixes to apply: in the order of their places, none over another one, none that was refused before.
    fn chosen(self, findings: &[Finding], refused: &[(Name, Refusal)]) -> Vec<Wanted> {
        let all = findings.iter().filter_map(|finding| {
            let fix = self.fix_of(finding)?;
            let stands_here = fix.edits.iter().all(|edit| edit.span.file == self.id);
            (stands_here && !fix.edits.is_empty()).then(|| Wanted {
                name: Name { rule: finding.rule.to_string(), title: fix.title.clone() },
                integration: finding.integration.as_deref().map(str::to_owned),
                applicability: fix.applicability,
                edits: fix.edits.clone(),
            })
        });
        let mut all: Vec<Wanted> =
            all.filter(|one| refused.iter().all(|(name, _)| *name != one.name)).collect();
        all.sort_by_key(Wanted::start);
        let mut chosen: Vec<Wanted> = Vec::new();
        for one in all {
            if !chosen.iter().any(|other| other.overlaps(&one)) {
                chosen.push(one);
            }
        }
        chosen
    }

    /// The version that some fixes lead to, where it may stand in the place of the one before.
    fn next(
        self,
        name: &str,
        before: &Version,
        text: Option<String>,
        fixes: &[Wanted],
    ) -> Result<Version, Refusal> {
        let text = text.filter(|text| parses(name, text)).ok_or(Refusal::Syntax)?;
        // What a fix is to change in access is said in its title; what the ones beside it do is judged without it.
        let is_open = |fix: &Wanted| fix.applicability != Applicability::Safe && fix.integration.is_none();
        if fixes.len() > 1 && fixes.iter().any(is_open) {
            return Err(Refusal::Access);
        }
        let findings = (self.lint)(name, &text).findings;
        if let Some(rule) = grown(&before.findings, &findings) {
            return Err(Refusal::Findings(Some(rule)));
        }
        if findings.len() >= before.findings.len() {
            return Err(Refusal::Findings(None));
        }
        let integrations: Vec<&str> = fixes
            .iter()
            .filter(|fix| fix.applicability != Applicability::Safe)
            .filter_map(|fix| fix.integration.as_deref())
            .collect();
        let may = fixes.iter().all(is_open)
            || Granted { name, ground: self }.at_most(&before.text, &text, &integrations);
        may.then_some(Version { text, findings }).ok_or(Refusal::Access)
    }
}

/// Whether a text is one that AWS can read but for comments, marks and names that stand twice.
fn parses(name: &str, text: &str) -> bool {
    if syntax::of(name, text) != Syntax::Json {
        return false;
    }
    let (_, problems) = json::parse(text.into(), FileId(0), None);
    let is_read =
        |kind| matches!(kind, ProblemKind::Comment | ProblemKind::ByteOrderMark | ProblemKind::DuplicateKey);
    problems.iter().all(|problem| is_read(problem.kind))
}

/// A text with the edits of fixes; `None` where they do not fit into it.
fn applied(text: &str, fixes: &[Wanted]) -> Option<String> {
    let mut edits: Vec<&Edit> = fixes.iter().flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut new = String::with_capacity(text.len());
    let mut at = 0usize;
    for edit in edits {
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        new.push_str(text.get(at..start)?);
        new.push_str(&edit.text);
        at = end;
    }
    new.push_str(text.get(at..)?);
    Some(new)
}

/// A rule that says more than before.
fn grown(before: &[Finding], after: &[Finding]) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for finding in before {
        *counts.entry(finding.rule.to_string()).or_default() += 1;
    }
    for finding in after {
        let rule = finding.rule.to_string();
        match counts.get_mut(&rule) {
            Some(left) if *left > 0 => *left -= 1,
            _ => return Some(rule),
        }
    }
    None
}
