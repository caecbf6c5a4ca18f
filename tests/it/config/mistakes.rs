//! Mistakes in the file itself.

use super::support::load;

/// Each entry: a configuration, what is underlined, the message, the help.
fn check(cases: &[(&str, &str, &str, Option<&str>)]) {
    for (text, underlined, message, help) in cases {
        let case = load(text);
        let mistake = case.mistake();
        assert_eq!(case.under(mistake.span()), *underlined, "{text}");
        assert_eq!(mistake.message, *message, "{text}");
        assert_eq!(mistake.help.as_deref(), *help, "{text}");
    }
}

#[test]
fn an_unknown_key_is_underlined_and_the_nearest_key_proposed() {
    check(&[
        ("includ = ['a']", "includ", "unknown key `includ`", Some("did you mean `include`?")),
        ("fail_on = 'error'", "fail_on", "unknown key `fail_on`", Some("did you mean `fail-on`?")),
        ("[[bucket]]\nname = 'abc'", "bucket", "unknown key `bucket`", Some("did you mean `buckets`?")),
        (
            "[[buckets]]\nname = 'abc'\nrequester_pays = true",
            "requester_pays",
            "unknown key `requester_pays` in `[[buckets]]`",
            Some("did you mean `requester-pays`?"),
        ),
        (
            "[[buckets]]\nname = 'abc'\n\"Régione\" = 'eu-west-1'",
            "\"Régione\"",
            "unknown key `Régione` in `[[buckets]]`",
            Some("did you mean `region`?"),
        ),
        (
            "[[buckets]]\nname = 'abc'\npublic-access-block.block-acls = true",
            "block-acls",
            "unknown key `block-acls` in `public-access-block`",
            Some(
                "known here: block-public-acls, block-public-policy, ignore-public-acls, \
                 restrict-public-buckets",
            ),
        ),
        (
            "[[buckets]]\nname = 'abc'\nlifecycle = [{ expiration-day = 3 }]",
            "expiration-day",
            "unknown key `expiration-day` in a rule of `lifecycle`",
            Some("did you mean `expiration-days`?"),
        ),
        (
            "[[trails]]\nname = 'main'\norganisation = true",
            "organisation",
            "unknown key `organisation` in `[[trails]]`",
            Some("did you mean `organization`?"),
        ),
        (
            "[[integrations]]\nprofile = 'cloudtrail'\nacount = '111122223333'",
            "acount",
            "unknown key `acount` in `[[integrations]]`",
            Some("did you mean `account`?"),
        ),
    ]);
}

#[test]
fn a_key_of_the_top_below_a_header_is_told_where_it_belongs() {
    check(&[
        (
            "[rules]\nmissing-version = 'off'\nfail-on = 'error'",
            "fail-on",
            "no rule is called `fail-on`",
            Some("move `fail-on` above the first `[…]` header"),
        ),
        (
            "[[buckets]]\nname = 'abc'\nexclude = ['x']",
            "exclude",
            "unknown key `exclude` in `[[buckets]]`",
            Some("move `exclude` above the first `[…]` header"),
        ),
        (
            "[kinds]\ninclude = ['x']",
            "include",
            "`include` is no kind of policy",
            Some("move `include` above the first `[…]` header"),
        ),
    ]);
}

#[test]
fn unknown_names_are_underlined_and_the_nearest_name_proposed() {
    check(&[
        (
            "select = ['grammar', 'missing-versoin']",
            "'missing-versoin'",
            "no rule, family or integration is called `missing-versoin`",
            Some("did you mean `missing-version`?"),
        ),
        (
            "ignore = 'cloudtrial'",
            "'cloudtrial'",
            "no rule, family or integration is called `cloudtrial`",
            Some("did you mean `cloudtrail`?"),
        ),
        ("ignore = 'zzz'", "'zzz'", "no rule, family or integration is called `zzz`", None),
        (
            "[rules]\npublic-buckets = 'off'",
            "public-buckets",
            "no rule is called `public-buckets`",
            Some("did you mean `public-bucket`?"),
        ),
        (
            "[rules]\naccess = 'off'",
            "access",
            "no rule is called `access`",
            Some("families and integrations go into `select` or `ignore`"),
        ),
        (
            "[rules]\npublic-bucket = 'warn'",
            "'warn'",
            "`warn` is no level: there is `off`, `suggestion`, `warning`, `security` or `error`",
            Some("write `off`, `suggestion`, `warning`, `security` or `error`"),
        ),
        (
            "fail-on = 'Warning'",
            "'Warning'",
            "`Warning` is no severity: there is `suggestion`, `warning`, `security` or `error`",
            Some("did you mean `warning`?"),
        ),
        (
            "[kinds]\nbuckets = ['a.json']",
            "buckets",
            "`buckets` is no kind of policy: there is `identity`, `bucket`, `resource`, `trust`, `scp`, `rcp` or \
             `endpoint`",
            Some("did you mean `bucket`?"),
        ),
        ("[[integrations]]\nprofile = 'logpush'", "'logpush'", "no integration is called `logpush`", None),
        (
            "[[integrations]]\nprofile = 'cloud-trail'",
            "'cloud-trail'",
            "no integration is called `cloud-trail`",
            Some("did you mean `cloudtrail`?"),
        ),
    ]);
}

