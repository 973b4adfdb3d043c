// One table as a file for programs: a CSV with a line for each figure, and its description in CSV on the Web.
// Pure. Sources: RFC 4180; W3C, Metadata Vocabulary for Tabular Data (2015).
#pragma once

#include <string>

#include "obt/reporting/store/v1/reporting_store.pb.h"

namespace obt::reporting::bundle {

// In the order of the table's rows and measures: the columns of ColumnsOf, in UTF-8 without byte order mark,
// lines end in CRLF. Cells of text that a spreadsheet could take for a formula have an apostrophe before them
// (Neutralised).
std::string TableCsv(const v1::Table& table);

// The text itself, unless it begins as a formula does, after any number of apostrophes: then with one more.
// So whoever takes one away from each text of that form has the texts as they were.
std::string Neutralised(const std::string& text);
// That rule, a sentence.
inline constexpr char kNeutralisedText[] =
    "Cells of text that begin, after any number of apostrophes, with =, +, -, @, a tab or a line end (or "
    "with "
    "=, +, - or @ of full width) have one more apostrophe before them, so that no spreadsheet takes them for "
    "a "
    "formula.";

// JSON, to stand beside the CSV as <its name>-metadata.json: it says all that a reader needs.
std::string TableMetadata(const v1::Table& table, const store::v1::ReleaseContent& content);

// "tables/funnel.csv"
std::string TableFileName(const v1::Table& table);

}  // namespace obt::reporting::bundle
