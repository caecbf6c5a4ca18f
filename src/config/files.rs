//! Files that the configuration names: read once, parsed once, however often they are named.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use super::mistake::Mistakes;
use crate::finding::Step;
use crate::input::reason;
use crate::surroundings::Fact;
use crate::surroundings::answers::{self, Answer};
use crate::surroundings::words::short;
use crate::text::{Encoding, FileId, SourceFile, Span, decode};

/// How the caller reads a file.
pub type Read<'a> = &'a mut dyn FnMut(&Path) -> io::Result<Vec<u8>>;

/// How the caller tells whether a file or folder is there.
pub type Exists<'a> = &'a dyn Fn(&Path) -> bool;

/// How the caller hands out the id of one more file.
pub type NewFile<'a> = &'a mut dyn FnMut() -> FileId;

/// Reads the files beside a configuration.
pub(super) struct Files<'a> {
    folder: PathBuf,
    read: Read<'a>,
    exists: Exists<'a>,
    new_file: NewFile<'a>,
    known: HashMap<String, Outcome>,
    /// Whether a file that is named, but not read, is there.
    there: HashMap<String, bool>,
    list: Vec<(FileId, SourceFile)>,
}

type Outcome = Result<Rc<Answer>, Rc<Trouble>>;

/// Why a named file cannot be used.
struct Trouble {
    message: String,
    help: Option<String>,
    /// Where in the file, and what stands there.
    place: Option<(Span, Vec<Step>, String)>,
}

impl Trouble {
    fn new(message: String, help: Option<&str>) -> Self {
        Self { message, help: help.map(str::to_owned), place: None }
    }
}

impl<'a> Files<'a> {
    /// For a configuration in this folder.
    pub(super) fn new(folder: PathBuf, read: Read<'a>, exists: Exists<'a>, new_file: NewFile<'a>) -> Self {
        Self {
            folder,
            read,
            exists,
            new_file,
            known: HashMap::new(),
            there: HashMap::new(),
            list: Vec::new(),
        }
    }

    /// The texts that were read.
    pub(super) fn finish(self) -> Vec<(FileId, SourceFile)> {
        self.list
    }

    /// The saved answer or policy in a named file; what is wrong with it is reported where it is named.
    pub(super) fn answer(&mut self, named: &Fact<String>, mistakes: &mut Mistakes) -> Option<Rc<Answer>> {
        let outcome = match self.known.get(&named.value) {
            Some(outcome) => outcome.clone(),
            None => {
                let outcome = self.open(&named.value).map(Rc::new).map_err(Rc::new);
                self.known.insert(named.value.clone(), outcome.clone());
                outcome
            }
        };
        let trouble = match outcome {
            Ok(answer) => return Some(answer),
            Err(trouble) => trouble,
        };
        let mistake = mistakes.at(named.span, named.path.clone(), trouble.message.clone());
        mistake.help(trouble.help.clone());
        if let Some((span, path, label)) = &trouble.place {
            mistake.because(*span, path.clone(), label.clone());
        }
        None
    }

    /// The bytes of a named file; where it cannot be read, that is reported with this help.
    pub(super) fn bytes(
        &mut self,
        named: &Fact<String>,
        help: &str,
        mistakes: &mut Mistakes,
    ) -> Option<Vec<u8>> {
        match (self.read)(&self.folder.join(&named.value)) {
            Ok(bytes) => Some(bytes),
            Err(error) => {
                let trouble = unreadable(&short(&named.value), &error);
                mistakes.at(named.span, named.path.clone(), trouble.message).help(help.to_owned());
                None
            }
        }
    }

    /// Reports a named file or folder that is not there.
    pub(super) fn must_exist(&mut self, named: &Fact<String>, mistakes: &mut Mistakes) {
        let (exists, folder) = (self.exists, &self.folder);
        let is_there =
            self.there.entry(named.value.clone()).or_insert_with_key(|name| exists(&folder.join(name)));
        if !*is_there {
            let trouble = missing(&short(&named.value));
            mistakes.at(named.span, named.path.clone(), trouble.message).help(trouble.help);
        }
    }

    fn open(&mut self, name: &str) -> Result<Answer, Trouble> {
        let path = self.folder.join(name);
        let shown = short(name);
        let bytes = (self.read)(&path).map_err(|error| unreadable(&shown, &error))?;
        let read = decode(bytes);
        if read.encoding != Encoding::Utf8 {
            let help = "save it as UTF-8; in PowerShell with `| Out-File -Encoding utf8`";
            return Err(Trouble::new(format!("`{shown}` is UTF-16 or UTF-32, not UTF-8"), Some(help)));
        }
        let file = (self.new_file)();
        let text: Arc<str> = read.text.into();
        let name = path.to_string_lossy().replace('\\', "/").into();
        self.list.push((file, SourceFile { name, text: Arc::clone(&text) }));
        if let Some(bad) = read.invalid.first() {
            return Err(Trouble {
                message: format!("`{shown}` is not UTF-8"),
                help: Some("save it as UTF-8".to_owned()),
                place: Some((bad.in_file(file), Vec::new(), "no character of UTF-8".to_owned())),
            });
        }
        answers::read(&text, file).map_err(|problem| Trouble {
            message: format!("`{shown}` {}", problem.message),
            help: problem.help,
            place: Some((problem.span, problem.path, problem.label)),
        })
    }
}

fn missing(name: &str) -> Trouble {
    let help = "paths start at the folder that holds this file";
    Trouble::new(format!("`{name}` does not exist"), Some(help))
}

fn unreadable(name: &str, error: &io::Error) -> Trouble {
    match error.kind() {
        io::ErrorKind::NotFound => missing(name),
        io::ErrorKind::PermissionDenied => Trouble::new(format!("`{name}` may not be read"), None),
        io::ErrorKind::IsADirectory => Trouble::new(format!("`{name}` is a folder, not a file"), None),
        _ => Trouble::new(format!("`{name}` cannot be read: {}", reason(error)), None),
    }
}
