// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/encoding.h"
#include "base/result.h"

namespace karuna::collect {

/// What a survey file (SURVEY.toml) says, checked for sense but not yet against the data. docs/survey-file.md is its manual.
/// `line` is where a thing stands in the survey file; Survey::at turns it into "spring/SURVEY.toml:12" for later words.

struct AnswersFile {
  std::filesystem::path file;  ///< made absolute or relative to where the program runs
  std::string period;          ///< the period of every row, or empty
  std::size_t line = 0;
};

/// What a text of a column stands for; nothing: missing.
using Codes = std::map<std::string, std::optional<std::int16_t>>;

enum class PeriodBy { text, month, quarter, year };
enum class NoUnit { error, organisation, drop };

struct Answers {
  std::vector<AnswersFile> files;      ///< one, or one for each period
  std::string respondent;              ///< column; empty: none
  std::vector<std::string> unit_path;  ///< unit_path columns from the top down; or the one unit column, see `path`
  bool path = false;                   ///< unit_path was given; otherwise unit_path holds one column of unit ids, or nothing
  NoUnit no_unit = NoUnit::error;
  std::string period;  ///< column; empty: none
  PeriodBy period_by = PeriodBy::text;
  std::vector<std::string> periods;    ///< their order, where given
  std::vector<std::string> missing;    ///< texts that stand for no answer
  std::map<std::string, Codes> codes;  ///< by column
  std::map<std::string, std::size_t> codes_line;
  std::optional<char> separator;
  std::optional<Encoding> encoding;
  std::size_t line = 0;
};

struct UnitsFile {
  std::filesystem::path file;              ///< empty: the units are those that the answers name
  std::string id, parent, name, eligible;  ///< columns; name and eligible may be empty
  std::string organisation;                ///< its name; "Organisation" where nothing is said
  std::size_t line = 0;
};

struct InstrumentWish {
  std::string id;                          ///< of the catalogue
  std::map<std::string, std::string> map;  ///< item code to column; an item that is not here has its code as column
  std::vector<std::string> scores;         ///< only these, and only the items they need; empty: all
  std::size_t line = 0;
};

enum class ScaleMethod { mean, sum };

/// A scale of the analyst's own: a column that already is a score, or a list of item columns.
struct OwnScale {
  std::string id, name;
  std::string column;  ///< empty where there are items
  std::vector<std::string> items;
  std::vector<std::string> reversed;  ///< among items
  double min = 1, max = 5;            ///< of the column, or of each item
  bool higher_is_better = true;
  ScaleMethod method = ScaleMethod::mean;
  std::uint32_t answer_at_least = 0;  ///< items that must be answered; all where nothing is said
  std::string dimension;              ///< "behaviour", "culture", "fatigue", "outcomes", or empty
  std::size_t line = 0;

  double score_min() const { return method == ScaleMethod::sum ? min * static_cast<double>(items.size()) : min; }
  double score_max() const { return method == ScaleMethod::sum ? max * static_cast<double>(items.size()) : max; }
};

inline constexpr std::array<std::string_view, 4> dimensions{"behaviour", "culture", "fatigue", "outcomes"};

struct IndexPart {
  std::string scale;  ///< id of a scale
  double weight = 1;  ///< within its dimension
};

struct Index {
  bool given = false;  ///< false: from the dimensions of the scales
  bool show = true;
  std::array<std::vector<IndexPart>, 4> parts;  ///< by dimensions
  std::size_t line = 0;
};

struct Margin {
  std::string column;
  std::vector<std::pair<std::string, double>> shares;  ///< in the order of the file; sums to 1
  std::size_t line = 0;
};

/// One measure of a table that is aggregated already.
struct TableMeasure {
  std::string id, name, column;
  std::string n;  ///< column of its own number of answers, or empty
  std::string dimension;
  double min = 0, max = 100;
  bool higher_is_better = true;
  std::size_t line = 0;
};

struct Table {
  std::filesystem::path file;
  std::string unit, parent, name, period, n;  ///< columns; all but unit may be empty
  std::vector<std::string> groups;            ///< columns whose texts are the units above, from the top down; instead of parent
  std::string organisation;
  std::vector<std::string> periods;
  std::vector<std::string> missing;
  std::vector<TableMeasure> measures;
  std::optional<char> separator;
  std::optional<Encoding> encoding;
  std::size_t line = 0;
};

/// What the report is to be like; nothing where the profile decides.
struct ReportWishes {
  std::optional<std::array<std::uint32_t, 3>> k;  ///< index, scale, item
  std::optional<std::uint32_t> colluders;
  bool items = true;
  bool pairwise = false;  ///< missing = "pairwise"
  std::uint32_t draws = 1000;
  std::uint64_t seed = 1;
  double step = 3.0;  ///< smallest change that counts, in hundredths of the scale
  std::size_t line = 0;
};

enum class WantedProfile { exact, balanced, strict };

struct Survey {
  std::filesystem::path file;  ///< the survey file itself
  std::string title;           ///< the folder's name where nothing is said
  std::string language = "en";
  WantedProfile profile = WantedProfile::exact;
  std::optional<Answers> answers;  ///< exactly one of answers and table
  std::optional<Table> table;
  UnitsFile units;
  std::vector<InstrumentWish> instruments;
  std::vector<OwnScale> scales;
  Index index;
  std::vector<Margin> margins;
  ReportWishes report;

  std::string at(std::size_t line) const;  ///< "SURVEY.toml:12"
};

/// Reads a survey file.
///
/// Takes   the path of the file, or of a folder that holds a SURVEY.toml. Paths inside are relative to the file, and may name an environment variable:
///         "${HR_EXPORT}/answers.csv", with a fall-back "${HR_EXPORT:-exports}/answers.csv".
/// Gives   what it says; data files are not opened yet.
/// Fails   not_found   no such file
///         unreadable  it cannot be read
///         invalid     a key nobody knows (the nearest known one is named), a key missing, a value that makes no sense: always with file and line
Result<Survey> read_survey(const std::filesystem::path& path);

/// The same from text, for tests and for the fuzzer; `file` stands for the file in words and for relative paths.
Result<Survey> parse_survey(std::string_view text, const std::filesystem::path& file);

/// Every key that a survey file may hold, as "answers.respondent" or "scale[].items"; the manual is checked against this list.
std::vector<std::string> survey_keys();

}  // namespace karuna::collect
