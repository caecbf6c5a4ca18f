//! The commands by name. Of a command that is not asked for only the name and the line in the list are made: most of
//! what a short run costs would else be the options of the others.

use clap::{ArgMatches, Args, FromArgMatches, Subcommand};

use super::args::{
    CheckArgs, Colour, ConformsArgs, DataArgs, ExplainArgs, NewArgs, ProfilesArgs, RulesArgs, SimulateArgs,
    TestArgs,
};
use super::question_args::{DiffArgs, GrantsArgs, PublicArgs};

const CHECK_CODES: &str = "\
Exit codes:
  0  no finding at or above `--fail-on`
  1  such findings
  2  the job could not be done: bad arguments, a bad configuration, a file that cannot be read";

const CONFORMS_CODES: &str = "\
Exit codes:
  0  yes: every request of the integration is allowed
  1  no: one of them is not
  2  the job could not be done
  3  it cannot be told, also where a policy that the integration needs is not among the files";

const SIMULATE_CODES: &str = "\
Exit codes:
  0  the request is allowed
  1  it is denied, or nothing allows it
  2  the job could not be done
  3  it cannot be told";

const DIFF_CODES: &str = "\
Exit codes:
  0  the new policy allows nothing that the old one did not
  1  it does
  2  the job could not be done
  3  it cannot be told";

const POSSIBLE_CODES: &str = "\
Exit codes:
  0  no such request is allowed
  1  one is
  2  the job could not be done
  3  it cannot be told";

const TEST_CODES: &str = "\
Exit codes:
  0  every example does what its page says
  1  one of them does not
  2  the job could not be done, or a page has a mistake";

/// The commands.
#[derive(Debug)]
pub enum Command {
    /// Lint policies in files and folders.
    Check(Box<CheckArgs>),
    /// Ask whether a policy lets an integration do all that it needs.
    Conforms(ConformsArgs),
    /// Ask whether one request is allowed by policies.
    Simulate(Box<SimulateArgs>),
    /// Ask what one policy allows that another one does not.
    Diff(Box<DiffArgs>),
    /// Ask whether a policy of a resource lets in anybody from outside.
    Public(Box<PublicArgs>),
    /// Ask whether a policy allows some access at all.
    Grants(Box<GrantsArgs>),
    /// List the rules.
    Rules(RulesArgs),
    /// Show a rule's page.
    Explain(ExplainArgs),
    /// List the integrations that policies are checked for.
    Profiles(ProfilesArgs),
    /// Show the facts about services, or write newer ones to a file.
    Data(DataArgs),
    /// Run the examples of your own rule pages.
    Test(TestArgs),
    /// Write a rule page to start from.
    New(NewArgs),
}

impl Command {
    /// What `--color` says.
    pub fn colour(&self) -> Colour {
        match self {
            Self::Check(args) => args.color,
            Self::Conforms(args) => args.color,
            Self::Simulate(args) => args.color,
            Self::Diff(args) => args.question.color,
            Self::Public(args) => args.question.color,
            Self::Grants(args) => args.question.color,
            Self::Test(args) => args.color,
            Self::Rules(_) | Self::Explain(_) | Self::Profiles(_) | Self::Data(_) | Self::New(_) => {
                Colour::Auto
            }
        }
    }
}

const CHECK: &str = "Lint policies in files and folders";
const CONFORMS: &str =
    "Ask whether a policy lets an integration do all that it needs: yes or no, with the request that fails";
const SIMULATE: &str = "Ask whether one request is allowed by policies, and by which statement";
const DIFF: &str =
    "Ask whether a policy allows anything that its older version did not, with a request that shows it";
const PUBLIC: &str =
    "Ask whether the policy of a resource lets in anybody from outside, with a request that shows it";
const GRANTS: &str = "Ask whether a policy ever grants some access, with a request that shows it";
const RULES: &str = "List the rules";
const EXPLAIN: &str = "Show a rule's page: what it finds, why it matters, what to do";
const PROFILES: &str = "List the integrations that policies are checked for";
const DATA: &str = "Show which facts about AWS services are used, or write newer ones to a file";
const TEST: &str = "Run the examples of your own rule pages";
const NEW: &str = "Write a rule page to start from";

/// A command as the list shows it, and what adds its options once it is asked for. The comment of the options' type is
/// for readers of the code, so that the line of the list is set again behind it.
struct Entry {
    name: &'static str,
    about: &'static str,
    codes: Option<&'static str>,
    options: fn(clap::Command) -> clap::Command,
}

