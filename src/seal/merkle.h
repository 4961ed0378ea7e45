// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "seal/hash.h"

namespace karuna::seal {

/// Merkle trees of RFC 9162 section 2.1: leaf SHA-256(0x00 || data), node SHA-256(0x01 || left || right), empty tree SHA-256("").

Digest merkle_leaf(Bytes data);
Digest merkle_node(const Digest& left, const Digest& right);

/// Root in one pass over leaves that may come in pieces. Memory O(log n).
class MerkleRoot {
 public:
  void add(Bytes data) { add_hash(merkle_leaf(data)); }
  void add_hash(const Digest& leaf_hash);
  std::uint64_t size() const { return size_; }
  Digest root() const;

 private:
  std::vector<Digest> stack_;
  std::uint64_t size_ = 0;
};

/// Takes   leaf hashes in order, the position of one of them
/// Gives   the audit path, nearest first (RFC 9162 2.1.3.1)
std::vector<Digest> merkle_path(std::span<const Digest> leaf_hashes, std::uint64_t index);
/// The same tree with all its nodes kept (64 bytes a leaf), for who gives out many paths: each costs O(log n).
class MerkleTree {
 public:
  explicit MerkleTree(std::vector<Digest> leaf_hashes);
  std::uint64_t size() const { return levels_.front().size(); }
  Digest root() const;
  std::vector<Digest> path(std::uint64_t index) const;   ///< as merkle_path

 private:
  std::vector<std::vector<Digest>> levels_;              ///< leaves first
};

/// RFC 9162 2.1.3.2.
bool verify_merkle_path(const Digest& leaf_hash, std::uint64_t index, std::uint64_t size, std::span<const Digest> path, const Digest& root);

}  // namespace karuna::seal
