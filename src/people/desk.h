// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ask/ballot/ballot.h"
#include "people/people_database.h"
#include "seal/blind_rsa.h"

namespace karuna::people {

/// What the desk says no with; the words of the interface (docs/protocol.md).
enum class DeskRefusal { none, not_eligible, window_closed, already_issued, bad_blinded_message, unknown_wave };
std::string_view name_of(DeskRefusal refusal);   ///< "NOT_ELIGIBLE"

struct Issued {
  DeskRefusal refusal = DeskRefusal::none;
  std::vector<std::uint8_t> blind_signature;     ///< where refusal is none
};

/// The signed-in place where a person gets the right to one ballot. It sees blinded messages alone and keeps their hash, no time, no signature.
/// Usable from several threads.
class Desk {
 public:
  explicit Desk(const PeopleDatabase& people) : people_(people) {}

  /// Cell of a person in a wave and class, by the roster that was frozen when the wave was published. Nothing: not eligible.
  Result<std::optional<std::uint32_t>> my_cell(const PersonId& person, const ask::WaveId& wave, std::uint8_t cls) const;
  /// Waves for which this person is on the frozen list.
  Result<std::vector<ask::WaveId>> waves_of(const PersonId& person) const;

  /// Signs a blinded message. The signature is made first, so that a message out of range leaves no row, and given out only once the row that names
  /// the person is on the disk (docs/decisions/0006). The same message gets the same signature again, another one of the same person, wave, class and
  /// kind is refused.
  /// Takes   window_open  whether the desk of this wave is open now (the caller reads the wave)
  Result<Issued> issue(const PersonId& person, const ask::WaveId& wave, std::uint8_t cls, std::uint8_t kind, std::span<const std::uint8_t> blinded, bool window_open);

 private:
  struct KeyName {
    ask::WaveId wave;
    std::uint8_t cls, kind;
    std::uint32_t cell;
    auto operator<=>(const KeyName&) const = default;
  };
  /// A key for one thread, lent from a small pool.
  Result<std::unique_ptr<seal::RsaPrivateKey>> lend(const KeyName& name);
  void give_back(const KeyName& name, std::unique_ptr<seal::RsaPrivateKey> key);

  const PeopleDatabase& people_;
  std::mutex mutex_;
  std::map<KeyName, std::vector<std::unique_ptr<seal::RsaPrivateKey>>> free_;
};

/// How many right tokens were issued, by class and cell in ascending order, for every cell that has a key. Nobody's name.
struct IssuedCount {
  std::uint8_t cls = 0;
  std::uint32_t cell = 0, issued = 0;
};
Result<std::vector<IssuedCount>> issued_counts(const PeopleDatabase& people, const ask::WaveId& wave);
/// From now on the desk of this wave gives nothing out, whatever the clock says; the private keys are destroyed.
Result<void> close_desk(const PeopleDatabase& people, const ask::WaveId& wave);
/// Issuance rows and the frozen list are deleted and overwritten.
Result<void> forget_wave(const PeopleDatabase& people, const ask::WaveId& wave);

}  // namespace karuna::people
