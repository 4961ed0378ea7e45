// SPDX-License-Identifier: Apache-2.0
#include "protect/close/board.h"

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>

#include "seal/base64url.h"
#include "seal/canonical_json.h"
#include "seal/merkle.h"

namespace karuna::protect {

namespace {

using Json = nlohmann::json;

std::string canonical(const Json& json) { return seal::canonical_json(json).value(); }  // our own numbers and ASCII: cannot fail

}  // namespace

Board make_board(const OpenedBallots& opened, const seal::Digest& board_nonce) {
  std::vector<std::uint32_t> good;
  for (std::uint32_t e = 0; e < opened.drop.size(); ++e)
    if (opened.drop[e] == Drop::none) good.push_back(e);
  // One class, so a key is a pk. Entries are in the order of their blob hashes.
  std::sort(good.begin(), good.end(), [&](std::uint32_t a, std::uint32_t b) {
    if (const int by_key = std::memcmp(opened.pk_of(a), opened.pk_of(b), 32); by_key != 0) return by_key < 0;
    if (opened.seq[a] != opened.seq[b]) return opened.seq[a] > opened.seq[b];
    return a < b;
  });
  Board board;
  struct Placed {
    seal::Digest place;
    std::uint32_t entry;
  };
  std::vector<Placed> placed;
  seal::Sha256 hash;
  for (std::size_t i = 0; i < good.size(); ++i) {
    if (i > 0 && std::memcmp(opened.pk_of(good[i - 1]), opened.pk_of(good[i]), 32) == 0) {
      board.superseded.push_back(good[i]);
      continue;
    }
    placed.push_back({hash.add(board_nonce).add(seal::Bytes(opened.pk_of(good[i]), 32)).finish(), good[i]});
  }
  std::sort(board.superseded.begin(), board.superseded.end());
  std::sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) { return a.place < b.place; });
  seal::MerkleRoot tree;
  for (const Placed& one : placed) {
    board.order.push_back(one.entry);
    tree.add(opened.leaf[one.entry]);
  }
  board.root = tree.root();
  return board;
}

std::string dropped_json(const SealedBallots& sealed, const OpenedBallots& opened) {
  Json list = Json::array();
  for (std::size_t e = 0; e < opened.drop.size(); ++e)
    if (opened.drop[e] != Drop::none)
      list.push_back({{"blob", seal::to_base64url(sealed.entries()[e].hash)}, {"class", sealed.entries()[e].cls}, {"reason", name_of(opened.drop[e])}});
  return canonical(list);
}

std::vector<std::uint8_t> openings(const OpenedBallots& opened, const Board& board) {
  std::vector<std::uint8_t> bytes;
  const auto add = [&](const auto& piece) { bytes.insert(bytes.end(), piece.begin(), piece.end()); };
  for (const std::uint32_t e : board.order) add(opened.t[e]);
  for (const std::uint32_t e : board.superseded) add(opened.leaf[e]), add(opened.t[e]);
  for (std::size_t e = 0; e < opened.drop.size(); ++e)
    if (has_evidence(opened.drop[e])) add(opened.leaf[e]), add(opened.t[e]);
  return bytes;
}

}  // namespace karuna::protect
