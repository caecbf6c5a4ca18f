"""The files of the data: sorted lines of fields that tabs divide."""

from pathlib import Path

from sources import Service

LEVELS = {
    "List": "L",
    "Read": "R",
    "Write": "W",
    "Tagging": "T",
    "Permissions management": "P",
    "Tagging, Write": "T",
    "Permissions management, Write": "P",
}


def by_name(text: str) -> tuple[str, str]:
    """Order of names: without regard to case."""
    return text.lower(), text


def service(prefix: str, held: Service, only: set[tuple[str, str]], new: list[str]) -> str:
    """The file of one service.

    `only`: actions that are no API operations. `new`: actions of which only the name is known.
    """

    def own(key: str) -> str:
        return key.removeprefix(prefix) if key.startswith(f"{prefix}:") else key

    def keys(names: list[str], divider: str = " ") -> str:
        return divider.join(sorted(map(own, names), key=by_name))

    lines = [f"service\t{prefix}"]
    for key in sorted(held.keys, key=lambda key: by_name(own(key))):
        lines.append(f"key\t{own(key)}\t{held.keys[key]}")
    for resource in sorted(held.resources, key=lambda resource: by_name(resource.name)):
        lines.append(f"res\t{resource.name}\t{' '.join(resource.arns)}\t{keys(resource.keys)}")
    actions = {}
    for action in held.actions:
        pairs = []
        for pair in action.pairs:
            of = f"{{{keys(pair.keys, ',')}}}" if pair.keys else ""
            pairs.append(f"{pair.name}{of}{'!' if pair.required else '?'}")
        flags = "p" if (prefix, action.name.lower()) in only else ""
        level = LEVELS[action.level]
        actions[action.name] = f"act\t{action.name}\t{level}{flags}\t{' '.join(pairs)}\t{keys(action.keys)}"
    for name in new:
        actions[name] = f"act\t{name}\t-n\t\t"
    lines += [actions[name] for name in sorted(actions, key=by_name)]
    return "\n".join(lines) + "\n"


def table(path: Path, about: list[str], date: str, rows: list[str]) -> None:
    """A table below the lines that say what it means, where it comes from and of which date it is."""
    head = [f"# {line}" for line in about] + [f"# Date: {date}."]
    path.write_text("\n".join(head + sorted(rows, key=by_name)) + "\n")
