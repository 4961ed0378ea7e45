// SPDX-License-Identifier: Apache-2.0
#include "fit/fit_methods.h"

namespace karuna::fit {

// One file a method, in fit/methods. Here and below in the order of the help and of docs/fit.md.
FitMethod icc_method();
FitMethod mixed_method();
FitMethod survey_mean_method();
FitMethod survey_quantile_method();
FitMethod survey_glm_method();
FitMethod rake_method();
FitMethod alpha_method();
FitMethod omega_method();
FitMethod raters_method();
FitMethod rwg_method();
FitMethod composite_method();
FitMethod meta_method();
FitMethod correlation_method();
FitMethod linear_method();
FitMethod waves_method();

std::span<const FitMethod> fit_methods() {
  static const std::vector<FitMethod> all{
      icc_method(),
      mixed_method(),
      survey_mean_method(),
      survey_quantile_method(),
      survey_glm_method(),
      rake_method(),
      alpha_method(),
      omega_method(),
      raters_method(),
      rwg_method(),
      composite_method(),
      meta_method(),
      correlation_method(),
      linear_method(),
      waves_method(),
  };
  return all;
}

}  // namespace karuna::fit
