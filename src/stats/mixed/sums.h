// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Dense>
#include <vector>

#include "stats/mixed/model.h"

namespace karuna::stats {

/// A column as it enters the sums: (value - shift) / scale. Without numbers it is 1.
struct ScaledColumn {
  const double* values = nullptr;
  double shift = 0, scale = 1;
  double at(std::size_t row) const { return values ? (values[row] - shift) / scale : 1; }
};

/// The terms over one grouping: k columns, a k x k relative factor of which some entries are free.
struct MixedBlock {
  struct Entry {
    Eigen::Index row, column;
    std::size_t theta;
  };  ///< theta: place among all parameters
  struct Part {
    std::size_t term;
    Eigen::Index first, columns;
    bool together;
  };

  std::size_t grouping = 0, groups = 0, groups_with_rows = 0;
  Eigen::Index k = 0;
  const std::uint32_t* group = nullptr;
  std::vector<ScaledColumn> columns = {};
  std::vector<Part> parts = {};
  std::vector<Entry> free = {};
  Eigen::MatrixXd to_raw = {};  ///< effects of the columns as given = to_raw x effects of the scaled columns
  std::vector<double> zz = {};  ///< [group][k][k]     Z'W Z
  std::vector<double> zb = {};  ///< [group][k][p + 1] Z'W [X y]
  Eigen::Index first = 0;       ///< of its columns among those of all blocks but the first one
};

/// Z_a'W Z_b of two blocks, only for pairs of groups that share a row: for each group of a its groups of b, each with k_a x k_b numbers.
struct CrossProducts {
  std::vector<std::size_t> start = {};
  std::vector<std::uint32_t> other = {};
  std::vector<double> values = {};
};

/// Everything a mixed model needs of its rows.
class MixedSums {
 public:
  /// One pass over the rows (a second one where terms are crossed), after a look at up to 1,024 of them for the scale of each column.
  /// variance: empty, or the variance of each row, which then stands in for sigma^2 / weight.
  static Result<MixedSums> of(const MixedModel& model, std::span<const double> variance = {});

  std::size_t rows = 0, thetas = 0;
  Eigen::Index p = 0, rest = 0;                        ///< fixed columns; columns of all blocks but the first
  std::vector<MixedBlock> blocks = {};                 ///< that with the most columns x groups first
  std::vector<std::vector<CrossProducts>> cross = {};  ///< [a][b - a - 1]
  Eigen::MatrixXd border = {};                         ///< [X y]'W [X y], scaled
  double log_weights = 0;
  double y_shift = 0, y_scale = 1;
  std::vector<ScaledColumn> x = {};
  Eigen::Index intercept = -1;  ///< the fixed column that is constant, if there is one
  std::vector<std::string> fixed_names = {};
  std::vector<MixedTerm> terms = {};  ///< names only; their numbers are not looked at again
  std::vector<std::string> grouping_names = {};

  /// Coefficients of the scaled columns as coefficients of the columns given: raw = slope x scaled + [intercept of the shifts].
  Eigen::MatrixXd fixed_to_raw() const;  ///< p x p
  double log_det_fixed() const;          ///< log det(X'..X) of the columns given, less that of the scaled ones
};

}  // namespace karuna::stats
