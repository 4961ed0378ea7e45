// SPDX-License-Identifier: Apache-2.0
#include "act/pods/members.h"

#include <algorithm>
#include <set>

#include "act/pods/open_table.h"
#include "base/numbers.h"
#include "base/text.h"

namespace karuna::act {
namespace {

std::string at_line(const CsvReader& table) { return table.name() + ", line " + std::to_string(table.line()) + ": "; }

Result<bool> yes_or_no(const CsvReader& table, std::string_view text) {
  const std::string word = lower_ascii(trimmed(text));
  if (is_yes(word)) return true;
  if (word == "no" || word == "n" || word == "0" || word == "false" || word.empty()) return false;
  return fail(Fault::invalid, at_line(table) + "takes_part is " + in_quotes(text) + "; expected yes or no");
}

/// A ring of managers would have no top.
Result<void> check_rings(const Members& members, const std::string& file) {
  for (std::uint32_t i = 0; i < members.people.size(); ++i) {
    const auto chain = chain_of(members, i, static_cast<unsigned>(members.people.size()) + 1);
    if (chain.size() > members.people.size() || std::find(chain.begin(), chain.end(), i) != chain.end())
      return fail(Fault::invalid, file + ": " + in_quotes(members.people[i].id) + " leads themselves over others; correct the column manager");
  }
  return {};
}

struct TwoColumns {
  std::size_t a = 0, b = 0;
};
Result<TwoColumns> two_columns(const CsvReader& table) {
  KARUNA_TRY(a, table.header().position("a"));
  KARUNA_TRY(b, table.header().position("b"));
  return TwoColumns{a, b};
}

}  // namespace

std::vector<std::uint32_t> chain_of(const Members& members, std::uint32_t person, unsigned steps) {
  std::vector<std::uint32_t> chain;
  for (std::uint32_t at = person; chain.size() < steps;) {
    const auto manager = members.at.find(members.people[at].manager);
    if (manager == members.at.end() || manager->second == at) break;   // who leads themselves is the top
    at = manager->second;
    chain.push_back(at);
  }
  return chain;
}

Result<Members> read_members(const std::filesystem::path& file) {
  KARUNA_TRY(opened, open_table(file));
  CsvReader& table = opened.reader;
  const auto& header = table.header();
  KARUNA_TRY(id, header.position("id"));
  const std::pair<const char*, std::string Member::*> texts[] = {{"department", &Member::department}, {"level", &Member::level},       {"site", &Member::site},
                                                                 {"role", &Member::role},             {"tenure", &Member::tenure},     {"manager", &Member::manager},
                                                                 {"language", &Member::language},     {"shift", &Member::shift}};
  const auto load = header.find("load"), hours = header.find("hours"), choice = header.find("takes_part");
  Members out;
  out.has_hours = hours.has_value();
  out.has_load = load.has_value();
  out.has_choice = choice.has_value();
  while (true) {
    KARUNA_TRY(more, table.next());
    if (!more) break;
    const auto fields = table.fields();
    Member person;
    person.id = trimmed(fields[id]);
    if (person.id.empty()) return fail(Fault::invalid, at_line(table) + "the id is empty");
    for (const auto& [name, field] : texts)
      if (const auto column = header.find(name)) person.*field = trimmed(fields[*column]);
    if (load && !trimmed(fields[*load]).empty()) {
      const auto band = parse_integer(fields[*load]);
      if (!band || *band < 0 || *band > 3) return fail(Fault::invalid, at_line(table) + "load is " + in_quotes(fields[*load]) + "; expected 0, 1, 2, 3 or nothing");
      person.load = static_cast<int>(*band);
    }
    auto week = parse_week(hours ? fields[*hours] : std::string_view{});
    if (!week) return fail(Fault::invalid, at_line(table) + week.error().what);
    person.week = *week;
    if (choice) {
      KARUNA_TRY(takes_part, yes_or_no(table, fields[*choice]));
      person.takes_part = takes_part;
    }
    if (!out.at.emplace(person.id, static_cast<std::uint32_t>(out.people.size())).second) return fail(Fault::invalid, at_line(table) + "the id " + in_quotes(person.id) + " stands twice");
    out.people.push_back(std::move(person));
  }
  KARUNA_CHECK(check_rings(out, table.name()));
  return out;
}

Result<Pairs> read_exclusions(const std::filesystem::path& file, const Members& members) {
  KARUNA_TRY(opened, open_table(file));
  CsvReader& table = opened.reader;
  const auto& names = table.header().names();
  // Neither the reason nor the people may reach an error, so it is told by line, and only our own words are quoted.
  if (names.size() != 2 || !table.header().find("a") || !table.header().find("b"))
    return fail(Fault::invalid, table.name() + " must have the columns a and b and no other: why two people are kept apart is never stored");
  KARUNA_TRY(columns, two_columns(table));
  Pairs out;
  while (true) {
    const auto more = table.next();
    if (!more) return fail(Fault::invalid, table.name() + ", line " + std::to_string(table.line()) + ": this line cannot be read as two ids");
    if (!*more) break;
    const auto a = members.at.find(std::string(trimmed(table.fields()[columns.a]))), b = members.at.find(std::string(trimmed(table.fields()[columns.b])));
    if (a == members.at.end() || b == members.at.end()) continue;
    if (a == b) return fail(Fault::invalid, at_line(table) + "the two ids are the same");
    out.emplace_back(a->second, b->second);
  }
  return out;
}

Result<Pairs> read_together(const std::filesystem::path& file, const Members& members) {
  KARUNA_TRY(opened, open_table(file));
  CsvReader& table = opened.reader;
  KARUNA_TRY(columns, two_columns(table));
  Pairs out;
  while (true) {
    KARUNA_TRY(more, table.next());
    if (!more) break;
    std::uint32_t found[2];
    std::size_t k = 0;
    for (const auto column : {columns.a, columns.b}) {
      const auto person = members.at.find(std::string(trimmed(table.fields()[column])));
      if (person == members.at.end()) return fail(Fault::not_found, at_line(table) + in_quotes(table.fields()[column]) + " is not in the list of people");
      found[k++] = person->second;
    }
    if (found[0] == found[1]) return fail(Fault::invalid, at_line(table) + "the two ids are the same");
    out.emplace_back(found[0], found[1]);
  }
  return out;
}

Result<std::vector<PastPod>> read_history(const std::filesystem::path& file, const Members& members) {
  KARUNA_TRY(opened, open_table(file));
  CsvReader& table = opened.reader;
  KARUNA_TRY(round, table.header().position("round"));
  KARUNA_TRY(pod, table.header().position("pod"));
  KARUNA_TRY(id, table.header().position("id"));
  std::map<std::pair<int, std::string>, std::vector<std::uint32_t>> pods;
  while (true) {
    KARUNA_TRY(more, table.next());
    if (!more) break;
    const auto fields = table.fields();
    const auto number = parse_integer(fields[round]);
    if (!number || *number < 0 || *number > 100'000) return fail(Fault::invalid, at_line(table) + "round is " + in_quotes(fields[round]) + "; expected a whole number");
    auto& people = pods[{static_cast<int>(*number), std::string(trimmed(fields[pod]))}];
    if (const auto person = members.at.find(std::string(trimmed(fields[id]))); person != members.at.end()) people.push_back(person->second);
  }
  std::vector<PastPod> out;
  for (auto& [key, people] : pods) out.push_back({key.first, std::move(people)});
  return out;
}

Result<std::map<std::pair<std::uint32_t, std::uint32_t>, double>> read_contacts(const std::filesystem::path& file, const Members& members) {
  KARUNA_TRY(opened, open_table(file));
  CsvReader& table = opened.reader;
  KARUNA_TRY(columns, two_columns(table));
  const auto times = table.header().find("times");
  std::map<std::pair<std::uint32_t, std::uint32_t>, double> out;
  while (true) {
    KARUNA_TRY(more, table.next());
    if (!more) break;
    const auto fields = table.fields();
    const auto a = members.at.find(std::string(trimmed(fields[columns.a]))), b = members.at.find(std::string(trimmed(fields[columns.b])));
    double count = 1;
    if (times) {
      const auto number = parse_decimal(fields[*times]);
      if (!number || *number < 0) return fail(Fault::invalid, at_line(table) + "times is " + in_quotes(fields[*times]) + "; expected a number of 0 or more");
      count = *number;
    }
    if (a == members.at.end() || b == members.at.end() || a == b) continue;
    out[std::minmax(a->second, b->second)] += count;
  }
  return out;
}

}  // namespace karuna::act
