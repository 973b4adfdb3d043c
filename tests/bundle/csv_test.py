#!/usr/bin/python3
"""The tables of a bundle, read with Python's csv as their CSV on the Web metadata says and nothing else, are
the content's."""
import csv
import io
import json
import re
import unittest

import bundles

FORMULA = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


def ends_of_lines(text, quote):
    """Every line end outside quotes."""
    outside = "".join(text.split(quote)[::2])
    return re.findall(r"\r\n|\r|\n", outside)


def cell(text, column):
    """The value of a cell as the metadata's column has it."""
    if text == column.get("null", ""):
        assert not column["required"], column["name"]
        return None
    datatype = column["datatype"]
    base = datatype if isinstance(datatype, str) else datatype["base"]
    if base == "integer":
        assert re.fullmatch(r"-?[0-9]+", text), text
        return int(text)
    assert base == "string", base
    if isinstance(datatype, dict):
        assert re.fullmatch(datatype["format"], text), text
    return text


def read(files, name):
    """Rows of values by column, from a table's file as its metadata says."""
    metadata = json.loads(files[name + "-metadata.json"])
    assert metadata["@context"][0] == "http://www.w3.org/ns/csvw"
    data = files[name.rpartition("/")[0] + "/" + metadata["url"]]
    dialect, schema = metadata["dialect"], metadata["tableSchema"]
    text = data.decode(dialect["encoding"])
    assert set(ends_of_lines(text, dialect["quoteChar"])) <= set(dialect["lineTerminators"])
    assert not text.startswith("\ufeff")
    # What the vocabulary has as defaults where a dialect is silent.
    comment = dialect.get("commentPrefix", "#")
    assert not any(line.startswith(comment) for line in text.split(dialect["lineTerminators"][0]))
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=dialect["delimiter"],
                           quotechar=dialect["quoteChar"], doublequote=dialect["doubleQuote"],
                           skipinitialspace=dialect["trim"], strict=True))
    assert dialect["header"] and dialect["headerRowCount"] == 1
    columns = schema["columns"]
    assert rows[0] == [column["titles"] for column in columns], rows[0]
    read_rows = []
    for row in rows[1:]:
        assert len(row) == len(columns), row
        read_rows.append({column["name"]: cell(text, column) for column, text in zip(columns, row)})
    keys = [tuple(row[key] for key in schema["primaryKey"]) for row in read_rows]
    assert len(set(keys)) == len(keys), "the key is unlike in each line"
    return read_rows


def plain(text):
    """A text as it was, by the rule that the metadata's notes state."""
    return text[1:] if FORMULA.match(text) else text


def wanted(table):
    outline = table["outline"]
    for row in table["rows"]:
        for measure, figure in zip(outline["measures"], row["figures"]):
            line = {}
            for dimension, code, name in zip(outline["dimensions"], row["codes"], row["names"]):
                line[dimension["name"] + "_code"], line[dimension["name"]] = code, name
            line["measure"], line["unit"] = measure["name"], measure["unit"]
            line["value"], line["marker"] = bundles.figure(figure)
            yield line


class CsvTest(unittest.TestCase):
    def test_tables_read_as_their_metadata_says_are_the_content(self):
        for size in bundles.SIZES:
            bundle = bundles.Bundle(size)
            self.addCleanup(bundle.close)
            figures = 0
            for table in bundle.tables():
                rows = read(bundle.files, f"tables/{table['outline']['table_id']}.csv")
                found = [{name: plain(value) if isinstance(value, str) else value
                          for name, value in row.items()} for row in rows]
                self.assertEqual(found, list(wanted(table)))
                figures += len(found)
            self.assertGreater(figures, 14_000 if size == "large" else 0)

    def test_no_cell_begins_as_a_formula(self):
        bundle = bundles.Bundle("small")
        self.addCleanup(bundle.close)
        for name, data in bundle.files.items():
            if not name.endswith(".csv"):
                continue
            rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))
            for row in rows[1:]:
                for title, text in zip(rows[0], row):
                    if title != "value":
                        self.assertNotRegex(text, r"\A[=+\-@\t\r]", name)

    def test_metadata_says_what_markers_and_apostrophes_mean(self):
        bundle = bundles.Bundle("small")
        self.addCleanup(bundle.close)
        notes = json.loads(bundle.files["tables/funnel.csv-metadata.json"])["notes"]
        said = " ".join(note["body"]["value"] for note in notes)
        for wanted_text in ("[c] means confidential", "[z] means not applicable", "one more apostrophe",
                            "nearest 5 on its own; totals need not add up"):
            self.assertIn(wanted_text, said)


if __name__ == "__main__":
    unittest.main()
