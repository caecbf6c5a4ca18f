"""How names of actions are written: the newest lists print them in lower case only."""

import math
import re
from collections import Counter

from artifacts import Package
from merge import overrides
from sources import operations

WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z][a-z]+|[A-Z]+|[0-9]+")


class Spelling:
    """Finds the usual spelling of a name: another list's, else the API operation's, else by the words of all names.

    IAM does not look at the case of actions, so a wrong guess is a matter of looks alone.
    """

    def __init__(self, spelled: dict[tuple[str, str], Counter], models: Package) -> None:
        self._spelled = spelled
        self._operations: dict[tuple[str, str], str] = {}
        for service, names in operations(models).items():
            for name in names:
                self._operations[service, name.lower()] = name
        for service, name, _ in overrides("spelling"):
            self._operations[service, name.lower()] = name
        words: dict[str, Counter] = {}
        for counts in spelled.values():
            for word in WORD.findall(best(counts)):
                words.setdefault(word.lower(), Counter())[word] += 1
        total = sum(sum(counts.values()) for counts in words.values())
        words = {word: counts for word, counts in words.items() if len(word) > 1}
        self._words = {word: best(counts) for word, counts in words.items()}
        # Each word costs something by itself, so that few long ones win over many short ones.
        self._cost = {word: math.log(total / sum(counts.values())) + 3 for word, counts in words.items()}

    def of(self, service: str, lower: str) -> str:
        """The spelling of a name that is given in lower case."""
        known = self._spelled.get((service, lower))
        if known and best(known) != lower:
            return best(known)
        return self._operations.get((service, lower)) or self._by_words(lower)

    def _by_words(self, lower: str) -> str:
        # The cheapest way to write the name as known words; letters that are part of none cost more than any word.
        ways: list[tuple[float, str]] = [(0.0, "")]
        for end in range(1, len(lower) + 1):
            cost, text = ways[end - 1]
            found = [(cost + 20, text + lower[end - 1])]
            for start in range(max(0, end - 24), end):
                word = lower[start:end]
                if word in self._cost:
                    found.append((ways[start][0] + self._cost[word], ways[start][1] + self._words[word]))
            ways.append(min(found))
        text = ways[-1][1]
        return text[:1].upper() + text[1:]


def best(counts: Counter) -> str:
    """The most frequent text that is not all lower case; of equals the first in order."""
    return min(counts, key=lambda name: (name == name.lower(), -counts[name], name))
