// SPDX-License-Identifier: Apache-2.0
#include "protect/close/closing_keys.h"

#include <algorithm>
#include <string>

namespace karuna::protect {

namespace {

Result<void> check_half(const ask::ClosingHalf& half, const seal::Point& public_half, const seal::Digest& root, std::uint64_t leaves,
                        const std::string& whose) {
  const auto point = seal::public_point(half.half);
  if (!point || *point != public_half) return fail(Fault::refused, whose + " half of the tally key is not the one of this wave's manifest");
  if (ask::seed_root(half.seed, leaves) != root) return fail(Fault::refused, whose + " noise seed is not the one of this wave's manifest");
  return {};
}

}  // namespace

Result<ClosingKeys> closing_keys(const ask::QuestionPart& part, std::uint32_t cells_count, const ask::ClosingHalf& server, const ask::ClosingHalf& other) {
  if (!part.pk_c || !part.tally_pk || !part.seed_root_c || !part.board_nonce_sha256)
    return fail(Fault::refused, "the question part is still a draft: the fields of the other half are missing");
  const std::uint64_t leaves = ask::noise_leaves(part, cells_count);
  KARUNA_CHECK(check_half(server, part.pk_s, part.seed_root_s, leaves, "the server's"));
  KARUNA_CHECK(check_half(other, *part.pk_c, *part.seed_root_c, leaves, "the council's"));
  ClosingKeys keys;
  std::copy(other.board_nonce.bytes().begin(), other.board_nonce.bytes().end(), keys.board_nonce.begin());
  if (seal::sha256(keys.board_nonce) != *part.board_nonce_sha256) return fail(Fault::refused, "the board nonce is not the one of this wave's manifest");
  KARUNA_TRY(tally, seal::add_scalars(server.half, other.half));
  KARUNA_TRY(point, seal::public_point(tally));
  if (point != *part.tally_pk) return fail(Fault::refused, "both halves together are not the tally key of this wave's manifest");
  keys.tally = tally;
  keys.seed_s = server.seed;
  keys.seed_c = other.seed;
  return keys;
}

}  // namespace karuna::protect
