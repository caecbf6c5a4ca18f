//! From paths to policies: which files, which documents inside them.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

pub mod collect;
pub mod documents;
mod fences;
pub mod parsed;
mod percent;
mod plan;
mod reason;
pub mod syntax;

pub use reason::reason;

/// The job could not be done: the environment's fault or the command line's, never a policy's.
#[derive(Debug)]
pub enum Failure {
    /// A file could not be read.
    Read {
        /// The path as given or found.
        path: PathBuf,
        /// The system's reason.
        error: io::Error,
    },
    /// A file or folder could not be written.
    Write {
        /// The path.
        path: PathBuf,
        /// The system's reason.
        error: io::Error,
    },
    /// A folder could not be walked.
    Walk(String),
    /// Arguments that make no sense.
    Usage(String),
}

impl Failure {
    /// A file that could not be read.
    pub fn read(path: &Path, error: &io::Error) -> Self {
        Self::Read { path: path.to_owned(), error: io::Error::new(error.kind(), error.to_string()) }
    }

    /// A file or folder that could not be written.
    pub fn write(path: &Path, error: &io::Error) -> Self {
        Self::Write { path: path.to_owned(), error: io::Error::new(error.kind(), error.to_string()) }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read { path, error } => {
                write!(to, "cannot read `{}`: {}", path.display(), self::reason(error))
            }
            Self::Write { path, error } => {
                write!(to, "cannot write `{}`: {}", path.display(), self::reason(error))
            }
            Self::Walk(reason) => write!(to, "cannot walk a folder: {reason}"),
            Self::Usage(reason) => to.write_str(reason),
        }
    }
}

impl std::error::Error for Failure {}
