// SPDX-License-Identifier: Apache-2.0
#include "stats/mixed/effects.h"

#include "stats/mixed/reopened.h"

namespace karuna::stats {

using Eigen::Index;
using Eigen::MatrixXd;
using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

Result<std::vector<GroupEffects>> group_effects(const MixedFit& fit) {
  KARUNA_TRY(parts, reopened(fit));
  const MixedSums& sums = *fit.sums;
  const Profiled profiled{*parts, fit.likelihood, fit.sigma_from_residual};
  const double scale2 = sums.y_scale * sums.y_scale * profiled.sigma2();
  const auto effects = parts->effects(true);
  std::vector<GroupEffects> found(sums.terms.size());
  for (std::size_t b = 0; b < sums.blocks.size(); ++b) {
    const MixedBlock& block = sums.blocks[b];
    for (const auto& part : block.parts) {
      GroupEffects& term = found[part.term];
      term.term = sums.terms[part.term].name;
      term.grouping = sums.grouping_names[block.grouping];
      term.groups = block.groups;
      for (const auto& column : sums.terms[part.term].columns) term.effects.push_back(column.name);
      const Index k = part.columns;
      const MatrixXd to_raw = block.to_raw.block(part.first, part.first, k, k);
      term.value.resize(block.groups * static_cast<std::size_t>(k));
      term.variance.resize(block.groups * static_cast<std::size_t>(k * k));
      for (std::size_t g = 0; g < block.groups; ++g) {
        const Eigen::Map<const Eigen::VectorXd> value(effects.value[b].data() + g * static_cast<std::size_t>(block.k), block.k);
        const Eigen::Map<const RowMajor> variance(effects.variance[b].data() + g * static_cast<std::size_t>(block.k * block.k), block.k, block.k);
        Eigen::Map<Eigen::VectorXd>(term.value.data() + g * static_cast<std::size_t>(k), k) = sums.y_scale * (to_raw * value.segment(part.first, k));
        Eigen::Map<RowMajor>(term.variance.data() + g * static_cast<std::size_t>(k * k), k, k) =
            scale2 * (to_raw * variance.block(part.first, part.first, k, k) * to_raw.transpose());
      }
    }
  }
  return found;
}

}  // namespace karuna::stats
