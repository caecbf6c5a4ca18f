//! Files that the configuration names: read once, parsed once, however often they are named.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use super::mistake::Mistakes;
use crate::surroundings::Fact;
use crate::surroundings::answers::{self, Answer};
use crate::surroundings::words::short;
use crate::text::{FileId, SourceFile};

/// How the caller reads a file.
pub type Read<'a> = &'a mut dyn FnMut(&Path) -> io::Result<Vec<u8>>;

/// How the caller hands out the id of one more file.
pub type NewFile<'a> = &'a mut dyn FnMut() -> FileId;

/// Reads the files beside a configuration.
pub(super) struct Files<'a> {
    folder: PathBuf,
    read: Read<'a>,
    new_file: NewFile<'a>,
    known: HashMap<String, Outcome>,
    list: Vec<(FileId, SourceFile)>,
}

type Outcome = Result<Rc<Answer>, Rc<Trouble>>;

/// Why a named file cannot be used.
struct Trouble {
    message: String,
    help: Option<String>,
    problem: Option<Box<answers::AnswerProblem>>,
}

impl Trouble {
    fn new(message: String, help: Option<&str>) -> Self {
        Self { message, help: help.map(str::to_owned), problem: None }
    }
}

impl<'a> Files<'a> {
    /// For a configuration in this folder.
    pub(super) fn new(folder: PathBuf, read: Read<'a>, new_file: NewFile<'a>) -> Self {
        Self { folder, read, new_file, known: HashMap::new(), list: Vec::new() }
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
        if let Some(problem) = &trouble.problem {
            mistake.because(problem.span, problem.path.clone(), problem.label.clone());
        }
        None
    }

    fn open(&mut self, name: &str) -> Result<Answer, Trouble> {
        let path = self.folder.join(name);
        let shown = short(name);
        let bytes = (self.read)(&path).map_err(|error| unreadable(&shown, &error))?;
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => return Err(not_text(&shown, error.as_bytes())),
        };
        let file = (self.new_file)();
        let text: Arc<str> = text.into();
        let name = path.to_string_lossy().replace('\\', "/").into();
        self.list.push((file, SourceFile { name, text: Arc::clone(&text) }));
        answers::read(&text, file).map_err(|problem| Trouble {
            message: format!("`{shown}` {}", problem.message),
            help: problem.help.clone(),
            problem: Some(Box::new(problem)),
        })
    }
}

fn unreadable(name: &str, error: &io::Error) -> Trouble {
    match error.kind() {
        io::ErrorKind::NotFound => Trouble::new(
            format!("`{name}` does not exist"),
            Some("paths start at the folder that holds this file"),
        ),
        io::ErrorKind::PermissionDenied => Trouble::new(format!("`{name}` may not be read"), None),
        io::ErrorKind::IsADirectory => Trouble::new(format!("`{name}` is a folder, not a file"), None),
        _ => Trouble::new(format!("`{name}` cannot be read: {error}"), None),
    }
}

fn not_text(name: &str, bytes: &[u8]) -> Trouble {
    let utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    if utf16 {
        let help = "save it as UTF-8; in PowerShell with `| Out-File -Encoding utf8`";
        return Trouble::new(format!("`{name}` is UTF-16, not UTF-8"), Some(help));
    }
    Trouble::new(format!("`{name}` is not UTF-8"), Some("save it as UTF-8"))
}
