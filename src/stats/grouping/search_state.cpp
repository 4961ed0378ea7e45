// SPDX-License-Identifier: Apache-2.0
#include "stats/grouping/search_state.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "stats/wide.h"

namespace karuna::stats {
namespace {

constexpr std::int64_t most_slack = 1 << 28;
constexpr double largest_sum = 1 << 26;

std::size_t padded(std::size_t count, std::size_t to) { return (count + to - 1) / to * to; }

/// Scale that keeps every sum over a group below 2^26; whole where gains have at most three decimals, so that their sums are exact.
double scale_of(const GroupingProblem& problem) {
  const std::size_t n = problem.people;
  const std::uint32_t most = *std::max_element(problem.most.begin(), problem.most.end());
  double largest = 0;
  std::vector<double> row;
  for (std::size_t i = 0; i < n; ++i) {
    row.clear();
    for (std::size_t j = 0; j < n; ++j) row.push_back(std::abs(problem.gain[i * n + j]));
    std::partial_sort(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(most, n)), row.end(), std::greater<>());
    double sum = 0;
    for (std::size_t r = 0; r < std::min<std::size_t>(most, n); ++r) sum += row[r];
    largest = std::max(largest, sum);
  }
  if (largest == 0) return 1024;
  const double scale = largest_sum / largest;
  return scale >= 1000 ? std::floor(scale / 1000) * 1000 : scale >= 1 ? std::floor(scale) : scale;
}

/// What candidates() reads: the places of one row, and what is the same for all of them.
struct Row {
  const std::int32_t *from, *from_g, *own, *gains, *thresholds;
  const std::uint32_t* row_of_group;
  std::int32_t base;
  std::size_t places;
};

KARUNA_WIDE SearchState::Candidates first_candidates(const Row& row, std::size_t a, std::size_t from) {
  using Lanes = SearchState::Lanes;
  constexpr std::size_t lanes = SearchState::lanes;
  const std::int32_t* into_a = row.from + a;
  for (; from < row.places; from += lanes) {
    alignas(sizeof(Lanes)) std::int32_t there[lanes];
    for (std::size_t k = 0; k < lanes; ++k) there[k] = into_a[row.row_of_group[from + k]];
    Lanes sum, in, own, gain, threshold;
    std::memcpy(&sum, there, sizeof(Lanes));
    std::memcpy(&in, row.from_g + from, sizeof(Lanes));
    std::memcpy(&own, row.own + from, sizeof(Lanes));
    std::memcpy(&gain, row.gains + from, sizeof(Lanes));
    std::memcpy(&threshold, row.thresholds + from, sizeof(Lanes));
    sum += in - own - 2 * gain + threshold + row.base;
    const Lanes good = sum > 0;
    std::uint64_t words[lanes / 2];
    std::memcpy(words, &good, sizeof(good));
    if ((words[0] | words[1] | words[2] | words[3]) == 0) continue;
    unsigned bits = 0;
    for (std::size_t k = 0; k < lanes; ++k) bits |= good[k] != 0 ? 1U << k : 0U;
    return {from, bits};
  }
  return {from, 0};
}

}  // namespace

SearchState::Candidates SearchState::candidates(std::size_t a, std::size_t from, const std::int32_t* thresholds) const {
  const std::uint32_t g = group_[a];
  const std::int32_t* from_g = &from_[g * width_];
  return first_candidates({from_.data(), from_g, own_.data(), row(a), thresholds, row_of_group_.data(), slack_[g] - from_g[a], places_}, a, from);
}

SearchState::SearchState(const GroupingProblem& problem, GroupRule tolerated)
    : problem_(problem), tolerated_(tolerated), people_(problem.people), groups_(problem.groups()) {
  for (const auto most : problem.most) places_ += most;
  width_ = padded(places_, lanes);
  scale_ = scale_of(problem);
  gain_.assign((people_ + 1) * width_, 0);
  for (std::size_t i = 0; i < people_; ++i)
    for (std::size_t j = 0; j < people_; ++j) gain_[i * width_ + j] = static_cast<std::int32_t>(std::lround(problem.gain[i * people_ + j] * scale_));
  read_rules();
}

