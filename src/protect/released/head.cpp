// SPDX-License-Identifier: Apache-2.0
#include "protect/released/head.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "seal/base64url.h"
#include "seal/canonical_json.h"

namespace karuna::protect {

using Json = nlohmann::json;

std::string write_head(const Head& head) {
  Json json = {{"board_nonce", seal::to_base64url(head.board_nonce)},
               {"dropped_sha256", seal::to_base64url(head.dropped_sha256)},
               {"received_sha256", seal::to_base64url(head.received_sha256)},
               {"root", seal::to_base64url(head.root)},
               {"size", head.size},
               {"superseded_count", head.superseded_count}};
  if (head.has_openings) json["openings_sha256"] = seal::to_base64url(head.openings_sha256);
  return seal::canonical_json(json).value();  // our own numbers and ASCII: cannot fail
}

Result<Head> read_head(std::string_view text) {
  KARUNA_TRY(json, seal::read_canonical_file("head.json", text));
  Head head;
  head.has_openings = json.is_object() && json.contains("openings_sha256");
  const auto hash = [&](const char* name, seal::Digest& to) -> Result<void> {
    const auto found = json.find(name);
    if (found != json.end() && found->is_string())
      if (const auto bytes = seal::from_base64url(found->get_ref<const std::string&>()); bytes && bytes->size() == to.size()) {
        std::copy(bytes->begin(), bytes->end(), to.begin());
        return {};
      }
    return fail(Fault::invalid, std::string("head.json: \"") + name + "\" is missing or no hash of 32 bytes");
  };
  const auto count = [&](const char* name, std::uint64_t& to) -> Result<void> {
    const auto found = json.find(name);
    if (found == json.end() || !found->is_number_unsigned()) return fail(Fault::invalid, std::string("head.json: \"") + name + "\" is missing or no number");
    to = found->get<std::uint64_t>();
    return {};
  };
  if (!json.is_object() || json.size() != (head.has_openings ? 7U : 6U)) return fail(Fault::invalid, "head.json does not have the fields that a head has");
  KARUNA_CHECK(hash("board_nonce", head.board_nonce));
  KARUNA_CHECK(hash("dropped_sha256", head.dropped_sha256));
  KARUNA_CHECK(hash("received_sha256", head.received_sha256));
  KARUNA_CHECK(hash("root", head.root));
  if (head.has_openings) KARUNA_CHECK(hash("openings_sha256", head.openings_sha256));
  KARUNA_CHECK(count("size", head.size));
  KARUNA_CHECK(count("superseded_count", head.superseded_count));
  return head;
}

}  // namespace karuna::protect
