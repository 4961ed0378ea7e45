// SPDX-License-Identifier: Apache-2.0
#include "stats/reliability/omega.h"

#include "base/text.h"
#include "fit/fit_methods.h"
#include "fit/methods/items.h"

namespace karuna::fit {
namespace {

constexpr std::string_view example = R"toml(# How much of a scale comes from one common thing? McDonald's omega from a one-factor model.
method   = "omega"
data     = "team.csv"
items    = ["s1", "s2", "s3", "s4", "s5"]
# reversed = ["s2"]
# range    = [1, 5]
# confidence = 0.95
)toml";

Result<FitOutput> fit_omega(const Request& request) {
  KARUNA_TRY(confidence, request.confidence());
  KARUNA_TRY(items, items_of(request, 3, Request::Gaps::leave_out));
  KARUNA_TRY(covariances, stats::covariance(items.answers.view()));
  KARUNA_TRY(found, stats::mcdonald_omega(covariances, confidence));
  FitOutput out = output_of(items.answers);
  out.title = "Omega of the " + std::to_string(found.items) + " items is " + fixed(found.omega, 3) + " (between " + fixed(found.interval.low, 3) + " and " +
              fixed(found.interval.high, 3) + ").";
  out.sections.push_back({"omega",
                          "Omega",
                          "",
                          {{"name", "", Show::words},
                           {"estimate", "estimate", Show::number, 4},
                           {"standard_error", "error", Show::number, 4},
                           {"low", "low", Show::number, 4},
                           {"high", "high", Show::number, 4}},
                          {{std::string("omega"), found.omega, found.standard_error, found.interval.low, found.interval.high}}});
  Section section{"loadings",
                  "One factor",
                  "Chi-square " + fixed(found.chi_square, 2) + " with " + shortest(found.degrees_of_freedom) + " degrees of freedom" +
                      (found.p == found.p ? ", p " + fixed(found.p, 4) : "") + ".",
                  {{"item", "", Show::words}, {"loading", "loading", Show::number, 4}, {"residual", "residual variance", Show::number, 4}}};
  for (std::size_t j = 0; j < items.names.size(); ++j) section.rows.push_back({items.names[j], found.loadings[j], found.residuals[j]});
  out.sections.push_back(std::move(section));
  out.how.push_back({"loadings", found.fit});
  return out;
}

}  // namespace

FitMethod omega_method() {
  return {"omega", "how much of a scale comes from one common thing?", "omega", {"items", "reversed", "range", "confidence"}, example, fit_omega};
}

}  // namespace karuna::fit