#[test]
fn a_value_of_another_type_is_underlined() {
    check(&[
        ("include = 3", "3", "`include` must be a string, not a number", None),
        ("include = ['a', { b = 1 }]", "{ b = 1 }", "`include` must be a string, not a table", None),
        ("include = ['']", "''", "`include` is empty", None),
        ("rules = ['a']", "['a']", "`rules` must be a table, not a list", None),
        (
            "rules = { public-bucket = false }",
            "false",
            "`public-bucket` must be a string, not `true` or `false`",
            None,
        ),
        (
            "[buckets]\nname = 'abc'",
            "[buckets]",
            "`buckets` must be a list of tables, not one table",
            Some("write `[[buckets]]`"),
        ),
        ("buckets = 'abc'", "'abc'", "`buckets` must be a list of tables, not a string", None),
        ("buckets = ['abc']", "'abc'", "`buckets` must be a table, not a string", None),
        (
            "[[buckets]]\nname = 'abc'\nrequester-pays = 'yes'",
            "'yes'",
            "`requester-pays` must be `true` or `false`, not a string",
            None,
        ),
        (
            "[[buckets]]\nname = 'abc'\npublic-access-block = 'on'",
            "'on'",
            "`public-access-block` must be `true`, `false` or a table, not a string",
            None,
        ),
        (
            "[[buckets]]\nname = 'abc'\nlifecycle = [{ expiration-days = '30' }]",
            "'30'",
            "`expiration-days` must be a number of days, not a string",
            None,
        ),
        (
            "[[buckets]]\nname = 'abc'\nlifecycle = [{ expiration-days = 0 }]",
            "0",
            "`expiration-days` must be a whole number of days from 1 on",
            None,
        ),
        (
            "[[trails]]\norganization = 1979-05-27",
            "1979-05-27",
            "`organization` must be `true` or `false`, not a date",
            None,
        ),
    ]);
}

#[test]
fn what_must_be_there_is_missed_at_the_header() {
    check(&[
        (
            "[[buckets]]\nregion = 'eu-west-1'",
            "[[buckets]]",
            "this bucket has no `name`",
            Some("add `name = \"…\"`"),
        ),
        (
            "keys = [{ alias = 'alias/a' }]",
            "{ alias = 'alias/a' }",
            "this key has no `arn`",
            Some("add `arn = \"arn:aws:kms:…\"`"),
        ),
        (
            "[[integrations]]\n\n[[integrations]]\nprofile = 'cloudtrail'",
            "[[integrations]]",
            "this integration has no `profile`",
            Some("add `profile = \"…\"` with the name of the integration"),
        ),
    ]);
}

#[test]
fn patterns_that_are_none_are_underlined() {
    check(&[
        ("include = ['ok', 'a[b']", "'a[b'", "`a[b` is not a path pattern: `[` without its `]`", None),
        ("exclude = '{a'", "'{a'", "`{a` is not a path pattern: `{` without its `}`", None),
        ("exclude = 'a}'", "'a}'", "`a}` is not a path pattern: `}` without its `{`", None),
        (
            "exclude = '[z-a]'",
            "'[z-a]'",
            "`[z-a]` is not a path pattern: `z-a` is no range of characters",
            None,
        ),
        (
            "include = '/etc/*'",
            "'/etc/*'",
            "`/etc/*` is an absolute path",
            Some("start at the folder that holds this file"),
        ),
        (
            "include = 'C:/x'",
            "'C:/x'",
            "`C:/x` is an absolute path",
            Some("start at the folder that holds this file"),
        ),
        ("include = 'a\\b.json'", "'a\\b.json'", "`a\\b.json` has `\\` in it", Some("write `a/b.json`")),
        (
            "include = './'",
            "'./'",
            "a path pattern is empty",
            Some("name files or folders, such as `policies/**/*.json`"),
        ),
        ("[kinds]\ntrust = ['[']", "'['", "`[` is not a path pattern: `[` without its `]`", None),
        (
            "[[buckets]]\nname = 'abc'\npolicy = '['",
            "'['",
            "`[` is not a path pattern: `[` without its `]`",
            None,
        ),
        (
            "[[integrations]]\nprofile = 'cloudtrail'\nfiles = '['",
            "'['",
            "`[` is not a path pattern: `[` without its `]`",
            None,
        ),
    ]);
}

