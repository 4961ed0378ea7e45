// SPDX-License-Identifier: Apache-2.0
#include "seal/merkle.h"

#include <algorithm>
#include <array>
#include <bit>

namespace karuna::seal {

namespace {

/// The largest power of two below n (n at least 2): where RFC 9162 splits a tree.
std::uint64_t split(std::uint64_t n) { return std::bit_floor(n - 1); }

Digest root_of(std::span<const Digest> leaf_hashes) {
  MerkleRoot root;
  for (const Digest& leaf : leaf_hashes) root.add_hash(leaf);
  return root.root();
}

}  // namespace

Digest merkle_leaf(Bytes data) {
  constexpr std::uint8_t mark = 0;
  Sha256 hash;
  return hash.add(Bytes(&mark, 1)).add(data).finish();
}

Digest merkle_node(const Digest& left, const Digest& right) {
  std::array<std::uint8_t, 65> joined{1};
  std::copy(left.begin(), left.end(), joined.begin() + 1);
  std::copy(right.begin(), right.end(), joined.begin() + 33);
  return sha256(joined);
}

void MerkleRoot::add_hash(const Digest& leaf_hash) {
  stack_.push_back(leaf_hash);
  // The stack holds one whole subtree for each bit of the size: adding a leaf carries as adding one to a binary number does.
  for (std::uint64_t carry = size_; (carry & 1U) != 0; carry >>= 1U) {
    const Digest right = stack_.back();
    stack_.pop_back();
    stack_.back() = merkle_node(stack_.back(), right);
  }
  ++size_;
}

Digest MerkleRoot::root() const {
  if (stack_.empty()) return sha256("");
  Digest root = stack_.back();
  for (std::size_t i = stack_.size() - 1; i > 0; --i) root = merkle_node(stack_[i - 1], root);
  return root;
}

std::vector<Digest> merkle_path(std::span<const Digest> leaf_hashes, std::uint64_t index) {
  std::vector<Digest> path;
  if (index >= leaf_hashes.size()) return path;
  while (leaf_hashes.size() > 1) {
    const std::uint64_t k = split(leaf_hashes.size());
    const auto left = leaf_hashes.first(k), right = leaf_hashes.subspan(k);
    path.push_back(root_of(index < k ? right : left));
    leaf_hashes = index < k ? left : right;
    if (index >= k) index -= k;
  }
  std::reverse(path.begin(), path.end());
  return path;
}

MerkleTree::MerkleTree(std::vector<Digest> leaf_hashes) {
  levels_.push_back(std::move(leaf_hashes));
  while (levels_.back().size() > 1) {
    const std::vector<Digest>& below = levels_.back();
    std::vector<Digest> level;
    level.reserve((below.size() + 1) / 2);
    for (std::size_t i = 0; i + 1 < below.size(); i += 2) level.push_back(merkle_node(below[i], below[i + 1]));
    if (below.size() % 2 != 0) level.push_back(below.back());  // stands alone: it rises unchanged, which is how the RFC splits
    levels_.push_back(std::move(level));
  }
}

Digest MerkleTree::root() const { return levels_.back().empty() ? sha256("") : levels_.back().front(); }

std::vector<Digest> MerkleTree::path(std::uint64_t index) const {
  std::vector<Digest> path;
  if (index >= size()) return path;
  for (const std::vector<Digest>& level : levels_) {
    if (const std::uint64_t beside = index ^ 1U; beside < level.size()) path.push_back(level[beside]);
    index >>= 1U;
  }
  return path;
}

bool verify_merkle_path(const Digest& leaf_hash, std::uint64_t index, std::uint64_t size, std::span<const Digest> path, const Digest& root) {
  if (index >= size) return false;
  std::uint64_t at = index, last = size - 1;
  Digest hash = leaf_hash;
  for (const Digest& beside : path) {
    if (last == 0) return false;
    if ((at & 1U) != 0 || at == last) {
      hash = merkle_node(beside, hash);
      while ((at & 1U) == 0 && at != 0) {
        at >>= 1U;
        last >>= 1U;
      }
    } else {
      hash = merkle_node(hash, beside);
    }
    at >>= 1U;
    last >>= 1U;
  }
  return last == 0 && hash == root;
}

}  // namespace karuna::seal
