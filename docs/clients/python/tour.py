#!/usr/bin/env python3
"""A person's progress, recording learning and the funnel, from Python with python3-grpcio.

    docs/clients/python/generate
    PYTHONPATH=build/python /usr/bin/python3 docs/clients/python/tour.py
"""

import argparse
import datetime
import json
import pathlib
import uuid

import grpc
from google.rpc import error_details_pb2
from google.rpc import status_pb2

from obt.aggregator.v1 import metrics_pb2, metrics_pb2_grpc, progress_pb2, progress_pb2_grpc
from obt.identity.v1 import person_pb2, person_pb2_grpc
from obt.learning.v1 import learning_pb2, learning_pb2_grpc

PROGRAMME = "obt-2024"


class Suite:
    """The services of a development world, called with the token of one client."""

    def __init__(self, place, client):
        self.endpoints = json.loads((place / "endpoints.json").read_text())
        token = (place / "tokens" / f"{client}.token").read_text().strip()
        self.metadata = [("authorization", f"Bearer {token}")]

    def stub(self, service, make):
        return make(grpc.insecure_channel(self.endpoints[service]))

    def call(self, method, request):
        return method(request, metadata=self.metadata, timeout=10)


def explain(error):
    """What a refusal says: its message and every field that is wrong."""
    lines = [f"{error.code().name}: {error.details()}"]
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            for detail in status_pb2.Status.FromString(value).details:
                faults = error_details_pb2.BadRequest()
                if detail.Unpack(faults):
                    lines += [f"  {fault.field}: {fault.description}" for fault in faults.field_violations]
    return "\n".join(lines)


def show_progress(suite, person_id, at_least=0):
    request = progress_pb2.GetPersonProgressRequest(programme_id=PROGRAMME, person_id=person_id)
    if at_least:  # the answer includes what was just recorded
        request.at_least.add(source="learning", sequence=at_least)
    progress = suite.call(suite.stub("aggregator", progress_pb2_grpc.ProgressServiceStub).GetPersonProgress, request)
    for step in progress.steps:
        day = f"{step.done_on.year}-{step.done_on.month:02}-{step.done_on.day:02}" if step.done else "not yet"
        print(f"  {progress_pb2.Step.Name(step.step):24} {day}")
    print(f"  {progress.minutes} minutes")


def record(suite, person_id):
    event = learning_pb2.LearningEvent(
        programme_id=PROGRAMME, source="python-tour", source_event_id=str(uuid.uuid4()), person_id=person_id,
        module=learning_pb2.ModuleActivity(course_id="innovation-masterclass", module_id="test-and-learn"),
        verb=learning_pb2.VERB_COMPLETED, minutes=30)
    event.occurred_at.FromDatetime(datetime.datetime(2024, 12, 10, 11, 0))
    stub = suite.stub("learning", learning_pb2_grpc.LearningServiceStub)
    result = suite.call(stub.RecordLearning, learning_pb2.RecordLearningRequest(events=[event])).results[0]
    if result.status.code:  # a batch is OK as a call; each event has its own result
        raise SystemExit(f"refused: {result.status.message}")
    print(f"  recorded as change {result.sequence}")
    return result.sequence


def funnel(suite):
    query = metrics_pb2.QueryMetricsRequest(
        programme_id=PROGRAMME, group_by=[metrics_pb2.DIMENSION_DEPARTMENT],
        measures=[metrics_pb2.MEASURE_IN_SCOPE, metrics_pb2.MEASURE_LEARNING_STARTED])
    answer = suite.call(suite.stub("aggregator", metrics_pb2_grpc.MetricsServiceStub).QueryMetrics, query)
    departments = answer.dimensions[0]
    in_scope, started = answer.measures[0].values, answer.measures[1].values
    for group, place in enumerate(departments.index):
        share = f"{started[group] / in_scope[group]:6.1%}" if in_scope[group] else "     –"
        print(f"  {departments.names[place] or departments.codes[place]:60} {in_scope[group]:9,} {started[group]:9,} {share}")
    print(f"  {answer.marking}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dir", type=pathlib.Path, default=pathlib.Path(".obt"), help="the world's directory")
    place = parser.parse_args().dir
    intranet, central = Suite(place, "dwp-intranet"), Suite(place, "admin")
    people = intranet.stub("identity", person_pb2_grpc.PersonServiceStub)
    listed = intranet.call(people.ListPeople, person_pb2.ListPeopleRequest(page_size=1))  # of the client's own scope
    person = listed.people[0]
    print(f"{person.contact.name}, {person.facts.person_id}")
    show_progress(intranet, person.facts.person_id)
    print("recording a module:")
    sequence = record(intranet, person.facts.person_id)
    show_progress(intranet, person.facts.person_id, at_least=sequence)
    print("in scope and started by department:")
    funnel(central)


if __name__ == "__main__":
    try:
        main()
    except grpc.RpcError as error:
        raise SystemExit(explain(error))
