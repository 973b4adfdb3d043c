#!/usr/bin/python3
"""Makes the catalogues under docs/ (error reasons, metrics, limits) and the lists of calls in the
services' READMEs from the sources. --check only compares.

What it reads: every Error, Exhausted or local refusing function with a reason in capitals; every metric with
its help; every limit of a domain that is named kMax..., kMin... or kDefault..., with the comment beside or
above it; every bound that a rule of the protos states."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
REASON = re.compile(r'"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)"')
METRIC = re.compile(r'"((?:obt|grpc_server|process|rocksdb)_[a-z0-9_]+)"')
LIMIT = re.compile(r"^ *(?:static |inline )*constexpr (?:[\w:<>]+ )+"
                   r"(k(?:Max|Min|Default)\w+)(?:\{| = )(.*?)\}?;(?: *// *(.*))?$")
GRPC = re.compile(r"(?<=[a-z])(?=[A-Z])")
ERRORS = """# Error reasons

Every refusal carries `google.rpc.ErrorInfo` with one of these reasons and domain `obt.service.gov.uk`; faulty
fields come as `google.rpc.BadRequest`, a time to wait as `google.rpc.RetryInfo`. A reason never changes its
meaning. Made from the sources by `tests/shape/catalogues.py`; `…` stands for what only the call knows.

| reason | code | where | says |
|---|---|---|---|"""
METRICS = """# Monitoring

What `/metrics` of each service shows. With port 0 the port is that of last time if it is free; the
endpoints file has it as `<service>-metrics`. Made from the sources by `tests/shape/catalogues.py`.

| metric | kind | where | says |
|---|---|---|---|"""
LIMITS = """# Limits

What callers meet; the protos say it beside each field. Made from the protos and the sources by
`tests/shape/catalogues.py`.

A request or metadata above its limit is INVALID_ARGUMENT with REQUEST_TOO_LARGE or METADATA_TOO_LARGE, and
counted in `grpc_server_handled_total`. Beyond four times the limit gRPC itself ends the call, or with it
the connection: RESOURCE_EXHAUSTED without a reason, which no metric counts and which sending it again does
not mend, unlike RESOURCE_EXHAUSTED with a reason and a time to wait. Lists end their pages below 3 MiB: a
page may hold fewer than were asked for, and only an empty `next_page_token` is the end.

