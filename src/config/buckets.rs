//! Reads `[[buckets]]`.

use std::collections::HashMap;

use super::lifecycle::{lifecycle, tiering};
use super::load::Load;
use super::value::{Item, Table};
use crate::surroundings::answers::Answer;
use crate::surroundings::parameter::Shape;
use crate::surroundings::words::short;
use crate::surroundings::{Bucket, Encryption, Fact, PublicAccessBlock};

const ALGORITHMS: [&str; 3] = ["AES256", "aws:kms", "aws:kms:dsse"];
const OWNERSHIP: [&str; 3] = ["BucketOwnerEnforced", "BucketOwnerPreferred", "ObjectWriter"];

/// Reads all buckets.
pub(super) fn read(item: &Item<'_>, load: &mut Load<'_>) -> Vec<Bucket> {
    let mut buckets: Vec<Bucket> = Vec::new();
    let mut seen: HashMap<String, Fact<String>> = HashMap::new();
    for mut table in item.tables(&mut load.mistakes) {
        let Some(bucket) = bucket(&mut table, load) else { continue };
        if let Some(first) = seen.get(&bucket.name.value) {
            let message = format!("the bucket `{}` is stated twice", bucket.name.value);
            load.mistakes
                .at(bucket.name.span, bucket.name.path.clone(), message)
                .help("put its facts into one `[[buckets]]`".to_owned())
                .because(first.span, first.path.clone(), "first stated here");
            continue;
        }
        seen.insert(bucket.name.value.clone(), bucket.name.clone());
        buckets.push(bucket);
    }
    buckets
}

fn bucket(table: &mut Table<'_>, load: &mut Load<'_>) -> Option<Bucket> {
    let name = table.take("name");
    let is_missing = name.is_none();
    let name = name.and_then(|item| load.shaped(&item, Shape::Bucket));
    let answers = table.take("answers");
    // What is said about a bucket without a usable name is still checked.
    let place = Fact {
        value: String::new(),
        span: table.range.in_file(load.mistakes.file()),
        path: table.path.clone(),
    };
    let mut stated = Bucket::named(name.clone().unwrap_or(place));
    let mut bucket = stated.clone();
    settings(table, &mut stated, load);
    let keys = EncryptionKeys::read(table, load);
    policy_files(table, &mut bucket, load);
    table.finish("in `[[buckets]]`", &mut load.mistakes);
    for named in answers.map(|item| item.names(&mut load.mistakes)).unwrap_or_default() {
        answer(&named, name.is_none(), &mut bucket, load);
    }
    stated.encryption = keys.complete(bucket.encryption.as_ref(), load);
    let conflicts = bucket.merge(&stated);
    load.contradictions(conflicts);
    if is_missing {
        load.mistakes
            .value(table.range, table.path.clone(), "this bucket has no `name`")
            .help("add `name = \"…\"`".to_owned());
    }
    name.map(|_| bucket)
}

/// The keys of one setting each.
fn settings(table: &mut Table<'_>, stated: &mut Bucket, load: &mut Load<'_>) {
    stated.region = table.take("region").and_then(|item| load.shaped(&item, Shape::Region));
    stated.account = table.take("account").and_then(|item| load.shaped(&item, Shape::Account));
    stated.requester_pays = table.take("requester-pays").and_then(|item| item.boolean(&mut load.mistakes));
    let ownership = table.take("object-ownership");
    stated.ownership = ownership.and_then(|item| item.word("ownership", &OWNERSHIP, &mut load.mistakes));
    let block = table.take("public-access-block");
    stated.public_access_block = block.and_then(|item| public_access_block(&item, load));
    stated.lifecycle = table.take("lifecycle").map(|item| lifecycle(&item, load));
    stated.intelligent_tiering = table.take("intelligent-tiering").map(|item| tiering(&item, load));
}

fn policy_files(table: &mut Table<'_>, bucket: &mut Bucket, load: &mut Load<'_>) {
    let Some(item) = table.take("policy") else { return };
    bucket.policy = Some(item.fact((), &load.mistakes));
    bucket.policy_files = load.pattern_list(&item);
}

