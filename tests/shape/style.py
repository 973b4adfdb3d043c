#!/usr/bin/python3
"""Checks how files look: sizes, banned words, names, and that CMake knows every source."""

import ast
import re
from pathlib import Path
from typing import NamedTuple

import source

MOST_FILE_LINES = 400
MOST_FUNCTION_LINES = 60
MOST_RPC_LINES = 25
COLUMNS = 110
WIDER_COLUMNS = 120  # where no formatter wraps lines
WIDER = {".proto", ".textproto", ".cmake", ".txt", ".sh", ".supp", ".yaml", ".yml", ""}
NO_SIZE = {".csv", ".json", ".md", ".pem", ".tsv", ".txtpb"}

# (what, where it counts, what to write in its place). Comments and texts in quotes are not searched.
Where = tuple[str, ...]
CPP = ("cpp",)
NOT_BASE = ("cpp", "outside common/base")
SERVING = ("cpp", "common and services")
BANNED: list[tuple[str, Where, str]] = [
    (r"std::string_view\b", CPP, "absl::string_view: Debian's converts to no other"),
    (r"std::(recursive_|shared_|timed_)*mutex\b", NOT_BASE, "obt::Mutex"),
    (r"std::(lock_guard|scoped_lock)\b", NOT_BASE, "obt::MutexLock"),
    (r"absl::(Mutex|MutexLock|CondVar)\b", CPP, "obt::Mutex, which sanitizers see"),
    (r"\b(sleep_for|sleep_until|SleepFor|u?sleep|nanosleep)\s*\(", ("cpp", "tests"), "a wait for the event"),
    (r"std::(cout|cerr|clog)\b", SERVING, "obs::Log"),
    (r"\busing\s+namespace\b", CPP, "the names you use, one by one"),
    (r"(?<![\w:.>])(std::)?s?rand\s*\(", CPP, "absl::BitGen, or a seeded generator in tests"),
    (r"\bNULL\b", CPP, "nullptr"),
    (r"\.detach\s*\(\s*\)", CPP, "a thread somebody joins"),
    (r"\b(std::)?(exit|quick_exit|_exit)\s*\(", SERVING, "a status, or obt::Die"),
    (r"\btime\.sleep\s*\(", ("py", "tests"), "a wait for the event"),
]
BAD_SUFFIX = re.compile(
    r"\b(?:class|struct)\s+(?:\[\[\w+\]\]\s*|[A-Z][A-Z0-9_]+(?:\([^)]*\))?\s+)*"
    r"(\w*(?:Manager|Helper|Util|Utils|Impl|Base|Info))\b")
BAD_STEM = re.compile(r"(^|_)(manager|helpers?|utils?|impl|misc)$")
SCOPE = re.compile(r"\b(?:namespace|class|struct|union|enum)\b|\bextern\s*\"")


class Block(NamedTuple):
    """A braced block outside functions that holds statements."""
    header: str
    first: int
    last: int


def functions(text: str) -> list[Block]:
    """The functions of a blanked C++ file. A heuristic: every block right inside a namespace or a class
    that is neither one of these nor a list of values."""
    directive = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.MULTILINE)
    text = directive.sub(lambda match: "\n" * match.group().count("\n"), text)
    found, inside = [], []  # inside: "scope", "function" or "other", from the outside in
    header_at, starts, line = 0, [], 1
    for at, character in enumerate(text):
        line += character == "\n"
        outside = all(kind == "scope" for kind in inside)
        if character == "{":
            header = text[header_at:at]
            inside.append(kind_of(header) if outside else "other")
            if inside[-1] == "function":
                blank_lines = len(header) - len(header.lstrip())
                starts.append((header.strip(), line - header[blank_lines:].count("\n")))
        elif character == "}" and inside:
            if inside.pop() == "function":
                header, first = starts.pop()
                found.append(Block(header, first, line))
        if outside and character in "{};" or character == "}" and all(kind == "scope" for kind in inside):
            header_at = at + 1
    return found


def kind_of(header: str) -> str:
    header = re.sub(r"\btemplate\s*<[^;{}]*?>\s*(?=[\w\[])", " ", header).strip()
    if SCOPE.search(header) and not header.endswith(")"):
        return "scope"
    if header.endswith("=") or (header and ")" not in header):
        return "other"  # a list of values
    return "function"


def is_rpc(path: Path, header: str) -> bool:
    """A handler: the StatusOr it returns and the Call it takes."""
    returns = "::StatusOr<" in header and re.search(r"\bCall\s*&", header) is not None
    return returns and re.search(r"(^|_)service$", path.stem) is not None


