#!/usr/bin/env python3
"""Measures whole runs of arnlint on the AWS managed policies against a floor that only reads and parses them.

The policies come from the wheel of moto on PyPI, pinned by version and hash. Each is written to a file of its own,
indented by two. Figures: user plus system CPU of whole processes, medians of interleaved runs, and peak memory.

    python3 tools/speed.py [--runs 21] [--keep FOLDER] [--check]

With --check the script fails where a figure is above its budget.
"""

import argparse
import hashlib
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

WHEEL = "moto-5.2.5-py3-none-any.whl"
VERSION = "5.2.5"
SHA256 = "eef62cdcf3bfe73e0863743511ba042dfaba04ba3d5ecdcb896a196c693ad528"
MEMBER = "moto/iam/aws_managed_policies.py"

# Budgets: CPU over the floor's for all policies, for one small policy, and peak memory in MiB.
MOST_CPU = 3.0
MOST_SMALL = 3.0
MOST_MEMORY = 40.0

ROOT = Path(__file__).resolve().parent.parent
SMALL = ROOT / "fixtures" / "policies" / "cloudtrail-filled.json"


def policies(folder: Path) -> int:
    """Writes the managed policies into `folder`, one a file; returns how many."""
    with tempfile.TemporaryDirectory() as cache:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "-d", cache, f"moto=={VERSION}"]
        subprocess.run(command, check=True)
        wheel = Path(cache) / WHEEL
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        if digest != SHA256:
            sys.exit(f"{WHEEL} has the hash {digest}, expected {SHA256}")
        source = zipfile.ZipFile(wheel).read(MEMBER).decode()
    text = re.search(r'"""\n?(.*)"""', source, re.DOTALL).group(1)
    managed = json.loads(text)
    for name, policy in managed.items():
        (folder / f"{name}.json").write_text(json.dumps(policy["Document"], indent=2) + "\n")
    return len(managed)


def cpu(command: list[str]) -> float:
    """User plus system CPU of one run, in seconds."""
    with open(os.devnull, "wb") as nowhere:
        child = subprocess.Popen(command, stdout=nowhere, stderr=nowhere)
        _, _, usage = os.wait4(child.pid, 0)
        child.returncode = 0
    return usage.ru_utime + usage.ru_stime


# A process counts the memory of the one that started it until it runs its own program: so it is started by a small one.
PROBE = """
import os, sys
child = os.fork()
if child == 0:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.execv(sys.argv[1], sys.argv[1:])
print(os.wait4(child, 0)[2].ru_maxrss)
"""


def memory(command: list[str]) -> float:
    """Peak memory of one run, in MiB."""
    probe = [sys.executable, "-I", "-S", "-c", PROBE, *command]
    return int(subprocess.run(probe, check=True, capture_output=True, text=True).stdout) / 1024


def medians(commands: dict[str, list[str]], runs: int) -> dict[str, float]:
    """Median CPU of each command in seconds, runs interleaved, after one run that is not counted."""
    figures: dict[str, list[float]] = {name: [] for name in commands}
    for run in range(runs + 1):
        for name, command in commands.items():
            seconds = cpu(command)
            if run:
                figures[name].append(seconds)
    return {name: statistics.median(seconds) for name, seconds in figures.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=21)
    parser.add_argument("--keep", type=Path, help="folder for the policies, kept afterwards")
    parser.add_argument("--check", action="store_true", help="fail where a figure is above its budget")
    arguments = parser.parse_args()

    subprocess.run(["cargo", "build", "--release", "--quiet", "--bins", "--example", "floor"], cwd=ROOT, check=True)
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
    arnlint, floor = str(target / "arnlint"), str(target / "examples" / "floor")

    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        count = policies(folder)
        size = sum(path.stat().st_size for path in folder.glob("*.json"))
        check = [arnlint, "check", "--isolated", "--format", "concise"]
        all_of_them = medians({"arnlint": check + [str(folder)], "floor": [floor, str(folder)]}, arguments.runs)
        # One small policy takes about a millisecond: more runs for a steady median.
        small = medians({"arnlint": check + [str(SMALL)], "floor": [floor, str(SMALL)]}, arguments.runs * 5)
        peak = max(memory(check + [str(folder)]) for _ in range(5))

    ratio = all_of_them["arnlint"] / all_of_them["floor"]
    small_ratio = small["arnlint"] / small["floor"]
    print(f"{count} AWS managed policies, {size / 1e6:.1f} MB, medians of {arguments.runs} interleaved runs")
    print(f"all policies: arnlint {all_of_them['arnlint'] * 1e3:.1f} ms CPU, floor {all_of_them['floor'] * 1e3:.1f} ms, ratio {ratio:.2f}")
    print(f"one small policy: arnlint {small['arnlint'] * 1e3:.2f} ms CPU, floor {small['floor'] * 1e3:.2f} ms, ratio {small_ratio:.2f}")
    print(f"peak memory: {peak:.1f} MiB")
    if arguments.check and (ratio > MOST_CPU or small_ratio > MOST_SMALL or peak > MOST_MEMORY):
        sys.exit(f"above the budget: at most {MOST_CPU}, {MOST_SMALL} and {MOST_MEMORY} MiB")


if __name__ == "__main__":
    main()
