// SPDX-License-Identifier: Apache-2.0
#include "protect/close/opened.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <unordered_map>

#include "protect/in_parallel.h"
#include "seal/blind_rsa.h"
#include "seal/ed25519.h"
#include "seal/hpke.h"
#include "seal/secret.h"

namespace karuna::protect {

namespace {

constexpr std::size_t piece = 64;  // ballots a task

/// What an answer byte may be, by question.
std::vector<std::array<bool, 256>> allowed_bytes(const ask::QuestionPart& part) {
  std::vector<std::array<bool, 256>> allowed(part.questions.size(), std::array<bool, 256>{});
  for (std::size_t q = 0; q < part.questions.size(); ++q) {
    const ask::WaveQuestion& question = part.questions[q];
    for (int b = 0; b <= question.max - question.min + 1 && b < 256; ++b) allowed[q][static_cast<std::size_t>(b)] = true;
    for (const std::uint8_t other : question.others) allowed[q][other] = true;
  }
  return allowed;
}

/// One thread's share of the work: keys are read once and kept, since a key serves one thread at a time.
class Opener {
 public:
  Opener(const SealedBallots& sealed, const seal::Scalar& tally, const ask::QuestionPart& part, std::span<const ask::CellKey> cells,
         const std::unordered_map<std::uint32_t, std::size_t>& position, const std::vector<std::array<bool, 256>>& allowed, OpenedBallots& out)
      : sealed_(sealed),
        tally_(tally),
        part_(part),
        cells_(cells),
        position_(position),
        allowed_(allowed),
        out_(out),
        keys_(cells.size()),
        info_(ask::seal_info(part.wave, ask::class_ballot)) {}

  Result<void> open(std::size_t entry) {
    KARUNA_TRY(drop, judge(entry));
    out_.drop[entry] = drop;
    return {};
  }

 private:
  Result<Drop> judge(std::size_t entry) {
    const SealedBallot& blob = sealed_.entries()[entry];
    if (blob.cls != ask::class_ballot || blob.ct.size() != ask::plain_length(out_.answer_bytes) + 16) return Drop::bad_seal;
    seal::Point enc{};
    std::copy(blob.enc.begin(), blob.enc.end(), enc.begin());
    auto plain = seal::hpke_open(tally_, enc, info_, blob.link, blob.ct);
    if (!plain) return Drop::bad_seal;
    bool clean_padding = false;
    auto ballot = ask::read_plain(*plain, out_.answer_bytes, clean_padding);
    seal::wipe(*plain);
    if (!ballot) return Drop::bad_seal;
    auto verdict = checked(entry, blob, *ballot, clean_padding);
    seal::wipe(ballot->answers);
    return verdict;
  }

  Result<Drop> checked(std::size_t entry, const SealedBallot& blob, const ask::Ballot& ballot, bool clean_padding) {
    const auto leaf = ask::leaf_of(blob.cls, ballot);
    if (ask::link_of(leaf, ballot.t) != blob.link) return Drop::bad_link;
    out_.leaf[entry] = leaf;
    out_.t[entry] = ballot.t;
    const auto cell = position_.find(ballot.cell);
    if (cell == position_.end()) return Drop::bad_token;
    auto& key = keys_[cell->second];
    if (!key) {
      KARUNA_TRY(read, seal::RsaPublicKey::from_spki(cells_[cell->second].spki));
      key.emplace(std::move(read));
    }
    const auto input = ask::token_input(ballot.token.prefix, ask::kind_right, part_.wave, blob.cls, ballot.cell, ballot.token.pk);
    if (!key->verify(input, ballot.token.signature)) return Drop::bad_token;
    if (!seal::verify(ballot.token.pk, ask::signed_message(part_.wave, blob.cls, ballot), ballot.signature)) return Drop::bad_signature;
    if (!in_range(ballot) || !clean_padding) return Drop::bad_range;
    out_.seq[entry] = ballot.seq;
    std::copy(ballot.answers.begin(), ballot.answers.end(), out_.answers.begin() + static_cast<std::ptrdiff_t>(entry * out_.answer_bytes));
    return Drop::none;
  }

  bool in_range(const ask::Ballot& ballot) const {
    if (ballot.flags > ask::flag_withdrawn) return false;
    for (std::size_t i = 0; i < ballot.answers.size(); ++i) {
      if (ballot.flags == ask::flag_withdrawn && ballot.answers[i] != 0) return false;
      if (i < allowed_.size() ? !allowed_[i][ballot.answers[i]] : ballot.answers[i] != 0) return false;
    }
    return true;
  }

  const SealedBallots& sealed_;
  const seal::Scalar& tally_;
  const ask::QuestionPart& part_;
  std::span<const ask::CellKey> cells_;
  const std::unordered_map<std::uint32_t, std::size_t>& position_;
  const std::vector<std::array<bool, 256>>& allowed_;
  OpenedBallots& out_;
  std::vector<std::optional<seal::RsaPublicKey>> keys_;
  std::vector<std::uint8_t> info_;
};

}  // namespace

const char* name_of(Drop drop) {
  static constexpr std::array<const char*, 6> names{"none", "bad_seal", "bad_link", "bad_token", "bad_signature", "bad_range"};
  return names[static_cast<std::size_t>(drop)];
}

bool has_evidence(Drop drop) { return drop == Drop::bad_token || drop == Drop::bad_signature; }

std::uint32_t OpenedBallots::cell_of(std::size_t entry) const {
  std::uint32_t cell = 0;
  for (std::size_t i = 1; i < 5; ++i) cell = (cell << 8) | leaf[entry][i];
  return cell;
}

OpenedBallots::~OpenedBallots() { seal::wipe(answers); }

Result<OpenedBallots> open_ballots(const SealedBallots& sealed, const seal::Scalar& tally, const ask::QuestionPart& part, std::span<const ask::CellKey> cells,
                                   unsigned threads, Progress& progress) {
  const std::size_t count = sealed.entries().size();
  OpenedBallots out;
  out.answer_bytes = part.answer_bytes.at(0);
  out.drop.assign(count, Drop::none);
  out.leaf.resize(count);
  out.t.resize(count);
  out.seq.assign(count, 0);
  out.answers.assign(count * out.answer_bytes, 0);

  std::unordered_map<std::uint32_t, std::size_t> position;
  for (std::size_t c = 0; c < cells.size(); ++c)
    if (cells[c].record.cls == ask::class_ballot) position.emplace(cells[c].record.cell, c);
  const auto allowed = allowed_bytes(part);

  progress.begin("opening ballots", count);
  std::atomic<std::size_t> next{0};
  std::vector<Result<void>> ended(std::max(1U, threads));
  in_parallel(threads, ended.size(), [&](std::size_t worker) {
    Opener opener(sealed, tally, part, cells, position, allowed, out);
    for (std::size_t first; (first = next.fetch_add(piece)) < count && ended[worker];) {
      const std::size_t last = std::min(count, first + piece);
      for (std::size_t entry = first; entry < last && ended[worker]; ++entry) ended[worker] = opener.open(entry);
      if (ended[worker]) ended[worker] = progress.check();
      progress.advance(last - first);
    }
  });
  progress.end();
  for (auto& result : ended) KARUNA_CHECK(std::move(result));
  return out;
}

}  // namespace karuna::protect