void SearchState::read_rules() {
  const auto link = [&](const auto& pairs, auto& lists, auto& bits) {
    if (pairs.empty()) return;
    rules_ = true;
    lists.resize(people_);
    bits.assign((people_ * people_ + 63) / 64, 0);
    for (const auto& [a, b] : pairs) {
      if (adjacent(bits, a, b)) continue;
      lists[a].push_back(b);
      lists[b].push_back(a);
      for (const std::size_t at : {a * people_ + b, b * people_ + a}) bits[at >> 6] |= std::uint64_t{1} << (at & 63);
    }
  };
  link(problem_.apart, apart_, apart_bits_);
  link(problem_.together, together_, together_bits_);
  for (const KindCap& cap : problem_.caps) {
    rules_ = true;
    std::vector<std::uint32_t> kinds = cap.kind;
    std::sort(kinds.begin(), kinds.end());
    kinds.erase(std::unique(kinds.begin(), kinds.end()), kinds.end());
    Cap own{.kind = {}, .kinds = static_cast<std::uint32_t>(kinds.size()), .most = cap.most, .count = {}};
    for (const auto kind : cap.kind) own.kind.push_back(static_cast<std::uint32_t>(std::lower_bound(kinds.begin(), kinds.end(), kind) - kinds.begin()));
    caps_.push_back(std::move(own));
  }
  if (!problem_.slots.empty()) {
    rules_ = true;
    slots_ = padded(problem_.slots.size(), 16);
    can_.assign(people_ * slots_, 0);
    for (std::size_t s = 0; s < problem_.slots.size(); ++s)
      for (const auto i : problem_.slots[s]) can_[i * slots_ + s] = 1;
  }
  if (!problem_.load.empty() && problem_.spread_weight > 0) {
    rules_ = true;
    const auto [low, high] = std::minmax_element(problem_.load.begin(), problem_.load.end());
    largest_load_ = std::max({std::abs(*low), std::abs(*high), *high - *low});
    for (const double load : problem_.load) mean_load_ += load / static_cast<double>(groups_);
  }
  if (!problem_.variety.empty() && problem_.variety_weight > 0) {
    rules_ = true;
    kinds_ = *std::max_element(problem_.variety.begin(), problem_.variety.end()) + 1;
  }
}

void SearchState::count_in(std::size_t person, std::uint32_t group, int sign) {
  const auto add = [&](std::uint16_t& count) { count = static_cast<std::uint16_t>(count + sign); };
  if (!apart_.empty())
    for (const auto other : apart_[person]) add(apart_in_[group * people_ + other]);
  if (!together_.empty())
    for (const auto other : together_[person]) add(together_in_[group * people_ + other]);
  for (Cap& cap : caps_) add(cap.count[group * cap.kinds + cap.kind[person]]);
  if (slots_ > 0)
    for (std::size_t s = 0; s < slots_; ++s) {
      auto& count = can_in_[group * slots_ + s];
      count = static_cast<std::uint8_t>(count + sign * can_[person * slots_ + s]);
    }
  if (largest_load_ > 0) load_in_[group] += sign * problem_.load[person];
  if (kinds_ > 0) {
    auto& count = kind_in_[group * kinds_ + problem_.variety[person]];
    if (sign > 0 ? count == 0 : count == 1) distinct_[group] += static_cast<std::uint32_t>(sign);
    add(count);
  }
}

