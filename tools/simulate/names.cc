#include "tools/simulate/names.h"

#include <array>
#include <utility>

#include "absl/strings/ascii.h"

namespace obt::simulate {
namespace {

constexpr std::array<absl::string_view, 64> kGiven = {
    "Aisha",     "Alan",    "Amelia",   "Andrzej",  "Angus",    "Anne-Marie", "Arjun",  "Beth",
    "Björn",     "Bronwen", "Caitlín",  "Callum",   "Carol",    "Chidi",      "Chloë",  "Chloe",
    "Colin",     "Daljit",  "David",    "Deirdre",  "Eilidh",   "Emma",       "Farah",  "Fatima",
    "François",  "Gareth",  "Grace",    "Hamish",   "Helen",    "Ibrahim",    "Isla",   "Jack",
    "James",     "Jamila",  "Jean-Luc", "Joanne",   "José",     "Karen",      "Kwame",  "Laura",
    "Liam",      "Łukasz",  "Margaret", "Mei",      "Mohammed", "Niamh",      "Nia",    "Olivia",
    "Oluwaseun", "Paul",    "Priya",    "Rachel",   "Ravi",     "Rhys",       "Róisín", "Sarah",
    "Seán",      "Siân",    "Stephen",  "Thandiwe", "Wei",      "Yusuf",      "Zofia",  "Zoë"};

constexpr std::array<absl::string_view, 72> kFamily = {
    "Adeyemi",   "Ahmed",     "Ali",     "Anderson", "Begum",       "Brown",   "Campbell",  "Chaudhry",
    "Chen",      "Clarke",    "Davies",  "de Souza", "Edwards",     "Evans",   "Fernández", "Fraser",
    "Green",     "Griffiths", "Hall",    "Hughes",   "Hussain",     "Jackson", "James",     "Johnson",
    "Jones",     "Kaur",      "Kelly",   "Khan",     "Kowalska",    "Kumar",   "Lewis",     "Lloyd-Hart",
    "MacDonald", "Martin",    "McÉwan",  "Mensah",   "Morgan",      "Müller",  "Murphy",    "Nguyen",
    "Nowak",     "Ó Néill",   "O'Brien", "O'Connor", "Okafor",      "Okonkwo", "Owen",      "Patel",
    "Pérez",     "Phillips",  "Powell",  "Rahman",   "Reid",        "Roberts", "Robinson",  "Scott",
    "Sharma",    "Singh",     "Šimková", "Smith",    "Smyth-Jones", "St John", "Stewart",   "Taylor",
    "Thomas",    "Thompson",  "Walker",  "White",    "Williams",    "Wilson",  "Wójcik",    "Young"};

constexpr std::array<std::pair<absl::string_view, char>, 16> kFolds = {{{"á", 'a'},
                                                                        {"â", 'a'},
                                                                        {"ç", 'c'},
                                                                        {"É", 'e'},
                                                                        {"é", 'e'},
                                                                        {"ë", 'e'},
                                                                        {"í", 'i'},
                                                                        {"Ł", 'l'},
                                                                        {"ł", 'l'},
                                                                        {"Ó", 'o'},
                                                                        {"ó", 'o'},
                                                                        {"ö", 'o'},
                                                                        {"Š", 's'},
                                                                        {"š", 's'},
                                                                        {"ú", 'u'},
                                                                        {"ü", 'u'}}};

}  // namespace

PersonName PickName(uint64_t bits) {
  return PersonName{kGiven[bits % kGiven.size()], kFamily[(bits >> 32) % kFamily.size()]};
}

std::string FoldForEmail(absl::string_view name) {
  std::string folded;
  for (size_t i = 0; i < name.size(); ++i) {
    if (absl::ascii_isalpha(name[i])) {
      folded += absl::ascii_tolower(name[i]);
      continue;
    }
    for (const auto& [accented, plain] : kFolds) {
      if (name.substr(i, accented.size()) == accented) {
        folded += plain;
        break;
      }
    }
  }
  return folded;
}

}  // namespace obt::simulate