def counts(where: Where, path: Path) -> bool:
    if ("cpp" in where) != source.is_cpp(path) or ("py" in where) != (path.suffix == ".py"):
        return False
    if "tests" in where:
        return source.is_test(path)
    if "common and services" in where:
        return path.parts[0] in ("common", "services") and not source.is_test(path)
    return not ("outside common/base" in where and path.as_posix().startswith("common/base/"))


def size_faults(path: Path, text: str) -> list[str]:
    if path.suffix in NO_SIZE:
        return []
    faults = []
    lines = text.splitlines()
    if len(lines) > MOST_FILE_LINES:
        faults.append(f"{path}: {len(lines)} lines; at most {MOST_FILE_LINES}: split it by topic")
    columns = WIDER_COLUMNS if path.suffix in WIDER else COLUMNS
    for number, line in enumerate(lines, 1):
        if len(line) > columns:
            faults.append(f"{path}:{number}: {len(line)} columns; at most {columns}")
        if line != line.rstrip():
            faults.append(f"{path}:{number}: blanks at the end of the line")
    return faults


def function_faults(path: Path, text: str, blanked: str) -> list[str]:
    if path.suffix == ".py":
        spans = [(node.name, node.lineno, node.end_lineno, MOST_FUNCTION_LINES)
                 for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    elif source.is_cpp(path):
        spans = []
        for block in functions(blanked):
            most = MOST_RPC_LINES if is_rpc(path, block.header) else MOST_FUNCTION_LINES
            spans.append((" ".join(block.header.split())[:60], block.first, block.last, most))
    else:
        return []
    return [f"{path}:{first}: {name}: {last - first + 1} lines; at most {most}"
            for name, first, last, most in spans if last - first + 1 > most]


def word_faults(path: Path, blanked: str) -> list[str]:
    faults = []
    for pattern, where, instead in BANNED:
        if counts(where, path):
            for match in re.finditer(pattern, blanked):
                line = blanked.count("\n", 0, match.start()) + 1
                faults.append(f"{path}:{line}: not {match.group().strip()}; write {instead}")
    return faults


def name_faults(path: Path, text: str, blanked: str) -> list[str]:
    faults = []
    if BAD_STEM.search(path.stem):
        faults.append(f"{path}: a file is named after what it is about")
    for match in BAD_SUFFIX.finditer(blanked):
        line = blanked.count("\n", 0, match.start()) + 1
        faults.append(f"{path}:{line}: {match.group(1)}: name it after what it is")
    if path.suffix == ".h":
        if not text.startswith("//"):
            faults.append(f"{path}: a header opens with what it is, what it promises, which thread")
        if "#pragma once" not in text:
            faults.append(f"{path}: #pragma once is missing")
    return faults


def unregistered(root: Path, paths: list[Path]) -> list[str]:
    """Sources that no CMakeLists.txt between them and the root names."""
    faults = []
    for path in paths:
        if path.suffix != ".cc" or path.parts[0] not in ("common", "services", "tools", "tests"):
            continue
        for place in path.parents:
            lists = root / place / "CMakeLists.txt"
            name = re.escape(path.relative_to(place).as_posix())
            word = rf"(?<![\w./-]){name}(?![\w./-])"
            if lists.is_file() and re.search(word, lists.read_text(encoding="utf-8")):
                break
        else:
            faults.append(f"{path}: no CMakeLists.txt names it")
    return faults


def unlisted(root: Path) -> list[str]:
    """Services that the list of services does not name."""
    lists = root / "services/CMakeLists.txt"
    text = lists.read_text(encoding="utf-8") if lists.is_file() else ""
    listed = re.search(r"set\(OBT_SERVICES\s([^)]*)\)", text)
    names = re.findall(r"\w+", listed.group(1)) if listed else []
    return [f"services/{spec.parent.name}: services/CMakeLists.txt does not list it: "
            "add it to OBT_SERVICES"
            for spec in sorted(root.glob("services/*/spec.cc")) if spec.parent.name not in names]


def faults_of(path: Path, text: str) -> list[str]:
    blanked = source.blank(text) if source.is_cpp(path) else text
    faults = size_faults(path, text) + function_faults(path, text, blanked) + word_faults(path, blanked)
    if source.is_cpp(path):
        faults += name_faults(path, text, blanked)
    return faults


def check(root: Path) -> list[str]:
    paths = list(source.files(root))
    faults = []
    for path in paths:
        try:
            text = (root / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # no text
        faults += faults_of(path, text)
    return faults + unregistered(root, paths) + unlisted(root)


if __name__ == "__main__":
    source.main(__doc__, check)
