//! What a run goes by: configuration, declared integrations, rules of the user, all read before the first policy.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::CheckArgs;
use crate::aws::Catalog;
use crate::config::{self, Config, Names, Selected};
use crate::finding::{Confidence, Finding, Label, Severity, Step};
use crate::input::Failure;
use crate::rules::registry::{Rule, RuleSet};
use crate::surroundings::words::did_you_mean;
use crate::surroundings::{Fact, FileRole, Index, Integration, Surroundings, parameter, patterns};
use crate::text::{FileId, Range, SourceFile, Sources, decode};

/// Which configuration to read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Which<'a> {
    /// `--config`
    pub(crate) file: Option<&'a Path>,
    /// `--isolated`
    pub(crate) isolated: bool,
    /// `--stdin-filename`: what it names is there, wherever its text comes from.
    pub(crate) stdin: Option<&'a str>,
    /// `--data`: facts about services to use, whatever the configuration names.
    pub(crate) data: Option<&'a Path>,
}

/// All that a run goes by besides the policies.
#[derive(Default)]
pub(crate) struct Settings {
    /// What to lint and how.
    pub(crate) config: Config,
    /// The facts.
    pub(crate) surroundings: Surroundings,
    /// Integrations that the command line declares for every file.
    pub(crate) declared: Vec<Integration>,
    /// Texts of the configuration and of the files that it names.
    pub(crate) sources: Sources,
    /// Number of files in [`Settings::sources`]: ids from here on are free.
    pub(crate) files: u32,
    /// The configuration's folder, which its paths are relative to.
    pub(crate) folder: PathBuf,
    /// What is wrong with the configuration.
    pub(crate) mistakes: Vec<Finding>,
    /// Facts about services that are used in place of those that arnlint carries.
    pub(crate) catalog: Option<Catalog>,
}

/// Reads the configuration that applies to the working folder.
pub(crate) fn load(which: Which<'_>, rules: &RuleSet) -> Result<Settings, Failure> {
    let given = which.data.map(catalog).transpose()?;
    let path = match which.file {
        _ if which.isolated => None,
        Some(path) => Some(path.to_owned()),
        None => config::find(Path::new(""))
            .map_err(|error| Failure::read(Path::new(config::FILE_NAME), &error))?,
    };
    let Some(path) = path else { return Ok(Settings { catalog: given, ..Settings::default() }) };
    let bytes = std::fs::read(&path).map_err(|error| Failure::read(&path, &error))?;
    let read = decode(bytes);
    let mut files = 1;
    let wrong = read.not_utf8();
    let text = read.text;
    let loaded = if let Some(wrong) = wrong {
        // The bytes that are no text would be refused for another reason, or be taken for a name.
        let place = read.invalid.first().copied().unwrap_or_default().in_file(FileId(0));
        let mistakes = vec![config::Mistake::not_utf8(place, wrong)];
        config::Loaded { mistakes, ..config::Loaded::default() }
    } else {
        let mut read = |path: &Path| std::fs::read(path);
        let folder = path.parent().unwrap_or(Path::new(""));
        let stdin = which.stdin.and_then(|name| patterns::relative(folder, Path::new(name)));
        let is_stdin = |path: &Path| stdin.is_some() && patterns::relative(folder, path) == stdin;
        // Where it cannot be told, whoever opens the file will say why.
        let exists = |path: &Path| is_stdin(path) || path.try_exists().unwrap_or(true);
        let mut new_file = || {
            let id = FileId(files);
            files += 1;
            id
        };
        let source = config::Source { path: &path, text: &text, file: FileId(0) };
        config::load(source, &names(rules), &mut read, &exists, &mut new_file)
    };
    let mut sources = Sources::default();
    let name = Arc::from(crate::input::collect::display(&path));
    sources.insert(FileId(0), SourceFile { name, text: Arc::from(text) });
    for (id, file) in loaded.files {
        sources.insert(id, file);
    }
    let folder = path.parent().map(Path::to_owned).unwrap_or_default();
    // What is wrong with a file that is not used does not matter.
    let matters = |mistake: &&config::Mistake| given.is_none() || !is_about_data(&mistake.place);
    let mistakes = loaded.mistakes.iter().filter(matters).map(finding).collect();
    let (config, surroundings) = (loaded.config, loaded.surroundings);
    let catalog = given.or(loaded.catalog);
    Ok(Settings { config, surroundings, declared: Vec::new(), sources, files, folder, mistakes, catalog })
}

