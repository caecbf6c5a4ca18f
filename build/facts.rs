//! Reads the facts about services that `tools/facts` wrote, and packs them into one block of bytes.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::catalog::facts::{Action, Facts, Key, KeyType, Level, Month, Need, ResourceType, Service};
use crate::catalog::pack::pack;
use crate::pages::sorted;
use crate::watch;

/// Packs the files in `data` into `out`.
pub(crate) fn write(data: &Path, out: &Path) -> Result<(), String> {
    watch(data);
    let facts = read(data)?;
    fs::write(out, pack(&facts)).map_err(|error| error.to_string())
}

fn read(data: &Path) -> Result<Facts, String> {
    let mut facts = Facts::default();
    for path in sorted(&data.join("services"))? {
        watch(&path);
        let mut service = Service::default();
        for (number, line) in text(&path)?.lines().enumerate() {
            read_line(&mut service, line).map_err(|why| at(&path, number, why))?;
        }
        // A service's list also names global keys and those of identity providers: they are no service's own.
        let own = format!("{}:", service.name);
        let (own, other) = service.keys.into_iter().partition(|key| key.name.starts_with(&own));
        service.keys = own;
        let other: Vec<Key> = other;
        facts.keys.extend(other.into_iter().filter(|key| !key.name.starts_with("aws:")));
        facts.services.push(service);
    }
    each(&data.join("retired.tsv"), |fields| retire(&mut facts, fields))?;
    each(&data.join("retired_keys.tsv"), |fields| retire_key(&mut facts, fields))?;
    each(&data.join("global_keys.tsv"), |fields| {
        facts.keys.push(key("", fields)?);
        Ok(())
    })?;
    each(&data.join("federated_keys.tsv"), |fields| {
        let name = format!("{}:{}", field(fields, 0)?, field(fields, 1)?);
        facts.keys.push(key("", &[&name, field(fields, 2)?])?);
        Ok(())
    })?;
    each(&data.join("known_prefixes.tsv"), |fields| {
        facts.prefixes.push(field(fields, 0)?.to_owned());
        Ok(())
    })?;
    // What is a service's own is listed there.
    let names: BTreeSet<String> = facts.services.iter().map(|service| service.name.clone()).collect();
    let own: BTreeSet<String> = facts
        .services
        .iter()
        .flat_map(|service| &service.keys)
        .map(|key| key.name.to_ascii_lowercase())
        .collect();
    facts.keys.retain(|key| !own.contains(&key.name.to_ascii_lowercase()));
    let templates =
        facts.services.iter().flat_map(|service| &service.resources).flat_map(|resource| &resource.arns);
    let of_arns = templates.filter_map(|arn| arn.split(':').nth(2)).filter(|part| !part.contains('$'));
    let of_arns: BTreeSet<&str> = of_arns.filter(|part| !names.contains(*part)).collect();
    facts.prefixes.extend(of_arns.into_iter().map(str::to_owned));
    each(&data.join("sources.tsv"), |fields| {
        facts.sources.push(fields.join("\t"));
        Ok(())
    })?;
    let meta = text(&data.join("META"))?;
    let day = meta.lines().find_map(|line| line.strip_prefix("data_date\t"));
    day.ok_or("META names no `data_date`")?.clone_into(&mut facts.date);
    Ok(facts)
}

fn text(path: &Path) -> Result<String, String> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(text.replace("\r\n", "\n"))
}

fn at(path: &Path, line: usize, why: impl std::fmt::Display) -> String {
    format!("{}:{}: {why}", path.display(), line + 1)
}

/// Each line of a table that is no comment, by its fields.
fn each(path: &Path, mut take: impl FnMut(&[&str]) -> Result<(), String>) -> Result<(), String> {
    watch(path);
    for (number, line) in text(path)?.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        take(&line.split('\t').collect::<Vec<_>>()).map_err(|why| at(path, number, why))?;
    }
    Ok(())
}

fn field<'f>(fields: &[&'f str], number: usize) -> Result<&'f str, String> {
    fields.get(number).copied().ok_or_else(|| format!("no field {}", number + 1))
}

