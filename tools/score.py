#!/usr/bin/env python3
"""Scores arnlint against policies with the findings that AWS's own validator returned for them.

    python3 tools/score.py FILE.jsonl [--code CODE ...] [--check] [--arnlint PROGRAM]

A line of the file is one policy: `name`, `policy_type`, `policy_text`, `exclude_codes`, and `findings`, of which one row
is one location and rows of one `group` are one finding. A finding is its code and the set of its places; severity is not
compared. One that is found at other places than AWS names is both false and missed, and `exact` says how many of those
that were found have AWS's places. With --code each difference of a code is listed. With --check any difference in a code
that the file holds makes the script fail.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KINDS = {
    "IDENTITY_POLICY": "identity",
    "RESOURCE_POLICY": "resource",
    "SERVICE_CONTROL_POLICY": "scp",
    "RESOURCE_CONTROL_POLICY": "rcp",
}
# What a resource policy is attached to, where a row says so in the words of ValidatePolicy.
RESOURCES = {"AWS::S3::Bucket": "bucket", "AWS::IAM::AssumeRolePolicyDocument": "trust"}


def program() -> Path:
    """The arnlint that was built last."""
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    built = [path for path in (target / "release/arnlint", target / "debug/arnlint") if path.exists()]
    if not built:
        sys.exit(f"no arnlint under {target}: run `cargo build --release`")
    return max(built, key=lambda path: path.stat().st_mtime)


def kind_of(row: dict) -> str:
    resource = row.get("validate_policy_resource_type") or row.get("resource_type")
    kind = RESOURCES.get(resource) or KINDS.get(row["policy_type"])
    return kind or sys.exit(f"{row['name']}: unknown policy type {row['policy_type']}")


def path_of(steps: list) -> str:
    """A path, written the same way for AWS's steps and for ours."""
    parts = [str(next(iter(step.values()))) if isinstance(step, dict) else str(step) for step in steps]
    return "/".join(parts) or "(document)"


def truth_of(row: dict) -> dict:
    """Findings of a row: code and places, each with the paths for people."""
    groups = defaultdict(list)
    for found in row["findings"]:
        groups[found["group"], found["code"]].append(found)
    text = row["policy_text"]

    def at(offset: int) -> int:
        """Offsets count characters there and bytes here."""
        return offset if text.isascii() else len(text[:offset].encode())

    findings = {}
    for (group, code), places in groups.items():
        spans = frozenset((at(place["start_offset"]), at(place["end_offset"])) for place in places)
        findings[group, code] = (code, spans, ", ".join(path_of(place["path"]) for place in places))
    return findings


def run(arnlint: Path, rows: list) -> list:
    """Our findings for each row, from one run for each kind of policy."""
    ours = [[] for _ in rows]
    by_kind = defaultdict(list)
    for number, row in enumerate(rows):
        by_kind[kind_of(row)].append(number)
    for kind, numbers in by_kind.items():
        with tempfile.TemporaryDirectory() as folder:
            for number in numbers:
                Path(folder, f"{number}.json").write_text(rows[number]["policy_text"], encoding="utf-8", newline="")
            options = ["--isolated", "--all", "--format", "json", "--kind", kind]
            done = subprocess.run([arnlint, "check", *options, folder], capture_output=True, text=True)
            if done.returncode not in (0, 1):
                sys.exit(done.stderr)
            for finding in json.loads(done.stdout)["findings"]:
                if finding["aws"]:
                    places = [place for place in finding["locations"] if place["role"] == "primary"]
                    spans = frozenset((place["start"]["offset"], place["end"]["offset"]) for place in places)
                    paths = ", ".join(path_of(place["path"]) for place in places)
                    ours[int(Path(finding["file"]).stem)].append((finding["aws"], spans, paths))
    return ours


def is_near(one: frozenset, two: frozenset) -> bool:
    """Whether two sets of places overlap."""
    return any(start < other_end and other_start < end for start, end in one for other_start, other_end in two)


def compare(row: dict, ours: list, scores: dict, differences: list) -> None:
    """Adds the figures of one policy to the scores, and what differs to the differences."""
    excluded = set(row["exclude_codes"])
    wanted = [finding for finding in truth_of(row).values() if finding[0] not in excluded]
    said = [finding for finding in ours if finding[0] not in excluded]
    missed = []
    for code, spans, paths in wanted:
        same = next((finding for finding in said if finding[:2] == (code, spans)), None)
        if same:
            said.remove(same)
            scores[code]["true"] += 1
        else:
            missed.append((code, spans, paths))
    for code, spans, paths in missed:
        scores[code]["missed"] += 1
        near = next((finding for finding in said if finding[0] == code and is_near(finding[1], spans)), None)
        if near:
            said.remove(near)
            scores[code]["near"] += 1
            scores[code]["false"] += 1
            differences.append((code, row["name"], f"AWS at {paths}", f"ours at {near[2]}"))
        else:
            differences.append((code, row["name"], f"AWS at {paths}", "missed"))
    for code, _, paths in said:
        scores[code]["false"] += 1
        differences.append((code, row["name"], "AWS silent", f"ours at {paths}"))


def share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, help="policies with AWS's findings, one a line")
    parser.add_argument("--code", action="append", default=[], help="list each difference of this code")
    parser.add_argument("--check", action="store_true", help="fail where anything differs in a code that the file holds")
    parser.add_argument("--arnlint", type=Path, help="the program [default: the one that was built last]")
    arguments = parser.parse_args()

    with arguments.file.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    scores: dict = defaultdict(Counter)
    differences: list = []
    for row, ours in zip(rows, run(arguments.arnlint or program(), rows)):
        compare(row, ours, scores, differences)

    # A code of which every finding lies in rows that exclude it has no support.
    held = {code for code, score in scores.items() if score["true"] + score["missed"]}
    print(f"{len(rows)} policies")
    print(f"{'code':<56} {'true':>5} {'false':>5} {'missed':>6} {'exact':>9} {'precision':>9} {'recall':>6}")
    for code in sorted(held):
        score = scores[code]
        true, false, missed = score["true"], score["false"], score["missed"]
        exact = f"{true}/{true + score['near']}"
        print(f"{code:<56} {true:>5} {false:>5} {missed:>6} {exact:>9} {share(true, true + false):>9} {share(true, true + missed):>6}")
    others = sorted(set(scores) - held)
    if others:
        print("\nAWS says these of none of the policies; all of ours are false:")
        for code in others:
            print(f"{code:<56} {'':>5} {scores[code]['false']:>5}")
    for code in arguments.code:
        # Versions of one policy often differ from AWS in the same way.
        listed = Counter(difference[1:] for difference in differences if difference[0] == code)
        print(f"\n{code}: {listed.total()} differences")
        for (name, *sides), times in sorted(listed.items()):
            print(f"  {name}: {'; '.join(sides)}" + (f" ({times} times)" if times > 1 else ""))
    if arguments.check and any(code in held for code, *_ in differences):
        sys.exit(1)


if __name__ == "__main__":
    main()