| where | of | limit | value | |
|---|---|---|---|---|"""


def sources(*suffixes):
    for top in ("common", "services"):
        for path in sorted((ROOT / top).rglob("*")):
            internal = path.name.endswith("_test.cc") or "testing" in path.parts or "bench" in path.parts
            if path.suffix in suffixes and not internal:
                yield path


def place(path):
    parts = path.relative_to(ROOT).parts
    return parts[1] if parts[0] == "services" else "every service"


def arguments(text, start):
    """The top-level arguments of the call whose parenthesis opens just before `start`."""
    depth, begin, found, i = 1, start, [], start
    while depth > 0 and i < len(text):
        c = text[i]
        if c == '"' or c == "'":
            i += 1
            while text[i] != c:
                i += 2 if text[i] == "\\" else 1
        elif c in "([{":
            depth += 1
        elif c in ")]}":
            depth -= 1
        if (c == "," and depth == 1) or depth == 0:
            found.append(text[begin:i].strip())
            begin = i + 1
        i += 1
    return found


def message(expressions):
    """What the literals of the expressions say, with an ellipsis for what is only known at run time."""
    said = re.sub(r'(?<!\\)"\s*"', "", " ".join(expressions))
    parts = re.split(r'"((?:[^"\\]|\\.)*)"', said)
    text = "".join(part if i % 2 else ("…" if re.search(r"\w", part.replace("absl::StrCat", "")) else "")
                   for i, part in enumerate(parts))
    text = re.sub(r"…+", "…", text.replace('\\"', '"')).strip()
    return text if re.search(r"\w", text) else ""


def code_name(camel):
    return GRPC.sub("_", camel).upper()


def refusals(text):
    """(reason, code, message) of every refusal in a file."""
    wrappers = {"Exhausted": "RESOURCE_EXHAUSTED"}
    for made in re.finditer(r"(\w+)(?:\(| = \[[^\]]*\]\()absl::string_view reason,[^{]*\{\s*return Error\("
                            r"absl::StatusCode::k(\w+)", text):
        wrappers[made.group(1)] = code_name(made.group(2))
    for call in re.finditer(r"\b(\w+)\(", text):
        name = call.group(1)
        if name != "Error" and name not in wrappers:
            continue
        given = arguments(text, call.end())
        code = wrappers.get(name)
        if name == "Error":
            stated = re.fullmatch(r"absl::StatusCode::k(\w+)", given[0])
            if stated is None:
                continue
            code, given = code_name(stated.group(1)), given[1:]
        for reason in REASON.findall(given[0]) if given else []:
            yield reason, code, message(given[1:2] if name == "Exhausted" else given[1:])


def errors():
    rows = {}
    for path in sources(".cc", ".h"):
        for reason, code, said in refusals(path.read_text()):
            row = rows.setdefault((reason, code), (set(), []))
            row[0].add(place(path))
            if said and said not in row[1]:
                row[1].append(said)
    out = [ERRORS]
    for (reason, code), (where, said) in sorted(rows.items()):
        where = {"every service"} if "every service" in where else where
        out.append(f"| `{reason}` | {code} | {', '.join(sorted(where))} | {'<br>'.join(said)} |")
    return out


def metrics():
    rows = {}
    for path in sources(".cc"):
        text = path.read_text()
        for found in METRIC.finditer(text):
            following = re.match(r'\s*,\s*((?:"(?:[^"\\]|\\.)*"\s*)+)', text[found.end():])
            if following is None:
                continue
            before = text[max(0, found.start() - 120):found.start()]
            kinds = re.findall(r"Add(Counter|Gauge|Histogram)|Kind::k(\w+)", before)
            kind = "".join(kinds[-1]).lower() if kinds else ""
            rows[found.group(1)] = (kind, place(path), message([following.group(1)]))
    return [METRICS] + [f"| `{name}` | {kind} | {where} | {says} |"
                        for name, (kind, where, says) in sorted(rows.items())]


def words(constant):
    said = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", constant[1:]).lower()
    return re.sub("^min ", "least ", re.sub("^max ", "most ", said))


def value(expression):
    shift = re.fullmatch(r"(\d+)u?(?:ll)? << (\d+)", expression.replace("size_t{", "").replace("}", ""))
    if shift:
        return f"{int(shift.group(1)) << int(shift.group(2)):,}"
    plain = re.fullmatch(r"(\d[\d']*)u?", expression)
    return f"{int(plain.group(1).replace(chr(39), '')):,}" if plain else expression


def bounds(rule):
    """What a field's rule limits, in words."""
    said = dict(re.findall(r"(\w+): (-?\w+)", rule))
    number = {name: f"{int(text):,}" for name, text in said.items() if re.fullmatch(r"-?\d+", text)}
    words = []
    if "max_entries" in number:
        words.append(f"{number.get('min_entries', 0)} to {number['max_entries']} entries")
    if "form" in said and "max" in number:
        words.append(f"at most {number['max']} characters")
    elif "max" in number:
        words.append(f"{number.get('min', 0)} to {number['max']}")
    return ", ".join(words)


def ruled():
    """The limits that fields of requests state in the protos."""
    rows = set()
    for path in sorted((ROOT / "protos" / "obt").rglob("*.proto")):
        for name, options in re.findall(r"(\w+) = \d+ \[([^;]*?)\];", path.read_text(), re.DOTALL):
            rule = re.search(r"v1\.rule\) = \{(.*?)\}", options, re.DOTALL)
            said = bounds(rule.group(1)) if rule else ""
            if said:
                rows.add((path.parent.parent.name, path.stem, f"`{name}`", said, ""))
    return sorted(rows)


