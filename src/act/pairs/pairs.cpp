// SPDX-License-Identifier: Apache-2.0
#include "act/pairs/pairs.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "act/pods/open_table.h"
#include "base/numbers.h"
#include "base/text.h"
#include "stats/matching/convex_matching.h"
#include "stats/matching/stable_matching.h"

namespace karuna::act {
namespace {

constexpr unsigned most_places = 3;
constexpr std::int64_t load_prices[most_places] = {1, 3, 7};
/// One point of fit against one of load: fit counts in points of 100, a second person costs as much as 6 of them.
constexpr std::int64_t per_load = 2;

std::vector<std::string> shared_words(const std::string& a, const std::string& b) {
  std::vector<std::string> out;
  for (const auto one : split(a, ';'))
    for (const auto other : split(b, ';'))
      if (!trimmed(one).empty() && lower_ascii(trimmed(one)) == lower_ascii(trimmed(other))) out.emplace_back(trimmed(one));
  return out;
}

struct Fit {
  bool allowed = false;
  int points = 0;
  std::string why{};
};

class Fits {
 public:
  explicit Fits(const PairInput& input) : input_(input) {
    for (const auto& [a, b] : input.exclusions) apart_.insert(std::minmax(a, b));
  }

  /// Site, hours and language count as they are shared; work counts by how near its distance comes to the wished one.
  Fit of(std::uint32_t hire, const Carrier& carrier) const {
    const Member &h = input_.members.people[hire], &c = input_.members.people[carrier.person];
    if (!carrier.consents) return {false, 0, "has not said yes"};
    if (carrier.recovering) return {false, 0, "is recovering"};
    const auto on_line = [&](std::uint32_t a, std::uint32_t b) {
      const auto chain = chain_of(input_.members, a, 2);
      return std::find(chain.begin(), chain.end(), b) != chain.end();
    };
    if (on_line(hire, carrier.person) || on_line(carrier.person, hire)) return {false, 0, "same reporting line"};
    // Kept apart looks the same as having no time.
    const std::size_t common = (starts_of(h.week, input_.minutes) & starts_of(c.week, input_.minutes)).count();
    if (common == 0 || apart_.contains(std::minmax(hire, carrier.person))) return {false, 0, "cannot meet"};
    Fit fit{true, 0, ""};
    std::vector<std::string> reasons;
    if (!h.site.empty() && h.site == c.site) fit.points += 25, reasons.push_back("same site");
    const double hours = input_.members.has_hours ? std::min(1.0, static_cast<double>(common) / 40) : 1;
    fit.points += static_cast<int>(std::lround(25 * hours));
    if (input_.members.has_hours) reasons.push_back(counted(common, "common start") + " a week");
    if (const auto languages = shared_words(h.language, c.language); !languages.empty()) fit.points += 25, reasons.push_back("both speak " + languages.front());
    const double distance = (h.department != c.department ? 0.5 : 0) + (h.role != c.role ? 0.5 : 0);
    fit.points += static_cast<int>(std::lround(25 * (1 - std::abs(distance - input_.distance))));
    reasons.push_back(distance == 0 ? "same work" : distance == 1 ? "other work" : "near work");
    fit.why = join_words(reasons);
    return fit;
  }

 private:
  const PairInput& input_;
  std::set<std::pair<std::uint32_t, std::uint32_t>> apart_;
};

/// Orders of preference: new people by fit; carriers by whom they named, then by fit; equals in the order of the table.
stats::PreferenceProblem preferences(const PairInput& input, const std::vector<std::vector<Fit>>& fits) {
  stats::PreferenceProblem out;
  const std::size_t hires = input.hires.size(), carriers = input.carriers.size();
  for (std::size_t h = 0; h < hires; ++h) {
    std::vector<std::uint32_t> order;
    for (std::uint32_t c = 0; c < carriers; ++c)
      if (fits[h][c].allowed) order.push_back(c);
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return fits[h][a].points > fits[h][b].points; });
    out.guests.push_back(std::move(order));
  }
  for (std::uint32_t c = 0; c < carriers; ++c) {
    const auto& named = input.carriers[c].prefers;
    const auto rank = [&](std::uint32_t h) { return std::find(named.begin(), named.end(), input.members.people[input.hires[h]].id) - named.begin(); };
    std::vector<std::uint32_t> order;
    for (std::uint32_t h = 0; h < hires; ++h)
      if (fits[h][c].allowed) order.push_back(h);
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return rank(a) != rank(b) ? rank(a) < rank(b) : fits[a][c].points > fits[b][c].points; });
    out.hosts.push_back(std::move(order));
    out.places.push_back(input.carriers[c].places);
  }
  return out;
}

