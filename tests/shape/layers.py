#!/usr/bin/python3
"""Checks who includes whom. The rules are those of ARCHITECTURE.md; this is where they are enforced."""

import re
from pathlib import Path

import source

# Which parts of common/ each part may include, besides itself.
COMMON = {
    "base": set(),
    "cli": {"base"},
    "chart": {"base", "cli"},
    "rules": {"base"},
    "obs": {"base"},
    "auth": {"base", "obs"},
    "store": {"base", "obs"},
    "jobs": {"base", "obs", "store"},
    "rpc": {"base", "obs", "auth", "store"},
    "feed": {"base", "obs", "auth", "store", "rpc"},
    "app": {"base", "cli", "obs", "auth", "store", "jobs", "rpc", "feed"},
    "testing": {"base", "obs", "auth", "store", "jobs", "rpc", "feed", "app"},
}
# Services cut into rooms: which rooms each may include, besides itself and the service's schema.h. No circle:
# a room may include only rooms that stand above it here.
ROOMS = {
    "aggregator": {
        "rules": set(),
        "columns": {"rules"},
        "ingest": {"rules", "columns"},
        "query": {"rules", "columns"},
        "surveys": {"rules", "columns", "query"},
        "verify": {"rules", "columns", "ingest", "query", "surveys"},
        "api": {"rules", "columns", "ingest", "query", "surveys", "verify"},
    },
    "reporting": {
        "disclosure": set(),
        "tables": {"disclosure"},
        "bundle": {"disclosure"},
        "making": {"disclosure", "tables", "bundle"},
        "release": {"disclosure", "tables", "making"},
    },
}
# What common/rpc may see of the store: transactions and views, not tables.
RPC_SEES_OF_STORE = {"common/store/store.h", "common/store/sha256.h"}
# common/store/care/ looks after a store: backups, inspection, recovery. The everyday store needs these parts
# of it, the services none.
STORE_NEEDS_OF_CARE = {f"common/store/care/{part}.h" for part in ("log_guard", "mend", "witness")}
CARE = "common/store/care/"
# Lists are answered by rpc::AnswerPage, which ends a page before it is too large for clients. Who makes page
# tokens without it has to prove as much: a query's page is as many groups as fit.
PAGE_TOKENS = "common/rpc/page_token.h"
MAKES_PAGE_TOKENS = {"services/aggregator/api/metrics_service.cc"}
# Libraries with a wall around them: where each may be included.
WALLS = {
    "rocksdb/": ("common/store/",),
    "grpcpp/": ("common/rpc/", "common/app/", "common/testing/"),
    "grpc/": ("common/rpc/", "common/app/", "common/testing/"),
    "unicode/": ("common/base/",),
    "prometheus/": ("common/rpc/", "common/obs/", "common/app/"),
}
# What decisions may be made of: values, nothing that reads, writes, waits or tells the time.
DOMAIN_PREFIXES = ("absl/", "common/base/", "common/rules/", "common/auth/tree.h", "common/rpc/limits.h",
                   "google/")
DOMAIN_BARRED = {"common/base/clock.h", "common/base/mutex.h", "absl/time/clock.h"}

_INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def includes(text: str) -> list[tuple[int, str]]:
    """Line and path of each include."""
    return [(text.count("\n", 0, match.start(2)) + 1, match.group(2)) for match in _INCLUDE.finditer(text)]


def is_domain(path: Path) -> bool:
    return path.parts[0] == "services" and re.search(r"(^|_)domain$", path.stem) is not None


def is_service(path: Path) -> bool:
    return path.parts[0] == "services" and re.search(r"(^|_)service$", path.stem) is not None


def wall_fault(path: Path, included: str) -> str | None:
    if included.endswith(".pb.h"):
        return None  # messages, whatever their package is called
    for library, places in WALLS.items():
        if included.startswith(library) and not path.as_posix().startswith(places):
            if library == "grpcpp/" and source.is_test(path):
                continue
            if path.as_posix().startswith("tools/cmake/precompiled/"):
                continue
            return f"{library} belongs to {', '.join(places)}"
    return None


