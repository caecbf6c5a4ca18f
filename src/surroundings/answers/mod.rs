//! Saved answers of the AWS CLI, told apart by what is in them.

mod bucket;
mod cursor;
mod lifecycle;
mod policy;
mod trail;

use std::borrow::Cow;
use std::sync::Arc;

use super::{Encryption, Fact, IntelligentTiering, KeyPolicy, LifecycleRule, PublicAccessBlock, Trail};
use crate::finding::Step;
use crate::json::{self, Kind, Tree};
use crate::text::{FileId, Range, Span};

use cursor::At;

/// What a saved answer says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// `aws s3api get-bucket-location` or `head-bucket`: the region, and the bucket's name where the answer has it.
    Region(Fact<String>, Option<Fact<String>>),
    /// `aws s3api get-bucket-request-payment`: whether the requester pays.
    RequesterPays(Fact<bool>),
    /// `aws s3api get-bucket-encryption`
    Encryption(Encryption),
    /// `aws s3api get-bucket-ownership-controls`
    Ownership(Fact<String>),
    /// `aws s3api get-public-access-block`, or `aws s3control get-public-access-block`
    PublicAccessBlock(PublicAccessBlock),
    /// `aws s3api get-bucket-lifecycle-configuration`
    Lifecycle(Fact<Vec<LifecycleRule>>),
    /// `aws s3api list-bucket-intelligent-tiering-configurations` or `get-bucket-intelligent-tiering-configuration`
    IntelligentTiering(Fact<Vec<IntelligentTiering>>),
    /// `aws cloudtrail describe-trails` or `get-trail`
    Trails(Vec<Trail>),
    /// `aws kms get-key-policy`, `aws s3api get-bucket-policy`, or the bare policy
    Policy(KeyPolicy),
}

impl Answer {
    /// The command that gives such an answer, for people.
    pub fn command(&self) -> &'static str {
        match self {
            Self::Region(..) => "get-bucket-location",
            Self::RequesterPays(_) => "get-bucket-request-payment",
            Self::Encryption(_) => "get-bucket-encryption",
            Self::Ownership(_) => "get-bucket-ownership-controls",
            Self::PublicAccessBlock(_) => "get-public-access-block",
            Self::Lifecycle(_) => "get-bucket-lifecycle-configuration",
            Self::IntelligentTiering(_) => "list-bucket-intelligent-tiering-configurations",
            Self::Trails(_) => "describe-trails",
            Self::Policy(_) => "get-key-policy",
        }
    }
}

/// Why a file is no answer, in words for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerProblem {
    /// What is wrong, to be read after the file's name.
    pub message: String,
    /// Where in the file.
    pub span: Span,
    /// Path inside the file.
    pub path: Vec<Step>,
    /// What stands there.
    pub label: String,
    /// What to do.
    pub help: Option<String>,
}

/// Reads an answer from the text of a file.
pub fn read(text: &str, file: FileId) -> Result<Answer, AnswerProblem> {
    let (tree, problems) = json::parse(Cow::Owned(text.to_owned()), file, None);
    let tree = Arc::new(tree);
    if text.trim_start_matches('\u{feff}').trim().is_empty() {
        return Err(AnswerProblem {
            message: "is empty".to_owned(),
            span: Range::default().in_file(file),
            path: Vec::new(),
            label: "nothing here".to_owned(),
            help: Some("save the answer again: the command prints nothing where it fails".to_owned()),
        });
    }
    let Some(root) = tree.root().map(|node| At::root(&tree, node)) else {
        return Err(not_json(&tree, Range::default()));
    };
    if policy::is_policy(&root) {
        return Ok(Answer::Policy(policy::bare(&tree, &root, problems)));
    }
    if let Some(problem) = problems.iter().find(|problem| problem.is_syntax()) {
        return Err(not_json(&tree, problem.range));
    }
    recognise(&root)
}

fn recognise(root: &At<'_>) -> Result<Answer, AnswerProblem> {
    if root.kind() == Kind::String {
        return policy::inside(root).map(Answer::Policy);
    }
    for (name, reader) in READERS {
        if let Some(member) = root.get(name) {
            return reader(root, &member);
        }
    }
    Err(root.problem("is no answer that arnlint can use", "none of the known members is in here").with_help(
        "known are the answers of `aws s3api get-bucket-…`, `get-public-access-block` and `head-bucket`, of `aws \
         cloudtrail describe-trails` and of `aws kms get-key-policy`",
    ))
}

type Reader = fn(&At<'_>, &At<'_>) -> Result<Answer, AnswerProblem>;

/// Which member tells which answer; the reader gets the whole answer and that member.
const READERS: [(&str, Reader); 12] = [
    ("LocationConstraint", bucket::location),
    ("BucketRegion", bucket::head),
    ("Payer", bucket::request_payment),
    ("ServerSideEncryptionConfiguration", bucket::encryption),
    ("OwnershipControls", bucket::ownership),
    ("PublicAccessBlockConfiguration", bucket::public_access_block),
    ("IntelligentTieringConfigurationList", lifecycle::tiering_list),
    ("IntelligentTieringConfiguration", lifecycle::tiering),
    ("trailList", trail::list),
    ("Trail", trail::one),
    ("Policy", policy::member),
    ("Rules", lifecycle::rules),
];

fn not_json(tree: &Tree<'_>, range: Range) -> AnswerProblem {
    AnswerProblem {
        message: "is not valid JSON".to_owned(),
        span: tree.span_of(range),
        path: Vec::new(),
        label: "JSON ends here".to_owned(),
        help: Some("save the answer with `--output json`".to_owned()),
    }
}
