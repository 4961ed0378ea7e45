// SPDX-License-Identifier: Apache-2.0
#include "ask/wave/closing_secret.h"

#include <algorithm>

#include "base/files.h"
#include "seal/merkle.h"

namespace karuna::ask {

namespace {

constexpr std::size_t half_length = 96;

void append(std::string& bytes, const ClosingHalf& half) {
  for (const auto part : {half.half.bytes(), half.seed.bytes(), half.board_nonce.bytes()})
    bytes.append(reinterpret_cast<const char*>(part.data()), part.size());
}

ClosingHalf half_at(std::string_view bytes) {
  ClosingHalf half;
  std::copy_n(bytes.begin(), 32, half.half.bytes().begin());
  std::copy_n(bytes.begin() + 32, 32, half.seed.bytes().begin());
  std::copy_n(bytes.begin() + 64, 32, half.board_nonce.bytes().begin());
  return half;
}

void wipe_text(std::string& bytes) { seal::wipe({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()}); }

}  // namespace

Result<void> write_closing_secret(const std::filesystem::path& file, const ClosingSecret& secret) {
  std::string bytes(secret.wave.begin(), secret.wave.end());
  append(bytes, secret.server);
  if (secret.other) append(bytes, *secret.other);
  auto written = write_atomically(file, bytes, FileMode::owner_only);
  wipe_text(bytes);
  return written;
}

Result<ClosingSecret> read_closing_secret(const std::filesystem::path& file, const WaveId& wave) {
  KARUNA_TRY(bytes, read_file(file, 1024));
  if (bytes.size() != wave.size() + half_length && bytes.size() != wave.size() + 2 * half_length)
    return fail(Fault::invalid, "the secret of this wave has " + std::to_string(bytes.size()) +
                                    " bytes instead of 112 or 208; it is damaged, and without it the ballots cannot be opened");
  ClosingSecret secret;
  std::copy_n(bytes.begin(), secret.wave.size(), secret.wave.begin());
  secret.server = half_at(std::string_view(bytes).substr(wave.size()));
  if (bytes.size() > wave.size() + half_length) secret.other = half_at(std::string_view(bytes).substr(wave.size() + half_length));
  wipe_text(bytes);
  if (secret.wave != wave) return fail(Fault::invalid, "this is the secret of another wave");
  return secret;
}

seal::Digest seed_root(const seal::Secret<32>& seed, std::uint64_t leaves) {
  seal::Digest key{};
  std::copy(seed.bytes().begin(), seed.bytes().end(), key.begin());
  const seal::SeedTree tree(key, "KARUNA-SEED-v1");
  seal::wipe(key);
  seal::MerkleRoot root;
  for (std::uint64_t i = 0; i < leaves; ++i) root.add(seal::sha256(tree.leaf(static_cast<std::uint32_t>(i))));
  return root.root();
}

std::uint64_t columns_of(const WaveStatistic& statistic) {
  const std::uint64_t J = statistic.items.size();
  return statistic.group == Group::moments ? J * (J + 1) / 2 : 2;
}

std::uint64_t noise_leaves(const QuestionPart& part, std::uint32_t cells_count) {
  std::uint64_t columns = 0;
  for (const WaveStatistic& statistic : part.statistics) columns += columns_of(statistic);
  return columns * cells_count;
}

}  // namespace karuna::ask
