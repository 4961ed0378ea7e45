// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>

#include "ask/wave/manifest.h"
#include "seal/p256.h"

namespace karuna::ask {

/// What one side holds of a wave until it is over: a half of the tally key, a noise seed, and (the council, or the server where there is none) the board nonce.
struct ClosingHalf {
  seal::Scalar half;
  seal::Secret<32> seed;
  seal::Secret<32> board_nonce;
};

/// closing/<id>.secret: the server's, and without a council the other side's as well.
struct ClosingSecret {
  WaveId wave{};
  ClosingHalf server;
  std::optional<ClosingHalf> other;
};

/// Bytes: wave_id(16) || sk_s || seed_s || zeros(32) [|| sk_c || seed_c || board_nonce], mode 0600.
Result<void> write_closing_secret(const std::filesystem::path& file, const ClosingSecret& secret);
/// Fails  not_found  destroyed or never made; invalid  damaged, or of another wave
Result<ClosingSecret> read_closing_secret(const std::filesystem::path& file, const WaveId& wave);

/// Root over SHA-256(s_i) for i below `leaves`, s_i = HKDF-Expand(seed, "KARUNA-SEED-v1" || u32 i, 32).  Cost  about 2 us a leaf
seal::Digest seed_root(const seal::Secret<32>& seed, std::uint64_t leaves);
/// columns x cells_count: T and N of every statistic, the upper triangle of the moments.
std::uint64_t noise_leaves(const QuestionPart& part, std::uint32_t cells_count);
std::uint64_t columns_of(const WaveStatistic& statistic);

}  // namespace karuna::ask
