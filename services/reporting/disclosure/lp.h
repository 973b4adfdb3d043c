// A linear programme to be maximised: columns with bounds, rows that are added up, solved by CLP. Not
// thread-safe; programmes are independent of each other.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "absl/types/span.h"

class ClpSimplex;

namespace obt::reporting::disclosure {

class Lp {
 public:
  using Term = std::pair<int, double>;  // of a column, its factor
  static constexpr double kInfinity = 1e30;

  Lp();
  ~Lp();
  Lp(const Lp&) = delete;
  Lp& operator=(const Lp&) = delete;

  int AddColumn(double low, double high, double gain);
  // Returns its number. After Solve it joins a programme that is solved again from where it stood.
  int AddRow(double low, double high, absl::Span<const Term> terms);
  void SetBounds(int column, double low, double high);
  // False where there is no optimum.
  bool Solve();
  // Of the last solution.
  double gain() const;
  double value(int column) const;
  double reduced_gain(int column) const;  // what a wider bound would bring, each

 private:
  void Load();
  void LoadNewRows();

  struct Column {
    double low, high, gain;
  };
  std::vector<Column> columns_;
  std::vector<Column> rows_;  // without a gain
  std::vector<int> row_of_, column_of_;
  std::vector<double> factors_;
  size_t loaded_rows_ = 0, loaded_terms_ = 0;
  std::unique_ptr<ClpSimplex> solver_;  // once it was solved
};

}  // namespace obt::reporting::disclosure
