//! The forms of placeholders, and what is none.

use arnlint::policy::placeholder::{Place, SampleKind, TokenKind, find, sample_values, tokens};
use arnlint::policy::{Hole, HoleKind};

/// The texts of the placeholders found, wherever the value stands.
fn placeholders(text: &str) -> Vec<&str> {
    let is_placeholder = |hole: &Hole| hole.kind == HoleKind::Placeholder;
    find(text).into_iter().filter(is_placeholder).map(|hole| hole.range.of(text)).collect()
}

/// The texts of the interpolations found.
fn interpolations(text: &str) -> Vec<&str> {
    let is_interpolation = |hole: &Hole| hole.kind == HoleKind::Interpolation;
    find(text).into_iter().filter(is_interpolation).map(|hole| hole.range.of(text)).collect()
}

#[test]
fn every_placeholder_of_the_five_documents_is_found() {
    for (text, expected) in [
        ("arn:aws:s3:::<BUCKET_NAME>", vec!["<BUCKET_NAME>"]),
        ("arn:aws:s3:::<BUCKET_NAME>/*", vec!["<BUCKET_NAME>"]),
        ("arn:aws:s3:::<BUCKET-NAME>/*", vec!["<BUCKET-NAME>"]),
        ("arn:aws:s3:::BUCKET_NAME/*", vec!["BUCKET_NAME"]),
        ("arn:aws:s3:::BUCKET-NAME", vec!["BUCKET-NAME"]),
        ("arn:aws:s3:::XXX/*", vec!["XXX"]),
        ("arn:aws:s3:::myBucketName", vec!["myBucketName"]),
        ("arn:aws:s3:::myOrganizationBucket", vec!["myOrganizationBucket"]),
        (
            "arn:aws:s3:::myBucketName/[optionalPrefix]/AWSLogs/myAccountID/*",
            vec!["myBucketName", "[optionalPrefix]", "myAccountID"],
        ),
        ("arn:aws:s3:::b/optionalPrefix/AWSLogs/111122223333/*", vec!["optionalPrefix"]),
        ("arn:aws:s3:::b/[optional prefix]/AWSLogs/*", vec!["[optional prefix]"]),
        ("arn:aws:cloudtrail:region:myAccountID:trail/trailName", vec!["region", "myAccountID", "trailName"]),
        ("arn:aws:cloudtrail:region:111111111111:trail/primaryTrailName", vec!["region", "primaryTrailName"]),
        ("arn:aws:cloudtrail:eu-west-1:111111111111:trail/secondaryTrailName", vec!["secondaryTrailName"]),
        ("<some_service_account_identifier>", vec!["<some_service_account_identifier>"]),
    ] {
        assert_eq!(placeholders(text), expected, "{text}");
    }
}

#[test]
fn the_general_forms_are_found() {
    for (text, expected) in [
        ("arn:aws:s3:::YOUR-BUCKET/*", "YOUR-BUCKET"),
        ("arn:aws:s3:::YOUR_BUCKET_NAME/*", "YOUR_BUCKET_NAME"),
        ("arn:aws:s3:::logs-YOUR_SUFFIX/*", "YOUR_SUFFIX"),
        ("arn:aws:s3:::your-bucket/*", "your-bucket"),
        ("arn:aws:kms:eu-west-1:111122223333:key/your key ARN", "your key ARN"),
        ("yourBucketArn", "yourBucketArn"),
        ("arn:aws:s3:::prod-BUCKET_NAME-logs/*", "BUCKET_NAME"),
        ("arn:aws:s3:::{bucket}/*", "{bucket}"),
        ("arn:aws:iam::{account-id}:root", "{account-id}"),
        ("arn:aws:cloudformation:*:*:stack/[STACK_NAME]", "[STACK_NAME]"),
        ("arn:aws:s3:::b/[optional] prefix/AWSLogs/*", "[optional] prefix"),
        ("arn:aws:s3:::*** manifest bucket ***/*", "*** manifest bucket ***"),
        ("arn:aws:s3:::aws-logs-<region>/*", "<region>"),
        ("arn:aws:iam::account-id:root", "account-id"),
        ("arn:aws:iam::*account-id*:root", "account-id"),
        ("arn:aws:iam::xxxxxxxxxxxx:root", "xxxxxxxxxxxx"),
        ("arn:aws:iam::111122223333:role/ROLE-NAME", "ROLE-NAME"),
        ("arn:aws:kms:eu-west-1:111122223333:key/key-id", "key-id"),
        ("arn:aws:logs:eu-west-1:111122223333:log-group:log-group-name", "log-group-name"),
        ("arn:aws:sns:eu-west-1:111122223333:topic-name", "topic-name"),
        ("arn:partition:s3:::acme", "partition"),
        ("s3.region.amazonaws.com", "region"),
    ] {
        assert_eq!(placeholders(text), [expected], "{text}");
    }
}

