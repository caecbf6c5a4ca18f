//! Partitions, regions, bucket names and near misses.

use arnlint::aws::bucket_name::{NameRule, is_valid, violations};
use arnlint::aws::nearest::{nearest, slips_allowed};
use arnlint::aws::partition::{
    RegionName, judge_region, nearest_partition, nearest_region, partition, partition_by_shape,
    partition_of_region, partitions, region, regions,
};
use arnlint::text::Range;

#[test]
fn every_region_belongs_to_a_partition_and_looks_like_it() {
    for region in regions() {
        assert!(partition(region.partition).is_some(), "{}", region.name);
        assert_eq!(partition_by_shape(region.name), Some(region.partition), "{}", region.name);
        assert!(!region.opt_in || region.partition == "aws", "{}", region.name);
    }
    assert_eq!(partitions().count(), 8);
}

#[test]
fn regions_lead_to_their_partition() {
    assert_eq!(partition_of_region("cn-north-1"), Some("aws-cn"));
    assert_eq!(partition_of_region("us-gov-west-1"), Some("aws-us-gov"));
    assert_eq!(partition_of_region("us-isob-east-1"), Some("aws-iso-b"));
    assert_eq!(partition_of_region("eusc-de-east-1"), Some("aws-eusc"));
    assert_eq!(partition_of_region("eu-newtown-3"), Some("aws"));
    for word in ["region", "us-east-1a", "us-east-", "", "1", "xx-east-1", "us_east_1"] {
        assert_eq!(partition_of_region(word), None, "{word}");
    }
    assert!(region("me-south-1").unwrap().opt_in && !region("us-east-1").unwrap().opt_in);
    assert_eq!(partition("aws-cn").unwrap().domain, "amazonaws.com.cn");
}

#[test]
fn slips_lead_to_the_region_or_partition_that_was_meant() {
    assert_eq!(nearest_region("us-eats-1"), Some("us-east-1"));
    assert_eq!(nearest_region("useast-1"), Some("us-east-1"));
    assert_eq!(nearest_region("eu-centrall-1"), Some("eu-central-1"));
    assert_eq!(nearest_region("us-east-1"), None);
    assert_eq!(nearest_region("region"), None);
    assert_eq!(nearest_partition("aws-ch"), Some("aws-cn"));
    assert_eq!(nearest_partition("awss"), Some("aws"));
    assert_eq!(nearest_partition("aws"), None);
    assert_eq!(nearest_partition("partition"), None);
}

#[test]
fn the_nearest_is_the_one_with_the_fewest_slips_then_the_longest_shared_beginning() {
    assert_eq!(nearest("abcd", ["abxy", "abce"], 2), Some("abce"));
    assert_eq!(nearest("abcd", ["xbcd", "abcx"], 1), Some("abcx"));
    assert_eq!(nearest("ABCD", ["abcd"], 0), Some("abcd"));
    assert_eq!(nearest("abdc", ["abcd"], 1), Some("abcd"));
    assert_eq!(nearest("abcd", ["wxyz"], 3), None);
    assert_eq!(nearest("abcd", [], 3), None);
    assert_eq!(nearest(&"a".repeat(100_000), ["a"], 100_000), None);
    assert!(slips_allowed(3) == 0 && slips_allowed(30) == 2);
}

fn broken(name: &str) -> Vec<(NameRule, &str)> {
    violations(name, &[]).into_iter().map(|found| (found.rule, found.range.of(name))).collect()
}

#[test]
fn names_that_keep_the_rules_are_valid() {
    for name in
        ["abc", "my-athena-data-bucket", "a.b.c", "1-2", "logs-111122223333-eu-west-1", &"a".repeat(63)]
    {
        assert_eq!(broken(name), [], "{name}");
        assert!(is_valid(name), "{name}");
    }
}

#[test]
fn each_broken_rule_points_at_the_bytes_at_fault() {
    assert_eq!(broken("ab"), [(NameRule::TooShort, "ab")]);
    assert_eq!(broken(""), [(NameRule::TooShort, "")]);
    let long = "a".repeat(64);
    assert_eq!(broken(&long), [(NameRule::TooLong, long.as_str())]);
    assert_eq!(broken("myBucketABC"), [(NameRule::UpperCase, "B"), (NameRule::UpperCase, "ABC")]);
    assert_eq!(broken("my_bucket"), [(NameRule::Underscore, "_")]);
    assert_eq!(
        broken("my bückét"),
        [(NameRule::Character, " "), (NameRule::Character, "ü"), (NameRule::Character, "é")]
    );
    assert_eq!(broken("-abc"), [(NameRule::Beginning, "-")]);
    assert_eq!(broken("abc."), [(NameRule::Ending, ".")]);
    assert_eq!(broken("a..b"), [(NameRule::AdjacentDots, "..")]);
    assert_eq!(broken("192.168.5.4"), [(NameRule::IpAddress, "192.168.5.4")]);
    assert_eq!(broken("xn--abc"), [(NameRule::ReservedPrefix, "xn--")]);
    assert_eq!(broken("sthree-abc"), [(NameRule::ReservedPrefix, "sthree-")]);
    assert_eq!(broken("amzn-s3-demo-bucket"), [(NameRule::DemoPrefix, "amzn-s3-demo-")]);
    for suffix in ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"] {
        assert_eq!(broken(&format!("abc{suffix}")), [(NameRule::ReservedSuffix, suffix)]);
    }
    assert_eq!(broken("a.b.c.d"), []);
}

#[test]
fn beside_wildcards_and_variables_only_the_literal_pieces_are_judged() {
    for name in ["*", "a*", "?", "l${aws:username}", "*-logs", "-*", "logs-${aws:PrincipalTag/Team_A}"] {
        let rules = violations(name, &[]).into_iter().map(|found| found.rule).collect::<Vec<_>>();
        let expected = if name == "-*" { vec![NameRule::Beginning] } else { Vec::new() };
        assert_eq!(rules, expected, "{name}");
        assert!(!is_valid(name), "{name}");
    }
    assert_eq!(broken("Logs-*"), [(NameRule::UpperCase, "L")]);
    assert_eq!(broken("a.*.b"), []);
    assert_eq!(broken("192.168.5.*"), []);
    assert_eq!(broken("*-s3alias"), [(NameRule::ReservedSuffix, "-s3alias")]);
}

#[test]
fn beside_a_hole_only_the_literal_pieces_are_judged() {
    let name = "Logs-<BUCKET_NAME>-x";
    let hole = Range::new(5, 18);
    let found = violations(name, &[hole]);
    assert_eq!(found.iter().map(|found| found.range.of(name)).collect::<Vec<_>>(), ["L"]);
    assert_eq!(violations("<BUCKET_NAME>", &[Range::new(0, 13)]), []);
}

#[test]
fn a_region_is_known_plausible_near_or_nothing() {
    for (name, expected) in [
        ("eu-central-1", RegionName::Known),
        ("eu-central-7", RegionName::Plausible),
        ("eu-centrl-1", RegionName::Near("eu-central-1")),
        ("frankfurt", RegionName::Unknown),
        ("", RegionName::Unknown),
        ("--", RegionName::Unknown),
    ] {
        assert_eq!(judge_region(name), expected, "{name}");
    }
}
