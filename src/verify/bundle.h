// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "base/result.h"
#include "seal/ed25519.h"
#include "seal/p256.h"
#include "verify/report.h"

namespace karuna::verify {

using WaveId = std::array<std::uint8_t, 16>;

/// What the checker is told besides the bundle.
struct Wishes {
  std::filesystem::path bundle;
  std::optional<seal::Digest> server_key, receipt_key;
  std::vector<seal::Digest> witness_keys;
  std::optional<seal::Digest> end;   ///< hash of what the council is about to sign
  bool no_council = false;
  std::filesystem::path openings, openings_key, openings_plain, page, receipt;
  unsigned threads = 2;
};

/// The files of a bundle: bytes as they are, and the JSON ones read, where they are canonical.
struct Bundle {
  std::filesystem::path folder;
  std::map<std::string, std::string> bytes;
  std::map<std::string, std::shared_ptr<const nlohmann::json>> read;

  bool has(const std::string& name) const { return bytes.contains(name); }
  const nlohmann::json& json(const std::string& name) const;   ///< an empty value where it was not there or not canonical
};

/// Reads what is there; files that are missing or not canonical are lines of the report.
/// Fails  not_found  the folder, or it holds no token_part.json
Result<Bundle> read_bundle(const Wishes& wishes, Report& report);

struct Cell {
  std::uint32_t number = 0, eligible = 0, issued = 0;
  std::vector<std::string> units;
  std::vector<std::uint8_t> spki;
  std::uint32_t ballots = 0;        ///< on the board
  std::uint32_t counted = 0;        ///< of them, not withdrawn
};

struct Item {
  std::uint32_t question = 0;
  int sign = 1;
  std::uint32_t range = 4;
  bool operator==(const Item&) const = default;
};

struct Statistic {
  std::string id, group;
  std::vector<Item> items;
  std::uint64_t sigma2_T = 0, sigma2_N = 0;
};

/// What the checks hand on to each other.
struct Wave {
  WaveId id{};
  bool council = true, exact = false, deep = true;
  std::string profile;              ///< empty: the token part cannot be read
  std::array<std::uint32_t, 3> k{};
  std::vector<Cell> cells;
  std::vector<Statistic> statistics;
  std::optional<seal::Digest> board_nonce_sha256;
  std::optional<seal::Point> w_pk;
  seal::Digest board_root{};
  std::uint64_t counted = 0;        ///< ballots that are not withdrawn

  Cell* find(std::uint32_t number);
  const Cell* find(std::uint32_t number) const;
};

/// Each part adds its lines to the report, and goes on where it can. A part whose input is missing adds one line that says so.
void check_token_part(const Bundle& bundle, const Wishes& wishes, Wave& wave, Report& report);
void check_question_part(const Bundle& bundle, Wave& wave, Report& report);
void check_noise(const Bundle& bundle, const Wave& wave, Report& report);
void check_signatures(const Bundle& bundle, const Wishes& wishes, const Wave& wave, Report& report);
void check_board(const Bundle& bundle, const Wishes& wishes, Wave& wave, Report& report);
void check_release(const Bundle& bundle, const Wave& wave, Report& report);
void check_openings(const Bundle& bundle, const Wishes& wishes, Wave& wave, Report& report);
void check_receipt(const Bundle& bundle, const Wishes& wishes, const Wave& wave, Report& report);

/// The smallest published groups of 4.1, from public counts: for each partition its atoms, each the numbers of its cells in ascending order, in canonical order.
using Atoms = std::vector<std::vector<std::uint32_t>>;
std::array<Atoms, 3> make_atoms(const Wave& wave);

/// All of it. Fails as read_bundle.
Result<Report> verify(const Wishes& wishes);

/// Bytes of a base64url field; nothing where it is none or has another length (0: any).
std::optional<std::vector<std::uint8_t>> bytes_of(const nlohmann::json& object, const char* name, std::size_t length = 0);
std::optional<std::uint64_t> whole_of(const nlohmann::json& object, const char* name);
/// Whether an object has these fields and no other (a name with a leading ? may be missing).
bool only_fields(const nlohmann::json& object, std::initializer_list<const char*> names);

}  // namespace karuna::verify
