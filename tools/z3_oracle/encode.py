"""Policies as formulas of z3: whether a request exists that one policy allows and another one does not."""

import ipaddress
import re
from fractions import Fraction

import z3

from .facts import ALWAYS, DERIVED, ENDPOINT, SOURCE, many, operator, seconds, statements, type_of

ANY = z3.AllChar(z3.ReSort(z3.StringSort()))
ALL = z3.Star(ANY)
UNIT = "\u001f"


class NotEncoded(Exception):
    """Something that the encoding has no words for."""


def text(value):
    """A text as z3 reads it."""
    return z3.StringVal("".join(one if one.isascii() and one != "\\" else "\\u{%x}" % ord(one) for one in value))


def but(characters):
    """Any character but these."""
    found = z3.Union(*[z3.Re(text(one)) for one in characters]) if len(characters) > 1 else z3.Re(text(characters))
    return z3.Intersect(ANY, z3.Complement(found))


def join(parts):
    """Expressions behind each other."""
    parts = parts or [z3.Re(text(""))]
    return parts[0] if len(parts) == 1 else z3.Concat(*parts)


def glob(pattern, bars="", fold=False):
    """A pattern of `*` and `?`, whose wildcards do not take `bars`."""
    one = but(bars) if bars else ANY
    parts = []
    for piece in re.findall(r"\*|\?|[^*?]+", pattern):
        if piece == "*":
            parts.append(z3.Star(one))
        elif piece == "?":
            parts.append(one)
        elif fold:
            for letter in piece:
                both = {letter.lower(), letter.upper()}
                exact = [z3.Re(text(each)) for each in sorted(both)]
                parts.append(exact[0] if len(exact) == 1 else z3.Union(*exact))
        else:
            parts.append(z3.Re(text(piece)))
    return join(parts)


def union(parts):
    """Any of these expressions."""
    return parts[0] if len(parts) == 1 else z3.Union(*parts)


def arn(pattern, bars=""):
    """A pattern whose six parts are matched one by one."""
    parts = pattern.split(":", 5)
    if len(parts) < 6:
        raise NotEncoded("an ARN of fewer than six parts")
    heads = [glob(part, ":" + bars) for part in parts[:5]]
    found = []
    for head in heads:
        found += [head, z3.Re(text(":"))]
    return join(found + [glob(parts[5], bars)])


