// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "collect/published_table.h"
#include "collect/sheets.h"

namespace karuna::test {

/// The figures of one expected.json, ticked off one by one. finish() prints the table, and fails the test where a figure was passed over in silence.
class Figures {
 public:
  explicit Figures(const std::string& set);             ///< data/<set>/expected.json
  void compare(const std::string& name, double value);  ///< within the tolerance that the file states
  void compare(const std::string& name, const std::map<std::string, double>& values);
  void leave_out(const std::string& name, const std::string& reason);
  void finish() const;

 private:
  struct Figure {
    std::map<std::string, double> expected;  ///< one value under "", or several by name
    double tolerance = 0;
    std::string state;  ///< "passed", "failed", a reason; empty: passed over
    bool left_out = false;
  };
  std::string set_;
  std::map<std::string, Figure> figures_;
};

/// tests/surveys/<below> read with its data. Fails the test with the words of the error.
collect::Sheets sheets_of(const std::string& below);
collect::PublishedTable table_of(const std::string& below);

const collect::ScaleColumn& scale_of(const collect::Sheets& sheets, const std::string& id);
std::vector<std::uint32_t> units_of(const collect::Sheets& sheets);
/// The item columns of a scale with reversed ones turned.
std::vector<std::vector<std::int16_t>> turned_items(const collect::Sheets& sheets, const collect::ScaleColumn& scale);

}  // namespace karuna::test
