#!/usr/bin/python3
"""Proves that the style checker catches what it is for, and only that."""

import tempfile
import unittest
from pathlib import Path

import source
import style

HEADER = "// What it is.\n#pragma once\n"


def faults(path: str, text: str) -> list[str]:
    return style.faults_of(Path(path), text)


def function_of(lines: int, header: str = "int F(int x) {") -> str:
    return "\n".join(["namespace n {", header] + ["  x += 1;"] * (lines - 2) + ["}", "}  // namespace n", ""])


class Sizes(unittest.TestCase):
    def test_files_have_at_most_400_lines(self):
        self.assertEqual(faults("common/a.cc", "int x;\n" * 400), [])
        self.assertEqual(len(faults("common/a.cc", "int x;\n" * 401)), 1)
        self.assertEqual(len(faults("protos/a.proto", "// x\n" * 401)), 1)
        self.assertEqual(faults("deploy/a.csv", "1\n" * 9000), [])

    def test_lines_have_at_most_110_columns(self):
        self.assertEqual(faults("common/a.cc", "// " + "é" * 107 + "\n"), [])
        self.assertEqual(len(faults("common/a.cc", "// " + "é" * 108 + "\n")), 1)
        self.assertEqual(faults("protos/a.proto", "/" * 120 + "\n"), [])
        self.assertEqual(len(faults("protos/a.proto", "/" * 121 + "\n")), 1)
        self.assertEqual(len(faults("common/a.cc", "int x; \n")), 1)

    def test_functions_have_at_most_60_lines(self):
        for header in ["int F(int x) {", "int C::F(int x) const {", "template <typename T>\nint F(T x) {",
                       "C::C(int x) : x_{x}, y_(x) {", "bool operator==(const C& a, const C& b) {",
                       "absl::StatusOr<std::vector<int>> F(\n    int x)\n{", "TEST(Thing, DoesIt) {",
                       "auto F(int x) -> std::map<int, int> {", "struct S {\n  int F(int x) const {"]:
            end = "};\n" if header.startswith("struct") else ""
            extra = header.count("\n") * (not header.startswith("struct"))
            self.assertEqual(faults("common/a.cc", function_of(60 - extra, header) + end), [], header)
            found = faults("common/a.cc", function_of(61 - extra, header) + end)
            self.assertEqual(len(found), 1, header)
            self.assertIn("61 lines; at most 60", found[0])

    def test_handlers_have_at_most_25_lines(self):
        header = "absl::StatusOr<v1::R> S::Do(const v1::Q& q, const rpc::Call& call, store::Txn& txn) {"
        self.assertEqual(faults("services/a/a_service.cc", function_of(25, header)), [])
        self.assertEqual(len(faults("services/a/a_service.cc", function_of(26, header))), 1)
        self.assertEqual(faults("services/a/records.cc", function_of(26, header)), [])

    def test_classes_and_lists_of_values_may_be_longer(self):
        values = "const int kTable[] = {\n" + "  1,\n" * 100 + "};\n"
        plain = "const std::vector<int> kTable{\n" + "  1,\n" * 100 + "};\n"
        members = HEADER + "class C {\n public:\n" + "  int f();\n" * 100 + "};\n"
        macro = "#define M(x) \\\n  if (x) { \\\n" + "    f(); \\\n" * 70 + "  }\nint y;\n"
        for text in [values, plain, macro, "enum class E {\n" + "  kA,\n" * 100 + "};\n"]:
            self.assertEqual(faults("common/a.cc", text), [])
        self.assertEqual(faults("common/a.h", members), [])

    def test_braces_in_texts_and_comments_do_not_count(self):
        text = function_of(40, 'int F(int x) {  // {{{\n  f("{", \'{\', R"({{\n{)", 1\'000);')
        self.assertEqual(faults("common/a.cc", text + function_of(40)), [])

    def test_python_functions_count_too(self):
        body = "def f():\n" + "    g()\n" * 59
        self.assertEqual(faults("tools/a.py", body), [])
        self.assertEqual(len(faults("tools/a.py", body + "    g()\n")), 1)


