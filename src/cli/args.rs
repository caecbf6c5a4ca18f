//! The command line.

use std::path::PathBuf;

use super::command::Command;
use clap::builder::styling::{AnsiColor, Effects, Styles};
use clap::{ArgGroup, Args, Parser, ValueEnum};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().effects(Effects::BOLD))
    .usage(AnsiColor::Green.on_default().effects(Effects::BOLD))
    .literal(AnsiColor::Cyan.on_default().effects(Effects::BOLD))
    .placeholder(AnsiColor::Cyan.on_default());

const AFTER_HELP: &str = "For help with a command, see `arnlint help <COMMAND>`.";

/// What `--principal` may be.
pub(super) const CALLERS: &str = "an IAM ARN, an account id, a service principal, or `anonymous`";

/// arnlint: a linter for AWS bucket and IAM policies that points at the exact value.
#[derive(Debug, Parser)]
#[command(name = "arnlint", version, styles = STYLES, max_term_width = 100, after_help = AFTER_HELP)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Output formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    /// For people: the value underlined in its line, with help.
    Human,
    /// `file:line:column: severity rule: message`, a line each.
    Concise,
    /// One JSON document.
    Json,
    /// Workflow commands that GitHub shows at the line of a pull request.
    Github,
}

/// Severities of `--fail-on`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Fail on errors and security findings.
    Error,
    /// The same as `error`.
    Security,
    /// Fail on warnings too.
    Warning,
    /// Fail on every finding.
    Suggestion,
}

/// Kinds of `--kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KindArg {
    /// Attached to a user, group or role.
    Identity,
    /// A bucket policy.
    Bucket,
    /// Another resource policy: key, queue, topic.
    Resource,
    /// A role's trust policy.
    Trust,
    /// Service control policy.
    Scp,
    /// Resource control policy.
    Rcp,
    /// VPC endpoint policy.
    Endpoint,
}

/// What `check` takes.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
#[derive(Debug, Args)]
#[command(group(ArgGroup::new("fixing").multiple(true)))]
pub struct CheckArgs {
    /// Files or folders to lint, `-` for standard input [default: .]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Output format [default: human]
    #[arg(long, value_enum, value_name = "FORMAT", help_heading = "Output")]
    pub format: Option<FormatArg>,
    /// When to colour the output
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto", help_heading = "Output")]
    pub color: Colour,
    /// Show findings of low confidence too
    #[arg(long, help_heading = "Output")]
    pub all: bool,
    /// Say for every policy what it was taken for
    #[arg(short, long, help_heading = "Output")]
    pub verbose: bool,

    /// Apply safe fixes: those that are proved to grant nothing new
    #[arg(long, group = "fixing", help_heading = "Fixes")]
    pub fix: bool,
    /// Apply also fixes that change what a policy grants, as their titles say
    #[arg(long, requires = "fixing", help_heading = "Fixes")]
    pub unsafe_fixes: bool,
    /// Print what would be fixed as a unified diff, and change nothing
    #[arg(long, group = "fixing", help_heading = "Fixes")]
    pub diff: bool,

    /// Rules, families or integrations to run, instead of those on by default; `all` for every rule (several: separated
    /// by commas)
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rule selection")]
    pub select: Vec<String>,
    /// Rules, families or integrations to run besides
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rule selection")]
    pub extend_select: Vec<String>,
    /// Rules, families or integrations not to run
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rule selection")]
    pub ignore: Vec<String>,
    /// Give findings of AWS's own checks the severities that AWS gives them
    ///
    /// This holds also where a name may be newer than the facts.
    #[arg(long, help_heading = "Rule selection")]
    pub strict: bool,
    /// Folder with rule pages of your own
    #[arg(long, value_name = "DIR", help_heading = "Rule selection")]
    pub rules: Vec<PathBuf>,

    /// Patterns of files to lint in folders, instead of the usual endings
    ///
    /// Those are the endings of policies, templates and pages.
    #[arg(long, value_name = "PATTERN", help_heading = "File selection")]
    pub include: Vec<String>,
    /// Patterns of files and folders to leave out
    #[arg(long, value_name = "PATTERN", help_heading = "File selection")]
    pub exclude: Vec<String>,
    /// Say nothing about named files that hold no policy (for commit hooks)
    #[arg(long, help_heading = "File selection")]
    pub skip_other: bool,
    /// Name of the file that standard input stands for; without paths, standard input is read
    #[arg(long, value_name = "NAME", help_heading = "File selection")]
    pub stdin_filename: Option<String>,

