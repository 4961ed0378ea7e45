// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "seal/hash.h"

namespace karuna::protect {

/// An atom as everybody may know it: its ballots and the numbers of its cells, ascending.
struct ReleasedAtom {
  std::uint32_t n = 0;
  std::vector<std::uint32_t> cells;
};

/// One number of a release. With noise `rank` is the atom's place in the statistic's partition; in exact the group's place in `groups`.
struct ReleasedValue {
  std::uint32_t column = 0, rank = 0;
  std::int64_t value = 0;
};

/// release.json: everything that a wave ever says about its answers.
struct ReleaseFile {
  seal::Digest head_sha256{}, question_part_sha256{}, comments_sha256{};
  std::array<std::vector<ReleasedAtom>, 3> atoms;  ///< index, scales, items; each in canonical order
  std::vector<ReleasedValue> table;                ///< by column, then rank
  // exact alone:
  bool exact = false;
  std::vector<std::vector<std::vector<std::uint32_t>>> groups;  ///< by statistic: what P3 lets be published, each a set of ranks of atoms, ascending
  std::vector<std::pair<std::uint32_t, std::uint32_t>> hidden;  ///< statistic, atom: in no group
};

/// The atoms, groups and table alone, as canonical JSON: what `karuna report --cells` writes to be compared with a release.
std::string write_sums(const ReleaseFile& release);
/// Canonical JSON, written piece by piece: a wave of a million people has some millions of numbers.
std::string write_release(const ReleaseFile& release);

/// Fails  invalid  not canonical, a field missing or unknown, a table out of order, a rank or a cell that cannot be
Result<ReleaseFile> read_release_file(std::string_view json);

}  // namespace karuna::protect
