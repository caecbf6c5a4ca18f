"""Asks arnlint and z3 the same questions, and says where they differ.

    python3 -m venv venv && venv/bin/pip install z3-solver
    cargo build --release
    PYTHONPATH=tools venv/bin/python -m z3_oracle [--shared ../shared] [--limit N] [--keep DIR]

Each pair of policies is two questions, one in each direction: does a request exist that the one allows and the other
does not? A witness of arnlint is held against an evaluator of single requests, too. What the encoding has no words for
is counted and left out. The exit code is 1 where the two contradict each other, or a witness is none.
"""

import argparse
import collections
import concurrent.futures
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

try:
    from . import encode
except ImportError as error:
    sys.exit(f"{error}: install it with `pip install z3-solver`")
from . import evaluate, questions
from .facts import ROOT


def ask(binary, old, new, kind):
    """What arnlint says of a pair, with the time that it took."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("old.json", "new.json")]
        for path, policy in zip(paths, (old, new)):
            path.write_text(json.dumps(policy))
        command = [binary, "diff", "--format", "json", "--universe", "raw", "--semantics", "flat", "--kind", kind, *paths]
        start = time.perf_counter()
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        took = time.perf_counter() - start
    if run.returncode not in (0, 1, 3):
        raise RuntimeError(run.stderr)
    return json.loads(run.stdout), took


def question(args, pair):
    """The two questions of a pair: rows of `(name, outcome, details, times)`."""
    name, old, new = pair
    has_principal = questions.names_callers(old)
    found = []
    try:
        said, took = ask(args.arnlint, old, new, "resource" if has_principal else "identity")
    except RuntimeError as error:
        return [(name, "refused", str(error), (0, 0))]
    for direction, one, two in (("widens", new, old), ("narrows", old, new)):
        ours = said[direction]["verdict"]
        start = time.perf_counter()
        try:
            theirs = encode.beyond(one, two, has_principal, args.time)
        except encode.NotEncoded as reason:
            theirs = f"not encoded: {reason}"
        times = (took / 2, time.perf_counter() - start)
        witness = "-"
        if ours == "witness":
            try:
                request = evaluate.Request(said[direction]["regions"][0]["request"])
                is_one = evaluate.allows(one, request, has_principal) and not evaluate.allows(two, request, has_principal)
                witness = "confirmed" if is_one else "refuted"
            except (LookupError, ValueError, TypeError) as reason:
                witness = f"not evaluated: {type(reason).__name__}"
        found.append((name, (ours, theirs, witness), (direction, old, new, said[direction]), times))
    return found


def main():
    """Asks all questions and prints what came of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared", help="folder with the corpora")
    parser.add_argument("--arnlint", default=str(ROOT / "target/release/arnlint"))
    parser.add_argument("--limit", type=int, help="pairs to ask about")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--time", type=int, default=2000, help="milliseconds that z3 may take for a question")
    parser.add_argument("--only", choices=["corpus", "generated"])
    parser.add_argument("--keep", type=Path, help="folder for the pairs of which the two differ")
    args = parser.parse_args()
    pairs = questions.everything(args.shared, args.seed, args.only != "generated", args.only != "corpus")
    pairs = pairs[: args.limit] if args.limit else pairs
    counts, left_out = collections.Counter(), collections.Counter()
    ours, theirs, bad = [], [], []
    with concurrent.futures.ProcessPoolExecutor(max_workers=2) as pool:
        for rows in pool.map(question, [args] * len(pairs), pairs, chunksize=4):
            for name, outcome, details, (own, other) in rows:
                if outcome == "refused":
                    counts["refused by arnlint"] += 1
                    continue
                verdict, answer, witness = outcome
                counts["questions"] += 1
                ours.append(own)
                if witness != "-":
                    counts[f"witnesses {witness}"] += 1
                if answer.startswith("not encoded"):
                    counts["not encoded"] += 1
                    left_out[answer] += 1
                elif answer == "unknown":
                    counts["z3 unknown"] += 1
                    theirs.append(other)
                else:
                    theirs.append(other)
                    if verdict == "unknown":
                        counts["arnlint unknown"] += 1
                    elif (verdict == "witness") == (answer == "sat"):
                        counts["agreed"] += 1
                    else:
                        counts["contradictions"] += 1
                        bad.append((name, outcome, details))
                if witness == "refuted":
                    bad.append((name, outcome, details))
    for name, count in sorted(counts.items()):
        print(f"{count:6} {name}")
    for reason, count in left_out.most_common(8):
        print(f"{count:6}   {reason}")
    if ours and theirs:
        print(f"arnlint {sum(ours):.2f} s with its start, z3 {sum(theirs):.2f} s")
    for number, (name, outcome, (direction, old, new, said)) in enumerate(bad):
        print(f"differs: {name} {direction}: {outcome}")
        if args.keep:
            args.keep.mkdir(parents=True, exist_ok=True)
            text = {"name": name, "outcome": outcome, "direction": direction, "old": old, "new": new, "said": said}
            (args.keep / f"{number}.json").write_text(json.dumps(text, indent=2))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