#[test]
fn policy_variables_are_never_touched() {
    for text in [
        "arn:aws:s3:::bucket/${aws:username}/*",
        "arn:aws:s3:::${aws:PrincipalTag/team}/*",
        "arn:aws:iam::${aws:PrincipalAccount}:role/x",
        "${ aws:PrincipalTag/Department }",
        "${aws:PrincipalTag/team, 'company-wide'}",
        "${accounts.google.com:sub}",
        "${www.amazon.com:user_id}",
        "${iot:Connection.Thing.ThingName}",
        "arn:aws:s3:::b/${*}/${?}/${$}",
        "${aws:PrincipalOrgID}",
        "${",
        "a}b",
        "${aws:username",
    ] {
        assert_eq!(find(text), [], "{text}");
    }
}

#[test]
fn templates_are_holes_but_no_placeholders() {
    for (text, expected) in [
        ("arn:aws:s3:::${BucketName}/*", "${BucketName}"),
        ("arn:aws:s3:::${var.bucket}/*", "${var.bucket}"),
        ("arn:aws:s3:::${var.prod ? \"a\" : \"b\"}/*", "${var.prod ? \"a\" : \"b\"}"),
        ("arn:aws:s3:::${merge({a = 1}, {b = 2})}/*", "${merge({a = 1}, {b = 2})}"),
        ("arn:${AWS::Partition}:s3:::b", "${AWS::Partition}"),
        ("arn:aws:s3:::${self:custom.bucket}", "${self:custom.bucket}"),
        ("arn:aws:s3:::{{ bucket }}/*", "{{ bucket }}"),
        ("arn:aws:s3:::<%= bucket %>/*", "<%= bucket %>"),
        ("arn:aws:s3:::%{ if x }a%{ endif }", "%{ if x }"),
        ("arn:aws:s3:::{stage}/*", "{stage}"),
        ("arn:aws:s3:::$BUCKET/*", "$BUCKET"),
        ("arn:aws:iam::$(ACCOUNT):root", "$(ACCOUNT)"),
    ] {
        assert_eq!(interpolations(text).first(), Some(&expected), "{text}");
        assert_eq!(placeholders(text), Vec::<&str>::new(), "{text}");
    }
}

#[test]
fn names_that_somebody_may_really_use_are_left_alone() {
    for text in [
        "arn:aws:s3:::my-athena-data-bucket/*",
        "arn:aws:s3:::my-bucket",
        "arn:aws:s3:::for-your-team",
        "arn:aws:s3:::yourself",
        "arn:aws:s3:::regional-logs/region/account/prefix/*",
        "arn:aws:s3:::logs/exports/accountid=*/*",
        "arn:aws:s3:::logs/XXX-1/*",
        "arn:aws:s3:::logs/[0-9]*",
        "arn:aws:s3:::logs/[a-z]/[abc]/*",
        "arn:aws:s3:::logs/a<b/*",
        "arn:aws:s3:::*",
        "arn:aws:s3:::***",
        "arn:aws:iam::111122223333:role/MyRole",
        "arn:aws:iam::111122223333:role/account-id-resolver",
        "arn:aws:lambda:eu-west-1:111122223333:function:GetAccountId",
        "arn:aws:lambda:eu-west-1:111122223333:function:f:$LATEST",
        "arn:aws:ssm:eu-west-1:111122223333:parameter/prod/DB_NAME",
        "arn:aws:ssm:eu-west-1:111122223333:parameter/prod/vpc-id",
        "arn:aws:ssm:eu-west-1:111122223333:parameter/prod/user/user-id",
        "arn:aws:dynamodb:eu-west-1:111122223333:table/user-id",
        "arn:aws:iot:eu-west-1:111122223333:topic/$aws/things/*",
        "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1",
        "arn:aws:iam::aws:policy/ReadOnlyAccess",
        "STANDARD_IA",
        "bucket-owner-full-control",
        "logs.eu-west-1.amazonaws.com",
        "{\"a\": 1}",
        "",
        "*",
        "ünïcödé <",
    ] {
        assert_eq!(find(text), [], "{text}");
    }
}

