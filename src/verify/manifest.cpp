// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "base/files.h"
#include "seal/blind_rsa.h"
#include "seal/canonical_json.h"
#include "seal/file_signature.h"
#include "seal/merkle.h"
#include "verify/bundle.h"

namespace karuna::verify {

using Json = nlohmann::json;

namespace {

template <typename Array>
bool copy_to(const std::optional<std::vector<std::uint8_t>>& bytes, Array& out) {
  if (!bytes || bytes->size() != out.size()) return false;
  std::copy(bytes->begin(), bytes->end(), out.begin());
  return true;
}

bool is_key(const std::vector<std::uint8_t>& spki) {
  const auto key = seal::RsaPublicKey::from_spki(spki);
  return key && key->modulus_length() == 256;
}

/// The tree of the units must be one: each stands below one other only, the first below none.
class Tree {
 public:
  /// Gives what is wrong with one more path, or nothing.
  std::string add(const std::vector<std::string>& path) {
    if (!top_.empty() && path[0] != top_) return "lies in another organisation than the cells before it";
    top_ = path[0];
    for (std::size_t i = 0; i < path.size(); ++i) {
      const std::string above = i == 0 ? std::string() : path[i - 1];
      if (parent_.try_emplace(path[i], above).first->second != above) return "has a unit, " + path[i] + ", that lies below another one elsewhere";
    }
    return {};
  }