Result<stats::HostOf> best_total(const PairInput& input, const std::vector<std::vector<Fit>>& fits, const std::vector<unsigned>& used, const stats::HostOf& taken) {
  stats::MatchingProblem problem;
  for (std::size_t h = 0; h < input.hires.size(); ++h) {
    problem.guests.emplace_back();
    for (std::uint32_t c = 0; c < input.carriers.size(); ++c)
      if (fits[h][c].allowed && (taken.empty() || taken[h] != c)) problem.guests.back().push_back({c, 100 - fits[h][c].points});
  }
  for (std::size_t c = 0; c < input.carriers.size(); ++c) {
    problem.next_guest.emplace_back();
    for (unsigned k = used[c]; k < input.carriers[c].places; ++k) problem.next_guest.back().push_back(per_load * load_prices[k]);
  }
  KARUNA_TRY(matching, stats::cheapest_matching(problem));
  return matching.host_of;
}

}  // namespace

Result<PairInput> read_pairs(const std::filesystem::path& file) {
  PairInput out;
  KARUNA_TRY(members, read_members(file));
  out.members = std::move(members);
  KARUNA_TRY(opened, open_table(file));
  CsvReader& table = opened.reader;
  const auto& header = table.header();
  KARUNA_TRY(carrier, header.position("carrier"));
  KARUNA_TRY(hire, header.position("hire"));
  const auto places = header.find("places"), consents = header.find("consents"), recovering = header.find("recovering"), prefers = header.find("prefers");
  for (std::uint32_t i = 0; i < out.members.people.size(); ++i) {
    KARUNA_TRY(more, table.next());
    if (!more) break;
    const auto fields = table.fields();
    const std::string where = table.name() + ", line " + std::to_string(table.line()) + ": ";
    if (is_yes(fields[carrier]) && is_yes(fields[hire])) return fail(Fault::invalid, where + "somebody is new and a carrier at once; one of the two must be no");
    if (is_yes(fields[hire])) out.hires.push_back(i);
    if (!is_yes(fields[carrier])) continue;
    Carrier one{.person = i};
    if (places && !trimmed(fields[*places]).empty()) {
      const auto number = parse_integer(fields[*places]);
      if (!number || *number < 0 || *number > most_places)
        return fail(Fault::invalid, where + "places is " + in_quotes(fields[*places]) + "; a carrier takes 0 to " + std::to_string(most_places) + " people at a time");
      one.places = static_cast<unsigned>(*number);
    }
    one.consents = consents && is_yes(fields[*consents]);
    one.recovering = recovering && is_yes(fields[*recovering]);
    if (prefers)
      for (const auto id : split(fields[*prefers], ';'))
        if (!trimmed(id).empty()) one.prefers.emplace_back(trimmed(id));
    out.carriers.push_back(std::move(one));
  }
  if (out.hires.empty() || out.carriers.empty())
    return fail(Fault::invalid, file.string() + " has " + counted(out.hires.size(), "new person", "new people") + " and " + counted(out.carriers.size(), "carrier") + "; at least one of each is needed (columns hire and carrier)");
  return out;
}

