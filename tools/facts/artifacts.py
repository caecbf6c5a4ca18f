"""Artifacts of package registries: fetched with the registries' clients, verified against `sources.lock`, opened."""

import hashlib
import io
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

LOCK = Path(__file__).with_name("sources.lock")


@dataclass(frozen=True)
class Artifact:
    """One line of the lock: what the artifact is for, and which bytes it is."""

    roles: tuple[str, ...]
    registry: str
    name: str
    version: str
    date: str
    licence: str
    file: str
    sha256: str

    @property
    def title(self) -> str:
        return f"{self.registry} {self.name} {self.version}"


def locked() -> list[Artifact]:
    """The artifacts of the lock, in its order."""
    found = []
    for line in LOCK.read_text().splitlines():
        if line and not line.startswith("#"):
            roles, *rest = line.split("\t")
            found.append(Artifact(tuple(roles.split()), *rest))
    return found


def fetch(artifact: Artifact, cache: Path) -> Path:
    """The artifact's file in `cache`, downloaded if it is not there; stops where its hash differs."""
    path = cache / artifact.file
    if not path.exists():
        if artifact.registry == "npm":
            command = ["npm", "pack", "--silent", f"{artifact.name}@{artifact.version}"]
        else:
            wanted = f"{artifact.name}=={artifact.version}"
            kind = "--only-binary" if artifact.file.endswith(".whl") else "--no-binary"
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", kind, ":all:", wanted]
        subprocess.run(command, check=True, cwd=cache, stdout=subprocess.DEVNULL)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != artifact.sha256:
        sys.exit(f"{artifact.file} has the hash {digest}, expected {artifact.sha256}")
    return path


class Package:
    """The files inside an artifact by name, without the outermost folder of a tar file."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path) if path.suffix == ".whl" else None
        self._files: dict[str, bytes] = {}
        if self._zip is None:
            with tarfile.open(fileobj=io.BytesIO(path.read_bytes())) as tar:
                for member in tar:
                    reader = tar.extractfile(member) if member.isfile() else None
                    if reader is not None:
                        self._files[member.name.split("/", 1)[1]] = reader.read()

    def names(self) -> list[str]:
        """Sorted names of all files."""
        return sorted(self._zip.namelist() if self._zip else self._files)

    def read(self, name: str) -> bytes:
        """The bytes of one file."""
        return self._zip.read(name) if self._zip else self._files[name]
