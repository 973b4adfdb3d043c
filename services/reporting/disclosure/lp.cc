#include "services/reporting/disclosure/lp.h"

#include <ClpSimplex.hpp>
#include <CoinPackedMatrix.hpp>

namespace obt::reporting::disclosure {

Lp::Lp() = default;
Lp::~Lp() = default;

int Lp::AddColumn(double low, double high, double gain) {
  columns_.push_back({low, high, gain});
  return static_cast<int>(columns_.size() - 1);
}

int Lp::AddRow(double low, double high, absl::Span<const Term> terms) {
  const int row = static_cast<int>(rows_.size());
  rows_.push_back({low, high, 0});
  for (const auto& [column, factor] : terms) {
    row_of_.push_back(row);
    column_of_.push_back(column);
    factors_.push_back(factor);
  }
  return row;
}

void Lp::SetBounds(int column, double low, double high) {
  columns_[column].low = low;
  columns_[column].high = high;
  if (solver_ != nullptr) solver_->setColumnBounds(column, low, high);
}

void Lp::Load() {
  std::vector<double> low, high, gain, row_low, row_high;
  for (const Column& column : columns_) {
    low.push_back(column.low);
    high.push_back(column.high);
    gain.push_back(column.gain);
  }
  for (const Column& row : rows_) {
    row_low.push_back(row.low);
    row_high.push_back(row.high);
  }
  CoinPackedMatrix matrix(true, row_of_.data(), column_of_.data(), factors_.data(),
                          static_cast<CoinBigIndex>(factors_.size()));
  matrix.setDimensions(static_cast<int>(rows_.size()), static_cast<int>(columns_.size()));
  solver_ = std::make_unique<ClpSimplex>();
  solver_->setLogLevel(0);
  solver_->setOptimizationDirection(-1);
  solver_->loadProblem(matrix, low.data(), high.data(), gain.data(), row_low.data(), row_high.data());
  loaded_rows_ = rows_.size();
  loaded_terms_ = factors_.size();
}

// All new rows at once: each by itself would copy the matrix.
void Lp::LoadNewRows() {
  const size_t rows = rows_.size() - loaded_rows_, terms = factors_.size() - loaded_terms_;
  if (rows == 0) return;
  std::vector<double> low, high;
  std::vector<CoinBigIndex> begins(rows + 1, static_cast<CoinBigIndex>(terms));
  for (size_t row = loaded_rows_; row < rows_.size(); ++row) {
    low.push_back(rows_[row].low);
    high.push_back(rows_[row].high);
  }
  for (size_t term = terms; term-- > 0;)
    begins[static_cast<size_t>(row_of_[loaded_terms_ + term]) - loaded_rows_] =
        static_cast<CoinBigIndex>(term);
  solver_->addRows(static_cast<int>(rows), low.data(), high.data(), begins.data(),
                   column_of_.data() + loaded_terms_, factors_.data() + loaded_terms_);
  loaded_rows_ = rows_.size();
  loaded_terms_ = factors_.size();
}

bool Lp::Solve() {
  if (solver_ == nullptr) {
    Load();
    solver_->primal();
  } else {
    LoadNewRows();
    solver_->dual();
  }
  return solver_->status() == 0;
}

double Lp::gain() const { return solver_->objectiveValue(); }
double Lp::value(int column) const { return solver_->primalColumnSolution()[column]; }
double Lp::reduced_gain(int column) const { return solver_->dualColumnSolution()[column]; }

}  // namespace obt::reporting::disclosure
