#include "tools/simulate/reference.h"

#include <fstream>
#include <numeric>
#include <sstream>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace obt::simulate {
namespace {

using Line = std::vector<std::string>;

// The cells of one line of CSV. Our files have no line break inside a cell.
Line SplitCells(absl::string_view line) {
  Line cells(1);
  bool quoted = false;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') {
      if (quoted && i + 1 < line.size() && line[i + 1] == '"') {
        cells.back() += line[++i];
      } else {
        quoted = !quoted;
      }
    } else if (line[i] == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += line[i];
    }
  }
  return cells;
}

// A CSV file whose cells are asked for by column name. A column or number that is not there is remembered as
// the file's fault, so that a loader checks once, at its end.
class Table {
 public:
  static absl::StatusOr<Table> Read(const std::string& directory, absl::string_view name) {
    const std::string path = absl::StrCat(directory, "/", name);
    std::ifstream file(path, std::ios::binary);
    if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
    std::ostringstream text;
    text << file.rdbuf();
    Table table;
    table.path_ = path;
    for (absl::string_view line : absl::StrSplit(text.str(), '\n', absl::SkipEmpty())) {
      absl::ConsumeSuffix(&line, "\r");
      Line cells = SplitCells(line);
      if (table.columns_.empty()) {
        for (size_t i = 0; i < cells.size(); ++i) table.columns_[cells[i]] = i;
      } else if (cells.size() != table.columns_.size()) {
        return absl::InvalidArgumentError(absl::StrCat(path, ": a row of other width: ", line));
      } else {
        table.rows_.push_back(std::move(cells));
      }
    }
    return table;
  }

  size_t size() const { return rows_.size(); }

  const std::string& Cell(size_t row, absl::string_view column) {
    static const std::string kEmpty;
    const auto found = columns_.find(column);
    if (found == columns_.end()) {
      Fault(absl::StrCat("no column ", column));
      return kEmpty;
    }
    return rows_[row][found->second];
  }

  int64_t Number(size_t row, absl::string_view column) {
    int64_t number = 0;
    if (!absl::SimpleAtoi(Cell(row, column), &number) || number < 0) {
      Fault(absl::StrCat(column, " is not a count: ", Cell(row, column)));
    }
    return number;
  }

  void Fault(absl::string_view what) {
    if (status_.ok()) status_ = absl::InvalidArgumentError(absl::StrCat(path_, ": ", what));
  }

  const absl::Status& status() const { return status_; }

 private:
  std::string path_;
  absl::flat_hash_map<std::string, size_t> columns_;
  std::vector<Line> rows_;
  absl::Status status_;
};

absl::Status LoadCodes(const std::string& directory, absl::string_view name, CodeList& list) {
  absl::StatusOr<Table> table = Table::Read(directory, name);
  if (!table.ok()) return table.status();
  for (size_t row = 0; row < table->size(); ++row) {
    list.codes.push_back(table->Cell(row, "code"));
    list.names.push_back(table->Cell(row, "name"));
  }
  // People carry codes as single bytes.
  if (list.codes.size() > 255 || !list.Find("UNKNOWN").has_value()) {
    table->Fault("a list needs UNKNOWN and at most 255 codes");
  }
  return table->status();
}

absl::Status SortGradesIntoBands(Reference& reference) {
  const std::array<std::vector<absl::string_view>, kBandCount> codes = {
      {{"AA", "AO"}, {"EO"}, {"SEO", "HEO"}, {"G6", "G7"}, {"PB1", "PB2", "PB3", "PS"}, {"OTHER"}}};
  for (size_t band = 0; band < kBandCount; ++band) {
    for (absl::string_view code : codes[band]) {
      const std::optional<size_t> grade = reference.grades.Find(code);
      if (!grade.has_value()) return absl::InvalidArgumentError(absl::StrCat("grades.csv: no grade ", code));
      reference.grades_of_band[band].push_back(*grade);
    }
  }
  return absl::OkStatus();
}

absl::Status LoadOrganisations(const std::string& directory, Reference& reference) {
  absl::StatusOr<Table> table = Table::Read(directory, "organisations.csv");
  if (!table.ok()) return table.status();
  for (size_t row = 0; row < table->size(); ++row) {
    Organisation organisation;
    organisation.code = table->Cell(row, "code");
    organisation.name = table->Cell(row, "name");
    const std::vector<std::string> domains = absl::StrSplit(table->Cell(row, "email_domains"), ';');
    organisation.email_domain = domains.front();
    organisation.department = static_cast<uint32_t>(row);
    const std::string& parent_code = table->Cell(row, "parent_code");
    if (!parent_code.empty()) {
      const std::optional<uint32_t> parent = reference.FindOrganisation(parent_code);
      if (parent.has_value()) {
        organisation.department = reference.organisations[*parent].department;
      } else {
        table->Fault(absl::StrCat("the parent does not precede ", organisation.code));
      }
    }
    reference.organisations.push_back(std::move(organisation));
  }
  return table->status();
}

