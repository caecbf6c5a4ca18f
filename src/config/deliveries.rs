//! Reads `[[deliveries]]`.

use super::load::Load;
use super::value::{Item, Table};
use crate::surroundings::parameter::Shape;
use crate::surroundings::{Delivery, Producer};

/// Reads all deliveries.
pub(super) fn read(item: &Item<'_>, load: &mut Load<'_>) -> Vec<Delivery> {
    let tables = item.tables(&mut load.mistakes);
    tables.into_iter().filter_map(|mut table| delivery(&mut table, load)).collect()
}

fn delivery(table: &mut Table<'_>, load: &mut Load<'_>) -> Option<Delivery> {
    let words = Producer::WORDS.map(|(word, _)| word);
    let service = table.take("service").and_then(|item| item.word("service", &words, &mut load.mistakes));
    let mut shaped = |table: &mut Table<'_>, name, shape| {
        let item = table.take(name)?;
        load.shaped(&item, shape)
    };
    let bucket = shaped(table, "bucket", Shape::Bucket);
    let account = shaped(table, "account", Shape::Account);
    let region = shaped(table, "region", Shape::Region);
    let prefix = table.take("prefix").and_then(|item| item.string(&mut load.mistakes));
    let several = table.take("multi-region").and_then(|item| item.boolean(&mut load.mistakes));
    let size = table.take("file-size-mb").and_then(|item| item.days(&mut load.mistakes));
    let packed = table.take("packed").and_then(|item| item.boolean(&mut load.mistakes));
    table.finish("in `[[deliveries]]`", &mut load.mistakes);
    for (name, is_there) in [("service", service.is_some()), ("bucket", bucket.is_some())] {
        if !is_there {
            let message = format!("this delivery has no `{name}`");
            load.mistakes
                .value(table.range, table.path.clone(), message)
                .help(format!("add `{name} = \"…\"`"));
        }
    }
    let (service, bucket) = (service?, bucket?);
    let (_, producer) = Producer::WORDS.into_iter().find(|(word, _)| *word == service.value)?;
    let mut delivery = Delivery::to(producer, bucket);
    delivery.prefix = prefix;
    delivery.account = account.map(|account| account.value);
    delivery.region = region.map(|region| region.value);
    delivery.several_regions = several.is_some_and(|several| several.value);
    delivery.file_size = size;
    delivery.packed = packed.map(|packed| packed.value);
    Some(delivery)
}
