// Grades, professions and regions as staff lists write them: by code in any case, by name, or as an official
// list names them. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "obt/identity/v1/reference.pb.h"
#include "tools/obtctl/people_cells.h"

namespace obt::ctl {

class StaffCodes {
 public:
  // The codes of a column (grade, profession, region). A name that stands for several codes stands for none.
  void Add(const std::string& column, const identity::v1::ReferenceList& list);

  // The code of a cell, or a fault that says what was seen and which codes there are. Of a column without
  // codes the text as it is: the service decides.
  CleanCell CodeOf(const std::string& column, const std::string& text) const;

 private:
  struct Codes {
    std::vector<std::string> all;  // in display order
    std::map<std::string, std::string> by_letters;
    std::map<std::string, std::string> words;  // letters that the nearest is looked for by
  };
  static std::string Fault(const std::string& column, const Codes& codes, const std::string& text);

  std::map<std::string, Codes> columns_;
};

}  // namespace obt::ctl