#[test]
fn account_ids_are_understood_as_numbers_and_else_explained() {
    for text in ["'111122223333'", "111122223333", "111_122_223_333"] {
        let case = load(&format!("[[buckets]]\nname = 'abc'\naccount = {text}")).clean();
        let account = case.loaded.surroundings.buckets[0].account.clone().unwrap();
        assert_eq!(account.value, "111122223333");
        assert_eq!(case.under(account.span), text);
    }
    let bucket = |value: &str| format!("[[buckets]]\nname = 'abc'\naccount = {value}");
    check(&[
        (&bucket("'1234'"), "'1234'", "`1234` is not an account id", Some("an account id has 12 digits")),
        (
            &bucket("11112222333"),
            "11112222333",
            "`11112222333` is not an account id",
            Some("an account id has 12 digits; put it in quotes, a number loses leading zeros"),
        ),
        (
            &bucket("'1111-2222-3333'"),
            "'1111-2222-3333'",
            "`1111-2222-3333` is not an account id",
            Some("write `111122223333`"),
        ),
        (
            &bucket("'arn:aws:iam::111122223333:root'"),
            "'arn:aws:iam::111122223333:root'",
            "`arn:aws:iam::111122223333:root` is not an account id",
            Some("write the account alone: `111122223333`"),
        ),
        (&bucket("true"), "true", "`account` must be an account id in quotes, not `true` or `false`", None),
        (
            &bucket("011122223333"),
            "011122223333",
            "not valid TOML: a number begins with 0",
            Some("put it in quotes: `\"011122223333\"`"),
        ),
    ]);
}

#[test]
fn regions_must_be_known_or_declared() {
    load("extra-regions = ['xx-south-9']\n[[buckets]]\nname = 'abc'\nregion = 'xx-south-9'").clean();
    let bucket = |value: &str| format!("[[buckets]]\nname = 'abc'\nregion = {value}");
    check(&[
        (
            &bucket("'eu-wset-1'"),
            "'eu-wset-1'",
            "`eu-wset-1` is not a region that arnlint knows",
            Some("did you mean `eu-west-1`? a newer region goes into `extra-regions`"),
        ),
        (
            &bucket("'eu-west-1a'"),
            "'eu-west-1a'",
            "`eu-west-1a` is not a region that arnlint knows",
            Some("write the region of the zone: `eu-west-1`"),
        ),
        (
            &bucket("'Ireland'"),
            "'Ireland'",
            "`Ireland` is not a region that arnlint knows",
            Some("write its code, such as `eu-west-1`; a newer region goes into `extra-regions`"),
        ),
        (
            "extra-regions = ['Ireland']",
            "'Ireland'",
            "`Ireland` is not built like a region",
            Some("write its code, such as `eu-west-1`"),
        ),
    ]);
}

