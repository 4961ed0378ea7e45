// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>

#include "ask/wave/json_fields.h"
#include "ask/wave/manifest.h"
#include "ask/wave/manifest_words.h"
#include "seal/canonical_json.h"
#include "seal/merkle.h"

namespace karuna::ask {

using nlohmann::json;
using seal::to_base64url;

std::string hex_of(const WaveId& wave) { return seal::to_hex(wave); }

Result<WaveId> wave_id_from_hex(std::string_view hex) {
  auto bytes = seal::from_hex(hex);
  WaveId wave{};
  if (!bytes || bytes->size() != wave.size())
    return fail(Fault::invalid, "a wave has an id of 32 hexadecimal digits, this is '" + std::string(hex.substr(0, 64)) + "'; `karuna wave status` lists them");
  std::copy(bytes->begin(), bytes->end(), wave.begin());
  return wave;
}

std::string write_token_part(const TokenPart& part) {
  json admission = json::array();
  for (const auto& spki : part.admission_spki) admission.push_back(to_base64url(spki));
  const json value = {
      {"admission_spki", admission},
      {"cells_count", part.cells_count},
      {"cells_root", to_base64url(part.cells_root)},
      {"classes", part.classes},
      {"closes_ballots", part.closes_ballots},
      {"closes_desk", part.closes_desk},
      {"council", part.council},
      {"eligible_total", part.eligible_total},
      {"frame", "organisation"},
      {"k", part.k},
      {"late_desk", part.late_desk},
      {"opens_ballots", part.opens_ballots},
      {"opens_desk", part.opens_desk},
      {"page_sha256", to_base64url(part.page_sha256)},
      {"policy", {{"ledger_days", part.ledger_days}, {"reminders_max", part.reminders_max}}},
      {"profile", profile_words[static_cast<std::size_t>(part.profile)]},
      {"title", part.title},
      {"trial", part.trial},
      {"uses", part.uses},
      {"version", 1},
      {"wave_id", to_base64url(part.wave)},
      {"wave_kind", depth_words[static_cast<std::size_t>(part.depth)]},
  };
  return seal::canonical_json(value).value_or("");
}

Result<TokenPart> read_token_part(std::string_view text) {
  KARUNA_TRY(value, seal::read_canonical_file("token_part.json", text));
  JsonFields fields(value, "token_part.json");
  TokenPart part;
  fields.expect("version", 1);
  fields.expect("frame", "organisation");
  fields.bytes_into("wave_id", part.wave);
  part.title = fields.text("title", 400);
  part.council = fields.flag("council");
  const auto hour = [&](const char* name) { return static_cast<std::uint32_t>(fields.whole(name, 0xffffffffU)); };
  part.opens_desk = hour("opens_desk");
  part.closes_desk = hour("closes_desk");
  part.opens_ballots = hour("opens_ballots");
  part.closes_ballots = hour("closes_ballots");
  part.late_desk = fields.flag("late_desk");
  part.trial = fields.flag("trial");
  const json& k = fields.list("k", 3);
  if (k.size() == 3)
    for (std::size_t g = 0; g < 3; ++g) part.k[g] = static_cast<std::uint32_t>(whole_of(k[g], 1'000'000, fields, "k"));
  else
    fields.wrong("k", "three numbers: index, scales, items");
  part.profile = static_cast<WaveProfile>(fields.word("profile", profile_words));
  part.depth = static_cast<Depth>(fields.word("wave_kind", depth_words));
  part.classes.clear();
  for (const json& cls : fields.list("classes", 2)) part.classes.push_back(static_cast<std::uint8_t>(whole_of(cls, 2, fields, "classes")));
  part.uses = static_cast<std::uint32_t>(fields.whole("uses", 64));
  fields.bytes_into("cells_root", part.cells_root);
  part.cells_count = static_cast<std::uint32_t>(fields.whole("cells_count", most_cells));
  for (const json& total : fields.list("eligible_total", 2))
    part.eligible_total.push_back(static_cast<std::uint32_t>(whole_of(total, 0xffffffffU, fields, "eligible_total")));
  for (const json& spki : fields.list("admission_spki", 2)) {
    auto bytes = spki.is_string() ? seal::from_base64url(spki.get<std::string>()) : fail(Fault::invalid, "");
    if (bytes)
      part.admission_spki.push_back(*std::move(bytes));
    else
      fields.wrong("admission_spki", "keys in base64url");
  }
  fields.bytes_into("page_sha256", part.page_sha256);
  JsonFields policy(fields.object("policy"), "token_part.json, policy");
  if (fields.good()) {
    part.ledger_days = static_cast<std::uint32_t>(policy.whole("ledger_days", 14));
    part.reminders_max = static_cast<std::uint32_t>(policy.whole("reminders_max", 2));
    if (auto done = policy.finish(); !done) fields.fails(done.error());
  }
  KARUNA_CHECK(fields.finish());
  return part;
}

namespace {

json record_of(const CellRecord& record) {
  json value = {{"attested", record.attested}, {"cell", record.cell},       {"class", record.cls},           {"eligible", record.eligible},
                {"label", record.label},       {"minimum", record.minimum}, {"new_share", record.new_share}, {"spki_sha256", to_base64url(record.spki_sha256)},
                {"units", record.units}};
  if (record.teams > 1) value["teams"] = record.teams;
  if (record.last_issued) value["last_issued"] = *record.last_issued;
  if (record.last_eligible) value["last_eligible"] = *record.last_eligible;
  return value;
}

CellKey read_cell(JsonFields& fields) {
  CellKey cell;
  CellRecord& record = cell.record;
  record.attested = fields.flag("attested");
  record.cell = static_cast<std::uint32_t>(fields.whole("cell", 0xffffffffU));
  record.cls = static_cast<std::uint8_t>(fields.whole("class", 2));
  record.eligible = static_cast<std::uint32_t>(fields.whole("eligible", 0xffffffffU));
  record.label = fields.text("label", 400);
  if (fields.has("teams")) {
    record.teams = static_cast<std::uint32_t>(fields.whole("teams", 1'000'000));
    if (record.teams < 2) fields.wrong("teams", "two units or more, or no such field");
  }
  record.minimum = static_cast<std::uint32_t>(fields.whole("minimum", 1'000));
  record.new_share = static_cast<std::uint32_t>(fields.whole("new_share", 100));
  if (fields.has("last_issued")) record.last_issued = static_cast<std::uint32_t>(fields.whole("last_issued", 0xffffffffU));
  if (fields.has("last_eligible")) record.last_eligible = static_cast<std::uint32_t>(fields.whole("last_eligible", 0xffffffffU));
  fields.bytes_into("spki_sha256", record.spki_sha256);
  for (const json& unit : fields.list("units", 64)) {
    if (unit.is_string() && unit.get_ref<const std::string&>().size() <= 400)
      record.units.push_back(unit.get<std::string>());
    else
      fields.wrong("units", "a list of unit ids");
  }
  cell.spki = fields.bytes("spki", 1024);
  return cell;
}

}  // namespace

std::string write_cells(std::span<const CellKey> cells) {
  json list = json::array();
  for (const CellKey& cell : cells) {
    json value = record_of(cell.record);
    value["spki"] = to_base64url(cell.spki);
    list.push_back(std::move(value));
  }
  return seal::canonical_json(list).value_or("");
}

Result<std::vector<CellKey>> read_cells(std::string_view text) {
  KARUNA_TRY(value, seal::read_canonical_file("cells.json", text, most_manifest_bytes));
  if (!value.is_array() || value.size() > most_cells) return fail(Fault::invalid, "cells.json: expected a list of at most a million cells");
  std::vector<CellKey> cells;
  cells.reserve(value.size());
  for (std::size_t i = 0; i < value.size(); ++i) {
    JsonFields fields(value[i], "cells.json, record " + std::to_string(i));
    cells.push_back(read_cell(fields));
    KARUNA_CHECK(fields.finish());
    if (i > 0) {
      const CellRecord &before = cells[i - 1].record, &now = cells[i].record;
      if (std::pair(before.cls, before.cell) >= std::pair(now.cls, now.cell))
        return fail(Fault::invalid, "cells.json, record " + std::to_string(i) + ": cells stand in order of class and number, and each once");
    }
  }
  return cells;
}

std::string cell_leaf(const CellRecord& record) { return seal::canonical_json(record_of(record)).value_or(""); }

Result<seal::MerkleTree> cells_tree(std::span<const CellKey> cells) {
  if (cells.empty()) return fail(Fault::invalid, "a wave has at least one cell");
  std::vector<seal::Digest> leaves;
  leaves.reserve(cells.size());
  for (const CellKey& cell : cells) leaves.push_back(seal::merkle_leaf(seal::bytes_of(cell_leaf(cell.record))));
  return seal::MerkleTree(std::move(leaves));
}

Result<seal::Digest> cells_root(std::span<const CellKey> cells) {
  if (cells.empty()) return fail(Fault::invalid, "a wave has at least one cell");
  seal::MerkleRoot root;
  for (const CellKey& cell : cells) root.add(seal::bytes_of(cell_leaf(cell.record)));
  return root.root();
}

}  // namespace karuna::ask
