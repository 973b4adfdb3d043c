#!/usr/bin/python3
"""Proves that the layer checker catches what it is for, and only that."""

import ast
import tempfile
import unittest
from pathlib import Path

import layers


def faults(path: str, *included: str) -> list[str]:
    lines = "".join(f'#include "{name}"\n' for name in included)
    return layers.faults_of(Path(path), lines, Path("nowhere"))


class Layers(unittest.TestCase):
    def test_no_table_names_a_key_twice(self):
        tree = ast.parse(Path(layers.__file__).read_text(encoding="utf-8"))
        for table in (node for node in ast.walk(tree) if isinstance(node, ast.Dict)):
            keys = [ast.unparse(key) for key in table.keys]
            self.assertEqual(sorted(keys), sorted(set(keys)))

    def test_page_tokens_are_made_where_pages_are_measured(self):
        for path in ["services/learning/event/service.cc", "common/app/admin_service.cc", "tools/a/b.cc"]:
            found = faults(path, layers.PAGE_TOKENS)
            self.assertEqual(len(found), 1, path)
            self.assertIn("AnswerPage", found[0])
        for path in ["common/rpc/answer_page.h", "common/rpc/page_token_test.cc", *layers.MAKES_PAGE_TOKENS]:
            self.assertEqual(faults(path, layers.PAGE_TOKENS), [], path)

    def test_what_is_allowed_is_no_fault(self):
        for path, included in [
            ("services/learning/event/service.cc", "services/learning/event/rows.h"),
            ("services/learning/event/service.cc", "common/rpc/router.h"),
            ("services/learning/event/rows.cc", "services/learning/schema.h"),
            ("services/learning/main.cc", "common/app/server.h"),
            ("services/learning/spec.h", "common/app/server.h"),
            ("services/learning/test_world.h", "common/testing/temp_store.h"),
            ("services/learning/bench/learning_bench.cc", "common/testing/temp_store.h"),
            ("services/learning/event/domain.cc", "common/base/days.h"),
            ("services/learning/event/domain.cc", "services/learning/event/record_domain.h"),
            ("services/learning/domain.cc", "obt/learning/v1/learning.pb.h"),
            ("services/learning/event/domain_test.cc", "common/testing/status_matchers.h"),
            ("common/store/rocks.cc", "rocksdb/db.h"),
            ("common/rpc/router.cc", "grpcpp/grpcpp.h"),
            ("common/rpc/call.h", "common/store/store.h"),
            ("common/store/store_test.cc", "common/testing/temp_store.h"),
            ("common/store/store.cc", "common/store/care/mend.h"),
            ("common/store/care/backup.cc", "common/store/care/inspect.h"),
            ("common/app/store_jobs.cc", "common/store/care/backup.h"),
            ("tools/obtctl/store.cc", "common/store/care/recover.h"),
            ("common/feed/feed_service_test.cc", "grpcpp/grpcpp.h"),
            ("tools/simulate/play.cc", "common/rpc/client.h"),
            ("tools/obtctl/health.cc", "grpc/health/v1/health.pb.h"),
        ]:
            self.assertEqual(faults(path, included), [], f"{path} {included}")

    def test_every_planted_violation_is_caught(self):
        for path, included in [
            ("services/learning/event/service.cc", "services/identity/person/rows.h"),
            ("services/learning/learning_test.cc", "services/identity/person/rows.h"),
            ("services/learning/event/service.cc", "services/learning/schema.h"),
            ("services/learning/event/service.h", "common/store/table.h"),
            ("services/learning/event/rows.cc", "common/app/server.h"),
            ("services/learning/event/rows.cc", "common/testing/temp_store.h"),
            ("services/learning/event/domain.cc", "common/store/store.h"),
            ("services/learning/event/domain.h", "common/rpc/call.h"),
            ("services/learning/domain.h", "common/base/clock.h"),
            ("services/learning/domain.cc", "absl/time/clock.h"),
            ("services/learning/event/domain.cc", "common/obs/log.h"),
            ("services/learning/event/domain.cc", "services/learning/event/rows.h"),
            ("services/learning/event/rows.cc", "rocksdb/db.h"),
            ("services/learning/event/rows.cc", "grpcpp/grpcpp.h"),
            ("services/learning/event/rows.cc", "prometheus/counter.h"),
            ("tools/simulate/play.cc", "rocksdb/db.h"),
            ("common/feed/consumer.cc", "grpcpp/channel.h"),
            ("common/feed/consumer_test.cc", "rocksdb/db.h"),
            ("common/store/store.cc", "common/rpc/call.h"),
            ("common/store/store.cc", "prometheus/counter.h"),
            ("common/store/store.cc", "common/store/care/backup.h"),
            ("common/feed/consumer.cc", "common/store/care/witness.h"),
            ("services/learning/spec.cc", "common/store/care/backup.h"),
            ("common/rpc/router.cc", "common/store/table.h"),
            ("common/base/ids.cc", "common/obs/log.h"),
            ("common/auth/token.cc", "common/store/store.h"),
            ("common/base/ids_test.cc", "services/identity/person/rows.h"),
            ("common/helpers/x.cc", "common/base/ids.h"),
        ]:
            self.assertEqual(len(faults(path, included)), 1, f"{path} {included}")

    def test_between_rooms_the_arrows_of_the_table_are_allowed_and_no_others(self):
        for path, included, fine in [
            ("query/count.cc", "columns/people.h", True),
            ("query/count.cc", "query/plan.h", True),
            ("query/count_test.cc", "verify/recount.h", True),
            ("testing/world.h", "api/metrics_service.h", True),
            ("ingest/rows.cc", "schema.h", True),
            ("verify/compare.cc", "query/query.h", True),
            ("spec.cc", "api/metrics_service.h", True),
            ("rules/derive.h", "columns/people.h", False),
            ("columns/state.cc", "query/query.h", False),
            ("columns/state.cc", "ingest/engine.h", False),
            ("ingest/engine.h", "query/worker_pool.h", False),
            ("query/query.cc", "ingest/engine.h", False),
            ("query/query.cc", "verify/recount.h", False),
            ("verify/compare.cc", "api/metrics_domain.h", False),
            ("api/metrics_service.cc", "spec.h", False),
            ("schema.h", "rules/names.h", False),
            ("attic/old.cc", "rules/names.h", False),
        ]:
            found = faults(f"services/aggregator/{path}", f"services/aggregator/{included}")
            self.assertEqual(found == [], fine, f"{path} {included}")

    def test_no_room_stands_above_one_it_includes(self):
        for rooms in layers.ROOMS.values():
            above: set[str] = set()
            for room, included in rooms.items():
                self.assertLessEqual(included, above, room)
                above.add(room)

    def test_angle_brackets_and_blanks_are_includes_too(self):
        text = "// first\n  #  include <rocksdb/db.h>\n"
        found = layers.faults_of(Path("services/learning/event/rows.cc"), text, Path("nowhere"))
        self.assertEqual(len(found), 1)
        said = "services/learning/event/rows.cc:2: includes rocksdb/db.h"
        self.assertTrue(found[0].startswith(said), found)

    def test_decisions_may_use_their_services_headers_as_far_as_these_are_pure(self):
        with tempfile.TemporaryDirectory() as place:
            root = Path(place)
            (root / "services/a").mkdir(parents=True)
            for name, included in [("values.h", "common/base/days.h"), ("outer.h", "services/a/values.h"),
                                   ("round.h", "services/a/round.h"), ("rows.h", "common/store/store.h"),
                                   ("far.h", "services/a/rows.h")]:
                (root / "services/a" / name).write_text(f'#include "{included}"\n', encoding="utf-8")
            for name, fine in [("values.h", True), ("outer.h", True), ("round.h", True), ("rows.h", False),
                               ("far.h", False), ("absent.h", False)]:
                line = f'#include "services/a/{name}"\n'
                found = layers.faults_of(Path("services/a/plan_domain.cc"), line, root)
                self.assertEqual(found == [], fine, name)

    def test_the_files_of_a_tree_are_read(self):
        with tempfile.TemporaryDirectory() as place:
            root = Path(place)
            (root / "services/a").mkdir(parents=True)
            (root / "services/a/x.cc").write_text('#include "services/b/y.h"\n', encoding="utf-8")
            (root / "services/a/notes.txt").write_text('#include "services/b/y.h"\n', encoding="utf-8")
            self.assertEqual(len(layers.check(root)), 1)


if __name__ == "__main__":
    unittest.main()
