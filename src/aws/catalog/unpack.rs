//! The bytes of a catalogue back to facts, which can be changed and packed again.

use super::facts::{self, Facts};
use super::{Action, Catalog, ConditionKey, Service};

impl Catalog {
    /// Everything that it holds as plain data: packed again it gives the same bytes.
    pub fn facts(&self) -> Facts {
        Facts {
            date: self.date().to_owned(),
            sources: owned(self.sources()),
            services: self.services().map(service).collect(),
            keys: self.other_keys().map(key).collect(),
            prefixes: owned(self.prefixes()),
        }
    }
}

fn owned<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<String> {
    texts.map(str::to_owned).collect()
}

fn service(service: Service<'_>) -> facts::Service {
    let type_of = |one: super::ResourceType<'_>| facts::ResourceType {
        name: one.name().to_owned(),
        arns: owned(one.arns()),
        keys: owned(one.keys()),
    };
    facts::Service {
        name: service.name().to_owned(),
        retired: service.retired(),
        actions: service.actions().map(|one| action(service, one)).collect(),
        resources: service.resource_types().map(type_of).collect(),
        keys: service.keys().map(key).collect(),
    }
}

fn action(service: Service<'_>, action: Action<'_>) -> facts::Action {
    let prefix = service.name().len() + 1;
    let need = |need: super::Need<'_>| facts::Need {
        resource: need.resource.name().to_owned(),
        required: need.required,
        keys: owned(need.keys()),
    };
    facts::Action {
        name: action.name().get(prefix..).unwrap_or_default().to_owned(),
        level: action.level(),
        is_permission_only: action.is_permission_only(),
        is_bare: action.is_bare(),
        retired: action.retired(),
        needs: action.needs().map(need).collect(),
        keys: owned(action.own_keys()),
    }
}

fn key(key: ConditionKey<'_>) -> facts::Key {
    facts::Key { name: key.name.to_owned(), kind: key.key_type, is_multivalued: key.is_multivalued }
}
