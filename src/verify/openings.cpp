// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "seal/blind_rsa.h"
#include "seal/hpke.h"
#include "verify/bundle.h"

namespace karuna::verify {

using Json = nlohmann::json;
using View = std::span<const std::uint8_t>;

bool leaf_holds(View leaf, const WaveId& wave, const seal::RsaPublicKey& key);

namespace {

constexpr std::size_t leaf_length = 422, opened_length = leaf_length + 32, received_length = 65;

Result<std::vector<std::uint8_t>> read_openings(const Wishes& wishes, const Wave& wave) {
  if (!wishes.openings_plain.empty()) {
    KARUNA_TRY(plain, read_file(wishes.openings_plain, std::uint64_t{1} << 30));
    return std::vector<std::uint8_t>(plain.begin(), plain.end());
  }
  KARUNA_TRY(sealed, read_file(wishes.openings, std::uint64_t{1} << 30));
  KARUNA_TRY(key_bytes, read_file(wishes.openings_key, 4096));
  seal::Point enc{};
  if (sealed.size() < enc.size() || key_bytes.size() != 32) return fail(Fault::invalid, "the openings or their key are no such file");
  std::copy_n(sealed.begin(), enc.size(), enc.begin());
  seal::Scalar key;
  std::copy(key_bytes.begin(), key_bytes.end(), key.bytes().begin());
  std::string info = "KARUNA-OPEN-v1";
  info.append(wave.id.begin(), wave.id.end());
  return seal::hpke_open(key, enc, seal::bytes_of(info), {}, {reinterpret_cast<const std::uint8_t*>(sealed.data()) + enc.size(), sealed.size() - enc.size()});
}

seal::Digest link_of(View leaf, View t) {
  std::vector<std::uint8_t> all;
  constexpr std::string_view context = "KARUNA-LINK-v1";
  all.insert(all.end(), context.begin(), context.end());
  all.insert(all.end(), leaf.begin(), leaf.end());
  all.insert(all.end(), t.begin(), t.end());
  return seal::sha256(seal::Bytes(all));
}

/// The key that a leaf was signed with.
seal::Digest key_in(View leaf) {
  seal::Digest key{};
  std::memcpy(key.data(), leaf.data() + 5, key.size());
  return key;
}

}  // namespace

void check_openings(const Bundle& bundle, const Wishes& wishes, Wave& wave, Report& report) {
  constexpr const char* file = "openings";
  if (wishes.openings.empty() && wishes.openings_plain.empty()) {
    if (wave.council)
      report.skipped(file, "each ballot received is accounted for", "only the council can check this, with the openings it alone can read");
    else
      report.skipped(file, "each ballot received is accounted for", "nobody can check this without a council");
    return;
  }
  const auto opened = read_openings(wishes, wave);
  if (!opened) return report.wrong(file, "openings", opened.error().what);
  const auto named = bytes_of(bundle.json("head.json"), "openings_sha256", 32);
  if (!report.expect(named && std::equal(named->begin(), named->end(), seal::sha256(seal::Bytes(*opened)).begin()), file, "are those head.json names", "yes",
                     "they are not"))
    return;
  static const std::string nothing;
  const std::string& leaves_bytes = bundle.has("leaves.bin") ? bundle.bytes.at("leaves.bin") : nothing;
  const std::string& received_bytes = bundle.has("received.bin") ? bundle.bytes.at("received.bin") : nothing;
  const View leaves(reinterpret_cast<const std::uint8_t*>(leaves_bytes.data()), leaves_bytes.size()),
      received(reinterpret_cast<const std::uint8_t*>(received_bytes.data()), received_bytes.size()), all(*opened);
  const std::size_t on_board = leaves.size() / leaf_length;
  std::size_t evidence = 0;
  std::map<seal::Digest, std::string> reason_of;
  const Json& dropped = bundle.json("dropped.json");
  if (dropped.is_array())
    for (const Json& entry : dropped)
      if (const auto blob = bytes_of(entry, "blob", 32)) {
        seal::Digest hash{};
        std::copy(blob->begin(), blob->end(), hash.begin());
        const std::string reason = entry.value("reason", Json()).is_string() ? entry["reason"].get<std::string>() : std::string();
        reason_of[hash] = reason;
        evidence += reason == "bad_token" || reason == "bad_signature";
      }
  const std::size_t expected = 32 * on_board + opened_length * (static_cast<std::size_t>(report.superseded) + evidence);
  if (all.size() != expected) return report.wrong(file, "openings", "they have another length than board, replaced and dropped ballots ask for");

  // Links of what was received and not dropped without a trace, and links of what stands on the board or was replaced: the same, with repetitions.
  std::vector<seal::Digest> received_links, opened_links, evidence_received, evidence_opened, keys;
  for (std::size_t i = 0; i + received_length <= received.size(); i += received_length) {
    const View entry = received.subspan(i, received_length);
    std::vector<std::uint8_t> message;
    constexpr std::string_view context = "KARUNA-BLOB-v1";
    message.insert(message.end(), context.begin(), context.end());
    message.insert(message.end(), entry.begin(), entry.end());
    seal::Digest link{};
    std::memcpy(link.data(), entry.data() + 1, 32);
    const auto reason = reason_of.find(seal::sha256(seal::Bytes(message)));
    if (reason == reason_of.end())
      received_links.push_back(link);
    else if (reason->second == "bad_token" || reason->second == "bad_signature")
      evidence_received.push_back(link);
  }
  for (std::size_t i = 0; i < on_board; ++i) {
    const View leaf = leaves.subspan(i * leaf_length, leaf_length);
    opened_links.push_back(link_of(leaf, all.subspan(32 * i, 32)));
    keys.push_back(key_in(leaf));
  }
  std::ranges::sort(keys);
  std::string wrong;
  for (std::size_t s = 0; s < report.superseded + evidence; ++s) {
    const View both = all.subspan(32 * on_board + opened_length * s, opened_length);
    const View leaf = both.subspan(0, leaf_length);
    const auto link = link_of(leaf, both.subspan(leaf_length, 32));
    const std::uint32_t number = std::uint32_t{leaf[1]} << 24 | std::uint32_t{leaf[2]} << 16 | std::uint32_t{leaf[3]} << 8 | leaf[4];
    const Cell* cell = wave.find(number);
    const auto key = cell ? seal::RsaPublicKey::from_spki(cell->spki) : Result<seal::RsaPublicKey>(fail(Fault::invalid, ""));
    const bool holds = key && leaf_holds(leaf, wave.id, *key);
    if (s < report.superseded) {
      opened_links.push_back(link);
      if (!holds) wrong = "a ballot called replaced has a token or signature that does not hold";
      if (!std::ranges::binary_search(keys, key_in(leaf))) wrong = "a ballot called replaced has nothing on the board in its place";
    } else {
      evidence_opened.push_back(link);
      if (holds) wrong = "a ballot was dropped for its token or signature, and both hold";
    }
  }
  for (auto* links : {&received_links, &opened_links, &evidence_received, &evidence_opened}) std::ranges::sort(*links);
  if (wrong.empty() && received_links != opened_links) wrong = "a ballot received is neither on the board nor replaced, or one on the board was never received";
  if (wrong.empty() && evidence_received != evidence_opened) wrong = "a ballot dropped for its token or signature is shown as another than was received";
  report.openings_checked = report.expect(wrong.empty(), file, "each ballot received is accounted for",
                                          "on the board, replaced by its own author, or set aside for a stated reason", wrong);
}

}  // namespace karuna::verify
