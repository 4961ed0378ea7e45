// SPDX-License-Identifier: Apache-2.0
#include "verify/bundle.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "seal/base64url.h"
#include "seal/canonical_json.h"

namespace karuna::verify {

using Json = nlohmann::json;

namespace {

constexpr std::array json_files{"token_part.json", "cells.json", "question_part.json", "request.json", "counts.json",
                                "dropped.json",    "head.json",  "comments.json",      "release.json"};
constexpr std::array other_files{"received.bin",       "leaves.bin",        "token_part.server.sig", "question_part.server.sig",
                                 "request.server.sig", "counts.server.sig", "head.server.sig",       "release.server.sig"};
constexpr std::array witness_files{"token_part.witness.sig", "question_part.witness.sig", "request.witness.sig", "final.witness.sig"};
/// In the server's folder, and nothing to check: the tables are the release in words, the others mark that something was opened or stopped.
constexpr std::array beside{"tables", "desk.open", "ballots.open", "ballots.stop"};
constexpr std::uint64_t most_bytes = std::uint64_t{4} << 30;

/// What no page of the manual names: a reader may take it for a part of the wave.
void name_strangers(const Bundle& bundle, Report& report) {
  std::vector<std::string> strangers;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(bundle.folder, error)) {
    const std::string name = entry.path().filename().string();
    const auto is = [&](const char* known) { return name == known; };
    if (std::ranges::none_of(json_files, is) && std::ranges::none_of(other_files, is) && std::ranges::none_of(witness_files, is) && std::ranges::none_of(beside, is))
      strangers.push_back(name);
  }
  std::ranges::sort(strangers);
  for (const std::string& name : strangers) report.wrong(name, "is a file of a wave", "it is not, and nothing vouches for it");
}

}  // namespace

const Json& Bundle::json(const std::string& name) const {
  static const nlohmann::json nothing;
  const auto found = read.find(name);
  return found == read.end() ? nothing : *found->second;
}

Result<Bundle> read_bundle(const Wishes& wishes, Report& report) {
  Bundle bundle;
  bundle.folder = wishes.bundle;
  std::error_code error;
  if (!std::filesystem::exists(bundle.folder / "token_part.json", error))
    return fail(Fault::not_found, bundle.folder.string() + " holds no token_part.json; a bundle is the folder of one wave, as the server serves it");
  const auto take = [&](const char* name, bool needed) -> Result<void> {
    if (!std::filesystem::exists(bundle.folder / name, error)) {
      if (needed) report.wrong(name, "is in the bundle", "it is missing");
      return {};
    }
    KARUNA_TRY(bytes, read_file(bundle.folder / name, most_bytes));
    bundle.bytes.emplace(name, std::move(bytes));
    return {};
  };
  for (const char* name : json_files) {
    KARUNA_CHECK(take(name, true));
    if (!bundle.has(name)) continue;
    auto value = seal::read_canonical_json(bundle.bytes[name], std::size_t{1} << 30);
    if (value)
      bundle.read.emplace(name, std::make_shared<const Json>(*std::move(value)));
    else
      report.wrong(name, "is canonical JSON", value.error().what);
  }
  for (const char* name : other_files) KARUNA_CHECK(take(name, true));
  for (const char* name : witness_files) KARUNA_CHECK(take(name, false));
  name_strangers(bundle, report);
  return bundle;
}

Cell* Wave::find(std::uint32_t number) {
  const auto found = std::lower_bound(cells.begin(), cells.end(), number, [](const Cell& cell, std::uint32_t n) { return cell.number < n; });
  return found != cells.end() && found->number == number ? &*found : nullptr;
}

const Cell* Wave::find(std::uint32_t number) const { return const_cast<Wave*>(this)->find(number); }

std::optional<std::vector<std::uint8_t>> bytes_of(const Json& object, const char* name, std::size_t length) {
  if (!object.is_object() || !object.contains(name) || !object[name].is_string()) return {};
  auto bytes = seal::from_base64url(object[name].get<std::string>());
  if (!bytes || (length && bytes->size() != length)) return {};
  return *std::move(bytes);
}

std::optional<std::uint64_t> whole_of(const Json& object, const char* name) {
  if (!object.is_object() || !object.contains(name) || !object[name].is_number_unsigned()) return {};
  return object[name].get<std::uint64_t>();
}

bool only_fields(const Json& object, std::initializer_list<const char*> names) {
  if (!object.is_object()) return false;
  std::size_t seen = 0;
  for (const char* name : names) {
    const bool may_miss = *name == '?';
    if (object.contains(name + may_miss))
      ++seen;
    else if (!may_miss)
      return false;
  }
  return seen == object.size();
}

Result<Report> verify(const Wishes& wishes) {
  Report report;
  KARUNA_TRY(bundle, read_bundle(wishes, report));
  Wave wave;
  check_token_part(bundle, wishes, wave, report);
  check_question_part(bundle, wave, report);
  check_noise(bundle, wave, report);
  check_signatures(bundle, wishes, wave, report);
  check_board(bundle, wishes, wave, report);
  check_release(bundle, wave, report);
  check_openings(bundle, wishes, wave, report);
  check_receipt(bundle, wishes, wave, report);
  return report;
}

}  // namespace karuna::verify
