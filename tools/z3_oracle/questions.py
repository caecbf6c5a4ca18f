"""Pairs of policies to ask about: labelled ones, changed ones, and ones made at random."""

import copy
import json
import random

from .facts import statements


def rows(path):
    """The rows of a file, none where it is not there."""
    if not path.exists():
        print(f"skipped: no {path}")
        return []
    return [json.loads(line) for line in path.read_text().splitlines()]


def parsed(text):
    """A policy, None where the text is none."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) and "Statement" in found else None


def names_callers(policy):
    """Whether it is a policy of a resource."""
    return any("Principal" in one or "NotPrincipal" in one for one in statements(policy))


def labelled(folder):
    """The pairs of the corpora, in both directions."""
    for name in ("aa-new-access", "quacky-pairs", "policy-equiv"):
        for row in rows(folder / "corpora" / f"{name}.dev.jsonl"):
            one, two = parsed(row["a"]), parsed(row["b"])
            if one and two and names_callers(one) == names_callers(two):
                yield row["id"], one, two


def change(policy, dice):
    """The policy with one change."""
    policy = copy.deepcopy(policy)
    policy["Statement"] = list(statements(policy))
    one = dice.choice(policy["Statement"])
    choices = ["statement", "effect"]
    choices += [name for name in ("Action", "Resource") if isinstance(one.get(name), list) and len(one[name]) > 1]
    choices += ["Condition"] if one.get("Condition") else []
    what = dice.choice(choices)
    if what == "statement" and len(policy["Statement"]) > 1:
        policy["Statement"].remove(one)
    elif what == "effect":
        policy["Statement"].append({"Effect": "Deny", "Action": one.get("Action", "*"), "Resource": "*",
                                    "Condition": {"Bool": {"aws:SecureTransport": "false"}}})
    elif what == "Condition":
        del one["Condition"]
    elif what != "statement":
        one[what] = one[what][1:]
    return policy


def changed(folder, count, dice):
    """Managed policies beside themselves with one change."""
    found = rows(folder / "oracle" / "validate_policy_dev.jsonl")
    small = [row for row in found if len(row["policy_text"]) < 4000]
    for row in dice.sample(small, min(count, len(small))):
        policy = parsed(row["policy_text"])
        if policy:
            yield row["name"], policy, change(policy, dice)


ACTIONS = ["s3:GetObject", "s3:Get*", "s3:*", "s3:?etObject", "*", "s3:PutObject", "ec2:Run*", "s3:*Object", "x:a*b"]
RESOURCES = ["*", "arn:aws:s3:::a", "arn:aws:s3:::a/*", "arn:aws:s3:::a*", "arn:aws:s3:::?/b", "arn:aws:s3:::*/b*",
             "arn:aws:s3:::a/b", "arn:aws:s3:::*a*"]
PRINCIPALS = ["*", {"AWS": "*"}, {"AWS": "111122223333"}, {"AWS": "arn:aws:iam::111122223333:root"},
              {"AWS": "arn:aws:iam::111122223333:role/r"}, {"Service": "cloudtrail.amazonaws.com"},
              {"AWS": ["arn:aws:iam::444455556666:role/r", "111122223333"], "Service": "s3.amazonaws.com"}]
CONDITIONS = [
    (["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIfExists",
      "StringNotEqualsIfExists", "StringEqualsIgnoreCase"], "s3:prefix", ["a", "b", "ab", "home"]),
    (["StringLike", "StringNotLike", "StringLikeIfExists"], "aws:UserAgent", ["a*", "*b", "?", "a?b*", "*"]),
    (["ForAnyValue:StringEquals", "ForAllValues:StringEquals", "ForAnyValue:StringLike", "ForAllValues:StringLike",
      "ForAllValues:StringNotEquals", "ForAnyValue:StringNotEquals"], "aws:TagKeys", ["a", "b", "a*", "*"]),
    (["NumericLessThan", "NumericGreaterThan", "NumericEquals", "NumericNotEquals", "NumericLessThanEqualsIfExists"],
     "s3:max-keys", ["10", "20", "15.5"]),
    (["DateLessThan", "DateGreaterThan", "DateNotEquals"], "aws:CurrentTime",
     ["2026-01-01T00:00:00Z", "2026-06-01T00:00:00Z"]),
    (["IpAddress", "NotIpAddress", "IpAddressIfExists"], "aws:SourceIp",
     ["10.0.0.0/8", "10.1.0.0/16", "203.0.113.0/24", "2001:db8::/32"]),
    (["Bool", "BoolIfExists"], "aws:SecureTransport", ["true", "false"]),
    (["Null"], "aws:SourceVpce", ["true", "false"]),
    (["StringEquals", "StringNotEquals"], "aws:SourceVpce", ["vpce-1", "vpce-2"]),
    (["ArnLike", "ArnNotLike", "StringLike"], "aws:PrincipalArn",
     ["arn:aws:iam::111122223333:role/*", "arn:aws:iam::*:role/r", "arn:aws:iam::444455556666:user/u"]),
    (["ArnLike", "ArnNotLike", "ArnEquals"], "aws:SourceArn",
     ["arn:aws:s3:*:*:a", "arn:aws:sns:eu-west-1:111122223333:*", "arn:aws:s3:::b?"]),
]


def made(count, dice):
    """Policies at random beside changed or other ones."""

    def statement(has_principal):
        some = lambda values: dice.sample(values, dice.choice([1, 1, 2]))
        one = {"Effect": dice.choice(["Allow", "Allow", "Deny"])}
        one[dice.choice(["Action"] * 5 + ["NotAction"])] = some(ACTIONS)
        one[dice.choice(["Resource"] * 5 + ["NotResource"])] = some(RESOURCES)
        if has_principal:
            one["Principal"] = dice.choice(PRINCIPALS)
        for _ in range(dice.choice([0, 0, 1, 1, 2])):
            operators, key, values = dice.choice(CONDITIONS)
            one.setdefault("Condition", {}).setdefault(dice.choice(operators), {})[key] = some(values)
        return one

    for number in range(count):
        has_principal = number % 3 == 0
        make = lambda: {"Version": "2012-10-17",
                        "Statement": [statement(has_principal) for _ in range(dice.choice([1, 2, 3]))]}
        one = make()
        two = make() if dice.random() < 0.3 else copy.deepcopy(one)
        if two == one:
            place = dice.randrange(len(two["Statement"]))
            two["Statement"][place:place + dice.choice([0, 1])] = [statement(has_principal)]
        yield f"made {number}", one, two


def everything(folder, seed, corpus, generated):
    """All pairs: `(name, old, new)`."""
    dice = random.Random(seed)
    found = []
    if corpus:
        found += labelled(folder)
        found += changed(folder, 250, dice)
    if generated:
        found += made(400, dice)
    return found
