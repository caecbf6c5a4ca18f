"""Whether a policy allows one request: a small evaluator that shares nothing with the encoding but the facts."""

import ipaddress
import json
import re
from fractions import Fraction

from .facts import DERIVED, many, operator, seconds, statements


def glob(pattern, text, fold=False):
    """Whether a pattern of `*` and `?` takes in the whole text."""
    body = "".join(".*" if one == "*" else "." if one == "?" else re.escape(one) for one in pattern)
    return re.fullmatch(body, text, re.DOTALL | (re.IGNORECASE if fold else 0)) is not None


class Caller:
    """Who makes a request, from the words of `Principal`."""

    def __init__(self, text):
        self.kind, self.arn, self.account, self.name, self.session = "service", None, None, None, None
        self.text = text
        if text == "anonymous":
            self.kind = "anonymous"
        elif re.fullmatch(r"[0-9a-f]{64}", text):
            self.kind = "canonical"
        elif text.startswith("arn:"):
            _, self.partition, service, _, self.account, rest = text.split(":", 5)
            if service == "sts" and rest.startswith("assumed-role/"):
                _, self.name, self.session = rest.split("/", 2)
                self.kind = "session"
                self.arn = f"arn:{self.partition}:iam::{self.account}:role/{self.name}"
            elif rest == "root":
                self.kind, self.arn = "root", text
            elif rest.startswith("federated-user/"):
                self.kind, self.arn = "federated", text
            elif rest.startswith("user/"):
                self.kind, self.arn, self.name = "user", text, rest.rsplit("/", 1)[-1]
            else:
                self.kind = "other"

    def key(self, name):
        """The value of a key that follows from the caller; None for none, an error where it is not known."""
        has_account = self.kind in ("root", "user", "session", "federated")
        if name == "aws:principalarn":
            return self.arn
        if name == "aws:principalaccount":
            if self.kind == "anonymous":
                return "anonymous"
            if has_account:
                return self.account
        if name == "aws:principalisawsservice":
            return {"service": "true", "anonymous": None}.get(self.kind, "false")
        if name == "aws:principalservicename":
            return self.text if self.kind == "service" else None
        if name == "aws:username":
            return self.name if self.kind == "user" else None
        if name == "aws:principaltype":
            words = {"anonymous": "Anonymous", "root": "Account", "user": "User", "session": "AssumedRole",
                     "federated": "FederatedUser"}
            if self.kind in words:
                return words[self.kind]
        raise LookupError(name)


def names(kind, value, caller):
    """Whether one value of `Principal` names the caller."""
    if value == "*" and kind == "AWS":
        return True
    if kind == "Service":
        return caller.kind == "service" and caller.text == value
    if kind == "CanonicalUser":
        return caller.kind == "canonical" and caller.text == value
    if kind != "AWS":
        return False
    has_account = caller.kind in ("root", "user", "session", "federated")
    if re.fullmatch(r"\d{12}", value):
        return has_account and caller.account == value
    if not value.startswith("arn:") or value.count(":") < 5:
        return False
    _, partition, service, _, account, rest = value.split(":", 5)
    if not has_account or (caller.account, caller.partition) != (account, partition):
        return False
    if rest == "root":
        return True
    if rest.startswith("role/"):
        return caller.kind == "session" and caller.name == rest.rsplit("/", 1)[-1]
    if rest.startswith("assumed-role/"):
        return caller.kind == "session" and rest == f"assumed-role/{caller.name}/{caller.session}"
    return caller.arn == value


def satisfies(base, value, wanted):
    """Whether a value satisfies an operator, without its `Not`, against one value of the policy."""
    if base == "StringEquals":
        return value == wanted
    if base == "StringEqualsIgnoreCase":
        return value.lower() == wanted.lower()
    if base == "StringLike":
        return glob(wanted, value)
    if base == "ArnLike":
        one, two = wanted.split(":", 5), value.split(":", 5)
        return len(one) == len(two) == 6 and two[0] == "arn" and all(map(glob, one, two))
    if base == "Bool":
        return value.lower() == wanted.lower()
    if base == "IpAddress":
        network, address = ipaddress.ip_network(wanted, strict=False), ipaddress.ip_address(value)
        return network.version == address.version and address in network
    read = seconds if base.startswith("Date") else Fraction
    one, two = read(value), read(wanted)
    comparison = base.removeprefix("Date").removeprefix("Numeric")
    return {"Equals": one == two, "LessThan": one < two, "LessThanEquals": one <= two,
            "GreaterThan": one > two, "GreaterThanEquals": one >= two}[comparison]


def condition(name, key, values, request):
    """Whether one operator with one key holds."""
    quantifier, base, negated, if_exists = operator(name)
    found = request.values(key)
    if base == "Null":
        return any((value.lower() == "true") == (found is None) for value in values)
    if found is None:
        if quantifier:
            return quantifier == "forallvalues"
        return negated or if_exists

    def meets(value):
        return any(satisfies(base, value, wanted) for wanted in values) != negated

    if quantifier == "forallvalues":
        return all(map(meets, found))
    if quantifier:
        return any(map(meets, found))
    return meets(found[0])


ALWAYS = {
    "aws:currenttime": ["2026-03-01T00:00:00Z"], "aws:epochtime": ["1772323200"], "aws:requestedregion": ["eu-west-1"],
    "aws:securetransport": ["true"], "aws:useragent": ["agent"],
}


class Request:
    """A request as arnlint writes it."""

    def __init__(self, written):
        self.caller = Caller(written["Principal"])
        self.action = written["ActionNames"][0]
        self.resource = written["ResourceArns"][0]
        self.context = {one["ContextKeyName"].lower(): one["ContextKeyValues"] for one in written["ContextEntries"]}
        self.absent = {key.lower() for key in written["AbsentContextKeys"]}
        # The ARN of a session leaves the path of its role out.
        if self.caller.kind == "session":
            [self.caller.arn] = self.context.get("aws:principalarn", [self.caller.arn])

    def values(self, key):
        """The values of a key, None for none. A key that is not said has none: it does not matter."""
        key = key.lower()
        if key in DERIVED:
            found = self.caller.key(key)
            return None if found is None else [found]
        # What every request has and nothing is said of does not matter: any value will do.
        return self.context.get(key, ALWAYS.get(key))


def matches(statement, request, has_principal):
    """Whether a statement matches."""
    if has_principal:
        block = statement.get("Principal", statement.get("NotPrincipal"))
        block = {"AWS": [block]} if isinstance(block, str) else block or {}
        named = any(names(kind, value, request.caller) for kind in block for value in many(block[kind]))
        if named == ("NotPrincipal" in statement):
            return False
    for element, text, fold in (("Action", request.action, True), ("Resource", request.resource, False)):
        if element in statement or "Not" + element in statement:
            values = many(statement.get(element, statement.get("Not" + element)))
            if element == "Resource" and text == "*":
                found = any(set(value) == {"*"} for value in values)
            else:
                found = any(glob(value, text, fold) for value in values)
            if found == ("Not" + element in statement):
                return False
    return all(
        condition(name, key, many(values), request)
        for name, block in statement.get("Condition", {}).items()
        for key, values in block.items()
    )


def allows(policy, request, has_principal):
    """Whether the policy allows the request."""
    if "${" in json.dumps(policy):
        raise LookupError("a policy variable")
    found = [one["Effect"] for one in statements(policy) if matches(one, request, has_principal)]
    return "Deny" not in found and "Allow" in found