Result<PairAnswer> assign_pairs(const PairInput& input, const PairOptions& options) {
  const Fits rule(input);
  std::vector<std::vector<Fit>> fits(input.hires.size());
  for (std::size_t h = 0; h < input.hires.size(); ++h)
    for (const Carrier& carrier : input.carriers) fits[h].push_back(rule.of(input.hires[h], carrier));
  const auto wishes = preferences(input, fits);
  KARUNA_TRY(best, best_total(input, fits, std::vector<unsigned>(input.carriers.size(), 0), {}));
  KARUNA_TRY(stable, stats::stable_matching(wishes));
  PairAnswer out;
  const auto total = [&](const stats::HostOf& host_of) {
    int sum = 0;
    for (std::size_t h = 0; h < host_of.size(); ++h) sum += host_of[h] ? fits[h][*host_of[h]].points : 0;
    return sum;
  };
  out.fit_of_best = total(best);
  out.fit_of_stable = total(stable);
  out.without_in_stable = static_cast<std::size_t>(std::count(stable.begin(), stable.end(), std::nullopt));
  const auto& host_of = options.way == PairWay::stable ? stable : best;
  out.blocking = stats::blocking_pairs(wishes, host_of).size();
  out.load.assign(input.carriers.size(), 0);
  for (const auto& host : host_of)
    if (host) ++out.load[*host];
  stats::HostOf backups(input.hires.size());
  if (options.backups) {
    KARUNA_TRY(second, best_total(input, fits, out.load, host_of));
    backups = std::move(second);
  }
  for (std::size_t h = 0; h < input.hires.size(); ++h) {
    PairAnswer::Line line{.hire = input.hires[h], .carrier = host_of[h], .backup = backups[h]};
    if (host_of[h]) {
      line.fit = fits[h][*host_of[h]].points;
      line.why = fits[h][*host_of[h]].why;
      out.fit += line.fit;
    } else {
      ++out.without;
      std::map<std::string, std::size_t> reasons;
      for (const Fit& fit : fits[h]) ++reasons[fit.allowed ? "no place left" : fit.why];
      std::vector<std::string> words;
      for (const auto& [reason, count] : reasons) words.push_back(reason + " (" + std::to_string(count) + ")");
      line.why = "nobody: " + join_words(words);
    }
    out.lines.push_back(std::move(line));
  }
  return out;
}

Result<GrowthPlan> plan_growth(const std::vector<Cohort>& cohorts, std::uint32_t carriers, unsigned places, unsigned weeks_each, unsigned training_weeks) {
  if (places == 0 || weeks_each == 0 || places > most_places || weeks_each > 520)
    return fail(Fault::invalid, "a carrier takes 1 to " + std::to_string(most_places) + " people at a time, for 1 to 520 weeks");
  std::map<int, std::uint32_t> hires;
  for (const Cohort& cohort : cohorts) {
    if (cohort.week < 0 || cohort.week > 5200) return fail(Fault::invalid, "a cohort starts in week " + std::to_string(cohort.week) + "; weeks count from 0 to 5200");
    hires[cohort.week] += cohort.hires;
  }
  if (hires.empty()) return fail(Fault::invalid, "there is no cohort to plan for");
  GrowthPlan out;
  const int last = hires.rbegin()->first;
  std::vector<std::uint32_t> needed(static_cast<std::size_t>(last) + 1, 0);
  for (int week = 0; week <= last; ++week) {
    std::uint32_t accompanied = 0;
    for (const auto& [start, count] : hires)
      if (start <= week && week - start < static_cast<int>(weeks_each)) accompanied += count;
    needed[static_cast<std::size_t>(week)] = (accompanied + places - 1) / places;
    out.weeks.push_back({.week = week, .hires = hires.contains(week) ? hires[week] : 0, .accompanied = accompanied, .carriers_needed = needed[static_cast<std::size_t>(week)]});
  }
  std::uint32_t there = carriers;
  for (auto& week : out.weeks) {
    there = std::max(there, week.carriers_needed);
    week.carriers_there = there;
    out.most_needed = std::max(out.most_needed, week.carriers_needed);
  }
  // To stand ready in a week, training has begun so many weeks before it.
  for (std::size_t at = 0; at < out.weeks.size(); ++at) {
    const std::size_t ready = std::min(at + training_weeks, out.weeks.size() - 1);
    out.weeks[at].train_by_now = out.weeks[ready].carriers_there > carriers ? out.weeks[ready].carriers_there - carriers : 0;
  }
  out.to_train = there > carriers ? there - carriers : 0;
  return out;
}

}  // namespace karuna::act
