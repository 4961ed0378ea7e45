// SPDX-License-Identifier: Apache-2.0
#include "seal/merkle.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "shared.h"

namespace karuna::seal {
namespace {

std::string root_of(std::span<const std::vector<std::uint8_t>> leaves) {
  MerkleRoot root;
  for (const auto& leaf : leaves) root.add(leaf);
  return to_hex(root.root());
}

std::vector<Digest> leaves_of(std::uint64_t size) {
  std::vector<Digest> out;
  for (std::uint64_t i = 0; i < size; ++i) out.push_back(merkle_leaf(bytes_of("leaf " + std::to_string(i))));
  return out;
}

// The eight leaves and roots that tests of certificate transparency publish for this tree (RFC 6962 and 9162 have the same).
TEST(Merkle, gives_the_published_roots) {
  std::vector<std::vector<std::uint8_t>> leaves;
  const std::pair<const char*, const char*> steps[] = {
      {"", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
      {"00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
      {"10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"},
      {"2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"},
      {"3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"},
      {"40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"},
      {"5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"},
      {"606162636465666768696a6b6c6d6e6f", "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"},
  };
  EXPECT_EQ(root_of(leaves), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (const auto& [leaf, root] : steps) {
    leaves.push_back(from_hex(leaf).value());
    EXPECT_EQ(root_of(leaves), root);
  }
}

// tests/reference/merkle: the RFC's own recursion, in Python.
TEST(Merkle, agrees_with_the_definition_in_another_language) {
  for (const auto& tree : test::read_json(std::string(KARUNA_SOURCE_DIR) + "/tests/reference/merkle/trees.json")) {
    const auto leaves = leaves_of(tree["size"]);
    MerkleRoot root;
    for (const Digest& leaf : leaves) root.add_hash(leaf);
    EXPECT_EQ(root.size(), tree["size"]);
    ASSERT_EQ(to_hex(root.root()), tree["root"].get<std::string>()) << tree["size"];
    const MerkleTree kept(leaves);
    EXPECT_EQ(kept.size(), tree["size"]);
    EXPECT_EQ(kept.root(), root.root());
    EXPECT_TRUE(kept.path(tree["size"]).empty());
    for (const auto& each : tree["paths"]) {
      EXPECT_EQ(kept.path(each["index"]), merkle_path(leaves, each["index"]));
      std::vector<std::string> path;
      for (const Digest& step : merkle_path(leaves, each["index"])) path.push_back(to_hex(step));
      EXPECT_EQ(path, each["path"].get<std::vector<std::string>>()) << tree["size"] << " " << each["index"];
    }
  }
}

TEST(Merkle, verifies_every_path_and_no_altered_one) {
  for (std::uint64_t size = 1; size <= 40; ++size) {
    const auto leaves = leaves_of(size);
    MerkleRoot whole;
    for (const Digest& leaf : leaves) whole.add_hash(leaf);
    const Digest root = whole.root();
    for (std::uint64_t index = 0; index < size; ++index) {
      auto path = merkle_path(leaves, index);
      ASSERT_TRUE(verify_merkle_path(leaves[index], index, size, path, root));
      for (std::uint64_t other = 0; other <= size; ++other) {
        ASSERT_EQ(verify_merkle_path(leaves[index], other, size, path, root), other == index) << size << " " << index << " " << other;
      }
      for (Digest& step : path) {
        step[31] ^= 1;
        ASSERT_FALSE(verify_merkle_path(leaves[index], index, size, path, root));
        step[31] ^= 1;
      }
      path.push_back(root);
      ASSERT_FALSE(verify_merkle_path(leaves[index], index, size, path, root));
      path.pop_back();
      if (!path.empty()) {
        ASSERT_FALSE(verify_merkle_path(leaves[index], index, size, std::span(path).first(path.size() - 1), root));
        ASSERT_FALSE(verify_merkle_path(leaves[index], index, size, std::span(path).subspan(1), root));
      }
      Digest altered = leaves[index];
      altered[0] ^= 1;
      ASSERT_FALSE(verify_merkle_path(altered, index, size, path, root));
    }
  }
  EXPECT_FALSE(verify_merkle_path(Digest{}, 0, 0, {}, sha256("")));
  EXPECT_TRUE(merkle_path(leaves_of(3), 3).empty());
}

// A leaf that looks like an inner node hashes otherwise: nobody can pass a node off as data.
TEST(Merkle, keeps_leaves_and_nodes_apart) {
  const Digest a = merkle_leaf(bytes_of("a")), b = merkle_leaf(bytes_of("b"));
  std::vector<std::uint8_t> both(a.begin(), a.end());
  both.insert(both.end(), b.begin(), b.end());
  EXPECT_NE(merkle_leaf(both), merkle_node(a, b));
}

}  // namespace
}  // namespace karuna::seal
