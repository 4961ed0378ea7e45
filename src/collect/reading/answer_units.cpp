// SPDX-License-Identifier: Apache-2.0
#include "collect/reading/answer_units.h"

#include <algorithm>
#include <cctype>
#include <limits>
#include <numeric>

#include "base/csv.h"
#include "base/numbers.h"
#include "base/text.h"

namespace karuna::collect {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Units that the answers name and the tree does not have, in words.
Result<void> check_known(const Survey& survey, const AnswerRows& rows, const UnitTree& tree, const std::vector<UnitId>& of_place) {
  std::vector<std::string> named;
  std::size_t unknown = 0, answers = 0;
  for (std::size_t p = 0; p < rows.units.size(); ++p) {
    if (of_place[p] || rows.units[p].lines.count == 0) continue;
    ++unknown;
    answers += rows.units[p].lines.count;
    if (named.size() < 3) named.push_back(in_quotes(rows.units[p].steps.front()) + " (first " + rows.units[p].lines.first.front() + ")");
  }
  if (unknown == 0) return {};
  std::vector<std::string> ids;
  for (std::size_t u = 0; u < tree.size(); ++u) ids.push_back(tree[UnitId{u}].id);
  std::string words = counted(unknown, "unit") + " of the answers " + (unknown == 1 ? "is" : "are") + " not in " + survey.units.file.filename().string() +
                      ": " + join_words(named, unknown > named.size() ? "," : "and");
  if (unknown > named.size()) words += " and " + std::to_string(unknown - named.size()) + " more";
  words += "; " + counted(answers, "row") + " in all";
  if (unknown == 1)
    for (std::size_t p = 0; p < rows.units.size(); ++p)
      if (!of_place[p] && rows.units[p].lines.count > 0)
        if (const auto nearest = nearest_word(rows.units[p].steps.front(), ids)) words += "; did you mean " + in_quotes(*nearest) + "?";
  return fail(Fault::not_found,
              words + (unknown == 1 ? " Add it to the units file or correct the answers" : "; add them to the units file or correct the answers"));
}

Result<AnswerUnits> from_file(const Survey& survey, const AnswerRows& rows) {
  KARUNA_TRY(tree, read_units_file(survey));
  AnswerUnits units{std::move(tree), {}};
  for (const Place& place : rows.units) units.of_place.push_back(units.tree.find(place.steps.front()).value_or(UnitId()));
  KARUNA_CHECK(check_known(survey, rows, units.tree, units.of_place));
  return units;
}

Result<AnswerUnits> from_paths(const Survey& survey, const AnswerRows& rows) {
  const std::string& organisation = survey.units.organisation;
  std::vector<std::vector<std::string>> paths;
  for (const Place& place : rows.units) paths.push_back(place.steps);
  std::sort(paths.begin(), paths.end(),
            [](const auto& a, const auto& b) { return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), natural_less); });
  KARUNA_TRY(tree, UnitTree::from_paths(paths, organisation));
  const bool starts_with_root = std::all_of(paths.begin(), paths.end(), [&](const auto& path) { return path.front() == organisation; });
  AnswerUnits units{std::move(tree), {}};
  for (const Place& place : rows.units) {
    std::string id;
    for (std::size_t s = starts_with_root ? 1 : 0; s < place.steps.size(); ++s) id += (id.empty() ? "" : " / ") + place.steps[s];
    units.of_place.push_back(id.empty() ? units.tree.root() : units.tree.find(id).value_or(units.tree.root()));
  }
  return units;
}

Result<AnswerUnits> from_names(const Survey& survey, const AnswerRows& rows) {
  std::vector<UnitRow> flat;
  for (const Place& place : rows.units) flat.push_back({place.steps.front(), "", "", std::nullopt, 0});
  std::sort(flat.begin(), flat.end(), [](const UnitRow& a, const UnitRow& b) { return natural_less(a.id, b.id); });
  if (flat.empty()) flat.push_back({survey.units.organisation, "", "", std::nullopt, 0});
  KARUNA_TRY(tree, UnitTree::from_rows(flat, survey.units.organisation));
  AnswerUnits units{std::move(tree), {}};
  for (const Place& place : rows.units) units.of_place.push_back(units.tree.find(place.steps.front()).value_or(UnitId()));
  return units;
}

}  // namespace

bool natural_less(std::string_view a, std::string_view b) {
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      const auto run = [](std::string_view text, std::size_t& at) {
        while (at < text.size() && text[at] == '0') ++at;
        const std::size_t start = at;
        while (at < text.size() && is_digit(text[at])) ++at;
        return text.substr(start, at - start);
      };
      const std::string_view x = run(a, i), y = run(b, j);
      if (x.size() != y.size()) return x.size() < y.size();
      if (x != y) return x < y;
      continue;
    }
    if (a[i] != b[j]) return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]);
    ++i, ++j;
  }
  if (i < a.size() || j < b.size()) return i >= a.size();
  return a < b;  // "1" and "01" are the same number and two units
}

Result<UnitTree> read_units_file(const Survey& survey) {
  const UnitsFile& wish = survey.units;
  KARUNA_TRY(reader, CsvReader::open(wish.file));
  const auto column = [&](const std::string& name, const char* key) -> Result<std::size_t> {
    auto position = reader.header().position(name);
    if (!position) return fail(position.error().fault, survey.at(wish.line) + ": [units] " + key + ": " + position.error().what);
    return *position;
  };
  KARUNA_TRY(id, column(wish.id, "id"));
  KARUNA_TRY(parent, column(wish.parent, "parent"));
  std::size_t name = 0, eligible = 0;
  if (!wish.name.empty()) {
    KARUNA_TRY(position, column(wish.name, "name"));
    name = position;
  }
  if (!wish.eligible.empty()) {
    KARUNA_TRY(position, column(wish.eligible, "eligible"));
    eligible = position;
  }
  std::vector<UnitRow> rows;
  while (true) {
    KARUNA_TRY(more, reader.next());
    if (!more) break;
    const auto fields = reader.fields();
    UnitRow row;
    row.id = trimmed(fields[id]);
    row.parent = trimmed(fields[parent]);
    if (!wish.name.empty()) row.name = trimmed(fields[name]);
    row.line = reader.line();
    if (!wish.eligible.empty() && !trimmed(fields[eligible]).empty()) {
      const auto people = parse_integer(fields[eligible]);
      if (!people || *people < 0 || *people > std::numeric_limits<std::uint32_t>::max())
        return fail(Fault::invalid, wish.file.string() + ":" + std::to_string(row.line) + ": " + wish.eligible + " of unit " + in_quotes(row.id) + " is " +
                                        in_quotes(fields[eligible]) + "; expected a whole number of people, or nothing where it is not known");
      row.eligible = static_cast<std::uint32_t>(*people);
    }
    rows.push_back(std::move(row));
  }
  auto tree = UnitTree::from_rows(rows, wish.organisation);
  if (!tree) return fail(tree.error().fault, wish.file.string() + ": " + tree.error().what);
  return tree;
}

Result<AnswerUnits> units_of_answers(const Survey& survey, const AnswerRows& rows) {
  if (!survey.units.file.empty()) return from_file(survey, rows);
  if (survey.answers->path && !rows.units.empty()) return from_paths(survey, rows);
  return from_names(survey, rows);
}

}  // namespace karuna::collect
