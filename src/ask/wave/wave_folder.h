// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "ask/wave/manifest.h"
#include "seal/file_signature.h"
#include "seal/merkle.h"

namespace karuna::ask {

/// The public folder of a wave, waves/<id in hex>/: what the desk, the door, close and the council all read. Every file is written once and never changed.

/// Where a wave stands. It follows from which files are there and from the clock, so that no two programs can disagree.
enum class WaveState {
  drafted,            ///< token part written, the council has not signed it
  desk_ready,         ///< token part signed by both
  published,          ///< question part signed by both
  closed,             ///< ballots are over: request.json is there
  released,           ///< release.json and the server's signature
  witnessed,          ///< final.witness.sig
};

struct SignedBy {
  seal::Digest server_key{};
  std::vector<seal::Digest> witness_keys;   ///< empty: an organisation without a council
};

struct OpenedWave {
  std::filesystem::path folder;
  WaveState state = WaveState::drafted;
  std::string token_part_json, question_part_json;   ///< the signed bytes
  TokenPart token_part;
  std::vector<CellKey> cells;                        ///< by class and cell, as in the tree
  std::shared_ptr<const seal::MerkleTree> cells_tree;   ///< over them, for who tells a person its cell
  std::optional<QuestionPart> question_part;
  bool desk_opened = false, ballots_opened = false;  ///< trial waves: the files desk.open and ballots.open; others: not used
  bool stopped = false;                              ///< ballots.stop: nothing more is taken

  /// `hour` is whole hours since 1970. A trial opens and closes by command.
  bool desk_is_open(std::int64_t hour) const;
  /// For cards the desk is open as long as ballots are, in every profile: a card names nobody.
  bool card_desk_is_open(std::int64_t hour) const;
  /// Whether anybody can have drawn yet.
  bool desk_has_opened(std::int64_t hour) const;
  bool ballots_are_open(std::int64_t hour) const;
};

/// Reads a wave and checks signatures, roots and hashes of whatever is there.
/// Fails  invalid  a file that was changed after it was signed; its name stands in the words
Result<OpenedWave> open_wave(const std::filesystem::path& folder, const SignedBy& keys);
/// All waves of waves/, newest opens_desk first; one that cannot be read is an entry with its error.
std::vector<std::pair<std::string, Result<OpenedWave>>> open_waves(const std::filesystem::path& waves, const SignedBy& keys);

/// Whole hours since 1970 of the system's clock.
std::int64_t this_hour();

}  // namespace karuna::ask
