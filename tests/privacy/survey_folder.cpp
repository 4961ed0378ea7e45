// SPDX-License-Identifier: Apache-2.0
#include "survey_folder.h"

#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace karuna::privacy {
namespace {

namespace fs = std::filesystem;

/// A report is flushed to the disk file by file, so that it is never half there. The attacks write thousands: in memory that costs nothing.
[[maybe_unused]] const bool in_memory = [] {
  std::error_code ignored;
  return fs::is_directory("/dev/shm", ignored) && setenv("TMPDIR", "/dev/shm", 0) == 0;
}();

void write(const fs::path& file, const std::string& bytes) {
  std::ofstream out(file, std::ios::binary);
  out << bytes;
  if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
}

std::string answers_csv(const std::vector<Wave>& waves) {
  const bool several = waves.size() > 1;
  std::string text = several ? "id,team,wave" : "id,team";
  for (const Question& question : waves[0].organisation->questions) text += "," + question.code;
  text += "\n";
  for (const Wave& wave : waves)
    for (std::size_t p = 0; p < wave.organisation->people.size(); ++p) {
      const Person& person = wave.organisation->people[p];
      text += "p" + std::to_string(p) + "," + wave.organisation->units[person.unit].id;
      if (several) text += "," + wave.period;
      for (int answer : person.answers) text += answer == skipped ? "," : "," + std::to_string(answer);
      text += "\n";
    }
  return text;
}

std::string units_csv(const Organisation& organisation, bool headcounts) {
  const std::vector<std::uint32_t> people = organisation.people_at();
  std::string text = headcounts ? "unit,parent,headcount\n" : "unit,parent\n";
  for (std::size_t u = 0; u < organisation.units.size(); ++u) {
    const UnitLine& unit = organisation.units[u];
    text += unit.id + "," + (unit.parent == UnitLine::none ? "" : organisation.units[unit.parent].id);
    if (headcounts) text += "," + std::to_string(people[u] + people[u] / 3);  // three quarters answered
    text += "\n";
  }
  return text;
}

std::string quoted(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "\"" : ", \"") + word + "\"";
  return "[" + text + "]";
}

std::string survey_toml(const std::vector<Wave>& waves, const SurveyWish& wish) {
  const Organisation& organisation = *waves[0].organisation;
  std::ostringstream toml;
  toml << "title = \"Made up\"\nlanguage = \"" << wish.language << "\"\nprofile = \"" << wish.profile << "\"\n\n"
       << "[answers]\nfile = \"answers.csv\"\nrespondent = \"id\"\nunit = \"team\"\n"
       << (waves.size() > 1 ? "period = \"wave\"\n" : "") << "\n[units]\nfile = \"units.csv\"\nid = \"unit\"\nparent = \"parent\"\n"
       << (wish.headcounts ? "eligible = \"headcount\"\n" : "");
  for (const ScaleLine& scale : organisation.scales) {
    std::vector<std::string> items, reversed;
    for (std::size_t question : scale.questions) {
      items.push_back(organisation.questions[question].code);
      if (organisation.questions[question].reversed) reversed.push_back(items.back());
    }
    toml << "\n[[scale]]\nid = \"" << scale.id << "\"\nname = \"" << scale.id << "\"\nitems = " << quoted(items) << "\nmin = 1\nmax = 5\n";
    if (!reversed.empty()) toml << "reversed = " << quoted(reversed) << "\n";
    if (!scale.higher_is_better) toml << "higher_is_better = false\n";
    if (!scale.dimension.empty()) toml << "dimension = \"" << scale.dimension << "\"\n";
  }
  toml << "\n[report]\nitems = " << (wish.items ? "true" : "false") << "\ndraws = " << wish.draws << "\n";
  if (!wish.k.empty()) toml << "k = [" << wish.k << "]\n";
  return toml.str();
}

/// The file of the secret seed, as `karuna report` would make it with bytes of the operating system.
void write_secret(std::uint64_t secret, const fs::path& folder) {
  Random random(secret);
  std::string hex;
  for (int i = 0; i < 64; ++i) hex += "0123456789abcdef"[random.below(16)];
  const fs::path file = folder / "SURVEY.secret";
  write(file, "seed = \"" + hex + "\"\n");
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
}

std::string shell_quoted(const fs::path& path) { return "'" + path.string() + "'"; }

}  // namespace

void write_survey(const std::vector<Wave>& waves, const SurveyWish& wish, const fs::path& folder) {
  fs::create_directories(folder);
  write(folder / "answers.csv", answers_csv(waves));
  write(folder / "units.csv", units_csv(*waves[0].organisation, wish.headcounts));
  write(folder / "SURVEY.toml", survey_toml(waves, wish));
  if (wish.profile != "exact") write_secret(wish.secret, folder);
}

int run_report(const fs::path& folder, const fs::path& out, const std::string& more) {
  const std::string log = shell_quoted(out.string() + ".log");
  const std::string line =
      shell_quoted(KARUNA_BINARY) + " report " + shell_quoted(folder / "SURVEY.toml") + " --out " + shell_quoted(out) + " " + more + " > " + log + " 2>&1";
  const int status = std::system(line.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

fs::path report_of(const Organisation& organisation, const SurveyWish& wish, const fs::path& folder) { return report_of({{"", &organisation}}, wish, folder); }

fs::path report_of(const std::vector<Wave>& waves, const SurveyWish& wish, const fs::path& folder) {
  write_survey(waves, wish, folder);
  const fs::path out = folder / "out";
  if (const int code = run_report(folder, out); code != 0) {
    std::ifstream log(out.string() + ".log");
    std::ostringstream words;
    words << log.rdbuf();
    throw std::runtime_error("karuna report ended with " + std::to_string(code) + ": " + words.str());
  }
  return out;
}

}  // namespace karuna::privacy