#[test]
fn names_of_buckets_keys_and_trails_have_their_shapes() {
    let key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    check(&[
        (
            "[[buckets]]\nname = 'arn:aws:s3:::acme-logs/*'",
            "'arn:aws:s3:::acme-logs/*'",
            "`arn:aws:s3:::acme-logs/*` is not the name of a bucket",
            Some("write the name alone: `acme-logs`"),
        ),
        (
            "[[trails]]\nbucket = 's3://acme-logs'",
            "'s3://acme-logs'",
            "`s3://acme-logs` is not the name of a bucket",
            Some("write the name alone: `acme-logs`"),
        ),
        (
            "[[trails]]\narn = 'arn:aws:cloudtrail:eu-west-1:1111:trail/x'",
            "'arn:aws:cloudtrail:eu-west-1:1111:trail/x'",
            "`arn:aws:cloudtrail:eu-west-1:1111:trail/x` is not the ARN of a trail: `1111` is not an account id",
            Some("write it like `arn:aws:cloudtrail:eu-west-1:111122223333:trail/main`"),
        ),
        (
            "[[trails]]\narn = 'arn:aws:cloudtrail:cn-north-1:111122223333:trail/x'",
            "'arn:aws:cloudtrail:cn-north-1:111122223333:trail/x'",
            "`arn:aws:cloudtrail:cn-north-1:111122223333:trail/x` is not the ARN of a trail: `cn-north-1` is not a \
             region of `aws`",
            Some("write it like `arn:aws:cloudtrail:eu-west-1:111122223333:trail/main`"),
        ),
        (
            "[[keys]]\narn = 'alias/logs'",
            "'alias/logs'",
            "`alias/logs` is not the ARN of a key: it does not have the six parts of an ARN",
            Some(&format!("write it like `{key}`")),
        ),
        (
            &format!("[[keys]]\narn = '{key}'\nalias = ['alias/ok', 'logs']"),
            "'logs'",
            "an alias starts with `alias/`",
            Some("write `alias/logs`"),
        ),
        (
            "[[buckets]]\nname = 'abc'\nencryption = 'aws:kms'\nkms-key = 'my key'",
            "'my key'",
            "`my key` is not a KMS key",
            Some("write the key's ARN, its id or `alias/` and its alias"),
        ),
        (
            "[[trails]]\norg-id = 'o-short'",
            "'o-short'",
            "`o-short` is not the id of an organization",
            Some("write `o-` and the 10 to 32 lower-case letters and digits that follow it"),
        ),
        (
            "[[integrations]]\nprofile = 'cloudtrail'\npartition = 'aws-cm'",
            "'aws-cm'",
            "`aws-cm` is not a partition",
            Some("did you mean `aws-cn`?"),
        ),
        (
            "[[integrations]]\nprofile = 'logzio-archive'\nmode = ['archive', 'retsore']",
            "'retsore'",
            "`retsore` is no mode: there is `archive` or `restore`",
            Some("did you mean `restore`?"),
        ),
    ]);
}

#[test]
fn words_of_settings_are_checked() {
    let bucket = |line: &str| format!("[[buckets]]\nname = 'abc'\n{line}");
    check(&[
        (
            &bucket("encryption = 'aes256'"),
            "'aes256'",
            "`aes256` is no encryption: there is `AES256`, `aws:kms` or `aws:kms:dsse`",
            Some("did you mean `AES256`?"),
        ),
        (
            &bucket("object-ownership = 'BucketOwner'"),
            "'BucketOwner'",
            "`BucketOwner` is no ownership: there is `BucketOwnerEnforced`, `BucketOwnerPreferred` or `ObjectWriter`",
            Some("write `BucketOwnerEnforced`, `BucketOwnerPreferred` or `ObjectWriter`"),
        ),
        (
            &bucket("lifecycle = [{ transition = ['GLACIER', 'DEEP-ARCHIVE'] }]"),
            "'DEEP-ARCHIVE'",
            "`DEEP-ARCHIVE` is no storage class: there is `STANDARD_IA`, `ONEZONE_IA`, `INTELLIGENT_TIERING`, \
             `GLACIER_IR`, `GLACIER` or `DEEP_ARCHIVE`",
            Some("did you mean `DEEP_ARCHIVE`?"),
        ),
        (
            &bucket("intelligent-tiering = [{ tiers = 'GLACIER' }]"),
            "'GLACIER'",
            "`GLACIER` is no archive tier: there is `ARCHIVE_ACCESS` or `DEEP_ARCHIVE_ACCESS`",
            Some("write `ARCHIVE_ACCESS` or `DEEP_ARCHIVE_ACCESS`"),
        ),
        (
            &bucket("kms-key = 'alias/logs'"),
            "'alias/logs'",
            "a key is stated, but not the encryption",
            Some("add `encryption = \"aws:kms\"`"),
        ),
        (
            &bucket("encryption = 'AES256'\nkms-key = 'alias/logs'"),
            "'alias/logs'",
            "`AES256` takes no key",
            Some("remove the key, or write `encryption = \"aws:kms\"`"),
        ),
    ]);
}

#[test]
fn toml_that_is_none_gives_one_mistake_where_it_breaks() {
    check(&[
        (
            "select = grammar",
            "grammar",
            "not valid TOML: a text stands without quotes",
            Some("put it in quotes: `\"grammar\"`"),
        ),
        ("fail-on =\n", "=", "not valid TOML: the value is missing", None),
        (
            "[[buckets]\nname = 'x'\nunknown = 1",
            "]",
            "not valid TOML: unclosed array table, expected `]`",
            None,
        ),
        (
            "include = ['a'\nexclude = ['b']",
            "'",
            "not valid TOML: missing comma between array elements, expected `,`",
            None,
        ),
        ("a = 'é", "é", "not valid TOML: invalid literal string, expected `'`", None),
        ("a b = 1", "a", "not valid TOML: key with no value, expected `=`", None),
    ]);
}