absl::Status LoadBands(const std::string& directory, Reference& reference) {
  absl::StatusOr<Table> table = Table::Read(directory, "population/bands.csv");
  if (!table.ok()) return table.status();
  constexpr std::array<absl::string_view, kBandCount> kColumns = {"aa_ao", "eo",  "seo_heo",
                                                                  "g6_g7", "scs", "other"};
  for (size_t row = 0; row < table->size(); ++row) {
    const std::string& code = table->Cell(row, "organisation_code");
    const std::optional<uint32_t> index = reference.FindOrganisation(code);
    if (!index.has_value() || reference.organisations[*index].email_domain.empty()) {
      table->Fault(absl::StrCat("no organisation with an e-mail domain: ", code));
      break;
    }
    Organisation& organisation = reference.organisations[*index];
    organisation.stated = table->Cell(row, "basis") == "STATED";
    organisation.total = table->Number(row, "total");
    for (size_t band = 0; band < kBandCount; ++band)
      organisation.bands[band] = table->Number(row, kColumns[band]);
    if (std::accumulate(organisation.bands.begin(), organisation.bands.end(), int64_t{0}) !=
        organisation.total) {
      table->Fault(absl::StrCat("the bands do not sum to the total of ", code));
    }
  }
  return table->status();
}

absl::Status LoadDistribution(const std::string& directory, absl::string_view name, const CodeList& list,
                              const Reference& reference, Distribution& distribution) {
  absl::StatusOr<Table> table = Table::Read(directory, name);
  if (!table.ok()) return table.status();
  distribution.own.resize(reference.organisations.size());
  distribution.department.resize(reference.organisations.size());
  for (size_t row = 0; row < table->size(); ++row) {
    absl::string_view key = table->Cell(row, "organisation_code");
    Counts* counts = &distribution.national;
    if (key != "@national") {
      std::vector<Counts>& level =
          absl::ConsumePrefix(&key, "@department:") ? distribution.department : distribution.own;
      const std::optional<uint32_t> organisation = reference.FindOrganisation(key);
      if (!organisation.has_value()) {
        table->Fault(absl::StrCat("unknown organisation ", key));
        break;
      }
      counts = &level[*organisation];
    }
    const std::optional<size_t> code = list.Find(table->Cell(row, "code"));
    if (!code.has_value()) {
      table->Fault(absl::StrCat("unknown code ", table->Cell(row, "code")));
      break;
    }
    counts->resize(list.codes.size());
    (*counts)[*code] += table->Number(row, "headcount");
  }
  for (size_t i = 0; i < reference.organisations.size(); ++i) {
    const uint32_t department = reference.organisations[i].department;
    if (department != i) distribution.department[i] = distribution.department[department];
  }
  return table->status();
}

bool HasAnybody(const Counts& counts, const std::vector<size_t>& codes) {
  if (counts.empty()) return false;
  if (codes.empty()) return std::accumulate(counts.begin(), counts.end(), int64_t{0}) > 0;
  for (size_t code : codes) {
    if (counts[code] > 0) return true;
  }
  return false;
}

}  // namespace

std::optional<size_t> CodeList::Find(absl::string_view code) const {
  for (size_t i = 0; i < codes.size(); ++i) {
    if (codes[i] == code) return i;
  }
  return std::nullopt;
}

const Counts& Distribution::Nearest(uint32_t organisation, const std::vector<size_t>& codes) const {
  if (HasAnybody(own[organisation], codes)) return own[organisation];
  if (HasAnybody(department[organisation], codes)) return department[organisation];
  return national;
}

std::optional<uint32_t> Reference::FindOrganisation(absl::string_view code) const {
  for (uint32_t i = 0; i < organisations.size(); ++i) {
    if (organisations[i].code == code) return i;
  }
  return std::nullopt;
}

absl::StatusOr<Reference> LoadReference(const std::string& directory) {
  Reference reference;
  absl::Status status = LoadCodes(directory, "grades.csv", reference.grades);
  status.Update(SortGradesIntoBands(reference));
  status.Update(LoadCodes(directory, "professions.csv", reference.professions));
  status.Update(LoadCodes(directory, "regions.csv", reference.regions));
  status.Update(LoadCodes(directory, "learning_types.csv", reference.learning_types));
  status.Update(LoadOrganisations(directory, reference));
  if (!status.ok()) return status;
  status.Update(LoadBands(directory, reference));
  status.Update(
      LoadDistribution(directory, "population/grade.csv", reference.grades, reference, reference.grade));
  status.Update(LoadDistribution(directory, "population/profession.csv", reference.professions, reference,
                                 reference.profession));
  status.Update(
      LoadDistribution(directory, "population/region.csv", reference.regions, reference, reference.region));
  if (!status.ok()) return status;
  return reference;
}

}  // namespace obt::simulate
