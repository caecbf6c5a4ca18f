//! The ways to decide a module's conditions, and the instances of a block.

use std::collections::BTreeMap;

use hcl_edit::structure::Block;

use super::collections::each;
use super::evaluate::{Names, Scope};
use super::module::{Module, Placed};
use crate::template::{Value, ValueKind};

/// Ways to decide conditions that are looked at for one policy.
const MOST_WORLDS: usize = 16;
/// Instances of one block that are looked at.
const MOST_INSTANCES: usize = 16;

impl Module<'_> {
    /// Runs once for each way to decide the conditions that come up on the way.
    pub(super) fn in_each_world(&self, mut run: impl FnMut(&Self)) {
        self.world.borrow_mut().clear();
        self.steps.set(0);
        run(self);
        let names: Vec<String> = self.world.borrow().keys().cloned().collect();
        let count = 1usize.checked_shl(u32::try_from(names.len()).unwrap_or(u32::MAX)).unwrap_or(usize::MAX);
        for number in 1..count.min(MOST_WORLDS) {
            let decided =
                |at: usize| number.checked_shr(u32::try_from(at).unwrap_or(u32::MAX)).unwrap_or(0) & 1 == 0;
            let world: BTreeMap<String, bool> =
                names.iter().enumerate().map(|(at, name)| (name.clone(), decided(at))).collect();
            *self.world.borrow_mut() = world;
            run(self);
        }
        self.world.borrow_mut().clear();
    }

    /// Runs once for each instance that a literal `for_each` makes of a block, else once.
    pub(super) fn for_instances(&self, placed: Placed<'_, Block>, run: &mut dyn FnMut(&Self, Scope<'_>)) {
        let scope = Scope::of(placed.file);
        let collection = placed.item.body.get_attribute("for_each");
        let collection = collection.map(|attribute| self.evaluate(&attribute.value, scope));
        let entries = collection.as_ref().and_then(each).filter(|entries| !entries.is_empty());
        let (Some(entries), Some(collection)) = (entries, collection) else { return run(self, scope) };
        for (key, value) in entries.into_iter().take(MOST_INSTANCES) {
            let range = collection.range;
            let member = |name: &str, value: Value| (Value::text(name, range), value);
            let both = Value::new(range, ValueKind::Map(vec![member("key", key), member("value", value)]));
            let names = Names { name: "each", value: &both, outer: None };
            run(self, Scope { names: Some(&names), ..scope });
        }
    }
}