class World:
    """The request, as variables, with what every request has."""

    def __init__(self, policies, has_principal):
        self.has_principal = has_principal
        self.action, self.resource, self.caller = z3.Strings("action resource caller")
        self.facts = []
        part, inner = z3.Plus(but(":" + UNIT)), z3.Plus(but(UNIT))
        lit = lambda word: z3.Re(text(word))
        # A policy stands in one partition, and callers of another one have no access.
        named = {value.split(":")[1] for policy in policies for one in statements(policy)
                 for block in [one.get("Principal", one.get("NotPrincipal"))] if isinstance(block, dict)
                 for values in block.values() for value in many(values) if value.startswith("arn:")}
        partition = lit(named.pop()) if len(named) == 1 else part
        account = lambda kind, service, rest: join(
            [lit(kind + ":arn:"), partition, lit(f":{service}::"), part, lit(":")] + rest)
        self.kinds = {
            "user": account("user", "iam", [lit("user/"), inner]),
            "session": account("session", "iam", [lit("role/"), inner, lit(UNIT), inner]),
        }
        if has_principal:
            self.kinds |= {
                "anonymous": lit("anonymous"),
                "service": join([lit("service:"), part]),
                "root": account("root", "iam", [lit("root")]),
                "federated": account("federated", "sts", [lit("federated-user/"), inner]),
            }
        self.facts.append(z3.InRe(self.caller, union(list(self.kinds.values()))))
        uses = {}
        for policy in policies:
            for one in statements(policy):
                for name, block in one.get("Condition", {}).items():
                    read = operator(name)
                    if read is None:
                        raise NotEncoded(f"the operator {name}")
                    for key in block:
                        uses.setdefault(key.lower(), [])
                        if read[1] != "Null":
                            uses[key.lower()].append((read[1], bool(read[0])))
        self.keys = {key: Key(key, *type_of(key, bases)) for key, bases in uses.items() if key not in DERIVED}
        for key in self.keys.values():
            self.facts += key.facts
        self.presence()

    def is_kind(self, *kinds):
        """Whether the caller is of one of these kinds."""
        found = [z3.PrefixOf(text(kind if kind == "anonymous" else kind + ":"), self.caller) for kind in kinds
                 if kind in self.kinds]
        return z3.Or(found) if found else z3.BoolVal(False)

    def presence(self):
        """Which keys go together, and with whom."""
        for name, key in self.keys.items():
            if name in ALWAYS:
                self.facts.append(key.present)
            if name in ("aws:principalorgid", "aws:principalorgpaths") or name.startswith("aws:principaltag/"):
                self.facts.append(z3.Not(z3.And(key.present, self.is_kind("anonymous", "service"))))
            if name in ("aws:tokenissuetime", "aws:multifactorauthpresent", "aws:multifactorauthage"):
                self.facts.append(z3.Not(z3.And(key.present, self.is_kind("anonymous"))))
            if name in ("aws:tokenissuetime", "aws:multifactorauthpresent"):
                self.facts.append(z3.Implies(self.is_kind("session", "federated"), key.present))
            if name in SOURCE:
                self.facts.append(z3.Implies(key.present, self.is_kind("service")))
            if name in ENDPOINT and "aws:sourceip" in self.keys:
                self.facts.append(z3.Not(z3.And(key.present, self.keys["aws:sourceip"].present)))

    def derived(self, name, key, values):
        """A condition on a key that follows from the caller."""
        quantifier, base, negated, if_exists = operator(name)
        if quantifier or key not in ("aws:principalarn", "aws:username"):
            raise NotEncoded(f"{name} on {key}")
        absent = self.is_kind("anonymous", "service") if key == "aws:principalarn" else z3.Not(self.is_kind("user"))
        if base == "Null":
            return z3.Or([absent if value.lower() == "true" else z3.Not(absent) for value in values])
        lit = lambda word: z3.Re(text(word))
        found = []
        for value in values:
            if "${" in value:
                raise NotEncoded("a policy variable")
            make = arn if base == "ArnLike" else lambda word, bars: glob(word, bars, base.endswith("IgnoreCase"))
            if base in ("StringEquals", "StringEqualsIgnoreCase") and set(value) & set("*?"):
                raise NotEncoded("a wildcard that is none")
            if key == "aws:principalarn":
                own = make(value, UNIT)
                found += [join([lit(kind + ":"), own]) for kind in ("user", "root", "federated")]
                found.append(join([lit("session:"), own, lit(UNIT), ALL]))
            else:
                found.append(join([lit("user:"), ALL, lit("/"), glob(value, UNIT + "/")]))
        holds = z3.InRe(self.caller, union(found))
        if negated:
            return z3.Or(absent, z3.Not(holds))
        return z3.Or(absent, holds) if if_exists else z3.And(z3.Not(absent), holds)

    def condition(self, name, key, values):
        """One operator with one key."""
        if key.lower() in DERIVED:
            return self.derived(name, key.lower(), values)
        quantifier, base, negated, if_exists = operator(name)
        key = self.keys[key.lower()]
        if base == "Null":
            return z3.Or([z3.Not(key.present) if value.lower() == "true" else key.present for value in values])
        if key.is_list and not quantifier:
            raise NotEncoded("a plain operator on a list")
        meets = lambda value: z3.Xor(z3.Or([key.satisfies(base, value, wanted) for wanted in values]),
                                     z3.BoolVal(negated))
        held = [z3.And(key.length > at, meets(value)) for at, value in enumerate(key.items)]
        if quantifier == "forallvalues":
            every = [z3.Implies(key.length > at, meets(value)) for at, value in enumerate(key.items)]
            return z3.Implies(key.present, z3.And(every))
        if quantifier:
            return z3.And(key.present, z3.Or(held))
        holds = meets(key.items[0])
        return z3.Implies(key.present, holds) if negated or if_exists else z3.And(key.present, holds)

    def principal(self, statement):
        """Whether the statement names the caller."""
        block = statement.get("Principal", statement.get("NotPrincipal"))
        block = {"AWS": [block]} if isinstance(block, str) else block or {}
        if "NotPrincipal" in statement:
            raise NotEncoded("NotPrincipal")
        lit = lambda word: z3.Re(text(word))
        part, inner = z3.Plus(but(":" + UNIT)), z3.Plus(but(UNIT))
        found = []
        for kind, values in block.items():
            for value in many(values):
                if kind == "Service" and value != "*":
                    found.append(lit("service:" + value))
                    continue
                if kind != "AWS":
                    raise NotEncoded(f"a principal of the type {kind}")
                if value == "*":
                    found.append(ALL)
                    continue
                partition, account, rest = part, value, "root"
                if value.startswith("arn:"):
                    _, name, _, _, account, rest = value.split(":", 5)
                    partition = lit(name)
                elif not re.fullmatch(r"\d{12}", value):
                    raise NotEncoded("a principal that is no ARN")
                head = lambda word, service: [lit(word + ":arn:"), partition, lit(f":{service}::{account}:")]
                if rest == "root":
                    found += [join(head("root", "iam") + [lit("root")]), join(head("user", "iam") + [inner]),
                              join(head("session", "iam") + [inner, lit(UNIT), inner]),
                              join(head("federated", "sts") + [inner])]
                elif rest.startswith("role/"):
                    own = "/" + rest.rsplit("/", 1)[-1] + UNIT
                    found.append(join(head("session", "iam") + [lit("role"), z3.Option(join([lit("/"), inner])),
                                                                lit(own), inner]))
                else:
                    raise NotEncoded(f"the principal {value}")
        return z3.InRe(self.caller, union(found)) if found else z3.BoolVal(False)

    def matches(self, statement):
        """Whether the statement matches."""
        parts = [self.principal(statement)] if self.has_principal else []
        for element, variable in (("Action", self.action), ("Resource", self.resource)):
            if element not in statement and "Not" + element not in statement:
                continue
            values = many(statement.get(element, statement.get("Not" + element)))
            if any("${" in value for value in values):
                raise NotEncoded("a policy variable")
            fold = (lambda word: word.lower()) if element == "Action" else (lambda word: word)
            found = z3.InRe(variable, union([glob(fold(value)) for value in values]))
            parts.append(z3.Not(found) if "Not" + element in statement else found)
        for name, block in statement.get("Condition", {}).items():
            for key, values in block.items():
                if any("${" in value for value in many(values)):
                    raise NotEncoded("a policy variable")
                parts.append(self.condition(name, key, many(values)))
        return z3.And(parts)

    def allows(self, policy):
        """Whether the policy allows the request."""
        effects = {"Allow": [], "Deny": []}
        for one in statements(policy):
            effects[one["Effect"]].append(self.matches(one))
        return z3.And(z3.Or(effects["Allow"]), z3.Not(z3.Or(effects["Deny"])))


