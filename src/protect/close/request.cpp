// SPDX-License-Identifier: Apache-2.0
#include "protect/close/request.h"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/files.h"
#include "seal/base64url.h"
#include "seal/canonical_json.h"
#include "seal/file_signature.h"
#include "seal/hpke.h"
#include "seal/secret.h"

namespace karuna::protect {

namespace {

constexpr auto pause = std::chrono::milliseconds(200);
constexpr std::size_t half_length = 96, most_small_file = 4096;

template <typename Array>
bool bytes_into(const nlohmann::json& object, const char* name, Array& to) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  if (!object.is_object() || found == object.end() || !found->is_string()) return false;
  const auto bytes = seal::from_base64url(found->template get_ref<const std::string&>());
  if (!bytes || bytes->size() != to.size()) return false;
  std::copy(bytes->begin(), bytes->end(), to.begin());
  return true;
}

/// sk_c || seed_c || board_nonce out of half.sealed, if it was sealed for this request.
std::optional<ask::ClosingHalf> open_half(const seal::Scalar& ephemeral, const ask::WaveId& wave, std::string_view request_json, std::string_view sealed) {
  seal::Point enc{};
  if (sealed.size() < enc.size()) return std::nullopt;
  std::copy_n(sealed.begin(), enc.size(), enc.begin());
  std::vector<std::uint8_t> info;
  for (const char c : std::string_view("KARUNA-HALF-v1")) info.push_back(static_cast<std::uint8_t>(c));
  info.insert(info.end(), wave.begin(), wave.end());
  const seal::Digest aad = seal::sha256(request_json);
  auto plain = seal::hpke_open(ephemeral, enc, info, aad, seal::bytes_of(sealed.substr(enc.size())));
  if (!plain) return std::nullopt;
  std::optional<ask::ClosingHalf> half;
  if (plain->size() == half_length) {
    half.emplace();
    std::copy_n(plain->begin(), 32, half->half.bytes().begin());
    std::copy_n(plain->begin() + 32, 32, half->seed.bytes().begin());
    std::copy_n(plain->begin() + 64, 32, half->board_nonce.bytes().begin());
  }
  seal::wipe(*plain);
  return half;
}

}  // namespace

std::string write_request(const Request& request) {
  const nlohmann::json json = {{"blob_roots", {{"1", seal::to_base64url(request.blob_root)}}},
                               {"counts_sha256", seal::to_base64url(request.counts_sha256)},
                               {"ephemeral_pk", seal::to_base64url(request.ephemeral_pk)},
                               {"wave_id", seal::to_base64url(request.wave)}};
  return seal::canonical_json(json).value();  // ASCII alone: cannot fail
}

Result<Request> read_request(std::string_view text) {
  KARUNA_TRY(json, seal::read_canonical_file("request.json", text));
  Request request;
  const bool good = json.is_object() && json.size() == 4 && json.contains("blob_roots") && json["blob_roots"].is_object() && json["blob_roots"].size() == 1 &&
                    bytes_into(json["blob_roots"], "1", request.blob_root) && bytes_into(json, "counts_sha256", request.counts_sha256) &&
                    bytes_into(json, "ephemeral_pk", request.ephemeral_pk) && bytes_into(json, "wave_id", request.wave);
  if (!good) return fail(Fault::invalid, "request.json does not have the fields that a request has");
  return request;
}

Result<Answer> ask_the_council(const Request& without_key, const seal::SigningKey& server_key, const ask::SignedBy& keys, std::string_view counts_json,
                               std::string_view counts_signature, const Asking& asking, Progress& progress) {
  KARUNA_TRY(ephemeral, seal::new_scalar());
  Request request = without_key;
  KARUNA_TRY(point, seal::public_point(ephemeral));
  request.ephemeral_pk = point;
  Answer answer;
  answer.request_json = write_request(request);
  const auto signature = seal::sign_file(server_key, "REQUEST", request.wave, answer.request_json);
  answer.server_signature = std::string(seal::text_of(signature));
  KARUNA_CHECK(write_atomically(asking.to_council / "counts.json", counts_json));
  KARUNA_CHECK(write_atomically(asking.to_council / "counts.server.sig", counts_signature));
  KARUNA_CHECK(write_atomically(asking.to_council / "request.json", answer.request_json));
  KARUNA_CHECK(write_atomically(asking.to_council / "request.server.sig", answer.server_signature));
  if (asking.say) {
    asking.say("The council is asked for its half. Bring it the files in " + asking.to_council.string() + ",");
    asking.say("let it run `karuna witness close`, and put what it gives back into " + asking.from_council.string() + ".");
    asking.say("This process waits, since the key that can read the answer is in its memory alone. Ctrl-C stops it; nothing is lost by that.");
  }

  progress.begin("waiting for the council", 0);
  const auto started = std::chrono::steady_clock::now();
  bool other_answer = false;
  for (;;) {
    const auto witness = read_file(asking.from_council / "request.witness.sig", most_small_file);
    const auto sealed = read_file(asking.from_council / "half.sealed", most_small_file);
    const bool holds = witness && std::any_of(keys.witness_keys.begin(), keys.witness_keys.end(), [&](const seal::Digest& key) {
                         return seal::verify_file(key, "REQUEST", request.wave, answer.request_json, *witness);
                       });
    if (holds && sealed) {
      if (auto half = open_half(ephemeral, request.wave, answer.request_json, *sealed)) {
        answer.witness_signature = *witness;
        answer.half = *half;
        progress.end();
        return answer;
      }
    }
    if (!other_answer && (witness || sealed) && asking.say)
      asking.say("What lies in " + asking.from_council.string() + " is not (yet) a whole answer to this request.");
    other_answer = other_answer || witness || sealed;
    KARUNA_CHECK(progress.check());
    if (asking.wait_seconds && std::chrono::steady_clock::now() - started >= std::chrono::seconds(*asking.wait_seconds))
      return fail(
          Fault::refused,
          std::string(other_answer ? "the council's answer does not fit this request: it is for another one, was signed by another key, or a file is missing"
                                   : "the council did not answer") +
              " within " + std::to_string(*asking.wait_seconds) +
              " seconds. Run `karuna wave close` again when it can; it makes a new request for the same ballots");
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace karuna::protect
