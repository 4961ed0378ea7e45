// SPDX-License-Identifier: Apache-2.0
#include "protect/released/release_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "seal/base64url.h"
#include "seal/canonical_json.h"

namespace karuna::protect {

namespace {

using Json = nlohmann::json;

constexpr std::size_t most_bytes = std::size_t{2} << 30;

template <typename Numbers>
void add_numbers(std::string& out, const Numbers& numbers) {
  out += '[';
  bool first = true;
  for (const auto number : numbers) {
    if (!first) out += ',';
    first = false;
    out += std::to_string(number);
  }
  out += ']';
}

/// `write` for every entry, in brackets, with commas between.
template <typename Entries, typename Write>
void add_list(std::string& out, const Entries& entries, const Write& write) {
  out += '[';
  bool first = true;
  for (const auto& entry : entries) {
    if (!first) out += ',';
    first = false;
    write(entry);
  }
  out += ']';
}

void add_atoms(std::string& out, const ReleaseFile& release) {
  out += "\"atoms\":";
  add_list(out, release.atoms, [&](const auto& partition) {
    add_list(out, partition, [&](const ReleasedAtom& atom) {
      out += "{\"cells\":";
      add_numbers(out, atom.cells);
      out += ",\"n\":" + std::to_string(atom.n) + "}";
    });
  });
}

void add_groups(std::string& out, const ReleaseFile& release) {
  out += "\"groups\":";
  add_list(out, release.groups, [&](const auto& statistic) { add_list(out, statistic, [&](const auto& group) { add_numbers(out, group); }); });
}

void add_hidden(std::string& out, const ReleaseFile& release) {
  out += "\"hidden\":";
  add_list(out, release.hidden, [&](const auto& pair) { add_numbers(out, std::array{pair.first, pair.second}); });
}

void add_table(std::string& out, const ReleaseFile& release) {
  out += "\"table\":";
  add_list(out, release.table, [&](const ReleasedValue& value) { add_numbers(out, std::array<std::int64_t, 3>{value.column, value.rank, value.value}); });
}

void add_hash(std::string& out, std::string_view name, const seal::Digest& hash) {
  out += '"';
  out += name;
  out += "\":\"" + seal::to_base64url(hash) + '"';
}

/// Numbers and lists out of JSON that is canonical already. The first thing that is not as it should be stays in `wrong`.
class Reader {
 public:
  std::string wrong;