const ENTRIES: [Entry; 12] = [
    Entry {
        name: "check",
        about: CHECK,
        codes: Some(CHECK_CODES),
        options: |own| CheckArgs::augment_args(own).about(CHECK),
    },
    Entry {
        name: "conforms",
        about: CONFORMS,
        codes: Some(CONFORMS_CODES),
        options: |own| ConformsArgs::augment_args(own).about(CONFORMS),
    },
    Entry {
        name: "simulate",
        about: SIMULATE,
        codes: Some(SIMULATE_CODES),
        options: |own| SimulateArgs::augment_args(own).about(SIMULATE),
    },
    Entry {
        name: "diff",
        about: DIFF,
        codes: Some(DIFF_CODES),
        options: |own| DiffArgs::augment_args(own).about(DIFF),
    },
    Entry {
        name: "public",
        about: PUBLIC,
        codes: Some(POSSIBLE_CODES),
        options: |own| PublicArgs::augment_args(own).about(PUBLIC),
    },
    Entry {
        name: "grants",
        about: GRANTS,
        codes: Some(POSSIBLE_CODES),
        options: |own| GrantsArgs::augment_args(own).about(GRANTS),
    },
    Entry {
        name: "rules",
        about: RULES,
        codes: None,
        options: |own| RulesArgs::augment_args(own).about(RULES),
    },
    Entry {
        name: "explain",
        about: EXPLAIN,
        codes: None,
        options: |own| ExplainArgs::augment_args(own).about(EXPLAIN),
    },
    Entry {
        name: "profiles",
        about: PROFILES,
        codes: None,
        options: |own| ProfilesArgs::augment_args(own).about(PROFILES),
    },
    Entry { name: "data", about: DATA, codes: None, options: |own| DataArgs::augment_args(own).about(DATA) },
    Entry {
        name: "test",
        about: TEST,
        codes: Some(TEST_CODES),
        options: |own| TestArgs::augment_args(own).about(TEST),
    },
    Entry { name: "new", about: NEW, codes: None, options: |own| NewArgs::augment_args(own).about(NEW) },
];

impl FromArgMatches for Command {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Self::from_arg_matches_mut(&mut matches.clone())
    }

    fn from_arg_matches_mut(matches: &mut ArgMatches) -> Result<Self, clap::Error> {
        let (name, mut given) = matches.remove_subcommand().ok_or_else(no_command)?;
        let given = &mut given;
        Ok(match name.as_str() {
            "check" => Self::Check(Box::new(CheckArgs::from_arg_matches_mut(given)?)),
            "conforms" => Self::Conforms(ConformsArgs::from_arg_matches_mut(given)?),
            "simulate" => Self::Simulate(Box::new(SimulateArgs::from_arg_matches_mut(given)?)),
            "diff" => Self::Diff(Box::new(DiffArgs::from_arg_matches_mut(given)?)),
            "public" => Self::Public(Box::new(PublicArgs::from_arg_matches_mut(given)?)),
            "grants" => Self::Grants(Box::new(GrantsArgs::from_arg_matches_mut(given)?)),
            "rules" => Self::Rules(RulesArgs::from_arg_matches_mut(given)?),
            "explain" => Self::Explain(ExplainArgs::from_arg_matches_mut(given)?),
            "profiles" => Self::Profiles(ProfilesArgs::from_arg_matches_mut(given)?),
            "data" => Self::Data(DataArgs::from_arg_matches_mut(given)?),
            "test" => Self::Test(TestArgs::from_arg_matches_mut(given)?),
            "new" => Self::New(NewArgs::from_arg_matches_mut(given)?),
            _ => return Err(no_command()),
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Subcommand for Command {
    fn augment_subcommands(command: clap::Command) -> clap::Command {
        ENTRIES.iter().fold(command, |command, entry| {
            let mut own = clap::Command::new(entry.name).about(entry.about).defer(entry.options);
            if let Some(codes) = entry.codes {
                own = own.after_help(codes);
            }
            command.subcommand(own)
        })
    }

    fn augment_subcommands_for_update(command: clap::Command) -> clap::Command {
        Self::augment_subcommands(command)
    }

    fn has_subcommand(name: &str) -> bool {
        ENTRIES.iter().any(|entry| entry.name == name)
    }
}

fn no_command() -> clap::Error {
    clap::Error::raw(clap::error::ErrorKind::MissingSubcommand, "a command is missing")
}
