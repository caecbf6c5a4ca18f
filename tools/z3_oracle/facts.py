"""What the facts of the project say of condition keys: their types. Everything else here is written from the semantics."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ALWAYS = {"aws:currenttime", "aws:epochtime", "aws:requestedregion", "aws:securetransport", "aws:useragent"}
SOURCE = {"aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths"}
ENDPOINT = {"aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip"}
DERIVED = {
    "aws:principalarn", "aws:principalaccount", "aws:principaltype", "aws:principalisawsservice",
    "aws:principalservicename", "aws:principalservicenameslist", "aws:username",
}


def key_types():
    """Types by key in lower case; a family ends where its name is open."""
    types = {}
    folder = ROOT / "src/aws/data"
    for path in (folder / "services").glob("*.tsv"):
        service = path.stem
        for line in path.read_text().splitlines():
            parts = line.split("\t")
            if parts[0] == "service":
                service = parts[1]
            if parts[0] == "key":
                name = service + parts[1] if parts[1].startswith(":") else parts[1]
                types[name.lower()] = parts[2]
    for line in (folder / "global_keys.tsv").read_text().splitlines():
        if line and not line.startswith("#"):
            name, kind = line.split("\t")[:2]
            types[name.lower()] = kind
    return types


TYPES = key_types()
FAMILIES = sorted((name.split("${}")[0] for name in TYPES if "${}" in name), key=len, reverse=True)


def type_of(key, bases):
    """The type of a key: `(kind, is a list)`. A key that is not known has the type that its operators read."""
    key = key.lower()
    found = TYPES.get(key)
    if found is None:
        head = next((head for head in FAMILIES if key.startswith(head) and key != head), None)
        found = TYPES.get(head + "${}") if head else None
    if found is not None:
        return found.removesuffix("[]"), found.endswith("[]")
    kinds = {
        "Numeric" if base.startswith("Numeric") else "Date" if base.startswith("Date") else
        "Ip" if base == "IpAddress" else "Bool" if base == "Bool" else "String"
        for base, _ in bases
    }
    kind = kinds.pop() if len(kinds) == 1 else "String"
    return kind, any(is_set for _, is_set in bases)


OPERATOR = re.compile(
    r"^(?:(ForAllValues|ForAnyValue):)?"
    r"(String|Numeric|Date|Ip|Not|Arn|Bool|Binary|Null)(\w*?)(IfExists)?$",
    re.IGNORECASE,
)


def operator(name):
    """`(set, base, negated, if_exists)` of an operator, or None."""
    quantifier = ""
    if ":" in name:
        quantifier, name = name.split(":", 1)
    if_exists = name.lower().endswith("ifexists")
    if if_exists:
        name = name[: -len("IfExists")]
    table = {
        "stringequals": ("StringEquals", False), "stringnotequals": ("StringEquals", True),
        "stringequalsignorecase": ("StringEqualsIgnoreCase", False),
        "stringnotequalsignorecase": ("StringEqualsIgnoreCase", True),
        "stringlike": ("StringLike", False), "stringnotlike": ("StringLike", True),
        "arnequals": ("ArnLike", False), "arnlike": ("ArnLike", False),
        "arnnotequals": ("ArnLike", True), "arnnotlike": ("ArnLike", True),
        "ipaddress": ("IpAddress", False), "notipaddress": ("IpAddress", True),
        "bool": ("Bool", False), "null": ("Null", False), "binaryequals": ("BinaryEquals", False),
    }
    for kind in ("Numeric", "Date"):
        for comparison in ("Equals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"):
            table[(kind + comparison).lower()] = (kind + comparison, False)
        table[(kind + "NotEquals").lower()] = (kind + "Equals", True)
    found = table.get(name.lower())
    return found and (quantifier.lower(), found[0], found[1], if_exists)


def many(value):
    """The values of an element, one or a list, as texts."""
    if value is None:
        return []
    values = value if isinstance(value, list) else [value]
    return [str(one).lower() if isinstance(one, bool) else str(one) for one in values]


def statements(policy):
    """The statements of a policy."""
    found = policy.get("Statement", [])
    return found if isinstance(found, list) else [found]


def seconds(text):
    """A date as seconds since 1970, or None."""
    from datetime import datetime, timezone

    if re.fullmatch(r"-?\d+(\.\d+)?", text) and len(text) != 4:
        return float(text)
    try:
        found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=timezone.utc)).timestamp()
