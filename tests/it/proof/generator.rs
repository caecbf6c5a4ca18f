//! Policies at random, of few letters, with every kind of element and operator.

use serde_json::{Map, Value, json};

use super::worlds::World;

/// A small generator: the runs are the same every time.
pub(super) struct Random(pub(super) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap()
    }

    pub(super) fn one<'v, T>(&mut self, values: &'v [T]) -> &'v T {
        &values[self.below(values.len())]
    }

    fn some(&mut self, values: &[&str]) -> Value {
        let count = 1 + self.below(2);
        let list: Vec<&str> = (0..count).map(|_| *self.one(values)).collect();
        if list.len() == 1 && self.below(2) == 0 { json!(list[0]) } else { json!(list) }
    }
}

fn condition(random: &mut Random, world: &World, into: &mut Map<String, Value>) {
    let (operators, keys, values) = random.one(world.conditions);
    let (operator, key) = (*random.one(operators), *random.one(keys));
    let values = random.some(values);
    let block = into.entry(operator).or_insert_with(|| json!({}));
    block.as_object_mut().unwrap().insert(key.to_owned(), values);
}

fn principal(random: &mut Random, world: &World) -> Value {
    let (kind, names) = random.one(world.principals);
    if names.is_empty() {
        return json!(kind);
    }
    let mut block = json!({(*kind): random.some(names)});
    let (other, names) = random.one(world.principals);
    if random.below(3) == 0 && !names.is_empty() {
        block[*other] = random.some(names);
    }
    block
}

fn statement(random: &mut Random, world: &World) -> Value {
    let effect = *random.one(&["Allow", "Allow", "Deny"]);
    let mut statement = json!({"Effect": effect});
    let members = statement.as_object_mut().unwrap();
    let negated = |random: &mut Random| random.below(6) == 0;
    let (action, resource) = (negated(random), negated(random));
    let name = if action { "NotAction" } else { "Action" };
    members.insert(name.to_owned(), random.some(world.actions));
    let name = if resource { "NotResource" } else { "Resource" };
    if !world.resources.is_empty() {
        members.insert(name.to_owned(), random.some(world.resources));
    }
    if world.kind.has_principal() {
        let name = if effect == "Deny" && random.below(3) == 0 { "NotPrincipal" } else { "Principal" };
        members.insert(name.to_owned(), principal(random, world));
    }
    let mut conditions = Map::new();
    for _ in 0..random.below(3) {
        condition(random, world, &mut conditions);
    }
    if !conditions.is_empty() {
        members.insert("Condition".to_owned(), Value::Object(conditions));
    }
    statement
}

/// A policy of one to three statements.
pub(super) fn policy(random: &mut Random, world: &World) -> Value {
    let count = 1 + random.below(3);
    let statements: Vec<Value> = (0..count).map(|_| statement(random, world)).collect();
    // Of the older version `${…}` is plain text.
    let version = if random.below(8) == 0 { "2008-10-17" } else { "2012-10-17" };
    json!({"Version": version, "Statement": statements})
}

/// The policy with one change: a statement less or more, another value, another effect.
pub(super) fn changed(random: &mut Random, policy: &Value, world: &World) -> Value {
    let mut changed = policy.clone();
    let statements = changed["Statement"].as_array_mut().unwrap();
    let at = random.below(statements.len());
    match random.below(4) {
        0 if statements.len() > 1 => {
            statements.remove(at);
        }
        1 => statements.push(statement(random, world)),
        2 => {
            let members = statements[at].as_object_mut().unwrap();
            if let Some(value) = members.get_mut("Action") {
                *value = random.some(world.actions);
            } else if let Some(value) = members.get_mut("Resource") {
                *value = random.some(world.resources);
            }
        }
        _ => statements[at] = statement(random, world),
    }
    changed
}