/// Whether a place is that of the file with facts about services.
pub(crate) fn is_about_data(place: &Label) -> bool {
    matches!(place.path.as_slice(), [Step::Key(key)] if key == "data")
}

/// The facts about services in a file.
pub(crate) fn catalog(path: &Path) -> Result<Catalog, Failure> {
    let bytes = std::fs::read(path).map_err(|error| Failure::read(path, &error))?;
    Catalog::read(bytes).map_err(|damage| {
        let name = crate::input::collect::display(path);
        Failure::Usage(format!("cannot use `{name}`: {damage}; write it anew with `arnlint data update`"))
    })
}

/// The names that a configuration may use.
pub(crate) fn names(rules: &RuleSet) -> Names {
    let mut names = Names::default();
    for (_, rule) in rules.all() {
        names.families.insert(rule.family.to_string());
        let list = if rule.hints().is_some() { &mut names.profiles } else { &mut names.rules };
        list.insert(rule.name.to_string(), rule.name.to_string());
        for alias in rule.aliases() {
            list.insert(alias.to_owned(), rule.name.to_string());
        }
        if let Some(profile) = rule.profile() {
            names.parameters.extend(profile.parameters.iter().map(|(name, _)| name.clone()));
        }
    }
    names
}

fn finding(mistake: &config::Mistake) -> Finding {
    Finding {
        rule: Arc::from("configuration"),
        family: Arc::from("internal"),
        severity: Severity::Error,
        confidence: Confidence::High,
        aws: None,
        integration: None,
        message: mistake.message.clone(),
        help: mistake.help.clone(),
        policy: None,
        labels: mistake.labels().cloned().collect(),
        fixes: Vec::new(),
        fingerprint: "0".repeat(16),
    }
}

impl Settings {
    /// The facts about services that are used.
    pub(crate) fn catalog(&self) -> &Catalog {
        self.catalog.as_ref().unwrap_or_else(|| Catalog::built_in())
    }

    /// Adds the words of `--select`, `--extend-select` and `--ignore`. Those of `--select` replace what the configuration
    /// selects.
    pub(crate) fn add_words(&mut self, args: &CheckArgs, rules: &RuleSet) -> Result<(), Failure> {
        if args.select.is_empty() && args.extend_select.is_empty() && args.ignore.is_empty() {
            return Ok(());
        }
        let names = names(rules);
        let read = |words: &[String]| -> Result<Vec<Fact<Selected>>, Failure> {
            words.iter().map(|word| selected(word, &names)).collect()
        };
        let (select, mut extend) = (read(&args.select)?, read(&args.extend_select)?);
        // What is asked for by name now is meant, whatever the file says.
        let config = &mut self.config;
        for one in select.iter().chain(&extend) {
            config.ignore.retain(|entry| entry.value != one.value);
            if let Selected::Rule(name) = &one.value {
                config.rules.retain(|rule, level| rule != name || level.value != config::Level::Off);
            }
        }
        if !select.is_empty() {
            config.select = select;
            config.extend_select.clear();
        }
        config.extend_select.append(&mut extend);
        config.ignore.extend(read(&args.ignore)?);
        Ok(())
    }

