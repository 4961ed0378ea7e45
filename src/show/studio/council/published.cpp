// SPDX-License-Identifier: Apache-2.0
#include "show/studio/council/published.h"

#include <algorithm>
#include <filesystem>

#include "ask/wave/counts.h"
#include "ask/wave/manifest_words.h"
#include "ask/wave/noise_plan.h"
#include "base/files.h"
#include "base/text.h"

namespace karuna::show {

namespace {

using nlohmann::json;

json named(const protect::ReleasedWave& wave) {
  const auto& part = wave.wave.token_part;
  return {{"wave", ask::hex_of(part.wave)}, {"title", part.title}, {"kind", ask::depth_words[static_cast<std::size_t>(part.depth)]}, {"trial", part.trial}};
}

json tables_of(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "tables", error)) names.push_back(entry.path().filename().string());
  std::ranges::sort(names);
  return names;
}

/// Units over all statistics of a family, by how they stand. The same table everybody's pages are drawn from.
json families_of(const protect::ReleasedWave& wave, const protect::Release* release, std::size_t period) {
  json families = json::array();
  for (std::size_t f = 0; f < 3; ++f) {
    const auto& atoms = wave.release.atoms[f];
    json smallest;
    for (const auto& atom : atoms)
      if (smallest.is_null() || atom.n < smallest.get<std::uint32_t>()) smallest = atom.n;
    std::size_t count[3] = {0, 0, 0};
    if (release)
      for (std::size_t s = 0; s < release->statistics.size(); ++s)
        if (static_cast<std::size_t>(release->statistics[s].family) == f)
          for (const auto& unit : release->periods[period].published[s].units) ++count[static_cast<std::size_t>(unit.standing)];
    families.push_back({{"name", ask::group_words[f]}, {"groups", atoms.size()}, {"smallest", smallest}, {"shown", count[0]}, {"pooled", count[1]}, {"not_shown", count[2]}});
  }
  return families;
}

}  // namespace

json published_of(const Released& released) {
  json list = json::array();
  for (const Series& series : released.series)
    for (std::size_t period = 0; period < series.waves.size(); ++period) {
      const auto& wave = released.waves[series.waves[period]];
      const auto& part = wave.wave.token_part;
      json one = named(wave);
      one.update({{"number", series.waves[period] + 1}, {"ballots", wave.head.size}, {"eligible", part.eligible_total.empty() ? 0 : part.eligible_total.front()},
                  {"profile", ask::profile_words[static_cast<std::size_t>(part.profile)]}, {"witnessed", wave.final_signature}, {"sha256", wave.release_sha256}, {"tables", tables_of(wave.wave.folder)},
                  {"families", families_of(wave, series.release ? &*series.release : nullptr, period)}, {"spent", nullptr}, {"limit", nullptr}, {"why_not", series.why_not}});
      if (part.profile != ask::WaveProfile::exact && wave.wave.question_part) {
        const auto limit = ask::rhythm_limit(part.profile);
        one["spent"] = wave.wave.question_part->budget_after;
        one["limit"] = {limit.one, limit.whole};
      }
      list.push_back(std::move(one));
    }
  std::sort(list.begin(), list.end(), [](const json& a, const json& b) { return a["number"].get<std::size_t>() > b["number"].get<std::size_t>(); });
  return list;
}

json boards_of(const Released& released) {
  json list = json::array();
  for (const auto& wave : released.waves) {
    const auto text = read_file(wave.wave.folder / "counts.json", ask::most_manifest_bytes);
    auto counts = text ? ask::read_counts(*text, wave.wave.cells) : Result<std::vector<ask::IssuedCount>>(std::unexpected(text.error()));
    json one = named(wave), cells = json::array();
    std::uint64_t eligible = 0, issued = 0;
    bool holds = counts.has_value();
    for (std::size_t c = 0; counts && c < counts->size(); ++c) {
      const auto& cell = wave.wave.cells[c].record;
      if (cell.cls != ask::class_ballot) continue;
      eligible += cell.eligible;
      issued += (*counts)[c].issued;
      holds = holds && (*counts)[c].issued <= cell.eligible;
      std::string path;
      for (const auto& unit : cell.units) path += unit + " / ";
      cells.push_back({{"units", path + cell.label}, {"cell", cell.cell}, {"eligible", cell.eligible}, {"issued", (*counts)[c].issued}, {"holds", (*counts)[c].issued <= cell.eligible}});
    }
    one.update({{"eligible", eligible}, {"issued", issued}, {"ballots", wave.head.size}, {"replaced", wave.head.superseded_count}, {"holds", holds && wave.head.size <= issued}, {"root", seal::to_hex(wave.head.root)}, {"cells", cells}});
    list.push_back(std::move(one));
  }
  std::reverse(list.begin(), list.end());
  return list;
}

}  // namespace karuna::show
