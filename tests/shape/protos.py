#!/usr/bin/python3
"""Checks the protos through protoc's descriptors: policies, HTTP bindings, names, what events hold."""

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Iterator

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.descriptor import Descriptor, FieldDescriptor, FileDescriptor, MethodDescriptor

import source


LIMITS = (source.ROOT / "common/rpc/limits.h").read_text(encoding="utf-8")
MOST_MS = int(re.search(r"kMaxTimeoutMs = ([\d']+)", LIMITS).group(1).replace("'", ""))


class Contracts:
    """The protos of a folder, compiled; options are read with the extensions they declare themselves."""

    def __init__(self, folder: Path, google: Path):
        names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.proto"))
        with tempfile.TemporaryDirectory() as place:
            out = Path(place) / "set"
            command = ["protoc", f"-I{folder}", f"-I{google}", "--include_imports", "--include_source_info"]
            subprocess.run([*command, f"--descriptor_set_out={out}", *names], check=True)
            files = descriptor_pb2.FileDescriptorSet.FromString(out.read_bytes()).file
        self.pool = descriptor_pool.DescriptorPool()
        self.commented: set[tuple[str, tuple[int, ...]]] = set()
        for file in files:
            for location in file.source_code_info.location:
                if location.leading_comments.strip():
                    self.commented.add((file.name, tuple(location.path)))
            file.ClearField("source_code_info")
            self.pool.Add(file)
        self.files = [self.pool.FindFileByName(name) for name in names]
        self.factory = message_factory.MessageFactory(self.pool)

    def option(self, of: Any, kind: str, extension: str) -> Any:
        """The value of a custom option: its default where it is not set."""
        prototype = self.factory.GetPrototype(self.pool.FindMessageTypeByName(f"google.protobuf.{kind}"))
        known = prototype.FromString(of.GetOptions().SerializeToString())
        return known.Extensions[self.pool.FindExtensionByName(extension)]

    def policy(self, method: MethodDescriptor) -> Any:
        return self.option(method, "MethodOptions", "obt.options.v1.rpc")

    def has_policy(self, method: MethodDescriptor) -> bool:
        return self.policy(method).ByteSize() > 0

    def http(self, method: MethodDescriptor) -> Any:
        return self.option(method, "MethodOptions", "google.api.http")

    def personal(self, field: FieldDescriptor) -> bool:
        return self.option(field, "FieldOptions", "obt.options.v1.personal")


def method_faults(contracts: Contracts, method: MethodDescriptor) -> Iterator[str]:
    package = method.containing_service.file.package
    for wanted, message in [("Request", method.input_type), ("Response", method.output_type)]:
        if message.full_name != f"{package}.{method.name}{wanted}":
            yield f"takes or gives {message.full_name}, not its own {method.name}{wanted}"
    description = descriptor_pb2.MethodDescriptorProto()
    method.CopyToProto(description)
    if description.client_streaming or description.server_streaming:
        yield "is a stream; every call is unary"
    if contracts.http(method).WhichOneof("pattern") is None:
        yield "has no google.api.http binding"
    if not contracts.has_policy(method):
        yield "states no policy (obt.options.v1.rpc); what it has to say, common/rpc/policy.h knows"
    if contracts.policy(method).timeout_ms > MOST_MS:
        yield f"may take longer than {MOST_MS} ms, the most in common/rpc/limits.h"
    asks, tells = ("page_token" in method.input_type.fields_by_name,
                   "next_page_token" in method.output_type.fields_by_name)
    if asks != tells:
        yield "has page_token or next_page_token, not both"


def service_faults(contracts: Contracts, file: FileDescriptor) -> Iterator[str]:
    for number, service in enumerate(file.services_by_name.values()):
        if not service.name.endswith("Service"):
            yield f"{file.name}: {service.name}: a service's name ends in Service"
        for method in service.methods:
            where = f"{file.name}: {service.name}.{method.name}"
            if (file.name, (6, number, 2, method.index)) not in contracts.commented:
                yield f"{where}: has no comment; comments are the documentation"
            for fault in method_faults(contracts, method):
                yield f"{where}: {fault}"


def name_faults(file: FileDescriptor) -> Iterator[str]:
    if file.package != str(Path(file.name).parent).replace("/", "."):
        yield f"{file.name}: the package {file.package} is not that of its folder"
    for enum in file.enum_types_by_name.values():
        zero = enum.values_by_number.get(0)
        if zero is None or not zero.name.endswith("_UNSPECIFIED"):
            yield f"{file.name}: {enum.name}: the value 0 must be ..._UNSPECIFIED"


def personal_within(contracts: Contracts, message: Descriptor) -> Iterator[str]:
    """Paths of the personal fields a message can hold, however deep; each message is entered once."""
    seen, open_ends = {message.full_name}, [(message, message.name)]
    while open_ends:
        at, path = open_ends.pop()
        for field in at.fields:
            if contracts.personal(field):
                yield f"{path}.{field.name}"
            inner = field.message_type
            if inner is not None and inner.full_name not in seen:
                seen.add(inner.full_name)
                open_ends.append((inner, f"{path}.{field.name}"))


def event_faults(contracts: Contracts, file: FileDescriptor) -> Iterator[str]:
    for message in file.message_types_by_name.values():
        for path in personal_within(contracts, message):
            yield f"{file.name}: {path} is personal; what is published is never personal"


def check(folder: Path, google: Path) -> list[str]:
    contracts = Contracts(folder, google)
    faults: list[str] = []
    for file in contracts.files:
        if not file.package.startswith("obt."):
            continue
        faults += name_faults(file)
        faults += service_faults(contracts, file)
        if Path(file.name).name == "events.proto":
            faults += event_faults(contracts, file)
    return faults


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--protos", type=Path, default=source.ROOT / "protos")
    parser.add_argument("--google", type=Path, required=True, help="folder of the google/... protos")
    arguments = parser.parse_args()
    faults = check(arguments.protos, arguments.google)
    for fault in faults:
        print(fault)
    print(f"{len(faults)} faults" if faults else "no faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
