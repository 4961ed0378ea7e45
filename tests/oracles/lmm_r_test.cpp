// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <sstream>

#include "lmm_frame.h"
#include "shared.h"
#include "stats/mixed/kenward_roger.h"
#include "stats/resample/philox.h"

namespace karuna::test {
namespace {

using namespace stats;

std::string run(const std::string& command) {
  std::string said;
  FILE* pipe = popen(command.c_str(), "r");
  if (!pipe) return said;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) said += static_cast<char>(c);
  pclose(pipe);
  return said;
}

/// Groups of 1 to 9 rows, a slope, and items that cross unevenly.
std::string unbalanced(std::uint64_t seed) {
  Random random(seed, 0);
  std::string csv = "y,x,g,item\n";
  for (std::uint32_t g = 0; g < 12; ++g) {
    const double level = random.normal(), slope = 0.6 * random.normal();
    const std::uint32_t rows = 1 + random.below(9);
    for (std::uint32_t i = 0; i < rows; ++i) {
      const double x = random.normal() + 0.3 * level;
      const std::uint32_t item = random.below(4);
      csv += fmt::format("{:.17g},{:.17g},{},{}\n", 1 + 0.5 * x + level + slope * x + 0.5 * item + 0.7 * random.normal(), x, g, item);
    }
  }
  return csv;
}

void agrees_with_r(const std::string& formula, std::uint64_t seed, bool slopes) {
  if (run("Rscript -e 'cat(requireNamespace(\"lmerTest\", quietly=TRUE) && requireNamespace(\"pbkrtest\", quietly=TRUE))' 2>/dev/null") != "TRUE")
    GTEST_SKIP() << "needs R with lmerTest and pbkrtest, which are not here";
  const TemporaryFolder folder;
  const auto data = folder.write("data.csv", unbalanced(seed));
  const auto script = folder.write("kr.R",
                                   "suppressMessages(library(lmerTest)); d <- read.csv(commandArgs(TRUE)[1]); d$g <- factor(d$g); d$item <- factor(d$item)\n"
                                   "f <- lmer(" +
                                       formula +
                                       ", d, control = lmerControl(optimizer = 'bobyqa', optCtrl = list(rhoend = 1e-10, maxfun = 1e5)))\n"
                                       "cat(format(t(coef(summary(f, ddf = 'Kenward-Roger'))[, 2:3]), digits = 15), '\\n')\n");
  std::istringstream said(run("Rscript " + script.string() + " " + data.string() + " 2>/dev/null"));
  const Table table(data);
  MixedFrame frame(table, "y");
  frame.fixed_one(), frame.fixed("x");
  if (slopes) {
    frame.term("g", frame.grouping("g"), {"x"});
  } else {
    frame.term("g", frame.grouping("g"), {}), frame.term("item", frame.grouping("item"), {});
  }
  const auto fit = fit_mixed(frame.model);
  ASSERT_TRUE(fit) << fit.error().what;
  ASSERT_FALSE(fit->singular) << fit->singular_words;
  const auto tests = kenward_roger(*fit);
  ASSERT_TRUE(tests) << tests.error().what;
  for (const CoefficientTest& test : *tests) {
    double error = 0, df = 0;
    ASSERT_TRUE(said >> error >> df) << "R said nothing";
    EXPECT_NEAR(test.standard_error, error, 1e-5 * error);
    EXPECT_NEAR(test.degrees_of_freedom, df, 1e-4 * df);  // ../shared/design/statistics.md 3: KR df 1e-4
  }
}

TEST(kenward_roger_beside_r, unbalanced_groups_with_slopes) { agrees_with_r("y ~ x + (1 + x | g)", 5, true); }
TEST(kenward_roger_beside_r, unbalanced_groups_and_items_that_cross) { agrees_with_r("y ~ x + (1 | g) + (1 | item)", 6, false); }

}  // namespace
}  // namespace karuna::test
