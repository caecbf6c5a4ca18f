//! What a run is given: files on disk, and texts that are already there.

use crate::input::Failure;
use crate::input::collect::Source;

/// What to lint.
#[derive(Clone, Debug)]
pub enum Input {
    /// A file on disk.
    File(Source),
    /// A text that is already there, such as standard input.
    Text {
        /// The name that reports show.
        name: String,
        /// The bytes.
        bytes: Vec<u8>,
    },
}

impl Input {
    /// The name that reports show.
    pub fn name(&self) -> &str {
        match self {
            Self::File(source) => &source.name,
            Self::Text { name, .. } => name,
        }
    }

    /// The path that leads to it; the name of a text that stands for a file.
    pub(crate) fn path(&self) -> &std::ffi::OsStr {
        match self {
            Self::File(source) => source.path.as_os_str(),
            Self::Text { name, .. } => name.as_ref(),
        }
    }

    /// The bytes; a file is read now.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, Failure> {
        match self {
            Self::Text { bytes, .. } => Ok(bytes.clone()),
            Self::File(source) => {
                std::fs::read(&source.path).map_err(|error| Failure::read(&source.path, &error))
            }
        }
    }

    /// Whether the user named this input rather than a folder that holds it.
    pub(super) fn is_named(&self) -> bool {
        match self {
            Self::File(source) => source.named,
            Self::Text { .. } => true,
        }
    }
}
