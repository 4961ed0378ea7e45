// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <atomic>
#include <cstring>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "base/files.h"
#include "seal/blind_rsa.h"
#include "seal/merkle.h"
#include "verify/bundle.h"

namespace karuna::verify {

using Json = nlohmann::json;

namespace {

constexpr std::size_t leaf_length = 422, received_length = 65;
// Places inside a leaf: class, cell, pk, prefix, token signature, flags, hash of the answers, signature.
constexpr std::size_t at_cell = 1, at_pk = 5, at_prefix = 37, at_token = 69, at_flags = 325, at_answers = 326, at_signature = 358;

using View = std::span<const std::uint8_t>;

View view_of(const std::string& bytes) { return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}; }
std::uint32_t u32(View bytes) { return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3]; }

std::vector<std::uint8_t> joined(std::string_view context, std::initializer_list<View> parts) {
  std::vector<std::uint8_t> all(context.begin(), context.end());
  for (const View part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

seal::Digest blob_hash_of(View entry) { return seal::sha256(seal::Bytes(joined("KARUNA-BLOB-v1", {entry}))); }

}  // namespace

/// Token and signature of one leaf. Shared with the openings.
bool leaf_holds(View leaf, const WaveId& wave, const seal::RsaPublicKey& key) {
  const std::uint8_t zero_kind[] = {0x00, 0x01};
  const auto message = joined("KARUNA-TOKEN-v1", {View(zero_kind), View(wave), leaf.subspan(0, 1), leaf.subspan(at_cell, 4), leaf.subspan(at_pk, 32)});
  auto input = joined("", {leaf.subspan(at_prefix, 32), View(message)});
  if (!key.verify(input, leaf.subspan(at_token, 256))) return false;
  const auto ballot =
      joined("KARUNA-BALLOT-v1", {View(wave), leaf.subspan(0, 1), leaf.subspan(at_cell, 4), leaf.subspan(at_flags, 1), leaf.subspan(at_answers, 32)});
  seal::Digest pk{};
  std::memcpy(pk.data(), leaf.data() + at_pk, pk.size());
  return seal::verify(pk, ballot, leaf.subspan(at_signature, 64));
}

namespace {

void check_request_and_counts(const Bundle& bundle, Wave& wave, Report& report) {
  const Json& request = bundle.json("request.json");
  const Json& counts = bundle.json("counts.json");
  const std::string counts_bytes = bundle.has("counts.json") ? bundle.bytes.at("counts.json") : "";
  const auto id = bytes_of(request, "wave_id", 16), counts_hash = bytes_of(request, "counts_sha256", 32);
  report.expect(only_fields(request, {"blob_roots", "counts_sha256", "ephemeral_pk", "wave_id"}) && id && std::equal(id->begin(), id->end(), wave.id.begin()),
                "request.json", "of this wave", "yes", "it is not, or has other fields");
  report.expect(counts_hash && std::equal(counts_hash->begin(), counts_hash->end(), seal::sha256(counts_bytes).begin()), "counts.json",
                "is what the request names", "yes", "it is not");
  report.expect(request.is_object() && request.contains("blob_roots") && only_fields(request["blob_roots"], {"1"}) && bytes_of(request["blob_roots"], "1", 32),
                "request.json", "one set of ballots", "yes", "it names another number of sets");
  seal::Point ephemeral{};
  const auto key = bytes_of(request, "ephemeral_pk", ephemeral.size());
  if (key) std::copy(key->begin(), key->end(), ephemeral.begin());
  report.expect(key && seal::check_point(ephemeral), "request.json", "key of the process that asks", "is one", "is no key");
  std::string wrong;
  std::uint64_t issued = 0;
  if (!counts.is_array() || counts.size() != wave.cells.size()) wrong = "there is not one number for each cell";
  for (std::size_t c = 0; wrong.empty() && c < wave.cells.size(); ++c) {
    const auto n = whole_of(counts[c], "issued");
    if (!only_fields(counts[c], {"cell", "class", "issued"}) || whole_of(counts[c], "cell") != wave.cells[c].number || whole_of(counts[c], "class") != 1U || !n)
      wrong = "cells are out of order or not those of the manifest";
    else if (*n > wave.cells[c].eligible)
      wrong = "cell " + std::to_string(wave.cells[c].number) + " has more tokens than people";
    else
      wave.cells[c].issued = static_cast<std::uint32_t>(*n), issued += *n;
  }
  report.expect(wrong.empty(), "counts.json", "tokens issued", std::to_string(issued) + ", nowhere more than people", wrong);
}

void check_received(const Bundle& bundle, Report& report) {
  static const std::string nothing;
  const std::string& bytes = bundle.has("received.bin") ? bundle.bytes.at("received.bin") : nothing;
  const View all = view_of(bytes);
  if (all.size() % received_length) return report.wrong("received.bin", "entries", "its length is no multiple of 65");
  report.received = all.size() / received_length;
  seal::MerkleRoot root;
  seal::Digest before{};
  bool sorted = true, of_class = true;
  std::set<seal::Digest> dropped;
  const Json& told = bundle.json("dropped.json");
  std::string wrong = told.is_array() ? "" : "not readable";
  std::map<std::string, std::uint64_t> reasons;
  if (told.is_array())
    for (const Json& entry : told) {
      const auto blob = bytes_of(entry, "blob", 32);
      const std::string reason = entry.is_object() && entry.contains("reason") && entry["reason"].is_string() ? entry["reason"].get<std::string>() : "";
      static const std::set<std::string> known{"bad_seal", "bad_link", "bad_token", "bad_signature", "bad_range"};
      seal::Digest hash{};
      if (!only_fields(entry, {"blob", "class", "reason"}) || !blob || whole_of(entry, "class") != 1U || !known.contains(reason)) {
        wrong = "an entry is not well formed";
        break;
      }
      std::copy(blob->begin(), blob->end(), hash.begin());
      if (!dropped.empty() && hash <= *dropped.rbegin()) wrong = "entries are out of order";
      dropped.insert(hash);
      ++reasons[reason];
    }
  std::size_t found = 0;
  for (std::size_t i = 0; i < report.received; ++i) {
    const seal::Digest hash = blob_hash_of(all.subspan(i * received_length, received_length));
    sorted = sorted && (i == 0 || before < hash);
    before = hash;
    root.add(hash);
    of_class = of_class && all[i * received_length] == 1;
    found += dropped.contains(hash);
  }
  report.expect(sorted, "received.bin", "entries", std::to_string(report.received) + " ballots received, in order",
                "entries are out of order or twice the same");
  if (!of_class) report.wrong("received.bin", "entries", "one is of a class this wave does not have");
  const Json& request = bundle.json("request.json");
  const auto named = request.is_object() && request.contains("blob_roots") ? bytes_of(request["blob_roots"], "1", 32) : std::nullopt;
  report.expect(named && std::equal(named->begin(), named->end(), root.root().begin()), "received.bin", "is the set that was signed",
                "its root is the one in request.json", "its root is not the one in request.json");
  if (wrong.empty() && found != dropped.size()) wrong = "it names a ballot that was never received";
  report.expect(wrong.empty(), "dropped.json", "ballots set aside", std::to_string(dropped.size()) + ", each of those received", wrong);
  for (const auto& [reason, count] : reasons) {
    report.dropped.emplace_back(reason, count);
    if (reason == "bad_seal" || reason == "bad_link" || reason == "bad_range") report.set_aside += count;
  }
}

void check_head(const Bundle& bundle, Wave& wave, Report& report) {
  const Json& head = bundle.json("head.json");
  const auto sha_of = [&](const char* file) { return seal::sha256(bundle.has(file) ? bundle.bytes.at(file) : std::string()); };
  const auto same = [&](const char* field, const seal::Digest& digest) {
    const auto named = bytes_of(head, field, 32);
    return named && std::equal(named->begin(), named->end(), digest.begin());
  };
  const bool fields = wave.council
                          ? only_fields(head, {"board_nonce", "dropped_sha256", "openings_sha256", "received_sha256", "root", "size", "superseded_count"})
                          : only_fields(head, {"board_nonce", "dropped_sha256", "received_sha256", "root", "size", "superseded_count"});
  const auto nonce = bytes_of(head, "board_nonce", 32);
  report.expect(fields && (!wave.council || bytes_of(head, "openings_sha256", 32)) && same("dropped_sha256", sha_of("dropped.json")) && same("received_sha256", sha_of("received.bin")), "head.json",
                "names what belongs to it", "received.bin and dropped.json have its hashes", "a hash or a field does not fit");
  report.expect(nonce && wave.board_nonce_sha256 && seal::sha256(seal::Bytes(*nonce)) == *wave.board_nonce_sha256, "head.json", "order of the board",
                "by the number fixed in the manifest", "by another number than the manifest fixed");
}

/// Every leaf: place, token, signature, order, root.
void check_leaves(const Bundle& bundle, const Wishes& wishes, Wave& wave, Report& report) {
  static const std::string nothing;
  const View all = view_of(bundle.has("leaves.bin") ? bundle.bytes.at("leaves.bin") : nothing);
  const Json& head = bundle.json("head.json");
  const auto nonce = bytes_of(head, "board_nonce", 32);
  if (all.size() % leaf_length || !nonce) return report.wrong("leaves.bin", "the board", "its length is no multiple of 422, or head.json cannot be read");
  const std::size_t count = all.size() / leaf_length;
  report.on_board = count;
  seal::MerkleRoot root;
  seal::Digest before{};
  std::string wrong;
  for (std::size_t i = 0; i < count; ++i) {
    const View leaf = all.subspan(i * leaf_length, leaf_length);
    root.add(leaf);
    const seal::Digest place = seal::sha256(seal::Bytes(joined("", {View(*nonce), leaf.subspan(at_pk, 32)})));
    if (i > 0 && !(before < place) && wrong.empty()) wrong = "leaf " + std::to_string(i) + " is out of order, or its key stands twice";
    before = place;
    Cell* cell = wave.find(u32(leaf.subspan(at_cell, 4)));
    if (leaf[0] != 1 || !cell || leaf[at_flags] > 1) {
      if (wrong.empty()) wrong = "leaf " + std::to_string(i) + " is of no cell of this wave";
      continue;
    }
    ++cell->ballots;
    if (leaf[at_flags] == 0)
      ++cell->counted, ++wave.counted;
    else
      ++report.withdrawn;
  }
  wave.board_root = root.root();
  report.expect(wrong.empty(), "leaves.bin", "the board", std::to_string(count) + " ballots, each key once, in the order of the board", wrong);
  const auto named = bytes_of(head, "root", 32);
  report.expect(named && std::equal(named->begin(), named->end(), wave.board_root.begin()) && whole_of(head, "size") == count, "leaves.bin",
                "root of the board", "is the one in head.json", "is not the one in head.json");
  for (const Cell& cell : wave.cells)
    if (cell.ballots > cell.issued && wrong.empty())
      wrong = "cell " + std::to_string(cell.number) + " has " + std::to_string(cell.ballots) + " ballots and " + std::to_string(cell.issued) + " tokens";
  report.expect(wrong.empty(), "leaves.bin", "ballots by cell", "nowhere more than tokens, which are nowhere more than people", wrong);

  std::atomic<std::size_t> next{0}, first_bad{count};
  const auto work = [&] {
    std::map<std::uint32_t, seal::RsaPublicKey> known;
    for (std::size_t i = next++; i < count; i = next++) {
      const View leaf = all.subspan(i * leaf_length, leaf_length);
      const std::uint32_t number = u32(leaf.subspan(at_cell, 4));
      auto key = known.find(number);
      if (key == known.end()) {
        const Cell* cell = wave.find(number);
        auto made = cell ? seal::RsaPublicKey::from_spki(cell->spki) : Result<seal::RsaPublicKey>(fail(Fault::invalid, ""));
        if (made) key = known.emplace(number, *std::move(made)).first;
      }
      if (key != known.end() && leaf_holds(leaf, wave.id, key->second)) continue;
      std::size_t now = first_bad;
      while (i < now && !first_bad.compare_exchange_weak(now, i)) {
      }
    }
  };
  std::vector<std::jthread> others;
  for (unsigned t = 1; t < wishes.threads; ++t) others.emplace_back(work);
  work();
  others.clear();
  report.expect(first_bad == count, "leaves.bin", "tokens and signatures", "each ballot has a token of its cell and is signed by the token's key",
                "leaf " + std::to_string(first_bad) + " has a token or a signature that does not hold");

  const auto superseded = whole_of(head, "superseded_count");
  std::uint64_t dropped = 0;
  for (const auto& [reason, n] : report.dropped) dropped += n;
  report.superseded = superseded.value_or(0);
  report.expect(superseded && report.received == count + *superseded + dropped, "head.json", "nothing is missing",
                "received = on the board + replaced by their authors + set aside",
                "the numbers do not add up: " + std::to_string(report.received) + " received, " + std::to_string(count) + " on the board, " +
                    std::to_string(report.superseded) + " replaced, " + std::to_string(dropped) + " set aside");
}

}  // namespace

void check_board(const Bundle& bundle, const Wishes& wishes, Wave& wave, Report& report) {
  check_request_and_counts(bundle, wave, report);
  check_received(bundle, report);
  check_head(bundle, wave, report);
  check_leaves(bundle, wishes, wave, report);
}

void check_receipt(const Bundle& bundle, const Wishes& wishes, const Wave& wave, Report& report) {
  if (wishes.receipt.empty()) return;
  auto bytes = read_file(wishes.receipt, 4096);
  if (!bytes || bytes->size() != 96 || !wishes.receipt_key)
    return report.wrong("receipt", "a receipt", "needs a file of 96 bytes (blob hash, signature) and --receipt-key");
  const View all = view_of(*bytes);
  const bool holds = seal::verify(*wishes.receipt_key, joined("KARUNA-RECEIPT-v1", {View(wave.id), all.subspan(0, 32)}), all.subspan(32, 64));
  if (!holds) return report.wrong("receipt", "a receipt", "it was not given by this server");
  const View received = view_of(bundle.has("received.bin") ? bundle.bytes.at("received.bin") : *bytes);
  bool there = false;
  for (std::size_t i = 0; bundle.has("received.bin") && i + received_length <= received.size(); i += received_length) {
    const auto hash = blob_hash_of(received.subspan(i, received_length));
    there = there || std::equal(hash.begin(), hash.end(), all.begin());
  }
  report.expect(there, "received.bin", "the ballot of the receipt", "was received",
                "is missing: the server signed for it and does not show it. This proves a lost ballot");
}

}  // namespace karuna::verify