class Words(unittest.TestCase):
    def test_every_banned_word_is_caught_and_has_a_replacement(self):
        for path, line in [
            ("common/store/a.cc", "std::string_view x;"),
            ("services/a/a.cc", "std::mutex m;"),
            ("services/a/a.cc", "std::shared_mutex m;"),
            ("services/a/a.cc", "std::lock_guard lock(m);"),
            ("common/base/a.cc", "absl::Mutex m;"),
            ("common/rpc/a_test.cc", "std::this_thread::sleep_for(d);"),
            ("tests/e2e/a.cc", "absl::SleepFor(d);"),
            ("services/a/a.cc", "std::cout << x;"),
            ("tools/a.cc", "using namespace std;"),
            ("tools/a.cc", "int x = rand();"),
            ("tools/a.cc", "int x = std::rand ();"),
            ("common/a.cc", "char* p = NULL;"),
            ("common/a.cc", "thread.detach();"),
            ("common/a.cc", "std::exit(1);"),
            ("tests/e2e/a.py", "time" + ".sleep(1)"),
        ]:
            found = faults(path, line + "\n")
            self.assertEqual(len(found), 1, line)
            self.assertIn("; write ", found[0])

    def test_what_only_looks_like_a_banned_word_is_fine(self):
        for path, line in [
            ("common/base/mutex.cc", "std::mutex m;"),
            ("tools/a.cc", "std::cout << x;"),
            ("services/a/bench/a_bench.cc", "std::cout << x;"),
            ("common/feed/consumer.cc", "std::this_thread::sleep_for(d);"),
            ("common/a.cc", "// std::string_view is Debian's trap; so is rand()"),
            ("common/a.cc", 'Log("using namespace std::cout");'),
            ("common/a.cc", "int x = operand(1) + grand(2) + gen.rand();"),
            ("common/a.cc", "OnExit(); at_exit_(1);"),
        ]:
            self.assertEqual(faults(path, line + "\n"), [], line)


class Names(unittest.TestCase):
    def test_types_are_named_after_what_they_are(self):
        for name in ["StoreManager", "JsonHelper", "TimeUtil", "TimeUtils", "RouterImpl", "CallBase"]:
            self.assertEqual(len(faults("common/a.h", f"{HEADER}class {name};\n")), 1, name)
        for text in ["class ABSL_LOCKABLE LockManager {};", "struct [[nodiscard]] KeyInfo {};"]:
            self.assertEqual(len(faults("common/a.h", f"{HEADER}{text}\n")), 1, text)
        for text in ["class Database;", "struct Informed {};", "class Implied {};", "enum class Basis {};"]:
            self.assertEqual(faults("common/a.h", f"{HEADER}{text}\n"), [], text)
        self.assertEqual(len(faults("common/string_util.cc", "int x;\n")), 1)

    def test_headers_open_with_a_sentence_and_a_guard(self):
        self.assertEqual(faults("common/a.h", HEADER), [])
        self.assertEqual(len(faults("common/a.h", "#pragma once\n")), 1)
        self.assertEqual(len(faults("common/a.h", "// What it is.\n")), 1)


class Trees(unittest.TestCase):
    def test_every_source_is_named_in_a_cmake_list(self):
        with tempfile.TemporaryDirectory() as place:
            root = Path(place)
            (root / "common/base").mkdir(parents=True)
            (root / "tools/x").mkdir(parents=True)
            for name in ["common/base/a.cc", "common/base/a_test.cc", "tools/x/b.cc"]:
                (root / name).write_text("int x;\n", encoding="utf-8")
            lists = root / "common/base/CMakeLists.txt"
            lists.write_text("lib(SRCS data.cc a_test.cc)\n", encoding="utf-8")
            (root / "tools/CMakeLists.txt").write_text("tool(SRCS x/b.cc)\n", encoding="utf-8")
            self.assertEqual(style.check(root), ["common/base/a.cc: no CMakeLists.txt names it"])

    def test_every_service_is_listed(self):
        with tempfile.TemporaryDirectory() as place:
            root = Path(place)
            for name in ["ideas", "learning"]:
                (root / "services" / name).mkdir(parents=True)
                (root / "services" / name / "spec.cc").write_text("int x;\n", encoding="utf-8")
            lists = root / "services/CMakeLists.txt"
            listed = "set(OBT_SERVICES identity\n  learning)\n"
            lists.write_text(listed, encoding="utf-8")
            found = [fault for fault in style.check(root) if "OBT_SERVICES" in fault]
            self.assertEqual(len(found), 1)
            self.assertTrue(found[0].startswith("services/ideas: "), found)

    def test_blanking_keeps_every_line_where_it_was(self):
        text = 'a /* 1\n2 */ b "c\\"d" R"x(\n\n)x" // e\n\'f\' 1\'000\n'
        self.assertEqual(source.blank(text).count("\n"), text.count("\n"))
        self.assertNotIn("e", source.blank(text))
        self.assertIn("1'000", source.blank(text))


if __name__ == "__main__":
    unittest.main()