fn words(fields: &[&str], number: usize) -> Vec<String> {
    fields.get(number).map_or(Vec::new(), |text| text.split_whitespace().map(str::to_owned).collect())
}

/// A key's name with its service, which the files leave out for the service's own.
fn full(service: &str, name: &str) -> String {
    if name.starts_with(':') { format!("{service}{name}") } else { name.to_owned() }
}

fn read_line(service: &mut Service, line: &str) -> Result<(), String> {
    let fields: Vec<&str> = line.split('\t').collect();
    let own = service.name.clone();
    let keys = |number: usize| words(&fields, number).iter().map(|name| full(&own, name)).collect();
    match field(&fields, 0)? {
        "service" => field(&fields, 1)?.clone_into(&mut service.name),
        "key" => service.keys.push(key(&own, fields.get(1..).unwrap_or_default())?),
        "res" => service.resources.push(ResourceType {
            name: field(&fields, 1)?.to_owned(),
            arns: words(&fields, 2),
            keys: keys(3),
        }),
        "act" => {
            let flags = field(&fields, 2)?;
            service.actions.push(Action {
                name: field(&fields, 1)?.to_owned(),
                level: flags.chars().next().and_then(Level::from_letter),
                is_permission_only: flags.contains('p'),
                is_bare: flags.contains('n'),
                retired: None,
                needs: words(&fields, 3).iter().map(|word| need(&own, word)).collect::<Result<_, _>>()?,
                keys: keys(4),
            });
        }
        other => return Err(format!("`{other}` is no kind of line")),
    }
    Ok(())
}

fn key(service: &str, fields: &[&str]) -> Result<Key, String> {
    let word = field(fields, 1)?;
    let (word, is_multivalued) = word.strip_suffix("[]").map_or((word, false), |word| (word, true));
    let key_type = KeyType::from_word(word).ok_or_else(|| format!("`{word}` is no type of a key"))?;
    Ok(Key { name: full(service, field(fields, 0)?), kind: key_type, is_multivalued })
}

/// `name!`, `name?` or `name`, each with the keys of the pair in braces.
fn need(service: &str, word: &str) -> Result<Need, String> {
    let (word, required) = match word.strip_suffix('!') {
        Some(word) => (word, Some(true)),
        None => word.strip_suffix('?').map_or((word, None), |word| (word, Some(false))),
    };
    let (name, keys) = match word.strip_suffix('}') {
        Some(rest) => rest.split_once('{').ok_or_else(|| format!("`{word}` has no `{{`"))?,
        None => (word, ""),
    };
    let keys = keys.split(',').filter(|key| !key.is_empty()).map(|key| full(service, key)).collect();
    Ok(Need { resource: name.to_owned(), required, keys })
}

/// `service:Action` or `service:*` with the month.
fn retire(facts: &mut Facts, fields: &[&str]) -> Result<(), String> {
    let (name, month) = (field(fields, 0)?, field(fields, 1)?);
    let month = Some(Month::parse(month).ok_or_else(|| format!("`{month}` is no month"))?);
    let (prefix, action) = name.split_once(':').ok_or_else(|| format!("`{name}` is no action"))?;
    let at = match facts.services.iter().position(|service| service.name == prefix) {
        Some(at) => at,
        None => {
            facts.services.push(Service { name: prefix.to_owned(), ..Service::default() });
            facts.services.len() - 1
        }
    };
    let service = facts.services.get_mut(at).ok_or("no such service")?;
    if action == "*" {
        service.retired = month;
    } else {
        service.actions.push(Action { name: action.to_owned(), retired: month, ..Action::default() });
    }
    Ok(())
}

/// A key that the reference had: some requests may still have it, so that it is known like any other.
fn retire_key(facts: &mut Facts, fields: &[&str]) -> Result<(), String> {
    let known = key("", fields)?;
    let prefix = known.name.split(':').next().unwrap_or_default();
    match facts.services.iter_mut().find(|service| service.name == prefix) {
        Some(service) => service.keys.push(known),
        None => facts.keys.push(known),
    }
    Ok(())
}
