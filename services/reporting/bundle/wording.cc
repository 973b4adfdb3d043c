#include "services/reporting/bundle/wording.h"

#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/cli/numbers.h"
#include "services/reporting/disclosure/policy.h"

namespace obt::reporting::bundle {
namespace {

// strftime would ask the process for its language.
constexpr std::array<absl::string_view, 12> kMonths = {"January",   "February", "March",    "April",
                                                       "May",       "June",     "July",     "August",
                                                       "September", "October",  "November", "December"};

}  // namespace

std::string MarkerText(v1::Marker marker) {
  if (marker == v1::MARKER_CONFIDENTIAL) return "[c]";
  return marker == v1::MARKER_NOT_APPLICABLE ? "[z]" : "";
}

std::string MeaningOf(v1::Marker marker) {
  return marker == v1::MARKER_CONFIDENTIAL
             ? "Confidential: withheld so that nobody can be identified."
             : "Not applicable: there is nobody, or nothing, that it could be about.";
}

std::string MarkersText() {
  std::vector<std::string> texts;
  for (const v1::Marker marker : {v1::MARKER_CONFIDENTIAL, v1::MARKER_NOT_APPLICABLE}) {
    std::string meaning = MeaningOf(marker);
    meaning[0] = static_cast<char>(meaning[0] + ('a' - 'A'));
    texts.push_back(absl::StrCat(MarkerText(marker), " means ", meaning));
  }
  return absl::StrJoin(texts, " ");
}

std::string FigureText(const v1::Figure& figure) {
  return figure.has_value() ? cli::WithThousands(figure.value()) : MarkerText(figure.marker());
}

std::string HeadingOf(const v1::TableMeasure& measure) {
  if (absl::StrContains(absl::AsciiStrToLower(measure.title()), absl::AsciiStrToLower(measure.unit())))
    return measure.title();
  return absl::StrCat(measure.title(), " (", measure.unit(), ")");
}

std::string DayText(const google::type::Date& date) {
  return absl::StrCat(date.day(), " ", kMonths[static_cast<size_t>(date.month() - 1)], " ", date.year());
}

std::string TitleOf(const store::v1::ReleaseContent& content) {
  return absl::StrCat(content.programme_name(), ": statistics, release ", content.number(),
                      content.revision() > 0 ? absl::StrCat(", revision ", content.revision()) : "",
                      ", up to ", DayText(content.as_of()));
}

std::string RevisionText(const store::v1::ReleaseContent& content) {
  const std::string release =
      absl::StrCat("This is release ", content.number(), " of ", content.programme_name());
  if (content.revision() == 0) return absl::StrCat(release, ". It has not been revised.");
  return absl::StrCat(release, ", revision ", content.revision(),
                      ". It takes the place of the one before it. Why it was revised: ",
                      content.reason().empty() ? "no reason was given" : content.reason());
}

std::vector<std::string> PolicyTexts() {
  return {absl::StrCat("Every count is rounded to the nearest ", disclosure::kBase,
                       " on its own; totals need not add up. Rates are worked out from rounded counts."),
          absl::StrCat("A count below ", disclosure::kThreshold,
                       ", zero included, is withheld, and so are figures from which one could be worked "
                       "out. So is one of people of whom fewer than ",
                       disclosure::kThreshold,
                       " in the group are not counted. One marker, [c], stands for all of them.")};
}

std::vector<std::string> VersionTexts(const store::v1::ReleaseContent& content) {
  std::vector<std::string> texts = {
      absl::StrCat("Metric definitions: version ", content.metric_version(), "."),
      absl::StrCat("Disclosure policy: version ", content.policy_version(), "."),
      absl::StrCat("Software: version ", content.software_version(), ".")};
  if (content.sources_size() > 0)
    texts.push_back(absl::StrCat(
        "Sources, each read up to the change of that number: ", absl::StrJoin(content.sources(), ", "), "."));
  return texts;
}

}  // namespace obt::reporting::bundle
