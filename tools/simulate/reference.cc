#include "tools/simulate/reference.h"

#include <numeric>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/base/csv.h"
#include "common/base/status.h"

namespace obt::simulate {
namespace {

absl::Status LoadCodes(const std::string& directory, absl::string_view name, CodeList& list) {
  OBT_ASSIGN_OR_RETURN(CsvSheet sheet, CsvSheet::Read(absl::StrCat(directory, "/", name)));
  for (size_t row = 0; row < sheet.size(); ++row) {
    list.codes.push_back(sheet.Text(row, "code"));
    list.names.push_back(sheet.Text(row, "name"));
  }
  // People carry codes as single bytes.
  if (list.codes.size() > 255 || !list.Find("UNKNOWN").has_value())
    return absl::InvalidArgumentError(absl::StrCat(name, ": a list needs UNKNOWN and at most 255 codes"));
  return sheet.status();
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
  OBT_ASSIGN_OR_RETURN(CsvSheet sheet, CsvSheet::Read(absl::StrCat(directory, "/", "organisations.csv")));
  for (size_t row = 0; row < sheet.size(); ++row) {
    Organisation organisation;
    organisation.code = sheet.Text(row, "code");
    organisation.name = sheet.Text(row, "name");
    const std::vector<std::string> domains = absl::StrSplit(sheet.Text(row, "email_domains"), ';');
    organisation.email_domain = domains.front();
    organisation.department = static_cast<uint32_t>(row);
    const std::string& parent_code = sheet.Text(row, "parent_code");
    if (!parent_code.empty()) {
      const std::optional<uint32_t> parent = reference.FindOrganisation(parent_code);
      if (parent.has_value()) {
        organisation.department = reference.organisations[*parent].department;
      } else {
        sheet.Fault(row, absl::StrCat("the parent does not precede ", organisation.code));
      }
    }
    reference.organisations.push_back(std::move(organisation));
  }
  return sheet.status();
}

absl::Status LoadBands(const std::string& directory, Reference& reference) {
  OBT_ASSIGN_OR_RETURN(CsvSheet sheet, CsvSheet::Read(absl::StrCat(directory, "/", "population/bands.csv")));
  constexpr std::array<absl::string_view, kBandCount> kColumns = {"aa_ao", "eo",  "seo_heo",
                                                                  "g6_g7", "scs", "other"};
  for (size_t row = 0; row < sheet.size(); ++row) {
    const std::string& code = sheet.Text(row, "organisation_code");
    const std::optional<uint32_t> index = reference.FindOrganisation(code);
    if (!index.has_value() || reference.organisations[*index].email_domain.empty()) {
      sheet.Fault(row, absl::StrCat("no organisation with an e-mail domain: ", code));
      break;
    }
    Organisation& organisation = reference.organisations[*index];
    organisation.stated = sheet.Text(row, "basis") == "STATED";
    organisation.total = sheet.Count(row, "total");
    for (size_t band = 0; band < kBandCount; ++band)
      organisation.bands[band] = sheet.Count(row, kColumns[band]);
    if (std::accumulate(organisation.bands.begin(), organisation.bands.end(), int64_t{0}) !=
        organisation.total) {
      sheet.Fault(row, absl::StrCat("the bands do not sum to the total of ", code));
    }
  }
  return sheet.status();
}

absl::Status LoadDistribution(const std::string& directory, absl::string_view name, const CodeList& list,
                              const Reference& reference, Distribution& distribution) {
  OBT_ASSIGN_OR_RETURN(CsvSheet sheet, CsvSheet::Read(absl::StrCat(directory, "/", name)));
  distribution.own.resize(reference.organisations.size());
  distribution.department.resize(reference.organisations.size());
  for (size_t row = 0; row < sheet.size(); ++row) {
    absl::string_view key = sheet.Text(row, "organisation_code");
    Counts* counts = &distribution.national;
    if (key != "@national") {
      std::vector<Counts>& level =
          absl::ConsumePrefix(&key, "@department:") ? distribution.department : distribution.own;
      const std::optional<uint32_t> organisation = reference.FindOrganisation(key);
      if (!organisation.has_value()) {
        sheet.Fault(row, absl::StrCat("unknown organisation ", key));
        break;
      }
      counts = &level[*organisation];
    }
    const std::optional<size_t> code = list.Find(sheet.Text(row, "code"));
    if (!code.has_value()) {
      sheet.Fault(row, absl::StrCat("unknown code ", sheet.Text(row, "code")));
      break;
    }
    counts->resize(list.codes.size());
    (*counts)[*code] += sheet.Count(row, "headcount");
  }
  for (size_t i = 0; i < reference.organisations.size(); ++i) {
    const uint32_t department = reference.organisations[i].department;
    if (department != i) distribution.department[i] = distribution.department[department];
  }
  return sheet.status();
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
