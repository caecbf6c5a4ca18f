//! Terraform's modules among the inputs: all files of one folder are read together.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use super::Input;
use crate::finding::PolicyKind;
use crate::input::collect::display;
use crate::input::documents::Documents;
use crate::input::syntax::{self, Syntax};
use crate::policy::KindFrom;
use crate::template::terraform::{self, Bodies, Broken, Files, Module};
use crate::text::{FileId, SourceFile, decode};

/// Files that one module may read by `file()` and `templatefile()`: so many numbers are kept free for them.
const MOST_READ: u32 = 64;

/// What the modules of a run hold, by file.
#[derive(Default)]
pub(super) struct Modules {
    /// Policies by the file that they begin in.
    pub(super) documents: BTreeMap<FileId, Documents>,
    /// Files that do not follow the grammar.
    pub(super) broken: HashMap<FileId, Broken>,
    /// What modules say of files that they read and that are inputs of their own: the kind of the policy.
    pub(super) kinds: HashMap<FileId, (PolicyKind, KindFrom)>,
    /// Files beside the inputs that were read.
    pub(super) beside: BTreeMap<FileId, SourceFile>,
}

/// One folder with its texts.
struct Folder {
    path: PathBuf,
    /// Files with blocks.
    sources: Vec<(FileId, Arc<str>)>,
    /// Files with values of variables, the later ones winning.
    values: Vec<(FileId, Arc<str>)>,
    /// First number that is free for files that the module reads.
    free: u32,
}

/// The inputs that a module may read, by their paths.
type ByPath = HashMap<PathBuf, FileId>;

impl Modules {
    /// Reads the modules of which at least one file is an input.
    pub(super) fn read(inputs: &[Input], id_of: &(dyn Fn(usize) -> FileId + Sync)) -> Self {
        let is_source = |input: &Input| syntax::of(input.name(), "") == Syntax::Hcl;
        let mut folders: BTreeMap<PathBuf, Vec<usize>> = BTreeMap::new();
        for (at, input) in inputs.iter().enumerate().filter(|(_, input)| is_source(input)) {
            let path = Path::new(input.path());
            folders.entry(path.parent().map(Path::to_owned).unwrap_or_default()).or_default().push(at);
        }
        let mut modules = Self::default();
        if folders.is_empty() {
            return modules;
        }
        let by_path: ByPath = inputs
            .iter()
            .enumerate()
            .map(|(at, input)| (plain(Path::new(input.path())), id_of(at)))
            .collect();
        let others: Vec<FileId> = inputs
            .iter()
            .enumerate()
            .filter(|(_, input)| !is_source(input))
            .map(|(at, _)| id_of(at))
            .collect();
        let mut next = id_of(inputs.len()).0;
        let folders: Vec<Folder> = folders
            .into_iter()
            .map(|(path, own)| modules.folder(path, &own, inputs, id_of, &mut next))
            .collect();
        for part in folders.par_iter().map(|folder| folder.policies(&by_path)).collect::<Vec<Self>>() {
            modules.broken.extend(part.broken);
            modules.beside.extend(part.beside);
            for (id, documents) in part.documents {
                if others.contains(&id) {
                    // Read as what it is; the module says what it is for.
                    let kind = documents.found.first().and_then(|document| document.container.kind);
                    modules.kinds.extend(kind.map(|kind| (id, kind)));
                } else {
                    modules.documents.insert(id, documents);
                }
            }
        }
        modules
    }

    /// Reads the texts of a folder: its inputs, and what stands beside them.
    fn folder(
        &mut self,
        path: PathBuf,
        own: &[usize],
        inputs: &[Input],
        id_of: &(dyn Fn(usize) -> FileId + Sync),
        next: &mut u32,
    ) -> Folder {
        let mut folder = Folder { path, sources: Vec::new(), values: Vec::new(), free: 0 };
        let mut names = Vec::new();
        for at in own {
            let Some(input) = inputs.get(*at) else { continue };
            names.push(plain(Path::new(input.path())));
            // Whoever lints the file says why it cannot be read.
            let Ok(bytes) = input.bytes() else { continue };
            let text = decode(bytes);
            if text.not_utf8().is_none() {
                folder.sources.push((id_of(*at), Arc::from(text.text)));
            }
        }
        if !folder.sources.iter().any(|(_, text)| may_hold_policies(text)) {
            folder.sources.clear();
            return folder;
        }
        for name in beside(&folder.path) {
            let path = folder.path.join(&name);
            let is_value = is_values(&name);
            if names.contains(&plain(&path)) || !(is_value || syntax::of(&name, "") == Syntax::Hcl) {
                continue;
            }
            let Some(text) = text_of(&path) else { continue };
            let id = FileId(*next);
            *next = next.saturating_add(1);
            let file = SourceFile { name: Arc::from(display(&path)), text: Arc::clone(&text) };
            self.beside.insert(id, file);
            if is_value { folder.values.push((id, text)) } else { folder.sources.push((id, text)) }
        }
        folder.free = *next;
        *next = next.saturating_add(MOST_READ);
        folder
    }
}

