// SPDX-License-Identifier: Apache-2.0
#include "frame/kept.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string_view>

#include "base/files.h"

namespace karuna::simulation {
namespace {

using nlohmann::json;

std::uint64_t hash(std::string_view bytes) {
  std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a; against confusion, not against malice
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

std::filesystem::path file_of(const std::filesystem::path& folder, const World& world) {
  return folder / fmt::format("{}-{:016x}.json", world.family, hash(world.name));
}

json head_of(const World& world, const RunOf& run) {
  json methods = json::array();
  for (const Quantity& quantity : world.quantities) methods.push_back(quantity.method);
  return {{"family", world.family}, {"world", world.name}, {"methods", methods}, {"seed", run.seed}, {"replicates", run.replicates}};
}

}  // namespace

Result<std::string> fingerprint() {
  KARUNA_TRY(bytes, read_file("/proc/self/exe", 1ULL << 30));
  return fmt::format("{:016x}", hash(bytes));
}

Result<void> keep(const std::filesystem::path& folder, const World& world, const RunOf& run, const std::vector<Tally>& tallies) {
  std::error_code ignored;
  std::filesystem::create_directories(folder, ignored);
  json all = head_of(world, run);
  all["program"] = run.program;
  for (const Tally& tally : tallies) all["tallies"].push_back({tally.count, tally.refusals, tally.sum, tally.squares});
  return write_atomically(file_of(folder, world), all.dump(1) + "\n");
}

std::optional<std::vector<Tally>> kept(const std::filesystem::path& folder, const World& world, const RunOf& run) {
  const auto bytes = read_file(file_of(folder, world));
  if (!bytes) return std::nullopt;
  const json all = json::parse(*bytes, nullptr, false);
  if (!all.is_object()) return std::nullopt;
  const json head = head_of(world, run);
  for (const auto& [key, value] : head.items())
    if (all.value(key, json()) != value) return std::nullopt;
  if (!run.program.empty() && all.value("program", "") != run.program) return std::nullopt;
  std::vector<Tally> tallies;
  for (const json& line : all.value("tallies", json::array()))
    tallies.push_back({line[0].get<std::uint64_t>(), line[1].get<std::uint64_t>(), line[2].get<double>(), line[3].get<double>()});
  if (tallies.size() != world.quantities.size()) return std::nullopt;
  return tallies;
}

}  // namespace karuna::simulation