    /// Take every policy for this kind, whatever it looks like
    #[arg(long, value_enum, value_name = "KIND", help_heading = "Policies")]
    pub kind: Option<KindArg>,
    /// Integration that the policies serve (see `arnlint profiles`)
    #[arg(long, value_name = "NAME", help_heading = "Policies")]
    pub profile: Vec<String>,
    /// Parameter of that integration, such as `bucket=acme-logs`
    #[arg(long, value_name = "KEY=VALUE", requires = "profile", help_heading = "Policies")]
    pub set: Vec<String>,

    /// Configuration to read instead of the `arnlint.toml` found from the working folder upwards
    #[arg(long, value_name = "FILE", help_heading = "Configuration", conflicts_with = "isolated")]
    pub config: Option<PathBuf>,
    /// Read no configuration
    #[arg(long, help_heading = "Configuration")]
    pub isolated: bool,
    /// Facts about services to use, from `arnlint data update`
    ///
    /// They stand in for those that arnlint carries.
    #[arg(long, value_name = "FILE", help_heading = "Configuration")]
    pub data: Option<PathBuf>,
    /// Lowest severity that makes the command fail [default: warning]
    #[arg(long, value_enum, value_name = "SEVERITY", help_heading = "Miscellaneous")]
    pub fail_on: Option<FailOn>,
    /// Number of files read at a time [default: number of processors]
    #[arg(short = 'j', long, value_name = "N", help_heading = "Miscellaneous")]
    pub threads: Option<usize>,
}

/// What `conforms` takes.
#[derive(Debug, Args)]
pub struct ConformsArgs {
    /// Integration (see `arnlint profiles`)
    #[arg(long, value_name = "NAME")]
    pub profile: String,
    /// Parameter of the integration, such as `bucket=acme-logs`; may be given several times
    #[arg(long, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
    /// Take the policies for this kind
    #[arg(long, value_enum, value_name = "KIND")]
    pub kind: Option<KindArg>,
    /// Folder with integrations of your own
    #[arg(long, value_name = "DIR")]
    pub rules: Vec<PathBuf>,
    /// When to colour the output
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub color: Colour,
    /// Configuration to read instead of the `arnlint.toml` found from the working folder upwards
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub config: Option<PathBuf>,
    /// Read no configuration
    #[arg(long)]
    pub isolated: bool,
    /// Facts about services to use, from `arnlint data update`, instead of those that arnlint carries
    #[arg(long, value_name = "FILE")]
    pub data: Option<PathBuf>,
    /// Files with all policies that the integration needs, `-` for standard input
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
}

/// What `simulate` takes.
#[derive(Debug, Args)]
pub struct SimulateArgs {
    /// The caller.
    #[arg(long, value_name = "PRINCIPAL", help = format!("Who asks: {CALLERS}"))]
    pub principal: Option<String>,
    /// What is asked for, such as `s3:GetObject`
    #[arg(long, value_name = "ACTION")]
    pub action: Option<String>,
    /// On what: an ARN, in which `*` and `?` stand for any text; `*` alone for actions without a resource
    #[arg(long, value_name = "ARN", default_value = "*")]
    pub resource: String,
    /// Context key with its value; one key several times is a list
    #[arg(long, value_name = "KEY=VALUE")]
    pub context: Vec<String>,
    /// Context key that the request does not have
    #[arg(long, value_name = "KEY")]
    pub absent: Vec<String>,
    /// The request as JSON instead, as `aws iam simulate-custom-policy --cli-input-json` takes it and as `arnlint diff`
    /// writes it; `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["principal", "action", "resource", "context", "absent"])]
    pub request: Option<PathBuf>,
    /// File with the permissions boundary of the caller
    #[arg(long, value_name = "FILE", help_heading = "Policies")]
    pub boundary: Option<PathBuf>,
    /// File with a policy that was passed when the session was made; may be given several times
    #[arg(long, value_name = "FILE", help_heading = "Policies")]
    pub session_policy: Vec<PathBuf>,
    /// File with the service control policies of one level of the organization: root, unit or account; once a level
    #[arg(long, value_name = "FILE", help_heading = "Policies")]
    pub scp: Vec<PathBuf>,
    /// File with the resource control policies of one level of the organization; once a level
    #[arg(long, value_name = "FILE", help_heading = "Policies")]
    pub rcp: Vec<PathBuf>,
    /// File with the policy of the VPC endpoint that the request passes
    #[arg(long, value_name = "FILE", help_heading = "Policies")]
    pub endpoint: Option<PathBuf>,
    /// Take the policies for this kind
    #[arg(long, value_enum, value_name = "KIND", help_heading = "Policies")]
    pub kind: Option<KindArg>,
    /// Facts about services to use, from `arnlint data update`, instead of those that arnlint carries
    #[arg(long, value_name = "FILE")]
    pub data: Option<PathBuf>,
    /// Output format [default: human]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<SimulateFormat>,
    /// When to colour the output
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub color: Colour,
    /// Files with policies of the caller and of the resource, `-` for standard input
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// Output formats of `simulate`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SimulateFormat {
    /// For people.
    Human,
    /// One JSON document.
    Json,
}

