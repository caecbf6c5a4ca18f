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
from artifacts import Package, fetch, locked  # noqa: E402
from spelling import Spelling  # noqa: E402
from tables import Tables  # noqa: E402

DATA = Path(__file__).resolve().parents[2] / "src" / "aws" / "data"


def build(cache: Path, out: Path) -> None:
    """Writes all files into `out`."""
    artifacts = locked()

    def opened(role: str) -> Package:
        return Package(fetch(next(one for one in artifacts if role in one.roles), cache))

    past = history.read(artifacts, cache)
    package = opened("detail")
    services = sources.detail(package)
    merge.mend(services)
    services = {name: held for name, held in services.items() if any(name == of for of, _ in past.current)}
    spelling = Spelling(past.spelled, opened("names"))
    counts = write_services(out / "services", past, services, spelling, sources.permission_only(opened("flags")))

    tables = Tables(out, artifacts, past, spelling, services)
    global_keys = merge.global_keys(sources.global_keys(package))
    tables.retired()
    gone = tables.retired_keys(global_keys)
    tables.global_keys(global_keys)
    tables.federated_keys()
    tables.rcp_services(sources.rcp_services(package))
    tables.known_prefixes()
    tables.dependent_actions(sources.dependent_actions(opened("dependent")))
    tables.sources()

    meta = {"data_date": tables.the("current").date, "detail_date": tables.the("detail").date} | counts
    meta["retired_actions"] = len(past.retired)
    meta["retired_services"] = len(past.retired_services())
    meta["retired_keys"] = gone
    (out / "META").write_text("".join(f"{name}\t{value}\n" for name, value in meta.items()))


def write_services(folder: Path, past: history.History, services, spelling: Spelling, only) -> dict[str, int]:
    """Writes a file for each service that has a current action; returns what they hold."""
    folder.mkdir(parents=True)
    counts = dict.fromkeys(("services", "actions", "new_actions", "resource_types", "keys"), 0)
    current: dict[str, list[str]] = {}
    for service, name in past.current:
        current.setdefault(service, []).append(name)
    for prefix, names in current.items():
        held = services.get(prefix, sources.Service())
        held.actions = [action for action in held.actions if action.name.lower() in names]
        known = {action.name.lower() for action in held.actions}
        new = [spelling.of(prefix, name) for name in names if name not in known]
        (folder / f"{prefix}.tsv").write_text(write.service(prefix, held, only, new))
        counts["services"] += 1
        counts["actions"] += len(names)
        counts["new_actions"] += len(new)
        counts["resource_types"] += len(held.resources)
        counts["keys"] += sum(1 for key in held.keys if key.startswith(f"{prefix}:"))
    return counts


def differences(made: Path, held: Path) -> list[str]:
    """Names of files that differ, are missing or are too many."""
    found = []
    for path in sorted(made.rglob("*")):
        name = path.relative_to(made)
        if path.is_file() and not ((held / name).is_file() and filecmp.cmp(path, held / name, shallow=False)):
            found.append(str(name))
    names = [{path.name for path in (folder / "services").glob("*")} for folder in (held, made)]
    stale = names[0] - names[1]
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