def limits():
    rows = ruled()
    for path in sources(".h", ".cc"):
        if not re.search(r"(^|_)domain$|^rules$|^validate$|^limits$|^query$", path.stem):
            continue
        lines = path.read_text().splitlines()
        for i, line in enumerate(lines):
            found = LIMIT.match(line)
            if found is None:
                continue
            note, above = found.group(3) or "", i - 1
            comment = []
            while not note and above >= 0 and lines[above].strip().startswith("//"):
                comment.insert(0, lines[above].strip().lstrip("/ "))
                above -= 1
            topic = path.parent.parent.parent == ROOT / "services"
            of = (path.parent.name if topic else path.stem.replace("_domain", "")).replace("_", " ")
            rows.append((place(path), of, words(found.group(1)), value(found.group(2)),
                         note or " ".join(comment)))
    return [LIMITS] + [f"| {' | '.join(row)} |" for row in sorted(rows)]


CALLS = re.compile(r"<!-- calls: made from the protos -->\n(.*?)<!-- end of calls -->\n", re.DOTALL)
RPC = re.compile(r"((?: *//[^\n]*\n)*) *rpc (\w+)\(\w+\) returns \(\w+\) \{(.*?)\n  \}\n", re.DOTALL)


def access(options):
    """From an RPC's policy: who may call, the field a scope is checked by with what that names, for whom."""
    roles = ", ".join(role.lower() for role in re.findall(r"\bROLE_(\w+)", options))
    field = re.search(r'scope: "([^"]*)"', options)
    kind = re.search(r"SCOPE_KIND_(\w+)", options)
    scope = ": ".join(part for part in (kind.group(1).lower() if kind else "",
                                        f"`{field.group(1)}`" if field else "") if part)
    person = ["person required"] if "PERSON_RULE_REQUIRED" in options else []
    if re.search(r"facilitators_only: true", options):
        person.append("facilitators only")
    return f"{roles or 'any client'} | {scope} | {', '.join(person)}"


def calls(service):
    """The calls of a service's protos: who may make them, about what and for whom, what they do."""
    rows = []
    for path in sorted((ROOT / "protos/obt" / service / "v1").glob("*.proto")):
        text = path.read_text()
        for name, body in re.findall(r"^service (\w+) \{\n(.*?)^\}\n", text, re.DOTALL | re.MULTILINE):
            rows += ["", f"`obt.{service}.v1.{name}`", "", "| call | roles | scope | made for | |",
                     "|---|---|---|---|---|"]
            for comment, rpc, options in RPC.findall(body):
                says = " ".join(line.strip().lstrip("/ ") for line in comment.splitlines())
                says = re.split(r"(?<=[.:;])(?<!e\.g\.)(?: |$)", says)[0].rstrip(".:;")
                rows.append(f"| {rpc} | {access(options)} | {says} |")
    return "\n".join(rows[1:]) + "\n"


def with_calls(path):
    """A service's README with its calls as they are."""
    made = f"<!-- calls: made from the protos -->\n{calls(path.parent.name)}<!-- end of calls -->\n"
    return CALLS.sub(lambda _: made, path.read_text())


def main():
    faults = 0
    pages = {ROOT / "docs" / f"{name}.md": "\n".join(made) + "\n"
             for name, made in (("errors", errors()), ("monitoring", metrics()), ("limits", limits()))}
    pages.update((path, with_calls(path)) for path in sorted(ROOT.glob("services/*/README.md")))
    for path, text in pages.items():
        if "--check" not in sys.argv:
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            print(f"{path.relative_to(ROOT)} is not what the sources say: run tests/shape/catalogues.py")
            faults += 1
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