/// What `rules` takes.
#[derive(Debug, Args)]
pub struct RulesArgs {
    /// Folder with rule pages of your own
    #[arg(long, value_name = "DIR")]
    pub rules: Vec<PathBuf>,
    /// Output as one JSON document
    #[arg(long)]
    pub json: bool,
}

/// What `profiles` takes.
#[derive(Debug, Args)]
pub struct ProfilesArgs {
    /// Folder with rule pages of your own
    #[arg(long, value_name = "DIR")]
    pub rules: Vec<PathBuf>,
}

/// What `explain` takes.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// Name of the rule or integration
    #[arg(value_name = "RULE")]
    pub rule: String,
    /// Folder with rule pages of your own
    #[arg(long, value_name = "DIR")]
    pub rules: Vec<PathBuf>,
}

/// What `test` takes.
#[derive(Debug, Args)]
pub struct TestArgs {
    /// Folder with rule pages
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Write the output of every failing example into its page
    #[arg(long)]
    pub update: bool,
    /// When to colour the output
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub color: Colour,
}

/// What `data` takes.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct DataArgs {
    /// What to do instead of showing them
    #[command(subcommand)]
    pub command: Option<DataCommand>,
    /// Output as one JSON document
    #[arg(long)]
    pub json: bool,
    /// Configuration to read instead of the `arnlint.toml` found from the working folder upwards
    #[arg(long, value_name = "FILE", conflicts_with = "isolated")]
    pub config: Option<PathBuf>,
    /// Read no configuration: show the facts that arnlint carries
    #[arg(long)]
    pub isolated: bool,
}

/// What can be done with the facts about services.
#[derive(Debug, clap::Subcommand)]
pub enum DataCommand {
    /// Write newer facts to a file, from documents of AWS's Service Reference that you have downloaded
    #[command(after_help = UPDATE_HELP)]
    Update(UpdateArgs),
}

const UPDATE_HELP: &str = "\
Each document is the JSON that https://servicereference.us-east-1.amazonaws.com/v1/SERVICE/SERVICE.json gives; the list at
the root of that server has them all. arnlint itself never uses the network.

What a document lacks and arnlint knew is kept as retired; services without a document stay as they are.";

/// What `data update` takes.
#[derive(Debug, Args)]
pub struct UpdateArgs {
    /// Folder with the documents: every file below it that ends in `.json`
    #[arg(long, value_name = "DIR")]
    pub from: PathBuf,
    /// File to write [default: the one that the configuration names as `data`, else `arnlint-data.bin` beside it]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Day that the documents are of, as `YYYY-MM-DD` [default: the day, in UTC, on which the newest of them was modified]
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
}

/// What `new` takes.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// Family and name of the rule, such as `s3/my-rule`
    #[arg(value_name = "FAMILY/NAME")]
    pub rule: String,
    /// Folder for the page
    #[arg(long, value_name = "DIR", default_value = "rules")]
    pub rules: PathBuf,
    /// Start an integration instead of a selector
    #[arg(long)]
    pub profile: bool,
}
