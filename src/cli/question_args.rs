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
    /// File with the policy as it was
    #[arg(value_name = "OLD", required = true)]
    pub old: PathBuf,
    /// File with the policy as it is to be
    #[arg(value_name = "NEW", required = true)]
    pub new: PathBuf,
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
