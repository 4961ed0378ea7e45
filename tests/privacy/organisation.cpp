// SPDX-License-Identifier: Apache-2.0
#include "organisation.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace karuna::privacy {

Random::Random(std::uint64_t seed) {
  for (std::uint64_t& word : state_) {  // SplitMix64 spreads a small seed over the whole state
    seed += 0x9e3779b97f4a7c15ULL;
    std::uint64_t z = seed;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    word = z ^ (z >> 31);
  }
}

std::uint64_t Random::next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9, t = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

double Random::uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

double Random::normal() {
  const double u = 1.0 - uniform(), v = uniform();
  return std::sqrt(-2.0 * std::log(u)) * std::cos(2.0 * std::numbers::pi * v);
}

std::size_t Random::below(std::size_t n) { return static_cast<std::size_t>(uniform() * static_cast<double>(n)); }

std::size_t Random::pick(std::span<const double> weights) {
  double sum = 0;
  for (double weight : weights) sum += weight;
  double left = uniform() * sum;
  for (std::size_t i = 0; i + 1 < weights.size(); ++i) {
    left -= weights[i];
    if (left < 0) return i;
  }
  return weights.size() - 1;
}

std::vector<std::uint32_t> Organisation::people_at() const {
  std::vector<std::uint32_t> count(units.size(), 0);
  for (const Person& person : people) ++count[person.unit];
  return count;
}

std::vector<std::uint32_t> Organisation::answers_at(std::size_t question) const {
  std::vector<std::uint32_t> count(units.size(), 0);
  for (const Person& person : people)
    if (person.answers[question] != skipped) ++count[person.unit];
  return count;
}

std::vector<std::size_t> Organisation::cells_below(std::size_t unit) const {
  std::vector<bool> inside(units.size(), false);
  std::vector<std::size_t> cells;
  for (std::size_t u = 0; u < units.size(); ++u) {
    inside[u] = u == unit || (units[u].parent != UnitLine::none && inside[units[u].parent]);
    if (inside[u]) cells.push_back(u);
  }
  return cells;
}

int Organisation::turned(std::size_t person, std::size_t question) const {
  const int answer = people[person].answers[question];
  return answer == skipped || !questions[question].reversed ? answer : 6 - answer;
}

std::size_t Organisation::question_named(const std::string& code) const {
  for (std::size_t q = 0; q < questions.size(); ++q)
    if (questions[q].code == code) return q;
  throw std::runtime_error("no question " + code);
}

namespace {

/// Builds the tree from the top down and remembers the mood of each unit.
class Builder {
 public:
  Builder(const Shape& shape, Organisation& made) : shape_(shape), random_(shape.seed), made_(made) {}

  void build(std::size_t parent, std::size_t people, std::uint32_t depth, double mood) {
    const std::size_t unit = made_.units.size();
    made_.units.push_back({"U" + std::to_string(unit), parent, depth});
    mood += 0.25 * random_.normal();
    if (depth == deepest || people <= shape_.team + 2) {
      for (std::size_t i = 0; i < people; ++i) seat(unit, mood);
      return;
    }
    std::size_t own = random_.uniform() < 0.65 ? 1 : random_.below(4);  // a head alone, or a few of the staff, or nobody
    own = std::min(own, people);
    for (std::size_t i = 0; i < own; ++i) seat(unit, mood);
    std::vector<std::size_t> shares = split(people - own, depth);
    for (std::size_t share : shares)
      if (share > 0) build(unit, share, depth + 1, mood);
  }

 private:
  static constexpr std::uint32_t deepest = 3;

  /// Uneven shares: some children are several times as large as others, a few are tiny.
  std::vector<std::size_t> split(std::size_t people, std::uint32_t depth) {
    const double teams = static_cast<double>(people) / static_cast<double>(shape_.team);
    const double wanted = std::pow(teams, 1.0 / static_cast<double>(deepest - depth));
    const auto children = static_cast<std::size_t>(std::clamp(std::lround(wanted + random_.uniform()), 2L, 14L));
    std::vector<double> weights(children);
    for (double& weight : weights) weight = random_.uniform() < 0.15 ? 0.15 : 0.5 - std::log(1.0 - random_.uniform());
    std::vector<std::size_t> shares(children, 0);
    for (std::size_t i = 0; i < people; ++i) ++shares[random_.pick(weights)];
    return shares;
  }

  void seat(std::size_t unit, double mood) {
    Person person{unit, {}};
    const double own = 0.7 * random_.normal();
    for (const ScaleLine& scale : made_.scales) {
      const double feeling = own + 0.4 * random_.normal();
      for (std::size_t question : scale.questions) {
        const long plain = std::clamp(std::lround(3.4 + mood + feeling + 0.7 * random_.normal()), 1L, 5L);
        const int answer = static_cast<int>(made_.questions[question].reversed ? 6 - plain : plain);
        person.answers.push_back(random_.uniform() < shape_.skipping ? skipped : answer);
      }
    }
    made_.people.push_back(std::move(person));
  }

  const Shape& shape_;
  Random random_;
  Organisation& made_;
};

}  // namespace

Organisation make_organisation(const Shape& shape) {
  Organisation made;
  for (std::size_t q = 0; q < 10; ++q) made.questions.push_back({"q" + std::to_string(q + 1), q == 2 || q == 4});
  made.scales = {{"helping", {0, 1, 2}, "behaviour"}, {"safety", {3, 4, 5}, "culture"}, {"strain", {6, 7, 8, 9}, "fatigue", false}};
  Builder(shape, made).build(UnitLine::none, shape.people, 0, 0.0);
  return made;
}

Organisation make_teams(std::span<const std::size_t> sizes, std::span<const double> chances, std::uint64_t seed) {
  Organisation made;
  Random random(seed);
  made.questions = {{"q1", false}};
  made.scales = {{"question", {0}}};
  made.units.push_back({"U0", UnitLine::none, 0});
  for (std::size_t size : sizes) {
    const std::size_t unit = made.units.size();
    made.units.push_back({"U" + std::to_string(unit), 0, 1});
    for (std::size_t i = 0; i < size; ++i) made.people.push_back({unit, {static_cast<int>(random.pick(chances)) + 1}});
  }
  return made;
}

}  // namespace karuna::privacy
