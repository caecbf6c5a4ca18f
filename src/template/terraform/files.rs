//! The texts of a module end to end: a place in any of its files is one number.

use std::cell::RefCell;
use std::sync::Arc;

use crate::text::{FileId, Range, offset};

/// One file of a module.
#[derive(Clone, Debug)]
pub struct File {
    /// Where its text begins among all.
    pub start: u32,
    /// The file.
    pub id: FileId,
    /// Its text.
    pub text: Arc<str>,
}

/// A place of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub id: FileId,
    /// Bytes of it.
    pub range: Range,
}

/// The texts of a module, to which those that it reads by `file()` are added on the way.
#[derive(Debug, Default)]
pub struct Files {
    all: RefCell<Vec<File>>,
}

impl Files {
    /// Adds a text; the number says where it is found.
    pub fn add(&self, id: FileId, text: Arc<str>) -> usize {
        let mut all = self.all.borrow_mut();
        let start =
            all.last().map_or(0, |last| last.start.saturating_add(offset(last.text.len())).saturating_add(1));
        all.push(File { start, id, text });
        all.len() - 1
    }

    /// The file with this number.
    pub fn get(&self, at: usize) -> Option<File> {
        self.all.borrow().get(at).cloned()
    }

    /// Where the file with this number begins.
    pub fn start(&self, at: usize) -> u32 {
        self.all.borrow().get(at).map_or(0, |file| file.start)
    }

    /// The number of the file with this id, if it is here.
    pub fn number(&self, id: FileId) -> Option<usize> {
        self.all.borrow().iter().position(|file| file.id == id)
    }

    /// Where each file begins, in order.
    pub fn starts(&self) -> Vec<(u32, FileId)> {
        self.all.borrow().iter().map(|file| (file.start, file.id)).collect()
    }
}
