#!/usr/bin/python3
"""A bundle's spreadsheet: LibreOffice opens it and finds the content cell by cell, and it follows the
Analysis Function's guidance on statistics in spreadsheets, as far as a program can tell."""
import csv
import os
import pathlib
import re
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ET
import zipfile

import bundles

NAMES = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
         for name in ("office", "table", "text", "style", "meta", "manifest")}
NAMES.update(fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
             dc="http://purl.org/dc/elements/1.1/", xlink="http://www.w3.org/1999/xlink")
# Every sheet to a file of its own: UTF-8, quotes, cells as they are and not as they look.
FILTER = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
MEDIA_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"


def q(name):
    prefix, _, local = name.partition(":")
    return f"{{{NAMES[prefix]}}}{local}"


def shown(text):
    """A text as a cell of a sheet holds it: lines end in LF, and a tab is a blank."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")


def headings(outline):
    names = [title for dimension in outline["dimensions"]
             for title in (dimension["title"], dimension["title"] + " code")]
    for measure in outline["measures"]:
        has_unit = measure["unit"].lower() in measure["title"].lower()
        names.append(measure["title"] if has_unit else f"{measure['title']} ({measure['unit']})")
    return names


def wide(table):
    """The rows of a table as its sheet has them, below the header."""
    for row in table["rows"]:
        cells = [shown(text) for pair in zip(row["names"], row["codes"]) for text in pair]
        for figure in row["figures"]:
            number, marker = bundles.figure(figure)
            cells.append(marker if number is None else str(number))
        yield cells


def open_in_libreoffice(spreadsheet):
    """Cells of each sheet by its name, as LibreOffice has them."""
    with tempfile.TemporaryDirectory() as place:
        environment = {**os.environ, "HOME": place, "TMPDIR": place}
        done = subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{place}/user", "--headless", "--convert-to", FILTER,
             "--outdir", f"{place}/out", spreadsheet],
            env=environment, capture_output=True, text=True, timeout=240, check=False)
        sheets = {}
        for path in pathlib.Path(f"{place}/out").glob("*.csv"):
            name = path.stem.removeprefix(spreadsheet.stem + "-")
            with path.open(encoding="utf-8", newline="") as lines:
                sheets[name] = list(csv.reader(lines, strict=True))
        assert sheets, done.stdout + done.stderr
        return sheets


class SpreadsheetTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bundles = {size: bundles.Bundle(size) for size in bundles.SIZES}
        for bundle in cls.bundles.values():
            cls.addClassCleanup(bundle.close)

    def part(self, name, size="small"):
        with zipfile.ZipFile(self.bundles[size].place / "obt-2024-3.ods") as archive:
            return ET.fromstring(archive.read(name))

    def sheets(self, size="small"):
        """Of each sheet its name and rows of cells."""
        for table in self.part("content.xml", size).iter(q("table:table")):
            rows = [list(row.iter(q("table:table-cell"))) for row in table.iter(q("table:table-row"))]
            yield table.get(q("table:name")), rows

    def test_libreoffice_finds_the_content_cell_by_cell(self):
        for bundle in self.bundles.values():
            sheets = open_in_libreoffice(bundle.place / "obt-2024-3.ods")
            self.assertEqual(set(sheets), {"Cover", "Contents", "Notes"} |
                             {table["outline"]["table_id"] for table in bundle.tables()})
            for table in bundle.tables():
                outline, rows = table["outline"], sheets[table["outline"]["table_id"]]
                header = rows.index(headings(outline))
                self.assertLess(header, 5)
                self.assertEqual(rows[header + 1:], list(wide(table)), outline["table_id"])
                number = bundle.tables().index(table) + 1
                self.assertEqual(rows[0][0].split(", One Big Thing")[0],
                                 f"Table {number}: {outline['title']}")

    def test_a_program_can_tell_what_it_is_by_its_first_bytes(self):
        data = (self.bundles["small"].place / "obt-2024-3.ods").read_bytes()
        self.assertEqual(data[30:38 + len(MEDIA_TYPE)], b"mimetype" + MEDIA_TYPE)
        with zipfile.ZipFile(self.bundles["small"].place / "obt-2024-3.ods") as archive:
            first = archive.infolist()[0]
            self.assertEqual((first.filename, first.compress_type), ("mimetype", zipfile.ZIP_STORED))
            listed = {entry.get(q("manifest:full-path")) for entry in self.part("META-INF/manifest.xml")}
            self.assertEqual(listed, {"/"} | set(archive.namelist()) - {"mimetype", "META-INF/manifest.xml"})

    def test_it_has_a_title_and_a_language(self):
        meta = self.part("meta.xml")
        title = meta.findtext(".//dc:title", namespaces=NAMES)
        self.assertEqual(title,
                         "One Big Thing 2024: statistics, release 3, revision 1, up to 30 November 2024")
        self.assertEqual(meta.findtext(".//dc:language", namespaces=NAMES), "en-GB")
        cells = self.part("styles.xml").find(".//style:default-style[@style:family='table-cell']", NAMES)
        text = cells.find("style:text-properties", NAMES)
        self.assertEqual((text.get(q("fo:language")), text.get(q("fo:country"))), ("en", "GB"))

    def test_no_cell_is_merged_hidden_empty_or_a_formula(self):
        for size in bundles.SIZES:
            document = self.part("content.xml", size)
            self.assertFalse(list(document.iter(q("table:covered-table-cell"))))
            for element in document.iter():
                for barred in ("table:number-columns-spanned", "table:number-rows-spanned", "table:formula",
                               "table:visibility", "table:number-columns-repeated", "table:protected"):
                    self.assertIsNone(element.get(q(barred)), barred)
            for name, rows in self.sheets(size):
                self.assertTrue(rows, name)
                for cells in rows:
                    self.assertTrue(cells and all("".join(cell.itertext()) or cell.find(".//text:s", NAMES)
                                                  is not None for cell in cells), name)

    def test_each_sheet_is_one_table_from_column_a_under_its_title(self):
        ranges = {}
        for area in self.part("content.xml").iter(q("table:database-range")):
            self.assertEqual(area.get(q("table:contains-header")), "true")
            self.assertNotEqual(area.get(q("table:display-filter-buttons")), "true")
            place = re.fullmatch(r"'(\w+)'\.A([0-9]+):'\1'\.([A-Z])([0-9]+)",
                                 area.get(q("table:target-range-address")))
            self.assertNotIn(place[1], ranges)
            ranges[place[1]] = int(place[2]), ord(place[3]) - ord("A") + 1, int(place[4])
        for name, rows in self.sheets():
            self.assertEqual(rows[0][0].get(q("table:style-name")), "Heading_20_1")
            if name == "Cover":
                self.assertNotIn(name, ranges)
                continue
            header, columns, last = ranges.pop(name)
            self.assertIn("This worksheet contains one table", "".join(rows[1][0].itertext()))
            self.assertEqual(last, len(rows), "nothing stands below the table")
            self.assertEqual({len(cells) for cells in rows[header - 1:]}, {columns})
            self.assertEqual({len(cells) for cells in rows[:header - 1]}, {1})
            titles = ["".join(cell.itertext()) for cell in rows[header - 1]]
            self.assertEqual(len(set(titles)), len(titles))
            self.assertTrue(all(cell.get(q("table:style-name")).startswith("Column_20_heading")
                                for cell in rows[header - 1]))
        self.assertFalse(ranges)

    def test_every_table_has_one_header_row(self):
        for table in self.part("content.xml").iter(q("table:table")):
            headers = table.findall("table:table-header-rows/table:table-row", NAMES)
            self.assertEqual(len(headers), 0 if table.get(q("table:name")) == "Cover" else 1)

    def styles(self):
        return {style.get(q("style:name")): style
                for style in self.part("styles.xml").iter(q("style:style"))}

    def test_texts_are_texts_and_figures_numbers_to_the_right(self):
        styles = self.styles()
        for _, rows in self.sheets():
            for cell in (cell for cells in rows for cell in cells):
                style, text = cell.get(q("table:style-name")), "".join(cell.itertext())
                paragraph = styles[style].find("style:paragraph-properties", NAMES)
                right = paragraph.get(q("fo:text-align")) == "end"
                if cell.get(q("office:value-type")) == "float":
                    self.assertEqual(int(text.replace(",", "")), int(cell.get(q("office:value"))))
                    self.assertTrue(right)
                else:
                    self.assertEqual(cell.get(q("office:value-type")), "string")
                    if style == "Marker":
                        self.assertTrue(right and text in ("[c]", "[z]"))

    def test_styles_have_names_headings_are_bold_and_letters_large(self):
        styles = self.styles()
        self.assertEqual(styles["Heading_20_1"].get(q("style:display-name")), "Heading 1")
        for name, style in styles.items():
            text = style.find("style:text-properties", NAMES)
            if text is None:
                continue
            self.assertGreaterEqual(int(text.get(q("fo:font-size")).removesuffix("pt")), 12, name)
            self.assertIsNone(text.get(q("fo:color")), "colours are the reader's own")
            if "heading" in name.lower():
                self.assertEqual(text.get(q("fo:font-weight")), "bold", name)

    def test_markers_are_explained_on_notes_and_where_they_stand(self):
        sheets = dict(self.sheets())
        notes = [["".join(cell.itertext()) for cell in cells] for cells in sheets["Notes"]]
        for marker, word in (("[c]", "Confidential"), ("[z]", "Not applicable")):
            self.assertTrue(any(cells[0] == marker and cells[1].startswith(word) for cells in notes))
            for table in self.bundles["small"].tables():
                above = "".join(sheets[table["outline"]["table_id"]][1][0].itertext())
                self.assertIn(f"{marker} means {word.lower()}", above)

    def test_the_contents_lead_to_every_sheet(self):
        names = [name for name, _ in self.sheets()]
        links = [link.get(q("xlink:href")) for cells in dict(self.sheets())["Contents"] for cell in cells
                 for link in cell.iter(q("text:a"))]
        self.assertEqual(links, [f"#{name}.A1" for name in names if name != "Contents"])


if __name__ == "__main__":
    unittest.main()
