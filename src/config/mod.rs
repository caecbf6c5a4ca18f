//! `arnlint.toml`: what to lint and how, and the facts around the policies, read with spans.
//!
//! The file stands in the folder of the policies or above it; the nearest one counts. Every path and pattern in it is
//! relative to its folder, with `/` between the parts. All keys are optional.
//!
//! ## What to lint
//!
//! ```toml
//! include = ["policies/**/*.json"]     # look at these files only
//! exclude = ["vendor", "**/*.bak"]     # and never at these
//! select = ["integrations", "missing-version"]  # run these rules only: names of rules, families, integrations, "all"
//! extend-select = ["exposure"]         # and these besides: the way to a rule that is off by default
//! ignore = ["cloudtrail"]              # and never these
//! fail-on = "security"                 # suggestion, warning (default), security or error
//! strict = true                        # severities as AWS's own checks have them, also where a name may be newer
//! data = "arnlint-data.bin"            # facts about AWS services, in place of those that arnlint carries
//!
//! [kinds]                              # kind of policy, where the file does not tell
//! trust = ["trust/*.json"]             # identity, bucket, resource, trust, scp, rcp or endpoint
//!
//! [rules]                              # "off", or a severity for one rule, which also runs one that is off by default
//! missing-version = "off"
//! requester-pays = "warning"
//! ```
//!
//! In patterns `*` and `?` stop at a `/`, `**` stands for any number of folders, `{a,b}` for alternatives and `[…]` for
//! one of some characters. A pattern that matches a folder covers all that is in it. Where two entries speak of the
//! same rule, the one that names the rule itself wins over the one that names its family or integration; of two alike,
//! `ignore` wins over `select`. Some rules are off by default (`arnlint rules` marks them): they run where a word of
//! `select` or `extend-select` names them, their family or `all`, or where `[rules]` gives them a severity.
//!
//! `arnlint data update` writes the file of `data` from documents of AWS's Service Reference. A file that is missing,
//! damaged or of another format is a mistake: nobody would see that the run went by older facts.
//!
//! ## Facts about buckets
//!
//! What is stated here is checked together with the policies. What is not stated is not guessed.
//!
//! ```toml
//! [[buckets]]
//! name = "acme-logs"                   # the only key that must be there
//! policy = ["bucket-policy.json"]      # files that hold its bucket policy; [] says that it has none
//! region = "eu-west-1"
//! account = "111122223333"
//! requester-pays = false
//! encryption = "aws:kms"               # AES256, aws:kms or aws:kms:dsse
//! kms-key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
//! bucket-key = true
//! object-ownership = "BucketOwnerEnforced"      # or BucketOwnerPreferred, ObjectWriter
//! public-access-block = true           # or false, or { block-public-acls = true, … } for single settings
//! lifecycle = [                        # [] says that there are no rules
//!   { prefix = "tmp/", expiration-days = 30 },
//!   { transition = ["GLACIER"], enabled = false },
//!   { abort-multipart-days = 7, narrowed = true },
//! ]
//! intelligent-tiering = [{ prefix = "", tiers = ["ARCHIVE_ACCESS"] }]
//! answers = ["saved/get-bucket-encryption.json"]
//! ```
//!
//! The settings of `public-access-block` are `block-public-acls`, `ignore-public-acls`, `block-public-policy` and
//! `restrict-public-buckets`. A lifecycle rule is enabled and for all objects if nothing else is said; `narrowed` says
//! that a tag or a size also decides; objects that expire at a date have `expiration-date` instead of
//! `expiration-days`. A KMS key may be an ARN, an id, an alias or the ARN of an alias; without one it is the AWS
//! managed key.
//!
//! `answers` names files with what the AWS CLI printed about the bucket, each told by its content: `aws s3api`
//! `get-bucket-location`, `head-bucket`, `get-bucket-request-payment`, `get-bucket-encryption`,
//! `get-bucket-ownership-controls`, `get-public-access-block`, `get-bucket-lifecycle-configuration`,
//! `list-bucket-intelligent-tiering-configurations` and `get-bucket-policy`, in JSON. A fact may be stated here and in
//! an answer as long as both say the same.
//!
//! ## Facts about trails and keys
//!
//! ```toml
//! [[trails]]
//! arn = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main"
//! name = "main"
//! account = "111122223333"
//! home-region = "eu-west-1"            # name, account and region are taken from the ARN where it is stated
//! bucket = "acme-logs"
//! prefix = "audit"                     # "" says that it has none
//! organization = true
//! org-id = "o-exampleorgid"
//! validation = true                    # log file validation
//! multi-region = true
//! kms-key = ""                         # "" says that the log files are not encrypted with a key
//! answers = ["saved/describe-trails.json"]
//!
//! [[keys]]
//! arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
//! alias = ["alias/logs"]
//! policy = "key-policy.json"           # the key policy itself or the answer of aws kms get-key-policy
//! ```
//!
//! The answers of `aws cloudtrail describe-trails` and `get-trail` may hold many trails: an entry with `arn` or `name`
//! is about that trail of them, an entry without is about all of them.
//!
//! ## Services that write into buckets
//!
//! ```toml
//! [[deliveries]]
//! service = "vpc-flow-logs"            # or cloudtrail, load-balancer, waf, firehose
//! bucket = "acme-logs"
//! prefix = "vpc"                       # "" says that it has none
//! account = "111122223333"
//! region = "eu-west-1"                 # multi-region = true where there are several
//! file-size-mb = 64                    # at which a new file is started
//! packed = false
//! ```
//!
//! Trails of `[[trails]]` count without being named here.
//!
//! ## Integrations
//!
//! ```toml
//! [[integrations]]
//! profile = "cloudtrail"               # the name of the integration
//! files = ["bucket-policy.json"]       # policies that serve it
//! complete = true                      # these files are all that the identity has: a missing grant is an error
//! bucket = "acme-logs"
//! prefix = "audit"
//! account = ["111122223333", "444455556666"]    # every parameter takes a list, too
//! ```
//!
//! The parameters are those of `--set`: see [`crate::surroundings::parameter::PARAMETERS`]. An account id may be written
//! as a number, unless it begins with 0.
//!
//! ## Mistakes
//!
//! A run with a mistake in this file ends with 2: unknown keys and names, values of another type or shape, patterns
//! that are none, files that cannot be read or are no answers, policies of `[kinds]`, `[[buckets]]` and
//! `[[integrations]]` that are named without a wildcard and do not exist, facts that contradict each other. All are
//! shown at once, except that behind the first mistake in TOML's own grammar nothing else is looked at. What
//! `--stdin-filename` names need not exist. The code of a region that is newer than this arnlint goes into
//! `extra-regions = ["…"]`.