class Key:
    """A condition key as variables: whether it is there, and up to three values of its type."""

    def __init__(self, name, kind, is_list):
        self.kind, self.is_list, self.facts = kind, is_list, []
        self.present = z3.Bool("has " + name)
        self.length = z3.Int("length " + name)
        self.facts.append(z3.And(self.length >= 1, self.length <= (3 if is_list else 1)))
        self.items = [self.item(f"{name} {at}") for at in range(3 if is_list else 1)]

    def item(self, name):
        if self.kind in ("Numeric", "Date"):
            return z3.Real(name)
        if self.kind == "Bool":
            return z3.Bool(name)
        if self.kind == "Ip":
            bits, is_six = z3.BitVec(name, 128), z3.Bool(name + " is v6")
            self.facts.append(z3.Implies(z3.Not(is_six), z3.ULE(bits, 0xFFFFFFFF)))
            return bits, is_six
        found = z3.String(name)
        if self.kind == "Arn":
            part = z3.Star(but(":"))
            colon = z3.Re(text(":"))
            self.facts.append(z3.InRe(found, join([z3.Re(text("arn")), colon] + [part, colon] * 4 + [ALL])))
        return found

    def satisfies(self, base, value, wanted):
        """Whether a value satisfies an operator, without its `Not`, against one value of the policy."""
        strings = {"StringEquals": lambda: z3.Re(text(wanted)), "StringLike": lambda: glob(wanted),
                   "StringEqualsIgnoreCase": lambda: union([glob_literal_fold(wanted)]), "ArnLike": lambda: arn(wanted)}
        if self.kind == "Bool" and (base == "Bool" or base.startswith("String")):
            if wanted.lower() not in ("true", "false") or (base != "Bool" and wanted not in ("true", "false")):
                raise NotEncoded("a truth value that is none")
            return value if wanted.lower() == "true" else z3.Not(value)
        if base in strings and self.kind in ("String", "Arn"):
            if base == "ArnLike" and self.kind != "Arn":
                raise NotEncoded("an operator on ARNs for a key of texts")
            return z3.InRe(value, strings[base]())
        if base == "IpAddress" and self.kind == "Ip":
            network = ipaddress.ip_network(wanted, strict=False)
            shift = network.max_prefixlen - network.prefixlen
            first = int(network.network_address)
            same = z3.LShR(value[0], shift) == (first >> shift) if shift < 128 else z3.BoolVal(True)
            return z3.And(value[1] == (network.version == 6), same)
        if base.startswith(("Numeric", "Date")) and self.kind == ("Date" if base.startswith("Date") else "Numeric"):
            number = seconds(wanted) if self.kind == "Date" else Fraction(wanted)
            if number is None:
                raise NotEncoded("a date that is none")
            number = z3.RealVal(str(Fraction(number)))
            return {"Equals": value == number, "LessThan": value < number, "LessThanEquals": value <= number,
                    "GreaterThan": value > number, "GreaterThanEquals": value >= number,
                    }[base.removeprefix("Date").removeprefix("Numeric")]
        raise NotEncoded(f"{base} on a key of the type {self.kind}")


def glob_literal_fold(wanted):
    """A text in any case."""
    if set(wanted) & set("*?"):
        raise NotEncoded("a wildcard that is none")
    return glob(wanted, fold=True)


def beyond(new, old, has_principal, limit):
    """`sat` where a request exists that `new` allows and `old` does not, else `unsat`, or `unknown`."""
    world = World([new, old], has_principal)
    solver = z3.Solver()
    solver.set("timeout", limit)
    # Actions are compared in lower case.
    lower = z3.Star(z3.Intersect(ANY, z3.Complement(z3.Range("A", "Z"))))
    solver.add(z3.InRe(world.action, lower), *world.facts, world.allows(new), z3.Not(world.allows(old)))
    return str(solver.check())
