#!/usr/bin/python3
"""Plants refusals, metrics and limits as the sources write them and looks whether the catalogues see them."""
import sys
import unittest

import catalogues


class CataloguesTest(unittest.TestCase):
    def test_a_refusal_shows_its_reason_code_and_text(self):
        text = ('return Error(absl::StatusCode::kNotFound, "TEAM_NOT_FOUND",\n'
                '             absl::StrCat("team ", id, " not found"));')
        self.assertEqual(list(catalogues.refusals(text)),
                         [("TEAM_NOT_FOUND", "NOT_FOUND", "team … not found")])

    def test_a_conditional_reason_counts_twice(self):
        text = 'return Error(absl::StatusCode::kUnavailable, full ? "DISK_FULL" : "STORE_GONE", "store");'
        self.assertEqual([reason for reason, _, _ in catalogues.refusals(text)], ["DISK_FULL", "STORE_GONE"])

    def test_a_local_refusing_function_lends_its_code(self):
        text = ('absl::Status Refuse(absl::string_view reason, absl::string_view message) {\n'
                '  return Error(absl::StatusCode::kUnauthenticated, reason, message);\n}\n'
                'absl::Status F() { return Refuse("TOKEN_ODD", "is odd"); }')
        self.assertEqual(list(catalogues.refusals(text)), [("TOKEN_ODD", "UNAUTHENTICATED", "is odd")])

    def test_quotes_within_a_text_stay(self):
        self.assertEqual(catalogues.message(['absl::StrCat("no \\"", id, "\\" here")']), 'no "…" here')

    def test_literals_side_by_side_are_one(self):
        self.assertEqual(catalogues.message(['"one " \n "two"']), "one two")

    def test_a_call_shows_its_roles_its_scope_and_what_it_does(self):
        text = ('  // Moves somebody. The day of the move belongs there.\n'
                '  rpc Move(MoveRequest) returns (MoveResponse) {\n'
                '    option (obt.options.v1.rpc) = {roles: [ROLE_OPERATOR] scope: "person_id"};\n  }\n')
        comment, name, options = catalogues.RPC.findall(text)[0]
        self.assertEqual(name, "Move")
        self.assertIn("Moves somebody", comment)
        self.assertEqual(catalogues.access(options), "operator | `person_id` | ")

    def test_a_call_shows_what_its_scope_names_and_for_whom_it_is_made(self):
        self.assertEqual(catalogues.access("any_client: true"), "any client |  | ")
        options = ('roles: [ROLE_INTEGRATION, ROLE_SERVICE] scope: "thing_id" scope_kind: SCOPE_KIND_OWNED\n'
                   '  person: PERSON_RULE_REQUIRED facilitators_only: true')
        self.assertEqual(catalogues.access(options).split(" | "),
                         ["integration, service", "owned: `thing_id`", "person required, facilitators only"])

    def test_limits_are_read_with_their_comment(self):
        found = catalogues.LIMIT.match("inline constexpr size_t kMaxName = 200;  // characters")
        self.assertEqual(found.groups(), ("kMaxName", "200", "characters"))
        self.assertEqual(catalogues.words("kMaxEventsPerCall"), "most events per call")
        self.assertEqual(catalogues.value("1 << 20"), "1,048,576")
        self.assertEqual(catalogues.value("12'000"), "12,000")


if __name__ == "__main__":
    sys.exit(unittest.main())
