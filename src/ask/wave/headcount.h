// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace karuna::ask {

/// A unit and how many people who may be asked are in it directly. The organisation itself has no parent. Nobody's name.
struct UnitHeadcount {
  std::string id;
  std::string parent;
  std::string name;
  std::uint32_t eligible = 0;
};

}  // namespace karuna::ask
