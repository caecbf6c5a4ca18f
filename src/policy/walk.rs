//! Every scalar of a policy with the place where it stands.

use super::placeholder::Place;
use super::{Policy, Statement, Value};

impl<'a> Policy<'a> {
    /// The scalars of the document in the order of the model: `Id`, then statement by statement. `Version`, `Effect`
    /// and the names of operators are not among them.
    pub fn values(&self) -> impl Iterator<Item = (Place<'_>, &Value<'a>)> {
        let id = self.id.iter().map(|value| (Place::Name, value));
        id.chain(self.statements.iter().flat_map(Statement::values))
    }
}

impl<'a> Statement<'a> {
    /// The scalars of the statement, by element.
    pub fn values(&self) -> impl Iterator<Item = (Place<'_>, &Value<'a>)> {
        let name = |value| (Place::Name, value);
        let sid = self.sid.iter().map(name);
        let principals = self.principal.iter().flat_map(|block| &block.entries);
        let principals = principals.map(|entry| (Place::Principal, &entry.value));
        let actions = self.action.iter().flat_map(|block| &block.values).map(name);
        let resources = self.resource.iter().flat_map(|block| &block.values);
        let resources = resources.map(|value| (Place::Resource, value));
        let conditions = self.conditions().iter().flat_map(|condition| {
            let place = Place::Condition(condition.key.text);
            std::iter::once((Place::Name, &condition.key))
                .chain(condition.values.iter().map(move |value| (place, value)))
        });
        sid.chain(principals).chain(actions).chain(resources).chain(conditions)
    }
}
