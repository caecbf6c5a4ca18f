#!/usr/bin/env python3
"""Makes the facts on AWS services in `src/aws/data` out of packages of registries, pinned in `sources.lock`.

    python3 tools/facts/build.py [--cache FOLDER] [--out FOLDER] [--check]

Equal sources give equal bytes. With --check nothing is written: the script fails where the data at hand differs.
"""

import argparse
import filecmp
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True

import history  # noqa: E402
import merge  # noqa: E402
import sources  # noqa: E402
import write  # noqa: E402
from artifacts import Artifact, Package, fetch, locked  # noqa: E402
from spelling import Spelling  # noqa: E402

DATA = Path(__file__).resolve().parents[2] / "src" / "aws" / "data"


def build(cache: Path, out: Path) -> None:
    """Writes all files into `out`."""
    artifacts = locked()

    def the(role: str) -> Artifact:
        return next(artifact for artifact in artifacts if role in artifact.roles)

    def opened(role: str) -> Package:
        return Package(fetch(the(role), cache))

    past = history.read(artifacts, cache)
    package = opened("detail")
    services = sources.detail(package)
    merge.mend(services)
    spelling = Spelling(past.spelled, opened("names"))
    only = sources.permission_only(opened("flags"))

    folder = out / "services"
    folder.mkdir(parents=True, exist_ok=True)
    counts = dict.fromkeys(("services", "actions", "new_actions", "resource_types", "keys"), 0)
    for prefix in sorted({service for service, _ in past.current}):
        held = services.get(prefix, sources.Service())
        held.actions = [action for action in held.actions if (prefix, action.name.lower()) in past.current]
        known = {action.name.lower() for action in held.actions}
        new = [spelling.of(prefix, name) for service, name in past.current if service == prefix and name not in known]
        (folder / f"{prefix}.tsv").write_text(write.service(prefix, held, only, new))
        counts["services"] += 1
        counts["actions"] += len(held.actions) + len(new)
        counts["new_actions"] += len(new)
        counts["resource_types"] += len(held.resources)
        counts["keys"] += sum(1 for key in held.keys if key.startswith(f"{prefix}:"))

    newest, detailed = the("current"), the("detail")
    tables(out, past, services, sources.global_keys(package), sources.rcp_services(package), spelling, artifacts)
    needs(out, past.current, spelling, sources.dependent_actions(opened("dependent")), the("dependent"))
    counts |= {"retired_actions": len(past.retired), "retired_services": len(past.retired_services())}
    meta = {"data_date": newest.date, "detail_date": detailed.date} | counts
    (out / "META").write_text("".join(f"{name}\t{value}\n" for name, value in meta.items()))


def tables(out, past, services, global_keys, rcp_services, spelling, artifacts) -> None:
    """Writes everything that is not about one service."""
    detailed = next(artifact for artifact in artifacts if "detail" in artifact.roles)
    newest = next(artifact for artifact in artifacts if "current" in artifact.roles)
    source = f"Source: {detailed.title} ({detailed.licence}, {detailed.date})"
    gone = [f"{service}:{spelling.of(service, name)}\t{month}" for (service, name), month in past.retired.items()]
    gone += [f"{service}:*\t{month}" for service, month in past.retired_services().items()]
    about = [
        "Actions that the Service Authorization Reference no longer has: action, month of the last list that had it.",
        "`service:*` means that the whole service is gone.",
        "Source: older versions of the packages in sources.tsv.",
    ]
    write.table(out / "retired.tsv", about, newest.date, gone)
    about = ["Condition keys of requests to any service, among them those that credentials of services carry: key, type (`[]`: a request can hold", "several values). `${}` is a hole.", f"{source};", "tools/facts/overrides/global_keys.tsv."]
    write.table(out / "global_keys.tsv", about, detailed.date, [f"{key}\t{of}" for key, of in merge.global_keys(global_keys).items()])
    about = ["Condition keys that tokens of identity providers carry: prefix of the provider, key behind it, type. `${}` is a hole.", f"{source}."]
    write.table(out / "federated_keys.tsv", about, detailed.date, ["\t".join(row) for row in merge.federated_keys(services)])
    about = ["Services that resource control policies apply to, by the prefix of their actions.", f"{source}."]
    write.table(out / "rcp_services.txt", about, detailed.date, rcp_services)
    about = ["Prefixes that AWS knows though the reference has no service of that name: prefix, where it may stand, reason.", "Source: answers of ValidatePolicy on policies that AWS manages."]
    write.table(out / "known_prefixes.tsv", about, newest.date, ["\t".join(row) for row in merge.overrides("known_prefixes")])
    gave = {"detail": "levels, resource types, keys", "flags": "permission-only actions", "current": "actions there are", "dependent": "dependent actions", "names": "spelling of new actions", "history": "retired actions", "kept": "retired actions"}
    rows = [f"{one.registry} {one.name}\t{one.version}\t{one.date}\t{one.licence}\t{', '.join(gave[role] for role in one.roles)}" for one in artifacts]
    about = ["What the facts on services are made from: package, version, date, licence, what it gave."]
    write.table(out / "sources.tsv", about, newest.date, rows)


def needs(out: Path, current, spelling: Spelling, found: dict[str, set[str]], source: Artifact) -> None:
    """Writes which actions a call needs besides its own."""

    def spelled(action: str) -> str | None:
        service, _, name = action.partition(":")
        return f"{service}:{spelling.of(service, name.lower())}" if (service, name.lower()) in current else None

    rows = []
    for action, needed in found.items():
        listed = sorted({one for one in map(spelled, needed) if one} - {spelled(action)}, key=write.by_name)
        if (name := spelled(action)) and listed:
            rows.append(f"{name}\t{' '.join(listed)}")
    about = ["What a call needs besides its own action: action, further actions.", f"Source: {source.title} ({source.licence}, {source.date}); the reference has not shown it since."]
    write.table(out / "dependent_actions.tsv", about, source.date, rows)


def differences(made: Path, held: Path) -> list[str]:
    """Names of files that differ, are missing or are too many."""
    found = []
    for path in sorted(made.rglob("*")):
        name = path.relative_to(made)
        if path.is_file() and not ((held / name).is_file() and filecmp.cmp(path, held / name, shallow=False)):
            found.append(str(name))
    stale = {path.name for path in (held / "services").glob("*")} - {path.name for path in (made / "services").glob("*")}
    return found + [f"services/{name}" for name in sorted(stale)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cache", type=Path, help="folder for the packages, kept for the next run")
    parser.add_argument("--out", type=Path, default=DATA, help="folder to write to")
    parser.add_argument("--check", action="store_true", help="write nothing, fail where the data differs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as spare, tempfile.TemporaryDirectory() as made:
        cache = options.cache or Path(spare)
        cache.mkdir(parents=True, exist_ok=True)
        build(cache.resolve(), Path(made))
        differing = differences(Path(made), options.out)
        if options.check:
            if differing:
                sys.exit("differs: " + " ".join(differing))
            return
        for name in differing:
            path = Path(made) / name
            if path.exists():
                (options.out / name).parent.mkdir(parents=True, exist_ok=True)
                (options.out / name).write_bytes(path.read_bytes())
            else:
                (options.out / name).unlink()
        print(f"{len(differing)} files changed")


if __name__ == "__main__":
    main()
