#!/usr/bin/python3
"""Proves that the proto checker catches what it is for, and only that. Takes Google's protos' folder."""

import shutil
import sys
import tempfile
import unittest
from pathlib import Path

import protos
import source

GOOGLE = Path()  # set below

HEAD = """syntax = "proto3";
package obt.sample.v1;
import "google/api/annotations.proto";
import "obt/options/v1/options.proto";
"""
SERVICE = """
service SampleService {
  // Does it.
  rpc DoThing(DoThingRequest) returns (DoThingResponse) {
    option (google.api.http) = {get: "/v1/things"};
    option (obt.options.v1.rpc) = {
      roles: [ROLE_INTEGRATION] scope: "items.person_id" scope_kind: SCOPE_KIND_PERSON
    };
  }
}
message Item { string person_id = 1; int32 count = 2; }
message DoThingRequest { repeated Item items = 1; string organisation_code = 2; }
message DoThingResponse {}
"""
EVENTS = """
message Contact { string email = 1 [(obt.options.v1.personal) = true]; Contact other = 2; }
message Facts { string person_id = 1; }
"""


class Protos(unittest.TestCase):
    def faults(self, api: str = SERVICE, events: str = "", name: str = "sample") -> list[str]:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            options = folder / "obt/options/v1/options.proto"
            options.parent.mkdir(parents=True)
            shutil.copy(source.ROOT / "protos/obt/options/v1/options.proto", options)
            home = folder / f"obt/{name}/v1"
            home.mkdir(parents=True)
            (home / "api.proto").write_text(HEAD + api, encoding="utf-8")
            if events:
                text = HEAD + f'import "obt/{name}/v1/api.proto";\n' + events
                (home / "events.proto").write_text(text, encoding="utf-8")
            return protos.check(folder, GOOGLE)

    def expect(self, fault: str, found: list[str]) -> None:
        self.assertEqual(len(found), 1, found)
        self.assertIn(fault, found[0])

    def replaced(self, old: str, new: str) -> list[str]:
        self.assertIn(old, SERVICE)
        return self.faults(SERVICE.replace(old, new))

    def test_a_good_service_has_no_faults(self):
        self.assertEqual(self.faults(), [])

    def test_every_rpc_has_a_policy(self):
        policy = SERVICE[SERVICE.index("    option (obt.options") : SERVICE.index("  }\n}")]
        self.expect("no policy", self.replaced(policy, ""))

    def test_every_rpc_has_an_http_binding_and_a_comment(self):
        self.expect("http binding", self.replaced('option (google.api.http) = {get: "/v1/things"};', ""))
        self.expect("comment", self.replaced("  // Does it.\n", ""))

    def test_every_rpc_is_unary_with_messages_of_its_own(self):
        self.expect("DoThingRequest", self.replaced("DoThing(DoThingRequest)", "DoThing(Item)")[:1])
        self.expect("DoThingResponse", self.replaced("returns (DoThingResponse)", "returns (Item)"))
        self.expect("unary", self.replaced("returns (DoThingResponse)", "returns (stream DoThingResponse)"))

    def test_no_call_may_take_longer_than_the_limit(self):
        stated = "roles: [ROLE_INTEGRATION]"
        self.assertEqual(self.replaced(stated, f"{stated} timeout_ms: {protos.MOST_MS}"), [])
        self.expect("may take longer", self.replaced(stated, f"{stated} timeout_ms: {protos.MOST_MS + 1}"))

    def test_lists_take_and_give_page_tokens(self):
        takes, gives = "string organisation_code = 2;", "message DoThingResponse {}"
        token = "message DoThingResponse { string next_page_token = 1; }"
        self.expect("not both", self.replaced(takes, takes + " string page_token = 3;"))
        self.expect("not both", self.replaced(gives, token))
        both = SERVICE.replace(takes, takes + " string page_token = 3;").replace(gives, token)
        self.assertEqual(self.faults(both), [])

    def test_names_follow_the_house(self):
        self.expect("ends in Service", self.replaced("service SampleService", "service Sample"))
        self.expect("not that of its folder", self.faults(name="other"))
        self.expect("UNSPECIFIED", self.faults(SERVICE + "enum Kind { KIND_A = 0; }\n"))

    def test_no_event_reaches_a_personal_field(self):
        api = SERVICE + EVENTS
        self.assertEqual(self.faults(api), [])
        self.assertEqual(self.faults(api, "message FactsChanged { Facts facts = 1; }\n"), [])
        direct = 'message Changed { string email = 1 [(obt.options.v1.personal) = true]; }\n'
        self.expect("Changed.email is personal", self.faults(api, direct))
        for kind in ["Contact contact = 1;", "repeated Contact contact = 1;",
                     "map<string, Contact> contact = 1;", "oneof what { Contact contact = 1; }"]:
            found = self.faults(api, f"message Changed {{ {kind} }}\n")
            self.expect("email is personal", found)
        deep = """message Outer { message Inner { Contact contact = 1; } Inner inner = 1; }
                  message Changed { Outer o = 1; }"""
        self.assertTrue(any("Changed.o.inner.contact.email" in fault for fault in self.faults(api, deep)))


if __name__ == "__main__":
    GOOGLE = Path(sys.argv.pop(1))
    unittest.main()