void SearchState::set(std::span<const std::uint32_t> groups) {
  group_.assign(width_, 0);
  row_of_group_.assign(width_, 0);
  members_.assign(groups_, {});
  for (std::size_t i = 0; i < people_; ++i) {
    group_[i] = groups[i];
    members_[groups[i]].push_back(static_cast<std::uint32_t>(i));
  }
  chairs_.assign(groups_, 0);
  std::size_t chair = people_;
  for (std::uint32_t g = 0; g < groups_; ++g)
    for (std::size_t size = members_[g].size(); size < problem_.most[g]; ++size) group_[chair++] = g, ++chairs_[g];

  from_.assign(groups_ * width_, 0);
  for (std::size_t i = 0; i < people_; ++i) {
    std::int32_t* into = &from_[group_[i] * width_];
    for (std::size_t j = 0; j < width_; ++j) into[j] += gain_[i * width_ + j];
  }
  apart_in_.assign(apart_.empty() ? 0 : groups_ * people_, 0);
  together_in_.assign(together_.empty() ? 0 : groups_ * people_, 0);
  for (Cap& cap : caps_) cap.count.assign(groups_ * cap.kinds, 0);
  can_in_.assign(groups_ * slots_, 0);
  load_in_.assign(largest_load_ > 0 ? groups_ : 0, 0.0);
  kind_in_.assign(groups_ * kinds_, 0);
  distinct_.assign(groups_, 0);
  if (rules_)
    for (std::size_t i = 0; i < people_; ++i) count_in(i, group_[i], 1);

  for (std::size_t k = 0; k < places_; ++k) row_of_group_[k] = group_[k] * static_cast<std::uint32_t>(width_);
  own_.assign(width_, 0);
  slack_.assign(groups_, 0);
  parts_.assign(groups_, {});
  std::int64_t twice = 0;
  for (std::size_t i = 0; i < people_; ++i) twice += from_[group_[i] * width_ + i];
  value_ = twice / 2;
  broken_ = tolerated_broken_ = 0;
  std::uint32_t split = 0;
  for (std::uint32_t g = 0; g < groups_; ++g) {
    count_again(g);
    const auto book = [&](GroupRule rule, std::uint32_t count) { (holds(rule) ? broken_ : tolerated_broken_) += count; };
    book(GroupRule::apart, parts_[g].apart);
    book(GroupRule::cap, parts_[g].above);
    book(GroupRule::slot, parts_[g].shortage);
    split += parts_[g].split;
    if (largest_load_ > 0) value_ -= std::llround(spread(g, 0) * scale_);
    if (kinds_ > 0 && distinct_[g] < problem_.variety_wanted)
      value_ -= std::llround(problem_.variety_weight * scale_) * static_cast<std::int64_t>(problem_.variety_wanted - distinct_[g]);
    refresh_slack(g);
  }
  (holds(GroupRule::together) ? broken_ : tolerated_broken_) += split / 2;
  refresh_own();
}

void SearchState::count_again(std::uint32_t g) {
  GroupParts& parts = parts_[g];
  parts = {};
  for (const auto i : members_[g]) {
    if (!apart_.empty()) parts.apart += apart_in_[g * people_ + i];
    if (!together_.empty()) parts.split += static_cast<std::uint32_t>(together_[i].size()) - together_in_[g * people_ + i];
  }
  parts.apart /= 2;
  for (const Cap& cap : caps_)
    for (std::size_t k = 0; k < cap.kinds; ++k)
      if (const std::uint32_t count = cap.count[g * cap.kinds + k]; count > cap.most) parts.above += count - cap.most;
  if (slots_ > 0) parts.shortage = static_cast<std::uint32_t>(members_[g].size()) - *std::max_element(&can_in_[g * slots_], &can_in_[g * slots_] + slots_);
}

double SearchState::spread(std::uint32_t g, double more) const {
  const double away = load_in_[g] + more - mean_load_;
  return problem_.spread_weight * away * away;
}

/// What a swap could at most gain in a group beside gains: every rule it breaks mended, the spread and the missing kinds gone.
void SearchState::refresh_slack(std::uint32_t g) {
  if (!rules_) return;
  const auto& parts = parts_[g];
  const auto price = [&](GroupRule rule) { return holds(rule) ? weight_ : tolerated_weight_; };
  double slack = static_cast<double>(price(GroupRule::apart)) * parts.apart + static_cast<double>(price(GroupRule::together)) * parts.split +
                 static_cast<double>(price(GroupRule::cap)) * parts.above + static_cast<double>(price(GroupRule::slot)) * parts.shortage;
  if (largest_load_ > 0) slack += 2 * scale_ * problem_.spread_weight * largest_load_ * std::abs(load_in_[g] - mean_load_) + 2;
  if (kinds_ > 0 && distinct_[g] < problem_.variety_wanted) slack += problem_.variety_weight * scale_ * (problem_.variety_wanted - distinct_[g]) + 2;
  slack_[g] = static_cast<std::int32_t>(std::min(slack, static_cast<double>(most_slack)));
}