impl Folder {
    /// The policies of the module.
    fn policies(&self, by_path: &ByPath) -> Modules {
        let files = Files::default();
        let parse = |list: &[(FileId, Arc<str>)]| {
            let mut bodies = Bodies::default();
            for (id, text) in list {
                bodies.add(files.add(*id, Arc::clone(text)), *id, text);
            }
            bodies
        };
        let (bodies, values) = (parse(&self.sources), parse(&self.values));
        let (read, free) = (RefCell::new(BTreeMap::new()), Cell::new(self.free));
        let load = |path: &Path| {
            let path = plain(&self.path.join(path));
            let known = by_path.get(&path).copied();
            if let Some(number) = known.and_then(|id| files.number(id)) {
                return Some(number);
            }
            let seen = read.borrow().iter().find(|(_, (seen, _))| *seen == path).map(|(id, _)| *id);
            if let Some(number) = seen.and_then(|id| files.number(id)) {
                return Some(number);
            }
            if free.get() >= self.free.saturating_add(MOST_READ) {
                return None;
            }
            let text = text_of(&path)?;
            let id = known.unwrap_or_else(|| {
                free.set(free.get().saturating_add(1));
                FileId(free.get().saturating_sub(1))
            });
            if known.is_none() {
                let file = SourceFile { name: Arc::from(display(&path)), text: Arc::clone(&text) };
                read.borrow_mut().insert(id, (path, file));
            }
            Some(files.add(id, text))
        };
        let module = Module::new(&files, &bodies, &values, &load);
        let found = terraform::policies(&module);
        let starts: Arc<[(u32, FileId)]> = Arc::from(files.starts());
        let scope = Arc::new(terraform::scope(&module, &starts));
        let mut documents = Documents::of_module(found, &starts, &scope);
        // A module without policies states facts all the same.
        for (id, _) in &self.sources {
            documents.entry(*id).or_insert_with(|| Documents {
                is_template: true,
                scope: Some(Arc::clone(&scope)),
                ..Documents::default()
            });
        }
        let read = read.borrow().iter().map(|(id, (_, file))| (*id, file.clone())).collect();
        Modules {
            documents,
            broken: bodies.broken.iter().map(|broken| (broken.id, broken.clone())).collect(),
            kinds: HashMap::new(),
            beside: read,
        }
    }
}

/// Whether a text may have a policy, so that its module is worth reading.
fn may_hold_policies(text: &str) -> bool {
    let words = [
        "policy",
        "policies",
        "statement",
        "Statement",
        "aws_lambda_permission",
        "aws_cloudtrail",
        "_s3_fetcher",
    ];
    words.iter().any(|word| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some())
}

/// Files that give values to variables without being named on the command line of Terraform.
fn is_values(name: &str) -> bool {
    name == "terraform.tfvars" || name.ends_with(".auto.tfvars")
}

/// Names of the files of a folder, sorted.
fn beside(folder: &Path) -> Vec<String> {
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Ok(entries) = std::fs::read_dir(here) else { return Vec::new() };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names.collect();
    names.sort();
    // `terraform.tfvars` comes first, whatever the others are called.
    names.sort_by_key(|name| name != "terraform.tfvars");
    names
}

fn text_of(path: &Path) -> Option<Arc<str>> {
    let text = decode(std::fs::read(path).ok()?);
    text.not_utf8().is_none().then(|| Arc::from(text.text))
}

/// A path by its words: without `.` and with `..` taken back.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if plain.parent().is_some() => _ = plain.pop(),
            other => plain.push(other),
        }
    }
    plain
}
