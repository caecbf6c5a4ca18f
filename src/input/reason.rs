//! Why the system would not do something, in words of this program rather than of its insides.

use std::io::{Error, ErrorKind};

/// Why: a clause that begins in lower case and has no full stop.
pub fn reason(error: &Error) -> String {
    let words = match error.kind() {
        ErrorKind::NotFound => "it does not exist",
        ErrorKind::PermissionDenied => "permission is denied",
        ErrorKind::IsADirectory => "it is a folder",
        ErrorKind::NotADirectory => "a part of the path is a file, not a folder",
        ErrorKind::AlreadyExists => "it exists already",
        ErrorKind::InvalidFilename => "no file can have this name",
        ErrorKind::InvalidData => "its content cannot be read",
        ErrorKind::UnexpectedEof => "it ends too early",
        ErrorKind::BrokenPipe => "nobody reads the other end",
        ErrorKind::StorageFull => "the disk is full",
        ErrorKind::QuotaExceeded => "the quota of the disk is used up",
        ErrorKind::FileTooLarge => "it is too large",
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only",
        ErrorKind::ResourceBusy => "it is in use",
        ErrorKind::TimedOut => "it took too long",
        ErrorKind::Interrupted => "it was interrupted",
        ErrorKind::OutOfMemory => "the memory is used up",
        ErrorKind::Unsupported => "the system cannot do this",
        _ => return of_system(&error.to_string()),
    };
    words.to_owned()
}

/// The system's own text without its number, beginning in lower case like every other message.
fn of_system(text: &str) -> String {
    let text = text.split(" (os error ").next().unwrap_or(text).trim_end_matches('.');
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_ascii_lowercase());
    // A name such as `I/O` stays as it is.
    match letters.clone().next() {
        Some(second) if second.is_ascii_lowercase() || second == ' ' => {
            first.into_iter().chain(letters).collect()
        }
        _ => text.to_owned(),
    }
}
