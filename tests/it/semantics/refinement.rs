//! What is settled about a vague request, or a policy with holes, holds for every way to make it exact.

use arnlint::access::{
    Context, Evaluation, Given, Matcher, Principal, Request, StatementMatch, Text, Truth, evaluate_policy,
};
use arnlint::finding::PolicyKind;
use arnlint::policy::Policy;

use super::support::{document, mark_holes, with};

/// A small generator with a fixed seed: the same cases in every run.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    pub(super) fn any<'t>(&mut self, texts: &'t [String]) -> &'t str {
        &texts[self.below(texts.len())]
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn pick<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }

    /// A JSON array of one or two of the texts.
    fn list(&mut self, texts: &[&str]) -> String {
        let first = self.pick(texts);
        if self.one_in(2) {
            return format!(r#"["{first}"]"#);
        }
        format!(r#"["{first}", "{}"]"#, self.pick(texts))
    }
}

const PRINCIPALS: [&str; 9] = [
    r#""*""#,
    r#"{"AWS": "111122223333"}"#,
    r#"{"AWS": ["arn:aws:iam::111122223333:user/team/ana", "arn:aws:iam::111122223333:root"]}"#,
    r#"{"AWS": "arn:aws:iam::111122223333:role/team/build"}"#,
    r#"{"AWS": "arn:aws:sts::111122223333:assumed-role/build/run-1"}"#,
    r#"{"AWS": "arn:aws:sts::111122223333:federated-user/bo"}"#,
    r#"{"Service": "cloudtrail.amazonaws.com"}"#,
    r#"{"AWS": "arn:aws:iam::<X>:root"}"#,
    r#"{"Service": "<X>"}"#,
];
const ACTIONS: [&str; 7] = ["*", "s3:*", "s3:Get*", "S3:getobject", "s*:GetObject", "s3:Put<X>", "<X>"];
const RESOURCES: [&str; 12] = [
    "*",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::b/a?",
    "arn:aws:s3:::b/ab",
    "arn:aws:s3:::b*",
    "arn:aws:s3:::*a",
    "ARN:aws:s3:::b/*",
    "arn:aws:s3",
    "arn:aws:s3:::b/${aws:username}*",
    "arn:aws:s3:::b/${aws:RequestTag/t, 'a'}*",
    "arn:aws:s3:::<X>/a*",
    "arn:aws:s3:::b/<X>",
];
const TEXTS: [&str; 9] =
    ["a", "ab", "a*", "?", "*", "${aws:RequestTag/t}", "${aws:username}b", "a<X>", "<X>"];
const ARNS: [&str; 6] = [
    "arn:aws:s3:::a",
    "arn:*:s3:::*",
    "arn:aws:*:*:*:a*",
    "arn:aws:iam::111122223333:role/*",
    "arn:aws:s3:::<X>",
    "*",
];
const KEYS: [&str; 7] = [
    "acme:k",
    "aws:RequestTag/t",
    "aws:TagKeys",
    "aws:PrincipalArn",
    "aws:userid",
    "aws:PrincipalTag/t",
    "aws:username",
];
// Holes stand only where every filling can be read: an unreadable one leaves its whole condition open.
const OPERATORS: [&str; 5] =
    ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase"];

fn condition(dice: &mut Dice) -> String {
    let prefix = dice.pick(&["", "", "ForAnyValue:", "ForAllValues:"]);
    let suffix = dice.pick(&["", "", "IfExists"]);
    let (operator, key, values) = match dice.below(8) {
        0 => ("NumericLessThan", "s3:max-keys", dice.list(&["1", "2.5", "x"])),
        1 => ("IpAddress", "aws:SourceIp", dice.list(&["192.0.2.0/24", "198.51.100.7"])),
        2 => ("NotIpAddress", "aws:SourceIp", dice.list(&["192.0.2.0/24"])),
        3 => {
            let values = dice.list(&["true", "false"]);
            return format!(r#"{{"Null": {{"{}": {values}}}}}"#, dice.pick(&KEYS));
        }
        4 => (dice.pick(&["ArnLike", "ArnNotLike"]), dice.pick(&KEYS), dice.list(&ARNS)),
        _ => (dice.pick(&OPERATORS), dice.pick(&KEYS), dice.list(&TEXTS)),
    };
    format!(r#"{{"{prefix}{operator}{suffix}": {{"{key}": {values}}}}}"#)
}

fn statement(dice: &mut Dice, kind: PolicyKind) -> String {
    let effect = dice.pick(&["Allow", "Allow", "Deny"]);
    let mut members = vec![format!(r#""Effect": "{effect}""#)];
    if kind == PolicyKind::Bucket {
        let name = dice.pick(&["Principal", "Principal", "NotPrincipal"]);
        members.push(format!(r#""{name}": {}"#, dice.pick(&PRINCIPALS)));
    }
    let not = dice.pick(&["", "", "Not"]);
    members.push(format!(r#""{not}Action": {}"#, dice.list(&ACTIONS)));
    let not = dice.pick(&["", "", "Not"]);
    members.push(format!(r#""{not}Resource": {}"#, dice.list(&RESOURCES)));
    if dice.one_in(2) {
        members.push(format!(r#""Condition": {}"#, condition(dice)));
    }
    format!("{{{}}}", members.join(", "))
}

/// A caller that everything is known about, and the same caller with less said.
fn caller(dice: &mut Dice) -> (Principal, Principal) {
    let user = Principal::parse("arn:aws:iam::111122223333:user/team/ana").unwrap();
    let role = "arn:aws:iam::111122223333:role/team/build";
    match dice.below(6) {
        0 => (user.clone(), user),
        1 => {
            let session = Principal::session(role, "run-1").unwrap();
            let vague = match dice.below(3) {
                0 => session.clone(),
                1 => Principal::parse(role).unwrap(),
                _ => Principal::parse("arn:aws:sts::111122223333:assumed-role/build/run-1").unwrap(),
            };
            (session, vague)
        }
        2 => {
            let user = match user {
                Principal::User(user) => Some(user),
                _ => None,
            };
            let session = |user| Principal::FederatedUser {
                partition: "aws".to_owned(),
                account: "111122223333".to_owned(),
                name: "bo".to_owned(),
                user,
            };
            (session(user), session(None))
        }
        3 => (Principal::Anonymous, Principal::Anonymous),
        4 => {
            let root = Principal::parse("111122223333").unwrap();
            (root.clone(), root)
        }
        _ => {
            let service = Principal::parse("cloudtrail.amazonaws.com").unwrap();
            (service.clone(), service)
        }
    }
}

/// A pattern that the text fits.
fn blurred(dice: &mut Dice, text: &str) -> Text {
    let kept: String = text.chars().take(dice.below(text.len() + 1)).collect();
    Text::like(&format!("{kept}*"))
}

/// What is said about a key, exactly and vaguely; `None` for nothing.
fn key(dice: &mut Dice, values: &[&str], is_list: bool) -> (Given, Option<Given>) {
    let value = dice.pick(values);
    let exact = match dice.below(4) {
        0 => Given::Absent,
        1 if is_list => Given::many(&[""]),
        _ if is_list => Given::many(&[value, dice.pick(values)]),
        _ => Given::one(value),
    };
    let hinted = match (dice.below(4), &exact) {
        (0, _) => Some(exact.clone()),
        (1, _) => None,
        (2, Given::One(_)) => Some(Given::One(blurred(dice, value))),
        (2, Given::Many(list)) => {
            let blur = |text: &Text| blurred(dice, text.exact().unwrap_or(""));
            Some(Given::Many(list.iter().map(blur).collect()))
        }
        (_, Given::Many(list)) if list.len() == 1 => Some(Given::Unknown),
        (_, Given::Absent) => Some(Given::Unknown),
        (_, _) => Some(Given::Present),
    };
    (exact, hinted)
}

/// A request that everything is said about, and a vague one that it fits.
fn requests(dice: &mut Dice) -> (Request, Request) {
    let (exact_caller, vague_caller) = caller(dice);
    let (mut exact, mut vague) = (Context::new(), Context::new());
    let texts = ["a", "ab", "b", "*", "arn:aws:s3:::a"];
    let lists = dice.one_in(2);
    let mut keys = vec![
        ("acme:k", key(dice, &texts, lists)),
        ("aws:RequestTag/t", key(dice, &texts, false)),
        ("aws:TagKeys", key(dice, &texts, true)),
        ("s3:max-keys", key(dice, &["1", "2", "3", "x"], false)),
        ("aws:SourceIp", key(dice, &["192.0.2.9", "198.51.100.7", "x"], false)),
    ];
    if vague_caller.account().is_some() {
        keys.push(("aws:PrincipalTag/t", key(dice, &texts, false)));
    }
    for (name, (said, hinted)) in keys {
        exact.set(name, said).unwrap();
        if let Some(hinted) = hinted {
            vague.set(name, hinted).unwrap();
        }
    }
    let action = dice.pick(&["s3:GetObject", "s3:PutObject"]);
    let resource =
        dice.pick(&["arn:aws:s3:::b/ab", "arn:aws:s3:::b/ac", "arn:aws:s3:::b", "arn:aws:s3:::c/a", "*"]);
    let hinted = match dice.below(3) {
        0 if resource != "*" => blurred(dice, resource),
        _ => resource.into(),
    };
    (
        Request::new(exact_caller, action, resource, exact).unwrap(),
        Request::new(vague_caller, action, hinted, vague).unwrap(),
    )
}

fn answers(policy: &Policy<'_>, request: &Request) -> (Evaluation, Vec<StatementMatch>) {
    let matcher = Matcher::new(policy, request);
    let statements = policy.statements.iter().enumerate();
    let found = statements.map(|(position, statement)| matcher.statement(position, statement)).collect();
    (evaluate_policy(policy, request), found)
}

/// Every answer of a policy, in one list.
fn truths((whole, statements): &(Evaluation, Vec<StatementMatch>)) -> Vec<Truth> {
    let mut truths = vec![whole.denied, whole.granted, whole.allowed()];
    for found in statements {
        truths.extend([found.principal, found.direct, found.action, found.resource, found.truth()]);
        truths.extend(&found.conditions);
    }
    truths
}

#[test]
fn what_is_settled_stays_when_more_is_said() {
    let mut dice = Dice(7);
    let (mut settled, mut open) = (0, 0);
    for round in 0..3000 {
        let kind = if dice.one_in(2) { PolicyKind::Bucket } else { PolicyKind::Identity };
        let statements: Vec<_> = (0..=dice.below(3)).map(|_| statement(&mut dice, kind)).collect();
        let text = document(&statements.join(", "));
        let (exact, vague) = requests(&mut dice);
        let fill =
            dice.pick(&["", "a", "*", "b", "111122223333", "cloudtrail.amazonaws.com", "a:b", "?", "b/a"]);
        let before = with(&text, kind, |policy| answers(&mark_holes(policy), &vague));
        let after = with(&text.replace("<X>", fill), kind, |policy| answers(policy, &exact));
        for (before, after) in truths(&before).into_iter().zip(truths(&after)) {
            if before.why().is_some() {
                open += 1;
            } else {
                settled += 1;
                assert_eq!(
                    before, after,
                    "round {round}, filled with `{fill}`: {text}\n{exact:#?}\n{vague:#?}"
                );
            }
        }
    }
    assert!(settled > 25_000 && open > 2_500, "{settled} settled, {open} open");
}

#[test]
fn the_short_way_and_the_full_report_agree() {
    let mut dice = Dice(11);
    for _ in 0..1500 {
        let text = document(&statement(&mut dice, PolicyKind::Bucket));
        let (_, vague) = requests(&mut dice);
        with(&text, PolicyKind::Bucket, |policy| {
            let (whole, found) = answers(&mark_holes(policy), &vague);
            let found = &found[0];
            let expected = if text.contains(r#""Effect": "Deny""#) { whole.denied } else { whole.granted };
            if found.principal == found.direct {
                // Of several reasons either way may name another.
                assert_eq!(
                    std::mem::discriminant(&found.truth()),
                    std::mem::discriminant(&expected),
                    "{text}"
                );
            }
        });
    }
}
