//! Which part each policy of a question plays: what its kind says, or the option that it was given by.

use std::path::{Path, PathBuf};

use super::args::SimulateArgs;
use super::check::kind;
use super::conforms::inputs;
use crate::access::{Layer, PolicyRole};
use crate::engine::Input;
use crate::finding::PolicyKind;
use crate::input::Failure;

/// Files with the part that their policies play; `None` for what their kinds say.
pub(super) struct Files {
    /// The files.
    pub(super) inputs: Vec<Input>,
    layers: Vec<Option<Layer>>,
    stated: Option<PolicyKind>,
}

impl Files {
    /// The files of the command line: those without an option first.
    pub(super) fn new(args: &SimulateArgs) -> Result<Self, Failure> {
        let mut files = Self { inputs: Vec::new(), layers: Vec::new(), stated: args.kind.map(kind) };
        files.add(&args.files, |_| None)?;
        let one = |path: &Option<PathBuf>| -> Vec<PathBuf> { path.iter().cloned().collect() };
        files.add(&one(&args.boundary), |_| Some(Layer::Boundary))?;
        files.add(&args.session_policy, |_| Some(Layer::Session))?;
        files.add(&args.scp, |level| Some(Layer::Scp(Some(level))))?;
        files.add(&args.rcp, |level| Some(Layer::Rcp(Some(level))))?;
        files.add(&one(&args.endpoint), |_| Some(Layer::Endpoint))?;
        if files.inputs.is_empty() {
            return Err(Failure::Usage("name a file with a policy".to_owned()));
        }
        let asked = [args.files.as_slice(), &args.scp, &args.rcp, &args.session_policy].concat();
        if asked.iter().filter(|path| path.as_os_str() == "-").count() > 1 {
            return Err(Failure::Usage("standard input can be read once only".to_owned()));
        }
        Ok(files)
    }

    fn add(&mut self, paths: &[PathBuf], layer: impl Fn(usize) -> Option<Layer>) -> Result<(), Failure> {
        for (number, input) in inputs(paths)?.into_iter().enumerate() {
            self.inputs.push(input);
            self.layers.push(layer(number));
        }
        Ok(())
    }

    /// What the policies of an input are taken for, if that is said.
    pub(super) fn kind(&self, input: &Input) -> Option<PolicyKind> {
        let at = self.inputs.iter().position(|one| std::ptr::eq(one, input))?;
        match self.layers.get(at)? {
            None => self.stated,
            Some(Layer::Scp(_)) => Some(PolicyKind::Scp),
            Some(Layer::Rcp(_)) => Some(PolicyKind::Rcp),
            Some(Layer::Endpoint) => Some(PolicyKind::Endpoint),
            Some(_) => Some(PolicyKind::Identity),
        }
    }

    /// The part of a policy of this input and kind.
    pub(super) fn layer(&self, input: usize, kind: PolicyKind) -> Layer {
        match (self.layers.get(input), kind) {
            (Some(Some(layer)), _) => *layer,
            (_, PolicyKind::Identity) => Layer::Granting(PolicyRole::Identity),
            (_, PolicyKind::Trust) => Layer::Granting(PolicyRole::Trust),
            (_, PolicyKind::Bucket | PolicyKind::Resource) => Layer::Granting(PolicyRole::Resource),
            (_, PolicyKind::Scp) => Layer::Scp(None),
            (_, PolicyKind::Rcp) => Layer::Rcp(None),
            (_, PolicyKind::Endpoint) => Layer::Endpoint,
        }
    }

    /// Whether the input was given without an option.
    pub(super) fn is_plain(&self, input: usize) -> bool {
        self.layers.get(input) == Some(&None)
    }
}

/// The text of a file, or of standard input for `-`.
pub(super) fn text_of(path: &Path) -> Result<String, Failure> {
    let read = |error: &std::io::Error| Failure::read(path, error);
    if path.as_os_str() == "-" {
        return std::io::read_to_string(std::io::stdin()).map_err(|error| read(&error));
    }
    std::fs::read_to_string(path).map_err(|error| read(&error))
}
