// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "base/text.h"
#include "fit/fit_methods.h"
#include "fit/methods/coefficients.h"
#include "fit/methods/how.h"
#include "stats/linear/clustered.h"
#include "stats/linear/sandwich.h"

namespace karuna::fit {
namespace {

constexpr std::string_view example =
    R"toml(# How does one column depend on others? Least squares, with errors that hold when rows differ in variance or go together.
method   = "linear"
data     = "team.csv"                 # beside this file
formula  = "energy ~ support + hours + shift"
errors   = "HC3"                      # classical, HC0, HC1, HC2, HC3, HC4, HC4m or HC5
# clusters = ["team"]                 # or two columns: rows of the same team go together, whatever `errors` says
# time   = "month"                    # rows of the same and of neighbouring months go together (Driscoll and Kraay)
# confidence = 0.95
)toml";

const std::vector<std::string> kinds{"HC3", "classical", "HC0", "HC1", "HC2", "HC4", "HC4m", "HC5"};

/// A covariance of the coefficients, the degrees of its tests, and what it is called.
struct Errors {
  std::vector<double> covariance;
  double degrees = 0;
  std::string words;
};

Result<Errors> errors_of(const Request& request, const stats::LeastSquares& fit, const stats::Frame& frame, std::size_t clusters) {
  using enum stats::Heteroscedastic;
  KARUNA_TRY(kind, request.choice("errors", kinds));
  if (frame.levels.size() > clusters) {
    KARUNA_TRY(found, stats::panel_covariance(fit, frame.levels[clusters].levels.code));
    return Errors{found.covariance, found.degrees, "rows of the same and of neighbouring times go together"};
  }
  if (clusters > 0) {
    const auto second = clusters > 1 ? std::span<const std::uint32_t>(frame.levels[1].levels.code) : std::span<const std::uint32_t>();
    KARUNA_TRY(found, stats::clustered_covariance(fit, frame.levels[0].levels.code, second));
    std::string words = "rows of the same " + frame.levels[0].name + (clusters > 1 ? " or " + frame.levels[1].name : "") + " go together (";
    words += std::to_string(found.groups[0]) + (clusters > 1 ? " and " + std::to_string(found.groups[1]) : "") + " clusters)";
    return Errors{found.covariance, found.degrees, words};
  }
  if (kind == "classical") return Errors{fit.covariance, fit.degrees, "one variance for all rows"};
  const std::vector<std::pair<std::string, stats::Heteroscedastic>> all{{"HC0", HC0}, {"HC1", HC1},   {"HC2", HC2}, {"HC3", HC3},
                                                                        {"HC4", HC4}, {"HC4m", HC4m}, {"HC5", HC5}};
  for (const auto& [word, correction] : all)
    if (word == kind) {
      KARUNA_TRY(covariance, stats::sandwich_covariance(fit, correction));
      return Errors{covariance, fit.degrees, "every row may have its own variance (" + word + ")"};
    }
  return fail(Fault::internal, "no such errors: " + kind);
}

Result<FitOutput> fit_linear(const Request& request) {
  std::vector<std::string> clusters;
  if (request.model.has("clusters")) {
    KARUNA_TRY(named, request.columns("clusters"));
    clusters = named;
  }
  if (clusters.size() > 2) return request.model.wrong("clusters", "names " + std::to_string(clusters.size()) + " columns", "one or two");
  KARUNA_TRY(time, request.column("time"));
  if (!time.empty() && !clusters.empty()) return request.model.wrong("time", "stands beside clusters", "one of the two");
  stats::FrameOptions options;
  options.levels = clusters;
  if (!time.empty()) options.levels.push_back(time);
  KARUNA_TRY(frame, request.frame(options));
  KARUNA_TRY(confidence, request.confidence());
  if (frame.response.empty() || !frame.random.empty())
    return request.model.wrong("formula", "asks for something else", "y ~ x + w, without (1 | g); groups that go together are named by clusters");
  const bool intercept = !frame.x.columns.empty() && frame.x.columns[0].name == "(Intercept)";
  const std::size_t first = intercept ? 1 : 0;
  std::vector<std::string> names;
  for (std::size_t j = first; j < frame.x.columns.size(); ++j) names.push_back(frame.x.columns[j].name);
  const std::vector<double> y = less_offset(frame);
  KARUNA_TRY(fit, stats::least_squares(y, MatrixView(frame.x.values.data() + first * frame.rows, frame.rows, names.size()), names,
                                       intercept ? stats::Intercept::yes : stats::Intercept::no));
  KARUNA_TRY(errors, errors_of(request, fit, frame, clusters.size()));
  const auto tests = stats::linear_tests(fit.beta, errors.covariance, errors.degrees, confidence);

  FitOutput out = output_of(frame);
  out.title = names.empty() ? "The mean of " + frame.response + " is " + readable(fit.beta[0]) + "."
                            : percent(fit.r2) + " of the variance of " + frame.response + " goes with what explains it.";
  std::vector<CoefficientRow> rows;
  for (std::size_t j = 0; j < fit.beta.size(); ++j)
    rows.push_back(
        {term_cell(frame.x.columns[j], frame.rows), fit.beta[j], tests[j].standard_error, tests[j].interval, errors.degrees, tests[j].statistic, tests[j].p});
  out.sections.push_back(coefficient_section("Errors: " + errors.words + ".", rows));
  out.sections.push_back({"fit",
                          "Fit",
                          "",
                          {{"name", "", Show::words}, {"value", "value"}},
                          {{std::string("R2"), fit.r2}, {std::string("adjusted R2"), fit.adjusted_r2}, {std::string("residual variance"), fit.sigma2}}});
  if (std::any_of(tests.begin(), tests.end(), [](const stats::LinearTest& test) { return !(test.standard_error > 0); }))
    out.refusals.emplace_back("A coefficient has no test: its variance is not above 0 under these errors. Take other ones, or one way of clustering.");
  constexpr double few = 39;  // clusters less one, below which tests find too much
  if ((!clusters.empty() || !time.empty()) && errors.degrees < few)
    out.warnings.push_back("With " + shortest(errors.degrees + 1) + " clusters the errors are likely too small; forty or more are wanted.");
  out.how.push_back(directly("coefficients", "least squares on an orthonormal basis"));
  return out;
}

}  // namespace

FitMethod linear_method() {
  return {"linear", "how does one column depend on others?", "least_squares", {"formula", "errors", "clusters", "time", "confidence"}, example, fit_linear};
}

}  // namespace karuna::fit
