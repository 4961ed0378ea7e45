// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace karuna::show {

/// Every table and file that holds something about a person or a ballot. A test compares it with the schema of the people's database and of the ballots'.
struct DataPlace {
  std::string_view group;        ///< what the words of the page are about: "roster"
  std::string_view side;         ///< "people", "ballots", "secret", "public": no process opens both of the first two
  std::string_view where;        ///< below the installation's folder
  std::string_view tables;       ///< separated by blanks; empty: files
};

std::span<const DataPlace> data_places();

}  // namespace karuna::show