def page_fault(path: Path, included: str) -> str | None:
    if included != PAGE_TOKENS or source.is_test(path) or path.parts[0] == "tests":
        return None
    if path.as_posix().startswith("common/rpc/") or path.as_posix() in MAKES_PAGE_TOKENS:
        return None
    return "a list is answered by rpc::AnswerPage, or its page grows as large as its rows"


def common_fault(path: Path, included: str) -> str | None:
    """Faults of files under common/."""
    if included.startswith(("services/", "tools/")):
        return "common/ knows no service and no tool"
    if not included.startswith("common/") or path.stem.endswith("_test"):
        return None
    mine, theirs = path.parts[1], included.split("/")[1]
    if mine not in COMMON:
        return f"common/{mine} has no place in the layers: give it one in tests/shape/layers.py"
    if theirs != mine and theirs not in COMMON[mine]:
        return f"common/{mine} must not know common/{theirs}"
    if included.startswith(CARE) and not path.as_posix().startswith(CARE):
        everyday = mine == "store" and included in STORE_NEEDS_OF_CARE
        fault = "the everyday store knows of its care only what opens and guards it"
        return None if everyday or mine == "app" else fault
    if mine == "rpc" and theirs == "store" and included not in RPC_SEES_OF_STORE:
        return "of the store common/rpc may include store.h only"
    return None


def is_pure(included: str, service: str, root: Path, seen: frozenset[str] = frozenset()) -> bool:
    """Whether a decision may include it; of the service's own headers, those that are pure themselves."""
    if included in DOMAIN_BARRED:
        return False
    if included.startswith(DOMAIN_PREFIXES) or included.endswith(".pb.h") or "/" not in included:
        return True
    if not included.startswith(f"services/{service}/"):
        return False
    header = root / included
    if included in seen or not header.is_file():
        return is_domain(Path(included)) or included in seen
    inner = includes(header.read_text(encoding="utf-8"))
    return all(is_pure(name, service, root, seen | {included}) for _, name in inner)


def room_fault(path: Path, included: str) -> str | None:
    """Faults between the rooms of a service. What stands at its top, but schema.h, may see all of them."""
    service, rooms = path.parts[1], ROOMS.get(path.parts[1])
    if rooms is None or not included.startswith(f"services/{service}/"):
        return None
    mine, theirs = path.parts[2], included.split("/")[2]
    if len(path.parts) == 3:
        return "schema.h knows no room" if mine == "schema.h" else None
    if mine not in rooms:
        return f"services/{service}/{mine} is no room: give it its place in tests/shape/layers.py"
    if theirs in (mine, "schema.h") or theirs in rooms[mine]:
        return None
    return f"{mine}/ must not know {theirs}"


def service_fault(path: Path, included: str, root: Path) -> str | None:
    """Faults of files under services/."""
    service = path.parts[1]
    if included.startswith("services/") and included.split("/")[1] != service:
        return "services meet through protos, not through each other's headers"
    if source.is_test(path):
        return None
    if included.startswith("common/testing/"):
        return "common/testing is for tests"
    if included.startswith(CARE):
        return "a store is looked after by common/app and obtctl"
    if included.startswith("common/app/") and path.stem not in ("main", "spec"):
        return "only main.cc and spec.h know common/app"
    if (between_rooms := room_fault(path, included)) is not None:
        return between_rooms
    if is_domain(path):
        pure = is_pure(included, service, root)
        return None if pure else "decisions are pure: protos, common/base and the standard library only"
    if is_service(path) and included in (f"services/{service}/schema.h", "common/store/table.h"):
        return "only aggregates and schema.h name tables; call a function of the aggregate"
    return None


def faults_of(path: Path, text: str, root: Path) -> list[str]:
    faults = []
    for line, included in includes(text):
        fault = wall_fault(path, included)
        if fault is None:
            fault = page_fault(path, included)
        if fault is None and path.parts[0] == "common":
            fault = common_fault(path, included)
        if fault is None and path.parts[0] == "services":
            fault = service_fault(path, included, root)
        if fault is not None:
            faults.append(f"{path}:{line}: includes {included}: {fault}")
    return faults


def check(root: Path) -> list[str]:
    faults = []
    for path in source.files(root, ("common", "services", "tools")):
        if source.is_cpp(path):
            faults += faults_of(path, (root / path).read_text(encoding="utf-8"), root)
    return faults


if __name__ == "__main__":
    source.main(__doc__, check)