void SearchState::refresh_own() {
  if (rules_)
    for (std::size_t k = 0; k < places_; ++k) own_[k] = from_[row_of_group_[k] + k] - slack_[group_[k]];
  else
    for (std::size_t k = 0; k < places_; ++k) own_[k] = from_[row_of_group_[k] + k];
  for (std::size_t k = places_; k < width_; ++k) own_[k] = 1 << 29;
}

void SearchState::weigh(std::int64_t broken, std::int64_t tolerated) {
  weight_ = std::min(broken, most_slack);
  tolerated_weight_ = std::min(tolerated, most_slack);
  if (group_.empty()) return;
  for (std::uint32_t g = 0; g < groups_; ++g) refresh_slack(g);
  refresh_own();
}

bool SearchState::may_swap(std::size_t a, std::size_t b) const {
  const std::uint32_t g = group_[a], h = group_[b];
  if (g == h || b >= places_) return false;
  const bool chair_a = a >= people_, chair_b = b >= people_;
  if (chair_a == chair_b) return !chair_a;
  const std::uint32_t grows = chair_a ? h : g;   // in chairs
  return chairs_[grows] + 1 <= problem_.most[grows] - problem_.least[grows];
}

std::uint32_t SearchState::shortage_after(std::uint32_t g, std::size_t leaves, std::size_t joins) const {
  using Bytes = std::uint8_t __attribute__((vector_size(16)));
  const std::uint8_t *in = &can_in_[g * slots_], *out = leaves < people_ ? &can_[leaves * slots_] : nullptr, *more = joins < people_ ? &can_[joins * slots_] : nullptr;
  Bytes most{};
  for (std::size_t s = 0; s < slots_; s += 16) {
    Bytes count, step;
    std::memcpy(&count, in + s, 16);
    if (out) std::memcpy(&step, out + s, 16), count -= step;
    if (more) std::memcpy(&step, more + s, 16), count += step;
    most = count > most ? count : most;
  }
  std::uint8_t best = 0;
  for (std::size_t k = 0; k < 16; ++k) best = std::max(best, static_cast<std::uint8_t>(most[k]));
  const std::size_t size = members_[g].size() - (out ? 1 : 0) + (more ? 1 : 0);
  return static_cast<std::uint32_t>(size) - best;
}

int SearchState::variety_change(std::uint32_t g, std::size_t leaves, std::size_t joins) const {
  const bool out = leaves < people_, in = joins < people_;
  if (out && in && problem_.variety[leaves] == problem_.variety[joins]) return 0;
  std::uint32_t after = distinct_[g];
  if (out && kind_in_[g * kinds_ + problem_.variety[leaves]] == 1) --after;
  if (in && kind_in_[g * kinds_ + problem_.variety[joins]] == 0) ++after;
  const auto missing = [&](std::uint32_t distinct) { return distinct < problem_.variety_wanted ? static_cast<int>(problem_.variety_wanted - distinct) : 0; };
  return missing(after) - missing(distinct_[g]);
}

