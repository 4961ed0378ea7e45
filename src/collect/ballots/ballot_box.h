// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ask/wave/wave_folder.h"
#include "base/result.h"
#include "seal/blind_rsa.h"
#include "seal/ed25519.h"
#include "store/database.h"


namespace karuna::collect {

/// What the door says no with (docs/protocol.md).
enum class DoorRefusal { none, bad_length, bad_token, too_many, window_closed, busy, unknown_wave };
std::string_view name_of(DoorRefusal refusal);   ///< "BAD_LENGTH"

struct Posted {
  DoorRefusal refusal = DoorRefusal::none;
  seal::Signature receipt{};                     ///< where refusal is none
};

/// What the box must know of a wave to take its ballots.
struct TakenWave {
  ask::WaveId wave{};
  std::uint32_t answer_bytes = 0;
  std::uint32_t uses = 16;
  std::vector<std::uint8_t> admission_spki;
  bool open = false;
};

/// The ballots' own database: ballots/ballots.sqlite, one table whose rows lie in the order of their hash, so that nothing tells which came first.
Result<std::unique_ptr<store::Database>> open_ballots(const std::filesystem::path& folder);

/// Takes sealed ballots. It checks that a post has its one length, that the admission token holds and is used at most `uses` times (counted in memory, and
/// forgotten with the process), and stores what is sealed, nothing else. It keeps no time, no address, no order and writes no line anywhere.
/// Usable from several threads.
class BallotBox {
 public:
  static constexpr std::size_t most_under_way = 4096;

  BallotBox(store::Database& database, const seal::SigningKey& receipt_key) : database_(database), receipt_key_(receipt_key) {}

  /// Takes   bytes   the body of the post
  ///         wave    the wave whose length and id they have (find_wave), as it stands now
  /// Calls   done    once the ballot is on the disk, or with the refusal; from any thread
  void post(std::span<const std::uint8_t> bytes, const TakenWave& wave, std::function<void(Result<Posted>)> done);

  /// The wave id of a post, from its place; nothing where it is too short.
  static std::optional<ask::WaveId> wave_of(std::span<const std::uint8_t> bytes);

 private:
  bool admitted(const ask::Post& post, const TakenWave& wave);
  /// Counts one use; false where there are none left.
  bool count_use(const ask::WaveId& wave, const seal::Digest& admission_pk, std::uint32_t uses);
  void uncount_use(const ask::WaveId& wave, const seal::Digest& admission_pk);

  store::Database& database_;
  const seal::SigningKey receipt_key_;
  std::mutex mutex_;
  std::map<std::pair<ask::WaveId, seal::Digest>, std::uint32_t> used_;
  std::map<ask::WaveId, std::vector<std::unique_ptr<seal::RsaPublicKey>>> keys_;   // free copies, one a thread
  std::atomic<std::size_t> under_way_{0};
};

/// Writes every sealed ballot of a wave to ballots/<id>.blobs, in ascending order of blob hash (docs/protocol.md), whole or not at all.
/// The caller has made `ballots.stop`; a post that was under way is in the file or was refused.
Result<std::uint64_t> write_blobs(store::Database& database, const ask::WaveId& wave, const std::filesystem::path& file);

/// From now on no ballot of this wave is stored, whatever a door believes, and the database does not tell any more in which order they came.
/// Cost  the file is written anew, in the order of the hashes.
Result<void> stop_wave(store::Database& database, const ask::WaveId& wave);

/// Deletes the sealed ballots of a wave and overwrites where they were; the .blobs file too.
Result<void> destroy_ballots(store::Database& database, const ask::WaveId& wave, const std::filesystem::path& blobs_file);

}  // namespace karuna::collect