 private:
  std::string top_;
  std::map<std::string, std::string> parent_;
};

/// One cell record; gives what is wrong with it, or nothing.
std::string check_record(const Json& record, Wave& wave, std::set<std::vector<std::uint8_t>>& keys, Tree& tree) {
  if (!only_fields(
          record, {"attested", "cell", "class", "eligible", "label", "minimum", "new_share", "spki", "spki_sha256", "units", "?last_eligible", "?last_issued", "?teams"}))
    return "has fields that are missing or not known";
  const auto number = whole_of(record, "cell"), cls = whole_of(record, "class"), eligible = whole_of(record, "eligible"), minimum = whole_of(record, "minimum");
  const auto spki = bytes_of(record, "spki"), hash = bytes_of(record, "spki_sha256", 32);
  if (!number || *number > 0xffffffffU || cls != 1U || !eligible || !minimum || !spki || !hash || !record["label"].is_string() || !record["units"].is_array() ||
      record["units"].empty() || (record.contains("teams") && whole_of(record, "teams").value_or(0) < 2))
    return "is not a cell of ballots";
  const std::string name = "cell " + std::to_string(*number);
  if (record["attested"] != Json(true)) return name + " has a headcount nobody attested";
  if (const auto share = whole_of(record, "new_share"); !share || *share > 100) return name + " has a share of new people that is none";
  const auto issued = whole_of(record, "last_issued"), last = whole_of(record, "last_eligible");
  if (record.contains("last_issued") != record.contains("last_eligible")) return name + " tells half of its last wave";
  if (issued && last && *issued > *last) return name + " had more tokens than people in its last wave";
  const bool ten = issued && last && *last > 0 && 10 * *issued >= 7 * *last;
  if (*minimum != (record.contains("last_issued") ? 10U : 20U) || (record.contains("last_issued") && !ten))
    return name + " has a minimum of " + std::to_string(*minimum) + ", which is not its due";
  if (*eligible < *minimum) return name + " has fewer people than its minimum";
  if (!std::equal(hash->begin(), hash->end(), seal::sha256(seal::Bytes(*spki)).begin())) return name + " has another key than the record names";
  if (!keys.insert(*spki).second) return name + " shares its key";
  if (!is_key(*spki)) return name + " has no RSA key of 2048 bits";
  Cell cell;
  cell.number = static_cast<std::uint32_t>(*number);
  cell.eligible = static_cast<std::uint32_t>(*eligible);
  for (const Json& unit : record["units"]) {
    if (!unit.is_string()) return name + " has a unit that is no text";
    cell.units.push_back(unit.get<std::string>());
  }
  if (const std::string wrong = tree.add(cell.units); !wrong.empty()) return name + " " + wrong;
  cell.spki = *spki;
  if (!wave.cells.empty() && wave.cells.back().number >= cell.number) return name + " is out of order or stands twice";
  wave.cells.push_back(std::move(cell));
  return {};
}

void check_cells(const Bundle& bundle, const Json& token, Wave& wave, Report& report) {
  const Json& cells = bundle.json("cells.json");
  if (!cells.is_array()) return report.wrong("cells.json", "cells", "not readable");
  std::set<std::vector<std::uint8_t>> keys;
  Tree tree;
  seal::MerkleRoot root;
  std::uint64_t eligible = 0;
  if (cells.empty()) return report.wrong("cells.json", "cells", "there is none");
  for (const Json& record : cells) {
    if (const std::string wrong = check_record(record, wave, keys, tree); !wrong.empty()) return report.wrong("cells.json", "cells", wrong);
    Json leaf = record;
    leaf.erase("spki");
    root.add(seal::bytes_of(seal::canonical_json(leaf).value_or("")));
    eligible += wave.cells.back().eligible;
  }
  const auto named = bytes_of(token, "cells_root", 32);
  const bool same = named && std::equal(named->begin(), named->end(), root.root().begin()) && whole_of(token, "cells_count") == cells.size();
  report.expect(same, "cells.json", "cells", std::to_string(cells.size()) + " cells, each large enough, with a key of its own, under the signed root",
                "they are not those under the root of token_part.json");
  const Json& totals = token.contains("eligible_total") ? token["eligible_total"] : Json();
  report.expect(totals.is_array() && totals.size() == 1 && totals[0] == Json(eligible), "token_part.json", "people",
                std::to_string(eligible) + " in all, as the cells add up",
                "the cells add up to " + std::to_string(eligible) + ", which is not the total named");
  const Json& admission = token.contains("admission_spki") ? token["admission_spki"] : Json();
  const auto key = admission.is_array() && admission.size() == 1 ? bytes_of(Json{{"k", admission[0]}}, "k") : std::nullopt;
  report.expect(key && is_key(*key) && !keys.contains(*key), "token_part.json", "admission key", "an RSA key of its own", "it is none, or the key of a cell");
}

}  // namespace

void check_token_part(const Bundle& bundle, const Wishes& wishes, Wave& wave, Report& report) {
  const Json& token = bundle.json("token_part.json");
  if (!only_fields(token, {"admission_spki", "cells_count", "cells_root", "classes",       "closes_ballots", "closes_desk", "council", "eligible_total",
                           "frame",          "k",           "late_desk",  "opens_ballots", "opens_desk",     "page_sha256", "policy",  "profile",
                           "title",          "trial",       "uses",       "version",       "wave_id",        "wave_kind"}))
    return report.wrong("token_part.json", "fields", "some are missing or not known");
  const std::string profile = token["profile"].is_string() ? token["profile"].get<std::string>() : "",
                    kind = token["wave_kind"].is_string() ? token["wave_kind"].get<std::string>() : "";
  report.title = token["title"].is_string() ? token["title"].get<std::string>() : "";
  report.trial = token["trial"] == Json(true);
  wave.council = token["council"] != Json(false);
  report.council = wave.council;
  wave.exact = profile == "exact";
  wave.deep = kind == "deep";
  bool good = copy_to(bytes_of(token, "wave_id", 16), wave.id) && token["version"] == Json(1) && token["frame"] == Json("organisation") &&
              token["classes"] == Json::array({1}) && (profile == "exact" || profile == "balanced" || profile == "strict") &&
              (kind == "deep" || kind == "pulse") && token["trial"].is_boolean() && token["late_desk"].is_boolean() && token["council"].is_boolean() &&
              bytes_of(token, "page_sha256", 32) && only_fields(token["policy"], {"ledger_days", "reminders_max"});
  report.wave = seal::to_hex(wave.id);
  report.expect(good, "token_part.json", "fields", "all there, each of its kind", "one has a value it cannot have");
  if (!good) return;
  wave.profile = profile;
  const auto days = whole_of(token["policy"], "ledger_days"), reminders = whole_of(token["policy"], "reminders_max"), uses = whole_of(token, "uses");
  report.expect(days && *days <= 14 && reminders && *reminders <= 2 && uses && *uses >= 1 && *uses <= (wave.deep ? 16U : 64U), "token_part.json", "policy",
                "who drew is forgotten after " + std::to_string(days.value_or(0)) + " days; at most 2 reminders", "looser than allowed");
  std::uint32_t floor = wave.council && !wave.exact ? 5 : 10;
  bool k_good = token["k"].is_array() && token["k"].size() == 3;
  for (std::size_t g = 0; k_good && g < 3; ++g) {
    k_good = token["k"][g].is_number_unsigned() && token["k"][g].get<std::uint64_t>() >= floor && token["k"][g].get<std::uint64_t>() < 1'000'000;
    if (k_good) wave.k[g] = token["k"][g].get<std::uint32_t>();
  }
  report.expect(k_good && wave.k[0] <= wave.k[1] && wave.k[1] <= wave.k[2] && (!wave.exact || wave.council), "token_part.json", "smallest groups",
                std::to_string(wave.k[0]) + ", " + std::to_string(wave.k[1]) + ", " + std::to_string(wave.k[2]) + " for index, scales, items",
                "below the floor, or out of order");
  const auto at = [&](const char* name) { return whole_of(token, name).value_or(0); };
  const bool dates = at("opens_desk") < at("closes_desk") && at("opens_ballots") < at("closes_ballots") && at("opens_desk") <= at("opens_ballots") &&
                     at("closes_desk") <= at("closes_ballots") && (token["late_desk"] == Json(true) || at("closes_desk") <= at("opens_ballots"));
  report.expect(dates, "token_part.json", "dates", "in order", "out of order");
  check_cells(bundle, token, wave, report);
  if (wishes.page.empty())
    return report.skipped("token_part.json", "answering page", "give it with --page to compare its hash: " + seal::to_hex(*bytes_of(token, "page_sha256")));
  const auto page = read_file(wishes.page);
  const auto hash = bytes_of(token, "page_sha256", 32);
  report.expect(page && std::equal(hash->begin(), hash->end(), seal::sha256(*page).begin()), "token_part.json", "answering page", "is the one named",
                "is another than the one named");
}

void check_signatures(const Bundle& bundle, const Wishes& wishes, const Wave& wave, Report& report) {
  const auto bytes = [&](const std::string& name) { return bundle.has(name) ? bundle.bytes.at(name) : std::string(); };
  for (const auto& [file, name] : std::initializer_list<std::pair<std::string, const char*>>{{"token_part", "TOKEN_PART"},
                                                                                             {"question_part", "QUESTION_PART"},
                                                                                             {"request", "REQUEST"},
                                                                                             {"counts", "COUNTS"},
                                                                                             {"head", "HEAD"},
                                                                                             {"release", "RELEASE"}}) {
    if (!wishes.server_key) {
      report.skipped(file + ".json", "server's signature", "give the key with --server-key (karuna.toml, or the poster)");
      continue;
    }
    report.expect(seal::verify_file(*wishes.server_key, name, wave.id, bytes(file + ".json"), bytes(file + ".server.sig")), file + ".server.sig",
                  "server's signature on " + file + ".json", "holds", "does not hold");
  }
  if (wishes.end) {
    const std::string end = seal::final_message(bytes("head.json"), bytes("release.json"));
    report.expect(seal::Sha256().add("KARUNA-FINAL-v1").add(wave.id).add(seal::sha256(end)).finish() == *wishes.end, "release.json", "what is about to be signed",
                  "is this board and this release", "is another board or release than the ones checked here");
  }
  if (!wave.council) {
    report.expect(wishes.witness_keys.empty(), "token_part.json", "council", "there is none, and every text must say so",
                  "the manifest says there is none, and a council's key was given");
    return;
  }
  if (wishes.no_council) report.wrong("token_part.json", "council", "the manifest names one, and it was called without");
  const auto by_witness = [&](const std::string& sig, const char* name, const std::string& file) {
    return std::any_of(wishes.witness_keys.begin(), wishes.witness_keys.end(),
                       [&](const auto& key) { return seal::verify_file(key, name, wave.id, file, bytes(sig)); });
  };
  for (const auto& [file, name] :
       std::initializer_list<std::pair<std::string, const char*>>{{"token_part", "TOKEN_PART"}, {"question_part", "QUESTION_PART"}, {"request", "REQUEST"}}) {
    if (wishes.witness_keys.empty())
      report.skipped(file + ".json", "council's signature", "give the key with --witness-key");
    else
      report.expect(by_witness(file + ".witness.sig", name, bytes(file + ".json")), file + ".witness.sig", "council's signature on " + file + ".json", "holds",
                    "does not hold");
  }
  if (!bundle.has("final.witness.sig"))
    return report.skipped("final.witness.sig", "council's last signature", "not there yet: the council signs once its own check is done");
  if (wishes.witness_keys.empty()) return report.skipped("final.witness.sig", "council's last signature", "give the key with --witness-key");
  report.witnessed = by_witness("final.witness.sig", "FINAL", seal::final_message(bytes("head.json"), bytes("release.json")));
  report.expect(report.witnessed, "final.witness.sig", "council's last signature", "holds for this board and this release",
                "does not hold for this board and this release");
}

}  // namespace karuna::verify
