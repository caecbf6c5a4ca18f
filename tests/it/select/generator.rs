//! Random documents and queries that are the same on every run.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

/// A stream of numbers.
pub(super) struct Random(u64);

const NAMES: [&str; 12] =
    ["Action", "Effect", "Resource", "Sid", "Principal", "Condition", "a", "b", "é", "键", "x y", ""];
const TEXTS: [&str; 10] = ["Allow", "Deny", "*", "s3:*", "s3:GetObject", "", "é", "日本", "a\"b", "\n"];
const NUMBERS: [&str; 5] = ["0", "1", "-1", "2.5", "10"];

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `limit`.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn of<'t>(&mut self, list: &[&'t str]) -> &'t str {
        list[self.below(list.len())]
    }

    /// Any JSON value, at most `depth` levels deep.
    pub(super) fn value(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 6 } else { 10 }) {
            0 => Value::Null,
            1 => Value::Bool(self.below(2) == 0),
            2 => serde_json::from_str(self.of(&NUMBERS)).unwrap(),
            3..=5 => Value::from(self.of(&TEXTS)),
            6 | 7 => (0..self.below(5)).map(|_| self.value(depth - 1)).collect(),
            _ => {
                let members: Map<String, Value> =
                    (0..self.below(5)).map(|_| (self.of(&NAMES).to_owned(), self.value(depth - 1))).collect();
                Value::Object(members)
            }
        }
    }

    fn one_or_many(&mut self) -> Value {
        match self.below(8) {
            0 => self.value(2),
            1..=4 => Value::from(self.of(&TEXTS)),
            _ => (0..self.below(4)).map(|_| Value::from(self.of(&TEXTS))).collect(),
        }
    }

    fn mapped(&mut self, names: &[&str]) -> Value {
        let members: Map<String, Value> =
            (0..=self.below(2)).map(|_| (self.of(names).to_owned(), self.one_or_many())).collect();
        Value::Object(members)
    }

    fn statement(&mut self) -> Value {
        let mut statement = Map::new();
        let effect = self.of(&["Allow", "Allow", "Deny", "deny"]);
        statement.insert("Effect".to_owned(), Value::from(effect));
        let action = self.of(&["Action", "Action", "Action", "NotAction"]);
        statement.insert(action.to_owned(), self.one_or_many());
        let resource = self.of(&["Resource", "Resource", "NotResource"]);
        statement.insert(resource.to_owned(), self.one_or_many());
        if self.below(2) == 0 {
            let principal = match self.below(3) {
                0 => json!("*"),
                1 => self.mapped(&["AWS", "Service"]),
                _ => self.value(2),
            };
            statement.insert("Principal".to_owned(), principal);
        }
        if self.below(2) == 0 {
            let conditions: Map<String, Value> = (0..self.below(3))
                .map(|_| {
                    let operator = self.of(&["StringEquals", "StringLike", "Bool"]);
                    (operator.to_owned(), self.mapped(&["aws:SourceArn", "aws:SourceAccount", "s3:prefix"]))
                })
                .collect();
            statement.insert("Condition".to_owned(), Value::Object(conditions));
        }
        if self.below(3) == 0 {
            statement.insert("Sid".to_owned(), Value::from(self.of(&TEXTS)));
        }
        if self.below(6) == 0 {
            statement.insert(self.of(&NAMES).to_owned(), self.value(3));
        }
        Value::Object(statement)
    }

    /// Something like a policy, its shape wrong now and then.
    pub(super) fn policy(&mut self) -> Value {
        let mut policy = Map::new();
        policy.insert("Version".to_owned(), json!("2012-10-17"));
        let statements = match self.below(10) {
            0 => self.value(2),
            1 | 2 => self.statement(),
            _ => (0..self.below(5))
                .map(|_| if self.below(12) == 0 { self.value(1) } else { self.statement() })
                .collect(),
        };
        policy.insert("Statement".to_owned(), statements);
        if self.below(3) == 0 {
            policy.insert(self.of(&NAMES).to_owned(), self.value(3));
        }
        Value::Object(policy)
    }

    /// A query of RFC 9535 whose answer does not rest on a deviation of `jsonpath-rust`.
    pub(super) fn query(&mut self) -> String {
        let mut query = String::from("$");
        if self.below(2) == 0 {
            query.push_str(".Statement[*]");
        }
        for _ in 0..=self.below(3) {
            self.segment(&mut query, 2);
        }
        query
    }

    fn name(&mut self) -> &'static str {
        self.of(&[
            "Action",
            "NotAction",
            "Effect",
            "Resource",
            "Sid",
            "Principal",
            "Condition",
            "AWS",
            "StringEquals",
            "Statement",
            "a",
            "é",
            "键",
        ])
    }

    /// A segment of a query; a filter only where `depth` is left.
    fn segment(&mut self, query: &mut String, depth: usize) {
        let name = self.name();
        let index = self.below(7);
        let written = match self.below(if depth == 0 { 8 } else { 11 }) {
            0 | 1 => write!(query, ".{name}"),
            2 => write!(query, "['{name}']"),
            3 => write!(query, "[*]"),
            4 => write!(query, "[{}]", [-2, -1, 0, 1, 2, 3, 9][index]),
            5 => {
                let bounds = ["", "-3", "-1", "0", "1", "2", "9"];
                let (start, end) = (self.of(&bounds), self.of(&bounds));
                let step = self.of(&["", ":", ":1", ":-1", ":2", ":-2", ":0"]);
                write!(query, "[{start}:{end}{step}]")
            }
            6 => write!(query, "..{name}"),
            7 => write!(query, "..*"),
            _ => {
                query.push_str("[?");
                self.filter(query, depth - 1);
                write!(query, "]")
            }
        };
        written.unwrap();
    }

    fn filter(&mut self, query: &mut String, depth: usize) {
        match self.below(if depth == 0 { 5 } else { 9 }) {
            0 => self.relative(query, depth),
            1 => {
                query.push('!');
                self.relative(query, depth);
            }
            2 | 3 => {
                self.singular(query);
                let operator = self.of(&["==", "!=", "<", "<=", ">", ">="]);
                let literal = self.of(&["'Allow'", "'*'", "'é'", "\"\"", "1", "-1", "2.5", "true", "null"]);
                write!(query, " {operator} {literal}").unwrap();
            }
            4 => {
                let function = self.of(&[
                    "length(@)",
                    "length(@.Action)",
                    "count(@.*)",
                    "count(@..*)",
                    "value(@.Effect)",
                ]);
                // Zero nodes are no number to `jsonpath-rust`: see the deviations.
                let operator = self.of(&["==", ">="]);
                write!(query, "{function} {operator} {}", self.of(&["1", "2", "'Allow'"])).unwrap();
            }
            5 => {
                let function = self.of(&["match", "search"]);
                let pattern = self.of(&["'.*'", "'s3:.*'", "'^A'", "'.'", "'[a-z]+'", "'l'"]);
                query.push_str(function);
                query.push('(');
                self.singular(query);
                write!(query, ", {pattern})").unwrap();
            }
            6 => {
                query.push_str("!(");
                self.filter(query, depth - 1);
                query.push(')');
            }
            7 => self.both(query, " && ", depth - 1),
            _ => self.both(query, " || ", depth - 1),
        }
    }

    fn both(&mut self, query: &mut String, operator: &str, depth: usize) {
        query.push('(');
        self.filter(query, depth);
        query.push_str(operator);
        self.filter(query, depth);
        query.push(')');
    }

    /// A query that selects at most one node.
    fn singular(&mut self, query: &mut String) {
        query.push('@');
        for _ in 0..self.below(3) {
            if self.below(3) == 0 {
                write!(query, "[{}]", self.of(&["0", "1", "-1"])).unwrap();
            } else {
                write!(query, ".{}", self.name()).unwrap();
            }
        }
    }

    fn relative(&mut self, query: &mut String, depth: usize) {
        query.push('@');
        self.segment(query, 0);
        for _ in 0..self.below(2) {
            self.segment(query, depth);
        }
    }
}
