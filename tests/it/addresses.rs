//! Address ranges: the first address of a range, and which ranges lie where AWS never sees them.

use arnlint::access::Cidr;

fn network(text: &str) -> String {
    Cidr::parse(text).unwrap().network().to_string()
}

#[test]
fn the_bits_behind_the_mask_are_no_part_of_a_range() {
    for (text, first) in [
        ("203.0.113.7/24", "203.0.113.0/24"),
        ("203.0.113.7", "203.0.113.7/32"),
        ("255.255.255.255/0", "0.0.0.0/0"),
        ("203.0.113.129/25", "203.0.113.128/25"),
        ("2001:db8:1234:5678::1/64", "2001:db8:1234:5678::/64"),
        ("ffff::1/0", "::/0"),
        ("2001:db8::1/128", "2001:db8::1/128"),
    ] {
        assert_eq!(network(text), first);
        assert!(Cidr::parse(first).unwrap().is_exact(), "{first}");
    }
}

#[test]
fn a_range_is_private_where_all_of_it_is() {
    let is_private = |text: &str| Cidr::parse(text).unwrap().is_private();
    let inside = [
        "10.0.0.0/8",
        "10.1.2.3",
        "172.16.0.0/12",
        "172.31.255.255",
        "192.168.7.0/24",
        "100.127.255.0/24",
        "127.0.0.1",
        "169.254.169.254",
        "fd00::/8",
        "fe80::1",
        "::1",
    ];
    let outside = [
        "0.0.0.0/0",
        "10.0.0.0/7",
        "172.15.255.255",
        "172.32.0.0/16",
        "192.167.255.255",
        "192.169.0.0/16",
        "100.128.0.0",
        "203.0.113.0/24",
        "198.51.100.7",
        "192.0.2.0/24",
        "::/0",
        "::",
        "2001:db8::/32",
        "fec0::/10",
    ];
    for text in inside {
        assert!(is_private(text), "{text}");
    }
    for text in outside {
        assert!(!is_private(text), "{text}");
    }
}
