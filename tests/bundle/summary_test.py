#!/usr/bin/python3
"""A bundle's summary, as Python's html.parser reads it: it is well formed and stands by itself, every picture
is described and followed by its table, and the figures are the content's."""
import html.parser
import re
import unittest

import bundles

VOID = {"meta", "rect", "path"}
ALLOWED = {"html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section",
           "h1", "h2", "p", "dl", "dt", "dd", "div", "span", "figure", "table", "caption", "thead", "tbody",
           "tr", "th", "td", "svg", "desc", "rect", "path", "text"}
WHITE = "#ffffff"


class Page(html.parser.HTMLParser):
    """Elements in their order, as (name, attributes, text, names of those around)."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.open, self.faults = [], [], []
        self.feed(text)
        self.close()
        self.faults += [f"{element[0]} is never closed" for element in self.open]

    def handle_starttag(self, tag, attrs):
        element = (tag, dict(attrs), [], [around[0] for around in self.open])
        self.elements.append(element)
        if tag not in ALLOWED:
            self.faults.append(f"{tag} is not expected")
        if len(dict(attrs)) != len(attrs):
            self.faults.append(f"{tag} has an attribute twice")
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag):
        if not self.open or self.open[-1][0] != tag:
            self.faults.append(f"{tag} ends where it does not stand open")
        else:
            self.open.pop()

    def handle_data(self, data):
        for element in self.open:
            element[2].append(data)

    def all(self, *names):
        return [element for element in self.elements if element[0] in names]


def text_of(element):
    return "".join(element[2]).strip()


def luminance(colour):
    parts = [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
                        for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


class SummaryTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.contents, cls.texts, cls.pages = {}, {}, {}
        for size in bundles.SIZES:
            bundle = bundles.Bundle(size)
            cls.addClassCleanup(bundle.close)
            cls.contents[size] = bundle.content
            cls.texts[size] = bundle.files["summary.html"].decode("utf-8")
            cls.pages[size] = Page(cls.texts[size])

    def test_it_is_well_formed_british_and_has_a_title(self):
        for size, page in self.pages.items():
            self.assertEqual(page.faults, [])
            self.assertTrue(self.texts[size].startswith("<!DOCTYPE html>\n"))
            self.assertEqual(page.elements[0][:2], ("html", {"lang": "en-GB"}))
            self.assertTrue(text_of(page.all("title")[0]))
            ids = [element[1]["id"] for element in page.elements if "id" in element[1]]
            self.assertEqual(len(set(ids)), len(ids))
            for element in page.elements:
                for named in element[1].get("aria-labelledby", "").split():
                    self.assertIn(named, ids)

    def test_headings_are_in_order(self):
        for page in self.pages.values():
            levels = [int(element[0][1]) for element in page.elements if re.fullmatch("h[1-6]", element[0])]
            self.assertEqual(levels[0], 1)
            self.assertEqual(levels.count(1), 1)
            self.assertTrue(all(after - before <= 1 for before, after in zip(levels, levels[1:])))

    def test_it_needs_nothing_else_and_runs_nothing(self):
        for size, page in self.pages.items():
            for tag, attributes, _, _ in page.elements:
                for name, value in attributes.items():
                    self.assertFalse(name.startswith("on") or name in ("href", "src", "style"), name)
                    self.assertTrue("://" not in value or (tag, name) == ("svg", "xmlns"), value)
            for barred in ("@import", "url(", "javascript:"):
                self.assertNotIn(barred, self.texts[size])

    def test_every_picture_is_described_and_followed_by_its_table(self):
        for page in self.pages.values():
            pictures = page.all("svg")
            self.assertEqual(len(pictures), 3)
            order = [element[0] for element in page.elements if element[0] in ("svg", "table", "h2")]
            for at, name in enumerate(order):
                if name == "svg":
                    self.assertEqual(order[at + 1], "table")
            for picture in pictures:
                self.assertEqual(picture[1]["role"], "img")
                at = page.elements.index(picture)
                title, description = page.elements[at + 1:at + 3]
                self.assertEqual((title[0], description[0]), ("title", "desc"))
                self.assertTrue(text_of(title) and text_of(description))
                self.assertEqual(picture[1]["aria-labelledby"], f"{title[1]['id']} {description[1]['id']}")

    def test_tables_say_what_their_headers_are_of(self):
        for page in self.pages.values():
            self.assertEqual(len(page.all("caption")), len(page.all("table")))
            for header in page.all("th"):
                wanted = "col" if "thead" in header[3] else "row"
                self.assertEqual(header[1]["scope"], wanted)

    def test_texts_are_escaped(self):
        names = [text_of(header) for header in self.pages["small"].all("th")]
        self.assertIn('<b>&"Ops"</b>', names)
        self.assertIn('came <late>, & was wrong.', text_of(self.pages["small"].all("header")[0]))

    def test_figures_are_those_of_the_content(self):
        for size, page in self.pages.items():
            funnel = self.contents[size]["tables"][0]
            measures = [measure["name"] for measure in funnel["outline"]["measures"]]
            share = measures.index("participants_percent")
            by_name = {row["names"][0]: row for row in funnel["rows"] if row["codes"][1] == "all"}
            nation = by_name.pop("All departments")["figures"]
            headlines = [text_of(element).split()[0] for element in page.all("dd")[:len(nation)]]
            self.assertEqual(headlines, [self.written(figure) for figure in nation])
            departments = {text_of(row).split("\n")[0].strip(): text_of(row).split("\n")[1:]
                           for row in page.all("tr") if "tbody" in row[3]}
            found = 0
            for name, row in by_name.items():
                shown = departments.get(name.strip().split("\n")[0].split("\r")[-1])
                if shown is not None and "\n" not in name:
                    self.assertEqual(shown[0], self.written(row["figures"][share]), name)
                    found += 1
            self.assertGreaterEqual(found, 11)

    @staticmethod
    def written(figure):
        number, marker = bundles.figure(figure)
        return marker if number is None else f"{number:,}"

    def test_markers_are_explained(self):
        for page in self.pages.values():
            terms = [text_of(element) for element in page.all("dt")]
            self.assertEqual(terms[-2:], ["[c]", "[z]"])
            self.assertTrue(text_of(page.all("dd")[-2]).startswith("Confidential: "))

    def test_letters_stand_out_from_white(self):
        for text in self.texts.values():
            colours = re.findall(r"(?<![-\w])color: (#[0-9a-f]{6})", text)
            colours += re.findall(r"<svg [^>]*fill=\"(#[0-9A-F]{6})\"", text)
            self.assertGreaterEqual(len(colours), 5)
            for colour in colours:
                self.assertGreaterEqual(contrast(colour, WHITE), 4.5, colour)


if __name__ == "__main__":
    unittest.main()
