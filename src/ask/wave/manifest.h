// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ask/ballot/ballot.h"
#include "base/result.h"
#include "seal/merkle.h"
#include "seal/p256.h"

namespace karuna::ask {

/// The manifest of a wave: two files, frozen once signed. Structures here, bytes in docs/protocol.md; write_* gives canonical JSON and read_* takes nothing else.

struct CellRecord {
  std::uint8_t cls = class_ballot;
  std::uint32_t cell = 0;
  std::string label;
  std::vector<std::string> units;          ///< from the organisation to the cell's parent
  std::uint32_t eligible = 0;
  std::uint32_t teams = 1;                 ///< units that are too small alone and count together; in the file from 2 on
  bool attested = true;
  std::uint32_t minimum = 20;              ///< 10 with the two below
  std::optional<std::uint32_t> last_issued, last_eligible;
  std::uint32_t new_share = 0;             ///< whole percent
  seal::Digest spki_sha256{};
};

/// A cell and its key, as they stand in cells.json. The key is not in the leaf of the Merkle tree.
struct CellKey {
  CellRecord record;
  std::vector<std::uint8_t> spki;
};

enum class WaveProfile { exact, balanced, strict };
enum class Depth { deep, pulse };

struct TokenPart {
  WaveId wave{};
  std::string title;                       ///< a line for people
  bool council = true;                     ///< false: no witness, and every text of the claim says so
  std::uint32_t opens_desk = 0, closes_desk = 0, opens_ballots = 0, closes_ballots = 0;   ///< whole hours since 1970-01-01T00Z
  bool late_desk = false;
  bool trial = false;
  std::array<std::uint32_t, 3> k{10, 30, 100};
  WaveProfile profile = WaveProfile::balanced;
  Depth depth = Depth::deep;
  std::vector<std::uint8_t> classes{class_ballot};
  std::uint32_t uses = 16;
  seal::Digest cells_root{};
  std::uint32_t cells_count = 0;
  std::vector<std::uint32_t> eligible_total;            ///< by class
  std::vector<std::vector<std::uint8_t>> admission_spki; ///< by class
  seal::Digest page_sha256{};
  std::uint32_t reminders_max = 2, ledger_days = 14;
};

struct WaveQuestion {
  std::string id;                          ///< "karuna-support:S1"
  std::int16_t min = 1, max = 5;
  std::vector<std::uint8_t> others;        ///< answer bytes beyond the scale: "don't know", "not asked"
  // For the page; part of the signed bytes.
  std::vector<std::pair<std::string, std::string>> text;          ///< by language
  std::vector<std::vector<std::pair<std::string, std::string>>> labels;   ///< by code min..max then others, each by language
  std::vector<std::pair<std::string, std::string>> lead{};        ///< said before this question and those after it, until another lead; may be empty
  std::vector<std::uint8_t> care{};        ///< answer bytes at which the page shows the contacts, calmly; chosen on the device, told to nobody
};

/// Whom a person may turn to. Signed with the questions, so that a server cannot put another number in its place.
enum class ContactKind { now, person };    ///< help at once; a person, who then knows who comes
struct Contact {
  ContactKind kind = ContactKind::now;
  std::string reach;                       ///< a telephone number, a mail address or a place
  std::vector<std::pair<std::string, std::string>> text;          ///< who that is, by language
};
inline constexpr std::size_t most_contacts = 8, most_reach_bytes = 100, most_contact_bytes = 200;

struct StatisticItem {
  std::uint32_t question = 0;              ///< position in questions[] and in the answers
  int sign = 1;
  std::vector<std::uint8_t> ones;          ///< not empty: a share, the answer bytes that count +1
};

enum class Group { index, scales, items, moments };
enum class PartitionName { index, scales, items, organisation };

struct WaveStatistic {
  std::string id;                          ///< "index", "karuna-support.support", "item:karuna-support:S1", "moments"
  Group group = Group::items;
  PartitionName partition = PartitionName::items;
  std::vector<StatisticItem> items;
  std::uint64_t D1_sq = 0, DW_sq = 0, sigma2_T = 0, sigma2_N = 0;   ///< half-points; zero in exact
};

struct QuestionPart {
  WaveId wave{};
  seal::Digest token_part_sha256{};
  std::vector<WaveQuestion> questions;
  std::vector<std::string> languages;
  std::vector<Contact> contacts;           ///< may be empty
  std::vector<std::uint32_t> answer_bytes; ///< by class
  std::vector<WaveStatistic> statistics;
  std::uint32_t cap_one = 0, cap_whole = 0;               ///< rho in 1/10,000
  std::array<std::uint32_t, 2> budget_before{0, 0}, budget_after{0, 0};
  seal::Point pk_s{};
  seal::Signature proof_s{};
  seal::Digest seed_root_s{};
  // The council's fields; the server's draft leaves them out.
  std::optional<seal::Point> pk_c, tally_pk;
  std::optional<seal::Signature> proof_c;
  std::optional<seal::Digest> seed_root_c, board_nonce_sha256;
  std::optional<seal::Point> w_pk;
};

std::string write_token_part(const TokenPart& part);
Result<TokenPart> read_token_part(std::string_view json);
std::string write_cells(std::span<const CellKey> cells);
Result<std::vector<CellKey>> read_cells(std::string_view json);
std::string write_question_part(const QuestionPart& part);
Result<QuestionPart> read_question_part(std::string_view json);     ///< draft (council's fields absent) or finished

/// JCS of one record: the data of its leaf. And the tree over all, sorted by class and cell, or its root alone. Fails  invalid  no cell
std::string cell_leaf(const CellRecord& record);
Result<seal::MerkleTree> cells_tree(std::span<const CellKey> cells);
Result<seal::Digest> cells_root(std::span<const CellKey> cells);

/// Every rule of docs/protocol.md on a manifest, as the council's tool and the server both keep them. Fails  refused  the first rule broken, in words
Result<void> check_token_part(const TokenPart& part, std::span<const CellKey> cells);
Result<void> check_question_part(const QuestionPart& part, const TokenPart& token_part, std::string_view token_part_json);

std::string hex_of(const WaveId& wave);
Result<WaveId> wave_id_from_hex(std::string_view hex);

}  // namespace karuna::ask
