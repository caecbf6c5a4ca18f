#!/usr/bin/env python3
"""Tries the commit hook with the real pre-commit, from PyPI, on a scratch repository.

The hook must let a clean policy and a file without policy pass, and refuse a policy with a mistake.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CLEAN = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-logs/*"}],
}
BROKEN = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::391854517948:user/cloudflare-logpush"},
            "Action": "s3:PutObject",
            "Resource": "arn:aws:s3:::acme-logs/cdn",
        }
    ],
}


def run(command: list[str], folder: Path, **more: object) -> subprocess.CompletedProcess:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, **more)


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        here = Path(temporary)
        venv.create(here / "venv", with_pip=True)
        tools = here / "venv" / ("Scripts" if os.name == "nt" else "bin")
        subprocess.run([str(tools / "pip"), "install", "--quiet", "pre-commit"], check=True)
        # pre-commit clones the hook's repository: hand it the working tree as one commit.
        hooks = here / "hooks"
        shutil.copytree(ROOT, hooks, ignore=shutil.ignore_patterns("target", ".git", "corpus", "artifacts"))
        identity = ["-c", "user.name=hook", "-c", "user.email=hook@example.com"]
        scratch = here / "scratch"
        scratch.mkdir()
        for folder in (hooks, scratch):
            run(["git", "init", "--quiet"], folder, check=True)
        run(["git", "add", "--all"], hooks, check=True)
        run(["git", *identity, "commit", "--quiet", "--message", "hooks"], hooks, check=True)
        revision = run(["git", "rev-parse", "HEAD"], hooks, check=True).stdout.strip()
        (scratch / ".pre-commit-config.yaml").write_text(
            f"repos:\n  - repo: {hooks}\n    rev: {revision}\n    hooks:\n      - id: arnlint\n"
        )
        environment = {**os.environ, "PRE_COMMIT_HOME": str(here / "cache")}
        hook = [str(tools / "pre-commit"), "run", "--all-files"]

        (scratch / "clean.json").write_text(json.dumps(CLEAN))
        (scratch / "other.json").write_text(json.dumps({"name": "no policy"}))
        run(["git", "add", "--all"], scratch, check=True)
        good = run(hook, scratch, env=environment)
        print(good.stdout + good.stderr)
        if good.returncode != 0:
            sys.exit("the hook refuses clean files")

        (scratch / "template.yaml").write_text((ROOT / "fixtures" / "templates" / "trail.yaml").read_text())
        run(["git", "add", "--all"], scratch, check=True)
        template = run(hook, scratch, env=environment)
        print(template.stdout + template.stderr)
        if template.returncode == 0 or "wrong-path" not in template.stdout:
            sys.exit("the hook lets a template with a mistake pass")
        run(["git", "rm", "--quiet", "-f", "template.yaml"], scratch, check=True)

        (scratch / "broken.json").write_text(json.dumps(BROKEN, indent=2))
        run(["git", "add", "--all"], scratch, check=True)
        bad = run(hook, scratch, env=environment)
        print(bad.stdout + bad.stderr)
        if bad.returncode == 0 or "missing-object-wildcard" not in bad.stdout:
            sys.exit("the hook lets a policy with a mistake pass")


if __name__ == "__main__":
    main()