/// Adds one saved answer to what is known.
fn answer(named: &Fact<String>, nameless: bool, bucket: &mut Bucket, load: &mut Load<'_>) {
    let Some(answer) = load.files.answer(named, &mut load.mistakes) else { return };
    if let Answer::Policy(_) = *answer {
        bucket.policy.get_or_insert_with(|| named.with(()));
        bucket.policy_files.push(named.with(globset::escape(&named.value)));
        return;
    }
    match bucket.learn(&answer) {
        Some(mut conflicts) => {
            conflicts.retain(|conflict| !(nameless && conflict.what == "name"));
            load.contradictions(conflicts);
        }
        None => {
            let name = short(&named.value);
            let message = format!("`{name}` is not about a bucket: it looks like `{}`", answer.command());
            let help = "name it under `[[trails]]`".to_owned();
            load.mistakes.at(named.span, named.path.clone(), message).help(help);
        }
    }
}

/// The three keys about encryption, before it is known whether an answer names the algorithm.
struct EncryptionKeys {
    algorithm: Option<Fact<String>>,
    key: Option<Fact<String>>,
    bucket_key: Option<Fact<bool>>,
}

impl EncryptionKeys {
    fn read(table: &mut Table<'_>, load: &mut Load<'_>) -> Self {
        let algorithm = table.take("encryption");
        Self {
            algorithm: algorithm.and_then(|item| item.word("encryption", &ALGORITHMS, &mut load.mistakes)),
            key: table.take("kms-key").and_then(|item| load.shaped(&item, Shape::KeyReference)),
            bucket_key: table.take("bucket-key").and_then(|item| item.boolean(&mut load.mistakes)),
        }
    }

    /// The whole statement; what it leaves out an answer may say.
    fn complete(self, answered: Option<&Encryption>, load: &mut Load<'_>) -> Option<Encryption> {
        let algorithm = self.algorithm.or_else(|| answered.map(|answered| answered.algorithm.clone()));
        let Some(algorithm) = algorithm else {
            let key = self.key.map(|key| key.with(()));
            let alone = key.or_else(|| self.bucket_key.map(|on| on.with(())))?;
            load.mistakes
                .at(alone.span, alone.path, "a key is stated, but not the encryption")
                .help("add `encryption = \"aws:kms\"`".to_owned());
            return None;
        };
        if let Some(key) = &self.key
            && !algorithm.value.starts_with("aws:kms")
        {
            load.mistakes
                .at(key.span, key.path.clone(), format!("`{}` takes no key", algorithm.value))
                .help("remove the key, or write `encryption = \"aws:kms\"`".to_owned())
                .because(algorithm.span, algorithm.path.clone(), "the encryption");
            return None;
        }
        Some(Encryption { algorithm, key: self.key, bucket_key: self.bucket_key })
    }
}

fn public_access_block(item: &Item<'_>, load: &mut Load<'_>) -> Option<PublicAccessBlock> {
    if let toml::de::DeValue::Boolean(value) = item.value {
        let all = || Some(item.fact(*value, &load.mistakes));
        return Some(PublicAccessBlock {
            place: item.fact((), &load.mistakes),
            block_public_acls: all(),
            ignore_public_acls: all(),
            block_public_policy: all(),
            restrict_public_buckets: all(),
        });
    }
    if !matches!(item.value, toml::de::DeValue::Table(_)) {
        item.wrong_type("`true`, `false` or a table", &mut load.mistakes);
        return None;
    }
    let mut table = item.table(&mut load.mistakes)?;
    let place = item.fact((), &load.mistakes);
    let mut setting = |name| table.take(name).and_then(|item| item.boolean(&mut load.mistakes));
    let block = PublicAccessBlock {
        place,
        block_public_acls: setting("block-public-acls"),
        ignore_public_acls: setting("ignore-public-acls"),
        block_public_policy: setting("block-public-policy"),
        restrict_public_buckets: setting("restrict-public-buckets"),
    };
    table.finish("in `public-access-block`", &mut load.mistakes);
    Some(block)
}
