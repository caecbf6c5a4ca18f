//! A module: its blocks by what they declare.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use hcl_edit::expr::Expression;
use hcl_edit::structure::{Block, Body};

use super::Files;
use crate::text::{FileId, Range, offset};

/// A file that does not follow the grammar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The file.
    pub id: FileId,
    /// Where the grammar is left.
    pub range: Range,
    /// What was expected.
    pub reason: String,
}

/// A block with the number of its file.
#[derive(Debug)]
pub(super) struct Placed<'m, T> {
    pub(super) file: usize,
    pub(super) item: &'m T,
}

impl<T> Clone for Placed<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Placed<'_, T> {}

/// Bodies of the files that follow the grammar, each with its number.
#[derive(Debug, Default)]
pub struct Bodies {
    list: Vec<(usize, Body)>,
    /// The files that do not.
    pub broken: Vec<Broken>,
}

impl Bodies {
    /// Parses a file of the module.
    pub fn add(&mut self, number: usize, id: FileId, text: &str) {
        match hcl_edit::parser::parse_body(text) {
            Ok(body) => self.list.push((number, body)),
            Err(error) => {
                let at = offset(text.floor_char_boundary(error.location().offset()));
                self.broken.push(Broken {
                    id,
                    range: Range::new(at, at),
                    reason: error.message().to_owned(),
                });
            }
        }
    }
}

/// Reads a file that a module names: its path from the module's folder to its number among the files.
pub type Load<'l> = dyn Fn(&Path) -> Option<usize> + 'l;

/// A module.
pub struct Module<'m> {
    /// Its texts.
    pub files: &'m Files,
    pub(super) load: &'m Load<'m>,
    pub(super) resources: Vec<(&'m str, &'m str, Placed<'m, Block>)>,
    pub(super) by_name: HashMap<(&'m str, &'m str), usize>,
    pub(super) documents: BTreeMap<&'m str, Placed<'m, Block>>,
    data: HashMap<(&'m str, &'m str), Placed<'m, Block>>,
    pub(super) locals: HashMap<&'m str, Placed<'m, Expression>>,
    pub(super) variables: HashMap<&'m str, Placed<'m, Block>>,
    pub(super) values: HashMap<&'m str, Placed<'m, Expression>>,
    region: Option<Placed<'m, Expression>>,
    /// Documents that somebody used.
    pub(super) used: RefCell<BTreeSet<String>>,
    /// How conditions are decided in this pass, by their text.
    pub(super) world: RefCell<BTreeMap<String, bool>>,
    pub(super) depth: Cell<usize>,
    /// Values worked out since the last policy was begun.
    pub(super) steps: Cell<usize>,
}

impl<'m> Module<'m> {
    /// The blocks of these bodies. `values` are files with values of variables, the later ones winning.
    pub fn new(files: &'m Files, bodies: &'m Bodies, values: &'m Bodies, load: &'m Load<'m>) -> Self {
        let mut module = Self {
            files,
            load,
            resources: Vec::new(),
            by_name: HashMap::new(),
            documents: BTreeMap::new(),
            data: HashMap::new(),
            locals: HashMap::new(),
            variables: HashMap::new(),
            values: HashMap::new(),
            region: None,
            used: RefCell::default(),
            world: RefCell::default(),
            depth: Cell::new(0),
            steps: Cell::new(0),
        };
        for (file, body) in &bodies.list {
            body.blocks().for_each(|block| module.block(*file, block));
        }
        for (file, body) in &values.list {
            for attribute in body.attributes() {
                let placed = Placed { file: *file, item: &attribute.value };
                module.values.insert(attribute.key.as_str(), placed);
            }
        }
        module
    }

    fn block(&mut self, file: usize, block: &'m Block) {
        let placed = Placed { file, item: block };
        let mut labels = block.labels.iter().map(hcl_edit::structure::BlockLabel::as_str);
        match (block.ident.as_str(), labels.next(), labels.next()) {
            ("resource", Some(kind), Some(name)) => {
                self.by_name.entry((kind, name)).or_insert(self.resources.len());
                self.resources.push((kind, name, placed));
            }
            ("data", Some("aws_iam_policy_document"), Some(name)) => {
                _ = self.documents.entry(name).or_insert(placed);
            }
            ("data", Some(kind), Some(name)) => _ = self.data.entry((kind, name)).or_insert(placed),
            ("provider", Some("aws"), None) if !block.body.has_attribute("alias") => {
                let region = block.body.get_attribute("region");
                self.region = region.map(|attribute| Placed { file, item: &attribute.value });
            }
            ("variable", Some(name), None) => _ = self.variables.entry(name).or_insert(placed),
            ("locals", None, None) => {
                for attribute in block.body.attributes() {
                    let value = Placed { file, item: &attribute.value };
                    self.locals.entry(attribute.key.as_str()).or_insert(value);
                }
            }
            _ => {}
        }
    }

    /// The region of the provider that stands for all others, where the module states it.
    pub(super) fn region(&self) -> Option<String> {
        self.region.and_then(|placed| self.value(placed).as_known())
    }

    /// The resource with this type and name.
    pub(super) fn resource(&self, kind: &str, name: &str) -> Option<Placed<'m, Block>> {
        let at = self.by_name.get(&(kind, name))?;
        self.resources.get(*at).map(|(_, _, placed)| *placed)
    }

    /// Whether a data source asks about another account or region than the module's own.
    pub(super) fn is_elsewhere(&self, kind: &str, name: &str) -> bool {
        self.data.get(&(kind, name)).is_some_and(|placed| placed.item.body.has_attribute("provider"))
    }

    /// A range of a file as a place among all.
    pub(super) fn place(&self, file: usize, span: Option<std::ops::Range<usize>>) -> Range {
        let start = self.files.start(file);
        let span = span.unwrap_or(0..0);
        Range::new(start.saturating_add(offset(span.start)), start.saturating_add(offset(span.end)))
    }
}