    /// Declares an integration for every file of the run.
    pub(crate) fn declare(&mut self, profile: &str, set: &[String], rules: &RuleSet) -> Result<(), Failure> {
        let names = names(rules);
        let Some(name) = names.profiles.get(profile) else {
            let known = names.profiles.keys().map(String::as_str);
            return Err(unknown("integration", profile, known, "`arnlint profiles` lists them"));
        };
        let mut values: BTreeMap<String, Vec<Fact<String>>> = BTreeMap::new();
        for assignment in set {
            let Some((key, value)) = assignment.split_once('=') else {
                return Err(Failure::Usage(format!("`{assignment}` is not `KEY=VALUE`")));
            };
            check_parameter(key, value, &names)?;
            values.entry(key.to_owned()).or_default().push(stated(value.to_owned()));
        }
        self.declared.push(Integration {
            profile: stated(name.clone()),
            files: Vec::new(),
            set: values,
            complete: false,
        });
        Ok(())
    }

    /// Whether a rule runs at all. One of an integration's causes runs when the integration is selected.
    pub(crate) fn runs(&self, rule: &Rule) -> bool {
        let selected = self.config.select.iter().chain(&self.config.extend_select);
        let selects_profile = selected.into_iter().any(|entry| matches!(entry.value, Selected::Profile(_)));
        let own = rule.hints().map(|_| &*rule.name);
        let off = self.config.rules.get(&*rule.name).is_some_and(|level| level.value == config::Level::Off);
        !off && (selects_profile || self.config.runs(&rule.name, &rule.family, own, rule.is_default()))
    }

    /// What the configuration says about a file.
    pub(crate) fn role<'s>(&'s self, index: &Index<'s>, file: &str) -> FileRole<'s> {
        if self.config.kinds.is_empty() && self.surroundings == Surroundings::default() {
            return FileRole { integrations: self.declared.iter().collect(), ..FileRole::default() };
        }
        let relative = patterns::relative(&self.folder, Path::new(file)).unwrap_or_else(|| file.to_owned());
        let mut integrations: Vec<&Integration> = index.integrations_in(&relative).collect();
        // A declaration of the configuration says more than a bare `--profile`.
        let says_more = |bare: &Integration| {
            bare.set.is_empty() && integrations.iter().any(|known| known.profile.value == bare.profile.value)
        };
        let added: Vec<&Integration> = self.declared.iter().filter(|one| !says_more(one)).collect();
        integrations.extend(added);
        FileRole {
            kind: self.config.kind(&relative).map(|kind| kind.value),
            integrations,
            buckets: index.buckets_in(&relative).collect(),
            keys: index.keys_in(&relative).collect(),
        }
    }
}

fn selected(word: &str, names: &Names) -> Result<Fact<Selected>, Failure> {
    let otherwise = "`arnlint rules` lists rules and families, `arnlint profiles` integrations";
    let found = names.selected(word).map(stated);
    found.ok_or_else(|| unknown("rule, family or integration", word, names.selectable(), otherwise))
}

fn check_parameter(key: &str, value: &str, names: &Names) -> Result<(), Failure> {
    let known = parameter::find(key);
    if known.is_none() && !names.parameters.contains(key) {
        let stated = parameter::PARAMETERS.iter().map(|parameter| parameter.name);
        let all = stated.chain(names.parameters.iter().map(String::as_str));
        return Err(unknown("parameter", key, all, "`arnlint profiles` lists them"));
    }
    let shape = known.map_or(parameter::Shape::Text, |parameter| parameter.shape);
    parameter::check(shape, value, &std::collections::BTreeSet::new()).map_err(|wrong| {
        let help = wrong.help.map(|help| format!("; {help}")).unwrap_or_default();
        Failure::Usage(format!("`--set {key}={value}`: {}{help}", wrong.message))
    })
}

/// A name that is none, with the nearest one that is.
pub(super) fn unknown<'n>(
    what: &str,
    word: &str,
    known: impl Iterator<Item = &'n str>,
    otherwise: &str,
) -> Failure {
    let near = did_you_mean(word, known).unwrap_or_else(|| otherwise.to_owned());
    Failure::Usage(format!("there is no {what} `{word}`; {near}"))
}

/// A value of the command line, which no file states.
fn stated<T>(value: T) -> Fact<T> {
    Fact { value, span: Range::default().in_file(FileId(u32::MAX)), path: Vec::new() }
}
