// SPDX-License-Identifier: Apache-2.0
#include "fit/fit_methods.h"

namespace karuna::fit {

// One file a method. Here and below in the order of the help and of docs/fit.md.
FitMethod icc_method();
FitMethod mixed_method();

std::span<const FitMethod> fit_methods() {
  static const std::vector<FitMethod> all{
      icc_method(),
      mixed_method(),
  };
  return all;
}

}  // namespace karuna::fit
