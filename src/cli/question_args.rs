//! The command line of questions about all requests.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::args::{Colour, KindArg, SimulateFormat};

/// What `diff` takes.
#[derive(Debug, Args)]
pub struct DiffArgs {
    #[command(flatten)]
    /// How the question is put.
    pub question: QuestionArgs,
    /// The most requests to show of what is new, and of what is gone, each of another kind
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub regions: usize,
    /// Compare every policy of the files that differ from this revision of git with what it was there
    #[arg(long, value_name = "BASE")]
    pub git: Option<String>,
    /// The policy as it was and as it is to be; with `--git` the files and folders to look at [default: all]
    #[arg(value_name = "FILE", required_unless_present = "git")]
    pub files: Vec<PathBuf>,
}

/// What `public` takes.
#[derive(Debug, Args)]
pub struct PublicArgs {
    #[command(flatten)]
    /// How the question is put.
    pub question: QuestionArgs,
    /// Ask about callers from outside of this account instead; may be given several times
    #[arg(long, value_name = "ID", conflicts_with = "anonymous")]
    pub outside_account: Vec<String>,
    /// Ask about callers from outside of this organization instead; may be given several times
    #[arg(long, value_name = "ID", conflicts_with = "anonymous")]
    pub outside_org: Vec<String>,
    /// Ask about requests without a signature instead
    #[arg(long)]
    pub anonymous: bool,
    /// The most requests to show, each of another kind
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub regions: usize,
    /// Files with policies of resources, `-` for standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
}

/// What `grants` takes.
#[derive(Debug, Args)]
pub struct GrantsArgs {
    #[command(flatten)]
    /// How the question is put.
    pub question: QuestionArgs,
    /// Actions to ask about, in which `*` and `?` are wildcards (several: separated by commas); all if none is given
    #[arg(long, value_name = "ACTION", value_delimiter = ',')]
    pub actions: Vec<String>,
    /// ARNs of resources to ask about, in which `*` and `?` are wildcards; may be given several times
    #[arg(long, value_name = "ARN")]
    pub resources: Vec<String>,
    /// Caller to ask about, as a policy names it; may be given several times
    #[arg(long, value_name = "PRINCIPAL")]
    pub principal: Vec<String>,
    /// The most requests to show, each of another kind
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub regions: usize,
    /// Files with policies, `-` for standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
}

/// What every question about all requests takes.
#[derive(Debug, Args)]
pub struct QuestionArgs {
    /// Take the policies for this kind
    #[arg(long, value_enum, value_name = "KIND")]
    pub kind: Option<KindArg>,
    /// How `*` in the ARNs of resources is read: over the whole text, or part by part [default: what both agree on]
    #[arg(long, value_enum, value_name = "READING")]
    pub semantics: Option<SemanticsArg>,
    /// Which requests there are: those that the service reference has, or any text as action and resource
    #[arg(long, value_enum, value_name = "REQUESTS", default_value = "typed")]
    pub universe: UniverseArg,
    /// Facts about services to use, from `arnlint data update`, instead of those that arnlint carries
    #[arg(long, value_name = "FILE")]
    pub data: Option<PathBuf>,
    /// Output format [default: human]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<SimulateFormat>,
    /// When to colour the output
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub color: Colour,
}

/// Readings of `--semantics`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SemanticsArg {
    /// An ARN is one text, and a `*` may run over its colons.
    Flat,
    /// Each of the six parts of an ARN is matched on its own.
    Segment,
}

/// Requests of `--universe`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum UniverseArg {
    /// Actions of the service reference with the resources and condition keys that they work with.
    Typed,
    /// Any text as action and resource.
    Raw,
}
