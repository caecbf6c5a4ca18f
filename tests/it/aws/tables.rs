//! Every table of facts is sorted, unique and well formed, and its look-ups agree with a linear scan.

use std::cmp::Ordering;

use arnlint::aws::table::{Order, Row, Table};
use arnlint::aws::{
    accounts, acl, action, caller_keys, credentials, escalation, key_facts, keys, oidc, partition, quotas,
    rcp, service_principal, source_keys,
};

/// Every table with its name and its number of fields; 0 where the last field may hold commas.
fn tables() -> Vec<(&'static str, Table, usize)> {
    vec![
        ("partitions", partition::PARTITIONS, 3),
        ("regions", partition::REGIONS, 3),
        ("operations", action::OPERATIONS, 3),
        ("refused services", action::REFUSED_SERVICES, 2),
        ("unlisted keys", keys::UNLISTED_KEYS, 2),
        ("service principals", service_principal::SERVICE_PRINCIPALS, 3),
        ("caller keys", caller_keys::CALLER_KEYS, 4),
        ("credential actions", credentials::CREDENTIAL_ACTIONS, 3),
        ("escalation paths", escalation::ESCALATION_PATHS, 5),
        ("quotas", quotas::QUOTAS, 4),
        ("paired keys", key_facts::PAIRED_KEYS, 3),
        ("needed actions", key_facts::NEEDED_ACTIONS, 4),
        ("actions of keys", key_facts::ACTIONS_OF_KEYS, 4),
        ("services of endpoint owners", key_facts::ENDPOINT_OWNER_SERVICES, 2),
        ("constant keys", key_facts::CONSTANT_KEYS, 3),
        ("services of resource control policies", rcp::RCP_SERVICES, 1),
        ("claims", oidc::CLAIMS, 3),
        ("source keys", source_keys::SENDERS, 4),
        ("service accounts", accounts::SERVICE_ACCOUNTS, 4),
        ("account owners", accounts::ACCOUNT_OWNERS, 0),
        ("canonical users", accounts::CANONICAL_USERS, 3),
        ("canned ACLs", acl::CANNED_ACLS, 3),
    ]
}

fn folded(table: Table, text: &str) -> String {
    match table.order() {
        Order::Exact => text.to_owned(),
        Order::Folded => text.to_ascii_lowercase(),
    }
}

#[test]
fn every_table_says_what_it_means_where_it_comes_from_and_of_which_day_it_is() {
    for (name, table, _) in tables() {
        let header = table.header().collect::<Vec<_>>().join(" ");
        assert!(header.contains("Source") || header.contains("guide"), "{name}: {header}");
        let date = table.date();
        assert_eq!(date.len(), 10, "{name}: {date}");
        assert!(date.starts_with("20"), "{name}: {date}");
    }
}

#[test]
fn every_table_is_sorted_and_no_line_stands_twice() {
    for (name, table, _) in tables() {
        let rows = table.rows().collect::<Vec<Row>>();
        for pair in rows.windows(2) {
            let (first, second) = (folded(table, pair[0].key()), folded(table, pair[1].key()));
            assert_ne!(first.cmp(&second), Ordering::Greater, "{name}: {first} before {second}");
            assert_ne!(pair[0].line(), pair[1].line(), "{name}");
        }
    }
}

#[test]
fn every_line_has_all_its_fields() {
    for (name, table, fields) in tables() {
        assert!(table.rows().count() > 0, "{name}");
        for row in table.rows() {
            let line = row.line();
            assert!(line.is_ascii() && !line.starts_with('#') && line.trim() == line, "{name}: {line}");
            if fields > 0 {
                assert_eq!(line.split(',').count(), fields, "{name}: {line}");
            }
            assert!(line.split(',').all(|field| !field.is_empty()), "{name}: {line}");
        }
    }
}

#[test]
fn only_the_accounts_of_services_are_listed_more_than_once() {
    for (name, table, _) in tables() {
        let rows = table.rows().collect::<Vec<Row>>();
        let repeated = rows
            .windows(2)
            .filter(|pair| folded(table, pair[0].key()) == folded(table, pair[1].key()))
            .count();
        assert_eq!(repeated > 0, name == "service accounts", "{name}");
    }
}

#[test]
fn looking_up_agrees_with_a_linear_scan() {
    for (name, table, _) in tables() {
        let rows = table.rows().collect::<Vec<Row>>();
        for row in &rows {
            for key in [row.key().to_owned(), row.key().to_ascii_uppercase(), format!("{}x", row.key())] {
                let scanned =
                    rows.iter().filter(|row| folded(table, row.key()) == folded(table, &key)).copied();
                assert_eq!(table.all(&key).collect::<Vec<_>>(), scanned.collect::<Vec<_>>(), "{name}: {key}");
            }
        }
        for key in ["", "\0", "zzzzzzzzzz", "~", "aws:", "ä"] {
            let scanned = rows.iter().find(|row| folded(table, row.key()) == folded(table, key)).copied();
            assert_eq!(table.get(key), scanned, "{name}: {key}");
        }
    }
}

#[test]
fn names_that_sort_apart_in_other_cases_are_found_in_any() {
    for row in action::OPERATIONS.rows() {
        let swapped = row
            .key()
            .chars()
            .map(|letter| {
                if letter.is_ascii_uppercase() {
                    letter.to_ascii_lowercase()
                } else {
                    letter.to_ascii_uppercase()
                }
            })
            .collect::<String>();
        assert_eq!(action::OPERATIONS.get(&swapped), Some(row));
    }
}

#[test]
fn the_last_field_may_hold_commas() {
    let owner = accounts::ACCOUNT_OWNERS.rows().find(|row| row.line().matches(',').count() > 2).unwrap();
    assert!(owner.rest(2).contains(", "), "{}", owner.line());
    assert_eq!(owner.field(9), "");
}

#[test]
fn a_missing_field_is_empty() {
    let row = acl::CANNED_ACLS.get("private").unwrap();
    assert_eq!((row.field(2), row.field(3), row.rest(3)), ("nobody", "", ""));
}
