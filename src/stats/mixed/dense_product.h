// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Eigen/Dense>

namespace karuna::stats {

/// c -= a b, or a b'. lower: only the entries of c on and below its diagonal are looked at, others may hold anything afterwards.
///
/// Takes   column-major numbers, a: rows x depth, b: depth x columns (or columns x depth), c: rows x columns.
/// Cost    2 rows columns depth operations, in blocks that stay in the nearest caches; the same bits on any processor.
/// Source  Goto and van de Geijn 2008, doi:10.1145/1356052.1356053, section 4.
enum class Right { plain, transposed };
enum class Part { whole, lower };
void subtract_product(const Eigen::Ref<const Eigen::MatrixXd>& a, const Eigen::Ref<const Eigen::MatrixXd>& b, Right right, Part part,
                      Eigen::Ref<Eigen::MatrixXd> c);

/// Cholesky factor in place, of the lower triangle. False where the matrix is not positive.
bool factor_in_place(Eigen::Ref<Eigen::MatrixXd> matrix);

}  // namespace karuna::stats
