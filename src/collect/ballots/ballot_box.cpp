// SPDX-License-Identifier: Apache-2.0
#include "collect/ballots/ballot_box.h"

#include <algorithm>
#include <array>

#include "ask/ballot/ballot.h"

namespace karuna::collect {

namespace {

using store::Blob;
using store::Transaction;
using store::Value;

Blob blob_of(std::span<const std::uint8_t> bytes) { return {bytes.begin(), bytes.end()}; }

/// What is kept of a post: class, link, enc, ct. Not the admission token.
Blob kept_of(const ask::Post& post) {
  Blob kept;
  kept.reserve(1 + post.link.size() + post.enc.size() + post.ct.size());
  kept.push_back(post.cls);
  kept.insert(kept.end(), post.link.begin(), post.link.end());
  kept.insert(kept.end(), post.enc.begin(), post.enc.end());
  kept.insert(kept.end(), post.ct.begin(), post.ct.end());
  return kept;
}

enum class Stored { fresh, there_already, stopped };

}  // namespace

std::string_view name_of(DoorRefusal refusal) {
  static constexpr std::string_view names[] = {"", "BAD_LENGTH", "BAD_TOKEN", "TOO_MANY", "WINDOW_CLOSED", "BUSY", "UNKNOWN_WAVE"};
  return names[static_cast<std::size_t>(refusal)];
}

std::optional<ask::WaveId> BallotBox::wave_of(std::span<const std::uint8_t> bytes) {
  ask::WaveId wave{};
  if (bytes.size() < 1 + wave.size()) return {};
  std::copy_n(bytes.begin() + 1, wave.size(), wave.begin());
  return wave;
}

bool BallotBox::admitted(const ask::Post& post, const TakenWave& wave) {
  std::unique_ptr<seal::RsaPublicKey> key;
  {
    const std::lock_guard lock(mutex_);
    auto& free = keys_[wave.wave];
    if (!free.empty()) {
      key = std::move(free.back());
      free.pop_back();
    }
  }
  if (!key) {
    auto made = seal::RsaPublicKey::from_spki(wave.admission_spki);
    if (!made) return false;
    key = std::make_unique<seal::RsaPublicKey>(*std::move(made));
  }
  const auto input = ask::token_input(post.admission.prefix, ask::kind_admission, wave.wave, post.cls, 0, post.admission.pk);
  const bool good = key->verify(input, post.admission.signature);
  const std::lock_guard lock(mutex_);
  keys_[wave.wave].push_back(std::move(key));
  return good;
}

bool BallotBox::count_use(const ask::WaveId& wave, const seal::Digest& pk, std::uint32_t uses) {
  const std::lock_guard lock(mutex_);
  auto& used = used_[{wave, pk}];
  if (used >= uses) return false;
  ++used;
  return true;
}

void BallotBox::uncount_use(const ask::WaveId& wave, const seal::Digest& pk) {
  const std::lock_guard lock(mutex_);
  if (const auto found = used_.find({wave, pk}); found != used_.end() && --found->second == 0) used_.erase(found);
}

void BallotBox::post(std::span<const std::uint8_t> bytes, const TakenWave& wave, std::function<void(Result<Posted>)> done) {
  const auto refuse = [&](DoorRefusal refusal) { done(Posted{refusal, {}}); };
  if (!wave.open) return refuse(DoorRefusal::window_closed);
  const auto read = ask::read_post(bytes, wave.answer_bytes);
  if (!read) return refuse(DoorRefusal::bad_length);
  if (read->wave != wave.wave) return refuse(DoorRefusal::unknown_wave);
  if (read->cls != ask::class_ballot || !admitted(*read, wave)) return refuse(DoorRefusal::bad_token);
  if (under_way_.fetch_add(1) >= most_under_way) {
    --under_way_;
    return refuse(DoorRefusal::busy);
  }
  // Counted before it is stored and given back where it was there already: between the two another post of the same token cannot slip through.
  if (!count_use(wave.wave, read->admission.pk, wave.uses)) {
    // A retry of a ballot that is stored costs nothing, even when nothing is left.
    const seal::Digest hash = ask::blob_hash(read->cls, read->link, ask::sealed_hash(read->enc, read->ct));
    bool there = false;
    auto looked = database_.read("look for a ballot", [&](Transaction& tx) -> Result<void> {
      const std::array<Value, 1> values{blob_of(hash)};
      KARUNA_TRY(rows, tx.query("select 1 from ballot_blob where blob_hash=?1", values));
      there = !rows.empty();
      return {};
    });
    --under_way_;
    if (!looked) return done(std::unexpected(looked.error()));
    if (!there) return refuse(DoorRefusal::too_many);
    return done(Posted{DoorRefusal::none, seal::sign(receipt_key_, ask::receipt_message(wave.wave, hash))});
  }
  const seal::Digest hash = ask::blob_hash(read->cls, read->link, ask::sealed_hash(read->enc, read->ct));
  auto stored = std::make_shared<Stored>(Stored::fresh);
  database_.write_later(
      "keep a sealed ballot",
      [stored, hash, id = wave.wave, cls = read->cls, kept = kept_of(*read)](Transaction& tx) -> Result<void> {
        const std::array<Value, 1> this_wave{blob_of(id)};
        KARUNA_TRY(stopped, tx.query("select 1 from stopped_wave where wave_id=?1", this_wave));
        if (!stopped.empty()) {
          *stored = Stored::stopped;
          return {};
        }
        const std::array<Value, 4> values{blob_of(hash), blob_of(id), std::int64_t{cls}, kept};
        KARUNA_TRY(rows, tx.run("insert into ballot_blob(blob_hash, wave_id, class, blob) values(?1, ?2, ?3, ?4) on conflict do nothing", values));
        *stored = rows == 1 ? Stored::fresh : Stored::there_already;
        return {};
      },
      [this, stored, hash, id = wave.wave, pk = read->admission.pk, done = std::move(done)](Result<void> written) {
        --under_way_;
        if (!written || *stored != Stored::fresh) uncount_use(id, pk);
        if (!written) return done(std::unexpected(written.error()));
        if (*stored == Stored::stopped) return done(Posted{DoorRefusal::window_closed, {}});
        done(Posted{DoorRefusal::none, seal::sign(receipt_key_, ask::receipt_message(id, hash))});
      });
}

}  // namespace karuna::collect
