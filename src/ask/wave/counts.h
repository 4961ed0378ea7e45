// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ask/wave/manifest.h"
#include "base/result.h"

namespace karuna::ask {

/// counts.json: right tokens issued by class and cell, one for each cell record in its order. The desk writes it once it issues no more.
struct IssuedCount {
  std::uint8_t cls = class_ballot;
  std::uint32_t cell = 0;
  std::uint32_t issued = 0;
};

std::string write_counts(std::span<const IssuedCount> counts);
/// Fails  invalid  not canonical; not one entry for each cell record, in its order
Result<std::vector<IssuedCount>> read_counts(std::string_view json, std::span<const CellKey> cells);

/// The same in any order and number: what the desk's process tells the operator before it is signed.
Result<std::vector<IssuedCount>> read_counts_of_desk(std::string_view json);

}  // namespace karuna::ask