  const Json* field(const Json& object, const char* name) {
    const auto found = object.is_object() ? object.find(name) : object.end();
    if (object.is_object() && found != object.end()) return &*found;
    note(std::string("the field \"") + name + "\" is missing");
    return nullptr;
  }
  void note(std::string what) {
    if (wrong.empty()) wrong = std::move(what);
  }
  std::int64_t number(const Json& json, std::int64_t least, std::int64_t most, const char* what) {
    if (!json.is_number_integer()) return note(std::string(what) + " is no whole number"), 0;
    const auto value = json.get<std::int64_t>();
    if (value < least || value > most) return note(std::string(what) + " is out of range"), 0;
    return value;
  }
  std::uint32_t small(const Json& json, const char* what) { return static_cast<std::uint32_t>(number(json, 0, 0xffffffffLL, what)); }
  std::vector<std::uint32_t> ascending(const Json& json, const char* what) {
    std::vector<std::uint32_t> numbers;
    if (!json.is_array()) return note(std::string(what) + " is no list"), numbers;
    for (const Json& entry : json) {
      numbers.push_back(small(entry, what));
      if (numbers.size() > 1 && numbers[numbers.size() - 2] >= numbers.back()) note(std::string(what) + " is not in ascending order");
    }
    if (numbers.empty()) note(std::string(what) + " is empty");
    return numbers;
  }
  void hash(const Json& object, const char* name, seal::Digest& to) {
    const Json* json = field(object, name);
    if (!json) return;
    const auto bytes =
        json->is_string() ? seal::from_base64url(json->get_ref<const std::string&>()) : Result<std::vector<std::uint8_t>>(fail(Fault::invalid, ""));
    if (!bytes || bytes->size() != to.size()) return note(std::string("\"") + name + "\" is no hash of 32 bytes");
    std::copy(bytes->begin(), bytes->end(), to.begin());
  }
};

void read_atoms(Reader& reader, const Json& json, ReleaseFile& release) {
  if (!json.is_array() || json.size() != 3) return reader.note("\"atoms\" has not three partitions");
  for (std::size_t p = 0; p < 3; ++p) {
    if (!json[p].is_array()) return reader.note("a partition is no list");
    std::vector<std::uint32_t> all;
    for (const Json& entry : json[p]) {
      const Json *n = reader.field(entry, "n"), *cells = reader.field(entry, "cells");
      if (!n || !cells) return;
      if (entry.size() != 2) reader.note("an atom has a field that is not known");
      release.atoms[p].push_back({reader.small(*n, "n"), reader.ascending(*cells, "cells")});
      const auto& of_atom = release.atoms[p].back().cells;
      all.insert(all.end(), of_atom.begin(), of_atom.end());
    }
    std::sort(all.begin(), all.end());
    if (std::adjacent_find(all.begin(), all.end()) != all.end()) reader.note("a cell is in two atoms of one partition");
  }
}

void read_table(Reader& reader, const Json& json, ReleaseFile& release) {
  if (!json.is_array()) return reader.note("\"table\" is no list");
  release.table.reserve(json.size());
  for (const Json& entry : json) {
    if (!entry.is_array() || entry.size() != 3) return reader.note("an entry of the table is not [column, rank, value]");
    const ReleasedValue value{reader.small(entry[0], "column"), reader.small(entry[1], "rank"),
                              reader.number(entry[2], -(1LL << 53) + 1, (1LL << 53) - 1, "value")};
    if (!release.table.empty() && std::pair(release.table.back().column, release.table.back().rank) >= std::pair(value.column, value.rank))
      reader.note("the table is not sorted by column, then rank");
    release.table.push_back(value);
  }
}

void read_exact(Reader& reader, const Json& object, ReleaseFile& release) {
  const Json *groups = reader.field(object, "groups"), *hidden = reader.field(object, "hidden");
  if (!groups || !hidden) return;
  release.exact = true;
  if (!groups->is_array() || !hidden->is_array()) return reader.note("\"groups\" or \"hidden\" is no list");
  for (const Json& statistic : *groups) {
    auto& of_statistic = release.groups.emplace_back();
    if (!statistic.is_array()) return reader.note("the groups of a statistic are no list");
    for (const Json& group : statistic) of_statistic.push_back(reader.ascending(group, "a group"));
  }
  for (const Json& pair : *hidden) {
    if (!pair.is_array() || pair.size() != 2) return reader.note("an entry of \"hidden\" is not [statistic, atom]");
    release.hidden.emplace_back(reader.small(pair[0], "statistic"), reader.small(pair[1], "atom"));
  }
}

}  // namespace

std::string write_sums(const ReleaseFile& release) {
  std::string out = "{";
  add_atoms(out, release);
  if (release.exact) {
    out += ',';
    add_groups(out, release);
    out += ',';
    add_hidden(out, release);
  }
  out += ',';
  add_table(out, release);
  return out + '}';
}

std::string write_release(const ReleaseFile& release) {
  std::string out = "{";
  add_atoms(out, release);
  out += ',';
  add_hash(out, "comments_sha256", release.comments_sha256);
  if (release.exact) {
    out += ',';
    add_groups(out, release);
  }
  out += ',';
  add_hash(out, "head_sha256", release.head_sha256);
  if (release.exact) {
    out += ',';
    add_hidden(out, release);
  }
  out += ',';
  add_hash(out, "question_part_sha256", release.question_part_sha256);
  out += ',';
  add_table(out, release);
  return out + '}';
}

Result<ReleaseFile> read_release_file(std::string_view json) {
  KARUNA_TRY(object, seal::read_canonical_file("release.json", json, most_bytes));
  Reader reader;
  ReleaseFile release;
  reader.hash(object, "comments_sha256", release.comments_sha256);
  reader.hash(object, "head_sha256", release.head_sha256);
  reader.hash(object, "question_part_sha256", release.question_part_sha256);
  if (const Json* atoms = reader.field(object, "atoms")) read_atoms(reader, *atoms, release);
  if (const Json* table = reader.field(object, "table")) read_table(reader, *table, release);
  if (object.is_object() && (object.contains("groups") || object.contains("hidden"))) read_exact(reader, object, release);
  if (object.size() != (release.exact ? 7U : 5U)) reader.note("it has a field that is not known");
  if (!reader.wrong.empty()) return fail(Fault::invalid, "release.json: " + reader.wrong + "; it is not a release that this version can read");
  return release;
}

}  // namespace karuna::protect