SearchState::Change SearchState::change(std::size_t a, std::size_t b) const {
  const std::uint32_t g = group_[a], h = group_[b];
  const std::int32_t *from_g = &from_[g * width_], *from_h = &from_[h * width_];
  Change out;
  out.value = std::int64_t{from_h[a]} - from_g[a] + from_g[b] - from_h[b] - 2 * std::int64_t{row(a)[b]};
  if (!rules_) return out;
  const bool person_a = a < people_, person_b = b < people_;
  const auto book = [&](GroupRule rule, int count) { (holds(rule) ? out.broken : out.tolerated) += count; };
  const int both_apart = person_a && person_b && adjacent(apart_bits_, a, b) ? 1 : 0, both_together = person_a && person_b && adjacent(together_bits_, a, b) ? 1 : 0;
  if (!apart_.empty()) {
    int count = -2 * both_apart;
    if (person_a) count += apart_in_[h * people_ + a] - apart_in_[g * people_ + a];
    if (person_b) count += apart_in_[g * people_ + b] - apart_in_[h * people_ + b];
    book(GroupRule::apart, count);
  }
  if (!together_.empty()) {
    int count = 2 * both_together;
    if (person_a) count += together_in_[g * people_ + a] - together_in_[h * people_ + a];
    if (person_b) count += together_in_[h * people_ + b] - together_in_[g * people_ + b];
    book(GroupRule::together, count);
  }
  for (const Cap& cap : caps_) {
    if (person_a && person_b && cap.kind[a] == cap.kind[b]) continue;
    int count = 0;
    if (person_a) count += (cap.count[h * cap.kinds + cap.kind[a]] >= cap.most ? 1 : 0) - (cap.count[g * cap.kinds + cap.kind[a]] > cap.most ? 1 : 0);
    if (person_b) count += (cap.count[g * cap.kinds + cap.kind[b]] >= cap.most ? 1 : 0) - (cap.count[h * cap.kinds + cap.kind[b]] > cap.most ? 1 : 0);
    book(GroupRule::cap, count);
  }
  if (slots_ > 0)
    book(GroupRule::slot, static_cast<int>(shortage_after(g, a, b) + shortage_after(h, b, a)) - static_cast<int>(parts_[g].shortage + parts_[h].shortage));
  if (largest_load_ > 0) {
    const double more = load(b) - load(a);
    out.value -= std::llround(spread(g, more) * scale_) - std::llround(spread(g, 0) * scale_) + std::llround(spread(h, -more) * scale_) - std::llround(spread(h, 0) * scale_);
  }
  if (kinds_ > 0) out.value -= std::llround(problem_.variety_weight * scale_) * (variety_change(g, a, b) + variety_change(h, b, a));
  return out;
}

void SearchState::swap(std::size_t a, std::size_t b, const Change& change) {
  const std::uint32_t g = group_[a], h = group_[b];
  std::int32_t *from_g = &from_[g * width_], *from_h = &from_[h * width_];
  const std::int32_t *row_a = row(a), *row_b = row(b);
  for (std::size_t k = 0; k < width_; k += lanes) {
    Lanes gain_a, gain_b, in_g, in_h;
    std::memcpy(&gain_a, row_a + k, sizeof(Lanes));
    std::memcpy(&gain_b, row_b + k, sizeof(Lanes));
    std::memcpy(&in_g, from_g + k, sizeof(Lanes));
    std::memcpy(&in_h, from_h + k, sizeof(Lanes));
    gain_a -= gain_b;
    in_g -= gain_a;
    in_h += gain_a;
    std::memcpy(from_g + k, &in_g, sizeof(Lanes));
    std::memcpy(from_h + k, &in_h, sizeof(Lanes));
  }
  const auto move = [&](std::size_t place, std::uint32_t from, std::uint32_t to) {
    group_[place] = to;
    row_of_group_[place] = to * static_cast<std::uint32_t>(width_);
    if (place >= people_) {
      --chairs_[from], ++chairs_[to];
      return;
    }
    auto& list = members_[from];
    *std::find(list.begin(), list.end(), static_cast<std::uint32_t>(place)) = list.back();
    list.pop_back();
    members_[to].push_back(static_cast<std::uint32_t>(place));
    if (rules_) count_in(place, from, -1), count_in(place, to, 1);
  };
  move(a, g, h);
  move(b, h, g);
  value_ += change.value;
  broken_ = static_cast<std::uint32_t>(static_cast<std::int32_t>(broken_) + change.broken);
  tolerated_broken_ = static_cast<std::uint32_t>(static_cast<std::int32_t>(tolerated_broken_) + change.tolerated);
  if (rules_) {
    for (const auto group : {g, h}) count_again(group), refresh_slack(group);
    // A pair to be together may stretch into a third group.
    if (!together_.empty())
      for (const auto person : {a, b})
        if (person < people_)
          for (const auto other : together_[person]) count_again(group_[other]), refresh_slack(group_[other]);
  }
  refresh_own();
}

}  // namespace karuna::stats