mod buckets;
mod deliveries;
mod files;
mod integrations;
mod keys;
mod lifecycle;
mod lint;
mod load;
mod mistake;
mod names;
mod trails;
mod value;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use crate::aws::Catalog;
use crate::finding::{PolicyKind, Severity};
use crate::surroundings::{Fact, Patterns, Surroundings, patterns};
use crate::text::{FileId, SourceFile};

pub use files::{Exists, NewFile, Read};
pub use load::load;
pub use mistake::Mistake;
pub use names::{Names, Selected};

/// The name of the file.
pub const FILE_NAME: &str = "arnlint.toml";

/// What a configuration says about the run; the facts are in [`Surroundings`].
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// Files to look at; empty for whatever the caller finds.
    pub include: Patterns,
    /// Files and folders not to look at.
    pub exclude: Patterns,
    /// What to run; empty for the rules that are on by default.
    pub select: Vec<Fact<Selected>>,
    /// What to run besides.
    pub extend_select: Vec<Fact<Selected>>,
    /// What not to run.
    pub ignore: Vec<Fact<Selected>>,
    /// The least severity that fails the run.
    pub fail_on: Option<Fact<Severity>>,
    /// Kinds of policies by file, in the order of the text.
    pub kinds: Vec<(Fact<PolicyKind>, Patterns)>,
    /// Levels of rules, by the name of the rule that counts.
    pub rules: BTreeMap<String, Fact<Level>>,
    /// Whether findings of AWS's own checks have the severities that AWS gives them.
    pub strict: Option<Fact<bool>>,
    /// The file with facts about services, as stated.
    pub data: Option<Fact<String>>,
}

