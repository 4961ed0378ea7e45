// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "ask/wave/closing_secret.h"
#include "base/folder_lock.h"
#include "seal/file_signature.h"

namespace karuna::witness {

/// What a council keeps, all 0600: witness.key, and for each wave a folder waves/<id>/ with the files it signed (token_part.json, cells.json,
/// question_part.json, counts.json), half.secret, openings.key, and signed.roots, which names the one pair of roots it signed.
struct Council {
  std::filesystem::path folder;
  seal::SigningKey key;

  std::filesystem::path wave(const ask::WaveId& id) const { return folder / "waves" / ask::hex_of(id); }
};

/// Fails  refused  there is a key already
Result<Council> make_council(const std::filesystem::path& folder);
/// Fails  not_found  no witness.key; refused  others may read it
Result<Council> open_council(const std::filesystem::path& folder);

/// One line of what was looked at.
struct Check {
  std::string what;   ///< "every cell has its smallest number of people"
  std::string found;  ///< "12 cells, 20 to 41 people"
  bool good = true;
};

/// What a council is shown before it signs; `refusal` is empty where it may.
struct Examined {
  ask::WaveId wave{};
  std::string title;
  std::vector<Check> checks;
  std::string refusal;
  seal::Digest looked_at{};  ///< what these checks are of: given to the signing, it signs nothing that took its place since
  void add(std::string what, std::string found, bool good = true);
};

/// Fails  refused  something else lies there than was looked at
Result<void> same_as_looked_at(const Examined& now, const std::optional<seal::Digest>& looked_at);

struct SignedWave {
  ask::TokenPart token_part;
  std::string token_part_json;
  std::vector<ask::CellKey> cells;
  std::optional<ask::QuestionPart> question_part;
};
/// Waves this council signed, by id.
Result<std::vector<SignedWave>> signed_waves(const Council& council);

/// The council's secrets of a wave. openings.key is the private key of w_pk.
Result<ask::ClosingHalf> read_half(const Council& council, const ask::WaveId& wave);
Result<seal::Scalar> read_openings_key(const Council& council, const ask::WaveId& wave);

/// Held while something is looked up, noted and signed: two commands on one folder take turns, so that each sees what the other bound. Waits.
/// Fails  unwritable  the folder cannot be written
Result<FolderLock> one_at_a_time(const Council& council);

Result<void> make_private_folder(const std::filesystem::path& folder);

}  // namespace karuna::witness
