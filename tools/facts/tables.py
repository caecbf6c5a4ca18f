"""The tables that are not about one service: what each holds, where it comes from, and its rows."""

import re
from dataclasses import dataclass
from pathlib import Path

import merge
from artifacts import Artifact
from history import History
from sources import Service
from spelling import Spelling
from write import by_name, table

GAVE = {
    "detail": "levels, resource types, keys",
    "flags": "permission-only actions",
    "current": "actions there are",
    "dependent": "dependent actions",
    "names": "spelling of new actions",
    "history": "retired actions and keys",
    "kept": "retired actions and keys",
}


@dataclass
class Tables:
    """What the tables are made from."""

    out: Path
    artifacts: list[Artifact]
    past: History
    spelling: Spelling
    services: dict[str, Service]

    def the(self, role: str) -> Artifact:
        """The artifact with this role."""
        return next(artifact for artifact in self.artifacts if role in artifact.roles)

    def write(self, name: str, role: str, about: list[str], rows: list[str], source: str = "") -> None:
        """Writes one table; its date is that of the artifact with this role."""
        made = self.the(role)
        source = source or f"{made.title} ({made.licence}, {made.date})"
        table(self.out / name, [*about, f"Source: {source}."], made.date, rows)

    def retired(self) -> None:
        """Actions that there are no more."""
        actions = self.past.retired.items()
        rows = [f"{service}:{self.spelling.of(service, name)}\t{month}" for (service, name), month in actions]
        rows += [f"{service}:*\t{month}" for service, month in self.past.retired_services().items()]
        about = [
            "Actions that the Service Authorization Reference has no more: action, month of the last list that had it.",
            "`service:*` means that the whole service is gone.",
        ]
        self.write("retired.tsv", "current", about, rows, "older versions of the packages in sources.tsv")

    def retired_keys(self, global_keys: dict[str, str]) -> int:
        """Condition keys that there are no more; returns how many."""
        now = {key for service in self.services.values() for key in service.keys} | global_keys.keys()
        pattern = "|".join(re.escape(key).replace(re.escape("${}"), ".+") for key in sorted(now))
        current = re.compile(pattern, re.IGNORECASE)
        gone: dict[str, tuple[str, str, str]] = {}
        for key, (month, of) in self.past.keys.items():
            # Keys of tags were listed without their tags once.
            if not current.fullmatch(key) and not {f"{key}${{}}", f"{key}/${{}}"} & now:
                gone[key.lower()] = max(gone.get(key.lower(), ("", "", "")), (month, key, of))
        rows = [f"{key}\t{of}\t{month}" for month, key, of in gone.values()]
        about = [
            "Condition keys that the Service Authorization Reference has no more: key, type, month of the last list",
            "that had it. `${}` is a hole.",
        ]
        self.write("retired_keys.tsv", "detail", about, rows, "older versions of the packages in sources.tsv")
        return len(rows)

    def global_keys(self, keys: dict[str, str]) -> None:
        """Keys of requests to any service."""
        about = [
            "Condition keys of requests to any service, among them those that credentials of services carry: key, type",
            "(`[]`: a request can hold several values). `${}` is a hole.",
        ]
        made = self.the("detail")
        source = f"{made.title} ({made.licence}, {made.date}); tools/facts/overrides/global_keys.tsv"
        self.write("global_keys.tsv", "detail", about, [f"{key}\t{of}" for key, of in keys.items()], source)

    def federated_keys(self) -> None:
        """Keys of tokens of identity providers."""
        about = [
            "Condition keys that tokens of identity providers carry: prefix of the provider, key behind it, type.",
            "`${}` is a hole.",
        ]
        rows = ["\t".join(row) for row in merge.federated_keys(self.services)]
        self.write("federated_keys.tsv", "detail", about, rows)

    def rcp_services(self, listed: list[str]) -> None:
        """Services that resource control policies apply to."""
        about = ["Services that resource control policies apply to, by the prefix of their actions."]
        self.write("rcp_services.txt", "detail", about, listed)

    def known_prefixes(self) -> None:
        """Prefixes without a service."""
        about = [
            "Prefixes that AWS knows though the reference has no service of that name: prefix, where it may stand,",
            "reason.",
        ]
        rows = ["\t".join(row) for row in merge.overrides("known_prefixes")]
        source = "answers of ValidatePolicy on policies that AWS manages"
        self.write("known_prefixes.tsv", "current", about, rows, source)

    def dependent_actions(self, listed: dict[str, set[str]]) -> None:
        """Which actions a call needs besides its own."""

        def spelled(action: str) -> str | None:
            service, _, name = action.partition(":")
            known = (service, name.lower()) in self.past.current
            return f"{service}:{self.spelling.of(service, name.lower())}" if known else None

        rows = []
        for action, needed in listed.items():
            others = sorted({one for one in map(spelled, needed) if one} - {spelled(action)}, key=by_name)
            if (name := spelled(action)) and others:
                rows.append(f"{name}\t{' '.join(others)}")
        about = [
            "What a call needs besides its own action: action, further actions. The reference has not shown it since.",
        ]
        self.write("dependent_actions.tsv", "dependent", about, rows)

    def sources(self) -> None:
        """What all of this was made from."""
        rows = []
        for one in self.artifacts:
            gave = ", ".join(dict.fromkeys(GAVE[role] for role in one.roles))
            rows.append(f"{one.registry} {one.name}\t{one.version}\t{one.date}\t{one.licence}\t{gave}")
        about = ["What the facts on services are made from: package, version, date, licence, what it gave."]
        self.write("sources.tsv", "current", about, rows, "tools/facts/sources.lock")