/// What `[rules]` says about one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// It does not run.
    Off,
    /// Its findings have this severity.
    At(Severity),
}

impl Config {
    /// Whether a file is to be linted, by its path as [`crate::surroundings::patterns::relative`] makes it.
    pub fn covers(&self, file: &str) -> bool {
        (self.include.is_empty() || self.include.matches(file)) && !self.exclude.matches(file)
    }

    /// The kind that is stated for a file; the first statement counts.
    pub fn kind(&self, file: &str) -> Option<&Fact<PolicyKind>> {
        self.kinds.iter().find(|(_, patterns)| patterns.matches(file)).map(|(kind, _)| kind)
    }

    /// Whether a rule runs. `integration` is the profile that a finding of the rule is about, if it is about one;
    /// `is_default` says whether it runs without being asked for.
    pub fn runs(&self, rule: &str, family: &str, integration: Option<&str>, is_default: bool) -> bool {
        let level = self.rules.get(rule).map(|level| level.value);
        if level == Some(Level::Off) {
            return false;
        }
        let exact = |list: &[Fact<Selected>]| {
            list.iter().any(|entry| matches!(&entry.value, Selected::Rule(name) if name == rule))
        };
        let broad = |list: &[Fact<Selected>]| {
            list.iter().any(|entry| match &entry.value {
                Selected::Rule(_) => false,
                Selected::All => true,
                Selected::Family(name) => name == family,
                Selected::Profile(name) => Some(name.as_str()) == integration,
            })
        };
        if exact(&self.ignore) {
            return false;
        }
        if exact(&self.select) || exact(&self.extend_select) {
            return true;
        }
        // Whoever gives a rule a severity wants to see its findings.
        let runs_unasked = || self.select.is_empty() && (is_default || level.is_some());
        !broad(&self.ignore) && (broad(&self.select) || broad(&self.extend_select) || runs_unasked())
    }

    /// The severity that is stated for a rule.
    pub fn severity(&self, rule: &str) -> Option<Severity> {
        match self.rules.get(rule)?.value {
            Level::Off => None,
            Level::At(severity) => Some(severity),
        }
    }
}

/// The text of a configuration and where it comes from.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Its path; the paths in it are relative to the folder of this path.
    pub path: &'a Path,
    /// Its text.
    pub text: &'a str,
    /// Its id.
    pub file: FileId,
}

/// What came out of a configuration.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// What to lint and how.
    pub config: Config,
    /// The facts.
    pub surroundings: Surroundings,
    /// Facts about services, where a file with them is named and can be used.
    pub catalog: Option<Catalog>,
    /// What is wrong, in the order of the text; with any, the run cannot do its job.
    pub mistakes: Vec<Mistake>,
    /// The files that it names and that were read, for reports that point into them.
    pub files: Vec<(FileId, SourceFile)>,
}

/// The nearest configuration: in the folder `start` or in one above it.
///
/// Fails where `start` does not exist or a folder on the way may not be looked into: a configuration may be hidden
/// there.
pub fn find(start: &Path) -> io::Result<Option<PathBuf>> {
    let here = start.join(FILE_NAME);
    if is_file(&here)? {
        return Ok(Some(here));
    }
    let start = if start.as_os_str().is_empty() { Path::new(".") } else { start };
    std::fs::metadata(start)?;
    for folder in patterns::folded(start).unwrap_or_default().ancestors().skip(1) {
        let candidate = folder.join(FILE_NAME);
        if is_file(&candidate)? {
            return Ok(Some(candidate));
        }
    }
    Ok(None)
}

fn is_file(path: &Path) -> io::Result<bool> {
    match std::fs::metadata(path) {
        Ok(metadata) => Ok(metadata.is_file()),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(false)
        }
        Err(error) => Err(error),
    }
}
