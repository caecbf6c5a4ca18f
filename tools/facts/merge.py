"""Each service as the data has it: `overrides/` put right what the reference says wrongly, names get their form."""

import re
from pathlib import Path

from sources import Action, Pair, Service

OVERRIDES = Path(__file__).with_name("overrides")
HOLE = re.compile(r"\$\{[^}]*\}")
# Types of the reference, as the data has them; `[]` behind one means that a request may hold several values.
TYPES = {
    "String": "String",
    "ARN": "Arn",
    "Bool": "Bool",
    "Date": "Date",
    "Numeric": "Numeric",
    "IPAddress": "Ip",
    "Binary": "Binary",
}


def overrides(name: str) -> list[list[str]]:
    """The rows of a file of overrides."""
    text = (OVERRIDES / f"{name}.tsv").read_text()
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


def kind(name: str) -> str:
    """The type of a key as the data has it."""
    if name.startswith("ArrayOf"):
        return TYPES[name.removeprefix("ArrayOf")] + "[]"
    return TYPES[name]


def template(key: str) -> str:
    """A key whose holes have no names."""
    return HOLE.sub("${}", key)


def mend(services: dict[str, Service]) -> None:
    """Applies the overrides and brings all names into the form of the data."""
    changed: dict[str, dict[str, tuple[str, str]]] = {}
    for service, key, name, of, _ in overrides("keys"):
        if key not in services[service].keys:
            raise SystemExit(f"overrides/keys.tsv: {service} has no key {key}")
        changed.setdefault(service, {})[key] = (name, of)
    for service, resource, arns, _ in overrides("arns"):
        if service in services:
            next(held for held in services[service].resources if held.name == resource).arns = arns.split()
    for prefix, service in services.items():
        mended = changed.get(prefix, {})

        def name(key: str) -> str:
            return template(mended.get(key, (key,))[0])

        service.keys = {name(key): kind(mended.get(key, (key, of))[1]) for key, of in service.keys.items()}
        for resource in service.resources:
            # Names stand in lists that blanks divide.
            resource.name = resource.name.replace(" ", "-")
            resource.keys = unique(map(name, resource.keys))
        for action in service.actions:
            action.keys = unique(map(name, action.keys))
            for pair in action.pairs:
                pair.name = pair.name.replace(" ", "-")
                pair.keys = unique(map(name, pair.keys))
            action.pairs = joined(action)


def unique(names) -> list[str]:
    """The names once each, in order."""
    return sorted(set(names), key=lambda name: (name.lower(), name))


def joined(action: Action) -> list[Pair]:
    """The pairs of an action, one a resource type: where the reference has two, the keys of both count."""
    found: dict[str, Pair] = {}
    for pair in action.pairs:
        if held := found.get(pair.name):
            held.required = held.required or pair.required
            held.keys = unique(held.keys + pair.keys)
        else:
            found[pair.name] = pair
    return sorted(found.values(), key=lambda pair: (pair.name.lower(), pair.name))


def global_keys(listed: dict[str, str]) -> dict[str, str]:
    """The global keys with their types, the overrides included."""
    found = {key.replace("/tag-key", "/${}"): kind(of) for key, of in listed.items()}
    found |= {key: kind(of) for key, of, _ in overrides("global_keys")}
    return found


def federated_keys(services: dict[str, Service]) -> list[tuple[str, str, str]]:
    """Keys that tokens of identity providers carry: prefix of the provider, name behind it, type."""
    found = []
    for key, of in services["sts"].keys.items():
        prefix, _, name = key.rpartition(":")
        if prefix not in services and prefix != "aws":
            found.append((prefix, name, of))
    return found
