// SPDX-License-Identifier: Apache-2.0
#include "collect/survey.h"

#include <algorithm>
#include <set>

#include "base/files.h"
#include "base/text.h"
#include "collect/survey_parts.h"

namespace karuna::collect {

Result<std::optional<char>> parse_separator(const TomlTable& table) {
  KARUNA_TRY(text, table.text_or("separator", ""));
  if (text.empty()) return std::optional<char>{};
  if (text.size() != 1 || std::string_view(",;\t|").find(text[0]) == std::string_view::npos)
    return table.wrong("separator", "is " + in_quotes(text), "one of \",\" \";\" \"\\t\" \"|\"; without this line it is found out");
  return std::optional<char>{text[0]};
}

Result<std::optional<Encoding>> parse_encoding(const TomlTable& table) {
  KARUNA_TRY(text, table.text_or("encoding", ""));
  if (text.empty()) return std::optional<Encoding>{};
  KARUNA_TRY(choice, parse_choice(table, "encoding", std::vector<std::string>{"utf-8", "windows-1252"}, 0));
  return std::optional<Encoding>{choice == 0 ? Encoding::utf8 : Encoding::windows_1252};
}

Result<void> check_dimension(const TomlTable& table, std::string_view dimension) {
  if (dimension.empty() || std::find(dimensions.begin(), dimensions.end(), dimension) != dimensions.end()) return {};
  return table.wrong("dimension", "is " + in_quotes(dimension), "behaviour, culture, fatigue or outcomes");
}

Result<std::string> parse_id(const TomlTable& table) {
  KARUNA_TRY(id, table.text("id"));
  const bool fine = !id.empty() && std::all_of(id.begin(), id.end(), [](unsigned char c) { return std::isalnum(c) || c == '.' || c == '_' || c == '-'; });
  if (!fine) return table.wrong("id", "is " + in_quotes(id), "letters, digits, dots, _ and - without blanks; the name for people is name = \"...\"");
  return id;
}

Result<void> check_distinct(const TomlTable& table, std::string_view key, std::span<const std::string> words) {
  std::set<std::string_view> seen;
  for (const std::string& word : words)
    if (!seen.insert(word).second) return table.wrong(key, "names " + in_quotes(word) + " twice", "each once");
  return {};
}

Result<std::size_t> parse_choice(const TomlTable& table, std::string_view key, std::span<const std::string> choices, std::size_t fallback) {
  KARUNA_TRY(word, table.text_or(key, choices[fallback]));
  const auto found = std::find(choices.begin(), choices.end(), word);
  if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
  std::vector<std::string> listed;
  for (const std::string& choice : choices) listed.push_back(in_quotes(choice));
  return table.wrong(key, "is " + in_quotes(word), join_words(listed, "or"));
}

Result<ReportWishes> parse_report(const TomlTable& table) {
  KARUNA_CHECK(table.only(known_keys("report")));
  ReportWishes wishes;
  wishes.line = table.line();
  if (table.has("k")) {
    KARUNA_TRY(k, table.integers("k"));
    if (k.size() != 3 || std::any_of(k.begin(), k.end(), [](auto value) { return value < 5 || value > 1'000'000; }))
      return table.wrong("k", "is not three whole numbers from 5", "the smallest group for the index, a scale and an item, such as [10, 10, 30]");
    wishes.k = {static_cast<std::uint32_t>(k[0]), static_cast<std::uint32_t>(k[1]), static_cast<std::uint32_t>(k[2])};
  }
  if (table.has("colluders")) {
    KARUNA_TRY(colluders, table.integer("colluders", 0, 100));
    wishes.colluders = static_cast<std::uint32_t>(colluders);
  }
  KARUNA_TRY(items, table.flag_or("items", true));
  wishes.items = items;
  KARUNA_TRY(missing, parse_choice(table, "missing", std::vector<std::string>{"complete", "pairwise"}, 0));
  wishes.pairwise = missing == 1;
  KARUNA_TRY(draws, table.integer_or("draws", 1000, 100, 100'000));
  wishes.draws = static_cast<std::uint32_t>(draws);
  KARUNA_TRY(seed, table.integer_or("seed", 1, 0));
  wishes.seed = static_cast<std::uint64_t>(seed);
  KARUNA_TRY(step, table.number_or("step", 3.0));
  if (step < 0 || step > 100) return table.wrong("step", "is " + shortest(step), "hundredths of the scale, from 0 to 100");
  wishes.step = step;
  return wishes;
}

namespace {

std::string where(const TomlTable& table) { return table.file() + ":" + std::to_string(table.line()); }

Result<void> parse_kind(const TomlTable& file, Survey& survey) {
  const bool answers = file.has("answers"), table = file.has("table");
  if (answers == table)
    return fail(Fault::invalid,
                file.file() + (answers ? ":" + std::to_string(file.line("table")) + ": [table] stands beside [answers]; expected one of the two"
                                       : ": neither [answers] nor [table] is there; expected [answers] with file = \"...\" (one row a person), or "
                                         "[table] (one row a unit, aggregated already)"));
  if (answers) {
    KARUNA_TRY(section, file.table("answers"));
    KARUNA_TRY(parsed, parse_answers(section, survey.file));
    survey.answers = std::move(parsed);
    if (file.has("measure")) return file.wrong("measure", "stands beside [answers]", "[[scale]] or [[instrument]]; [[measure]] belongs to [table]");
    return {};
  }
  for (const char* key : {"units", "instrument", "scale", "margins"})
    if (file.has(key))
      return file.wrong(key, "stands beside [table]", "[[measure]] only: a table that is aggregated already has no persons to score or to weight");
  KARUNA_TRY(section, file.table("table"));
  KARUNA_TRY(parsed, parse_table(section, file, survey.file));
  survey.table = std::move(parsed);
  return {};
}

Result<void> parse_measures(const TomlTable& file, Survey& survey) {
  KARUNA_TRY(instruments, file.tables("instrument"));
  for (const TomlTable& entry : instruments) {
    KARUNA_TRY(wish, parse_instrument(entry));
    for (const InstrumentWish& earlier : survey.instruments)
      if (earlier.id == wish.id) return entry.wrong("id", "is " + in_quotes(wish.id) + " as in line " + std::to_string(earlier.line), "each instrument once");
    survey.instruments.push_back(std::move(wish));
  }
  KARUNA_TRY(scales, file.tables("scale"));
  for (const TomlTable& entry : scales) {
    KARUNA_TRY(scale, parse_scale(entry));
    for (const OwnScale& earlier : survey.scales)
      if (earlier.id == scale.id)
        return entry.wrong("id", "is " + in_quotes(scale.id) + " as in line " + std::to_string(earlier.line), "an id of its own for each scale");
    survey.scales.push_back(std::move(scale));
  }
  if (survey.answers && survey.instruments.empty() && survey.scales.empty())
    return fail(
        Fault::invalid,
        file.file() +
            ": nothing is to be measured; expected [[instrument]] with id = \"...\" (see `karuna catalogue list`), or [[scale]] with columns of your own");
  return {};
}

}  // namespace

Result<Survey> parse_survey(std::string_view text, const std::filesystem::path& file) {
  KARUNA_TRY(toml, parse_toml(text, file.string()));
  Survey survey;
  survey.file = file;
  KARUNA_CHECK(toml.only(known_keys("")));
  std::string folder = file.parent_path().filename().string();
  KARUNA_TRY(title, toml.text_or("title", folder.empty() ? "Survey" : folder));
  survey.title = std::move(title);
  const std::vector<std::string> languages{"en", "de", "fr", "es", "ar"};
  KARUNA_TRY(language, parse_choice(toml, "language", languages, 0));
  survey.language = languages[language];
  KARUNA_TRY(profile, parse_choice(toml, "profile", std::vector<std::string>{"exact", "balanced", "strict"}, 0));
  survey.profile = static_cast<WantedProfile>(profile);

  KARUNA_CHECK(parse_kind(toml, survey));
  KARUNA_TRY(units_section, toml.table_or_empty("units"));
  KARUNA_TRY(units, parse_units(units_section, file));
  survey.units = std::move(units);
  if (!survey.units.file.empty() && survey.answers && survey.answers->path)
    return fail(Fault::invalid,
                where(units_section) + ": a units file stands beside unit_path; expected one of the two: unit_path makes the tree from the answers");
  if (!survey.units.file.empty() && survey.answers && survey.answers->unit_path.empty())
    return fail(Fault::invalid,
                where(units_section) + ": there is a units file, but [answers] does not say which column holds the unit; expected unit = \"...\"");
  KARUNA_CHECK(parse_measures(toml, survey));
  KARUNA_TRY(index_section, toml.table_or_empty("index"));
  KARUNA_TRY(index, parse_index(index_section));
  survey.index = std::move(index);
  KARUNA_TRY(margins, toml.table_or_empty("margins"));
  for (const std::string& column : margins.keys()) {
    KARUNA_TRY(section, margins.table(column));
    KARUNA_TRY(margin, parse_margin(section, column, margins.line(column)));
    survey.margins.push_back(std::move(margin));
  }
  KARUNA_TRY(report_section, toml.table_or_empty("report"));
  KARUNA_TRY(report, parse_report(report_section));
  survey.report = report;
  return survey;
}

Result<Survey> read_survey(const std::filesystem::path& path) {
  std::error_code ignored;
  const std::filesystem::path file = std::filesystem::is_directory(path, ignored) ? path / "SURVEY.toml" : path;
  KARUNA_TRY(bytes, read_file(file, 4U << 20));
  return parse_survey(bytes, file);
}

std::string Survey::at(std::size_t line) const { return file.string() + ":" + std::to_string(line); }

}  // namespace karuna::collect