#[test]
fn a_key_that_is_stated_twice_hides_no_other_mistake() {
    let case = load("fail-on = 'error'\nfail-on = 'warning'\n\n[rules]\npublic-bucket = 'of'\n\n[rules]\n");
    assert_eq!(
        case.mistakes(),
        [
            "fail-on: `fail-on` is stated twice",
            "'of': `of` is no level: there is `off`, `suggestion`, `warning`, `security` or `error`",
            "rules: `rules` is stated twice",
        ]
    );
}

#[test]
fn all_mistakes_are_reported_in_the_order_of_the_text() {
    let text = "\
includ = []
select = ['grammer', 'access']
[rules]
public-bucket = 'none'
[[buckets]]
name = 'acme-logs'
region = 'eu-wst-1'
account = '12'
[[buckets]]
requester-pays = 1
[[trails]]
organization = 'x'
[[integrations]]
profile = 'cloudtrial'
account = ['111122223333', '1']
";
    assert_eq!(
        load(text).mistakes(),
        [
            "includ: unknown key `includ`",
            "'grammer': no rule, family or integration is called `grammer`",
            "'none': `none` is no level: there is `off`, `suggestion`, `warning`, `security` or `error`",
            "'eu-wst-1': `eu-wst-1` is not a region that arnlint knows",
            "'12': `12` is not an account id",
            "[[buckets]]: this bucket has no `name`",
            "1: `requester-pays` must be `true` or `false`, not a number",
            "'x': `organization` must be `true` or `false`, not a string",
            "'cloudtrial': no integration is called `cloudtrial`",
            "'1': `1` is not an account id",
        ]
    );
}

#[test]
fn two_statements_about_one_thing_point_at_both() {
    let key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    let trail = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main";
    let cases = [
        (
            "[[buckets]]\nname = 'abc'\n[[buckets]]\nname = \"abc\"".to_owned(),
            "\"abc\"",
            "'abc'",
            "the bucket `abc` is stated twice",
        ),
        (
            format!("[[keys]]\narn = '{key}'\n[[keys]]\narn = '{key}'"),
            "'KEY'",
            "'KEY'",
            "this key is stated twice",
        ),
        (
            format!("[[trails]]\narn = '{trail}'\n[[trails]]\narn = '{trail}'"),
            "[[trails]]",
            "'TRAIL'",
            "the trail `TRAIL` is stated twice",
        ),
        (
            "select = ['access']\nignore = [\"access\"]".to_owned(),
            "\"access\"",
            "'access'",
            "this is both selected and ignored",
        ),
        (
            "[rules]\nno-version = 'error'\nmissing-version = 'off'".to_owned(),
            "missing-version",
            "'error'",
            "`missing-version` is another name of `missing-version`, which has a level already",
        ),
        (
            format!("[[trails]]\narn = '{trail}'\naccount = 444455556666"),
            "444455556666",
            "'TRAIL'",
            "`account` contradicts what is known: `444455556666` and `111122223333`",
        ),
        (
            format!("[[trails]]\narn = '{trail}'\nname = 'other'"),
            "'other'",
            "'TRAIL'",
            "`name` contradicts what is known: `other` and `main`",
        ),
        (
            format!("[[trails]]\narn = '{trail}'\nhome-region = 'us-east-1'"),
            "'us-east-1'",
            "'TRAIL'",
            "`home-region` contradicts what is known: `us-east-1` and `eu-west-1`",
        ),
    ];
    for (text, at, other, message) in cases {
        let full = |short: &str| short.replace("KEY", key).replace("TRAIL", trail);
        let case = load(&text);
        let mistake = case.mistake();
        assert_eq!(mistake.message, full(message), "{text}");
        assert_eq!(case.under(mistake.span()), full(at), "{text}");
        assert_eq!(case.under(mistake.related[0].span), full(other), "{text}");
    }
}

#[test]
fn a_mistake_knows_its_path() {
    let case =
        load("[[buckets]]\nname = 'abc'\n[[buckets]]\nname = 'abcd'\nlifecycle = [{}, { prefix = 1 }]");
    let path = serde_json::to_string(&case.mistake().place.path).unwrap();
    assert_eq!(path, r#"["buckets",1,"lifecycle",1,"prefix"]"#);
}