#[test]
fn sample_values_are_real_values_and_no_holes() {
    for (text, expected, kind) in [
        ("arn:aws:s3:::DOC-EXAMPLE-BUCKET/*", "DOC-EXAMPLE-BUCKET", SampleKind::Bucket),
        ("arn:aws:s3:::amzn-s3-demo-bucket", "amzn-s3-demo-bucket", SampleKind::Bucket),
        ("arn:aws:s3:::burritobot/logs/*", "burritobot", SampleKind::Bucket),
        ("arn:aws:iam::111111111111:root", "111111111111", SampleKind::Account),
        ("123456789012", "123456789012", SampleKind::Account),
        ("arn:aws:s3:::b/AWSLogs/o-exampleorgid/*", "o-exampleorgid", SampleKind::Organization),
        ("AIDACKCEVSQ6C2EXAMPLE", "AIDACKCEVSQ6C2EXAMPLE", SampleKind::Identifier),
        (
            "arn:aws:kms:us-west-2:391854517948:key/1234abcd-12ab-34cd-56ef-1234567890ab",
            "1234abcd-12ab-34cd-56ef-1234567890ab",
            SampleKind::Identifier,
        ),
    ] {
        assert_eq!(find(text), [], "{text}");
        let found = sample_values(text);
        assert_eq!(
            found.iter().map(|sample| (sample.range.of(text), sample.kind)).collect::<Vec<_>>(),
            [(expected, kind)]
        );
    }
    for text in ["arn:aws:s3:::acme-logs", "406095609952", "", "o-a1b2c3d4e5", "EXAMPLE"] {
        assert_eq!(sample_values(text), [], "{text}");
    }
}

#[test]
fn each_token_says_its_form() {
    let forms = |text| tokens(text, Place::Resource).into_iter().map(|token| token.kind).collect::<Vec<_>>();
    assert_eq!(
        forms("arn:aws:iam::<account>:role/[MY_ROLE]/{user-name}/your-role/${x}"),
        [TokenKind::Angle, TokenKind::Bracket, TokenKind::Brace, TokenKind::Your, TokenKind::Interpolation]
    );
    assert_eq!(forms("arn:aws:s3:::*** a bucket ***"), [TokenKind::Stars]);
    assert_eq!(forms("arn:aws:s3:::myBucket"), [TokenKind::Words]);
}

#[test]
fn holes_are_in_order_and_do_not_overlap() {
    let text = "arn:aws:sqs:<REGION>:account-id:your-<queue>-{queue-name}/YOUR_[queue name]";
    let holes = find(text);
    assert!(holes.len() >= 4, "{holes:?}");
    for pair in holes.windows(2) {
        assert!(pair[0].range.end <= pair[1].range.start, "{holes:?}");
    }
    assert!(holes.iter().all(|hole| !hole.range.is_empty() && !hole.range.of(text).is_empty()));
}

#[test]
fn hostile_texts_take_no_more_than_linear_time() {
    let started = std::time::Instant::now();
    for piece in
        ["<", "${", "{", "{{", "[", "[ab] ", "***", "*** a ", "your-", "YOUR_", "<a>/", "<%", "%{", "aB-"]
    {
        for head in ["", "arn:aws:s3:::b/", "arn:aws:s3:::", "arn:aws:iam::1:role/"] {
            let text = format!("{head}{}", piece.repeat(5_000));
            assert!(find(&text).len() <= text.len());
        }
    }
    // Five thousand pieces searched once each take well under a second even without optimisation.
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
