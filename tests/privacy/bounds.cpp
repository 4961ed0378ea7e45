// SPDX-License-Identifier: Apache-2.0
#include "bounds.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>

#include "shared.h"

namespace karuna::privacy {
namespace {

/// Blocks that hang together through equations, and the blocks whose bounds are wanted.
struct Component {
  std::vector<std::size_t> blocks;
  std::vector<const Equation*> equations;
  std::vector<std::size_t> wanted;  ///< positions in `blocks`
};

struct Range {
  double low = 0, high = 0;
};

/// Joins blocks that share an equation (union-find).
class Joiner {
 public:
  explicit Joiner(std::size_t size) : above_(size) { std::iota(above_.begin(), above_.end(), std::size_t{0}); }
  std::size_t top(std::size_t i) {
    while (above_[i] != i) i = above_[i] = above_[above_[i]];
    return i;
  }
  void join(std::size_t a, std::size_t b) { above_[top(a)] = top(b); }

 private:
  std::vector<std::size_t> above_;
};

/// A linear program in GLPK's own format that holds, for each wanted block, the component twice: once to minimise that block, once to maximise it.
class Program {
 public:
  Program(std::span<const Component> components, std::span<const std::uint32_t> answers) {
    for (const Component& component : components)
      for (std::size_t wanted : component.wanted)
        for (int direction : {1, -1}) copy(component, answers, wanted, direction);
  }

  /// The totals of the wanted blocks, min and max in turn; nothing where there is no solution.
  std::optional<std::vector<double>> solve(const std::filesystem::path& folder) const {
    const auto file = folder / "program.glp", answer = folder / "answer.txt";
    std::ofstream(file) << "p lp min " << rows_ << ' ' << columns_ << ' ' << entries_ << '\n' << body_.str() << "e o f\n";
    const std::string line = "glpsol --glp " + file.string() + " -w " + answer.string() + " > " + (folder / "log").string() + " 2>&1";
    if (std::system(line.c_str()) != 0) throw std::runtime_error("glpsol failed on " + file.string());
    std::ifstream in(answer);
    std::vector<double> values(columns_ + 1, 0);
    for (std::string kind; in >> kind;) {
      std::string rest;
      if (kind == "s") {
        std::string form, primal, dual;
        std::size_t rows = 0, columns = 0;
        in >> form >> rows >> columns >> primal >> dual;
        if (primal != "f" || dual != "f") return std::nullopt;
      } else if (kind == "j") {
        std::size_t column = 0;
        std::string status;
        in >> column >> status >> values[column];
      }
      std::getline(in, rest);
    }
    std::vector<double> totals;
    for (std::size_t column : targets_) totals.push_back(values[column]);
    return totals;
  }

 private:
  void copy(const Component& component, std::span<const std::uint32_t> answers, std::size_t wanted, int direction) {
    std::map<std::size_t, std::size_t> column_of;
    for (std::size_t i = 0; i < component.blocks.size(); ++i) {
      const double count = answers[component.blocks[i]];
      column_of[component.blocks[i]] = ++columns_;
      body_ << "j " << columns_ << " d " << count << ' ' << 5 * count << '\n';
      if (i != wanted) continue;
      body_ << "a 0 " << columns_ << ' ' << direction << '\n';  // row 0 is the objective; its entries are not counted
      targets_.push_back(columns_);
    }
    body_.precision(15);
    for (const Equation* equation : component.equations) {
      body_ << "i " << ++rows_ << " s " << equation->total << '\n';
      for (const auto& [block, entry] : equation->blocks) {
        body_ << "a " << rows_ << ' ' << column_of.at(block) << ' ' << entry << '\n';
        ++entries_;
      }
    }
  }

  std::ostringstream body_;
  std::size_t rows_ = 0, columns_ = 0, entries_ = 0;
  std::vector<std::size_t> targets_;
};

std::size_t size_of(const Component& component) { return 2 * component.wanted.size() * component.blocks.size(); }

std::vector<Component> components_of(std::size_t blocks, const std::vector<Equation>& equations, std::span<const std::size_t> chosen) {
  Joiner joiner(blocks);
  for (const Equation& equation : equations)
    for (const auto& [block, entry] : equation.blocks) joiner.join(equation.blocks.front().first, block);
  std::map<std::size_t, Component> by_top;
  const std::set<std::size_t> wanted(chosen.begin(), chosen.end());
  for (std::size_t b = 0; b < blocks; ++b) {
    Component& component = by_top[joiner.top(b)];
    if (wanted.empty() || wanted.contains(b)) component.wanted.push_back(component.blocks.size());
    component.blocks.push_back(b);
  }
  for (const Equation& equation : equations) by_top[joiner.top(equation.blocks.front().first)].equations.push_back(&equation);
  std::vector<Component> components;
  for (auto& [top, component] : by_top)
    if (!component.wanted.empty()) components.push_back(std::move(component));
  return components;
}

/// One answer of a block, when the total of the block and the number of its answers are known.
Interval one_answer(double low, double high, double answers) {
  Interval interval;
  interval.low = std::max(1.0, std::ceil(low - 5 * (answers - 1) - 1e-6));
  interval.high = std::min(5.0, std::floor(high - (answers - 1) + 1e-6));
  return interval;
}

/// How many times `part` stands in `whole`, where all its blocks do and with entries in one proportion.
std::optional<int> times_inside(const Equation& part, const Equation& whole) {
  std::optional<int> times;
  auto at = whole.blocks.begin();
  for (const auto& [block, entry] : part.blocks) {
    while (at != whole.blocks.end() && at->first < block) ++at;
    if (at == whole.blocks.end() || at->first != block || at->second % entry != 0) return std::nullopt;
    if (times && *times != at->second / entry) return std::nullopt;
    times = at->second / entry;
  }
  return times;
}

}  // namespace

bool solver_is_here() { return std::system("glpsol --version > /dev/null 2>&1") == 0; }

std::vector<Equation> without_repetitions(std::vector<Equation> equations) {
  std::sort(equations.begin(), equations.end(),
            [](const Equation& a, const Equation& b) { return a.blocks.size() != b.blocks.size() ? a.blocks.size() < b.blocks.size() : a.blocks < b.blocks; });
  std::vector<Equation> kept;
  std::map<std::size_t, std::vector<std::size_t>> by_first;  // kept ones by their first block
  for (Equation& equation : equations) {
    std::vector<std::size_t> candidates;
    for (const auto& [block, entry] : equation.blocks)
      if (const auto found = by_first.find(block); found != by_first.end()) candidates.insert(candidates.end(), found->second.begin(), found->second.end());
    std::sort(candidates.begin(), candidates.end(), [&](std::size_t a, std::size_t b) {
      return kept[a].blocks.size() != kept[b].blocks.size() ? kept[a].blocks.size() > kept[b].blocks.size() : a < b;
    });
    for (std::size_t c : candidates) {
      const auto times = times_inside(kept[c], equation);
      if (!times) continue;
      std::erase_if(equation.blocks, [&](const auto& one) {
        return std::binary_search(kept[c].blocks.begin(), kept[c].blocks.end(), one, [](const auto& a, const auto& b) { return a.first < b.first; });
      });
      equation.total -= *times * kept[c].total;
    }
    if (equation.blocks.empty()) continue;
    by_first[equation.blocks.front().first].push_back(kept.size());
    kept.push_back(std::move(equation));
  }
  return kept;
}

std::vector<Interval> answer_bounds(std::span<const Block> blocks, std::span<const std::uint32_t> answers, std::vector<Equation> equations,
                                    std::span<const std::size_t> chosen) {
  constexpr std::size_t most_columns = 4000;
  const std::vector<Equation> needed = without_repetitions(std::move(equations));
  const std::vector<Component> components = components_of(blocks.size(), needed, chosen);
  const test::TemporaryFolder folder;
  std::map<std::size_t, Interval> found;
  const auto settle = [&](std::span<const Component> some, const std::vector<double>& totals) {
    std::size_t at = 0;
    for (const Component& component : some)
      for (std::size_t wanted : component.wanted) {
        const std::size_t block = component.blocks[wanted];
        found[block] = one_answer(totals[at], totals[at + 1], answers[block]);
        at += 2;
      }
  };
  for (std::size_t from = 0, to = 0; from < components.size(); from = to) {
    std::size_t size = 0;
    for (to = from; to < components.size() && (to == from || size + size_of(components[to]) <= most_columns); ++to) size += size_of(components[to]);
    const std::span<const Component> batch(components.data() + from, to - from);
    if (const auto totals = Program(batch, answers).solve(folder.path())) {
      settle(batch, *totals);
      continue;
    }
    for (const Component& component : batch)  // one of them contradicts itself: each by itself
      if (const auto alone = Program({&component, 1}, answers).solve(folder.path()))
        settle({&component, 1}, *alone);
      else
        for (std::size_t wanted : component.wanted) found[component.blocks[wanted]].solved = false;
  }
  std::vector<Interval> result;
  if (chosen.empty())
    for (std::size_t b = 0; b < blocks.size(); ++b) result.push_back(found.at(b));
  else
    for (std::size_t b : chosen) result.push_back(found.at(b));
  return result;
}

}  // namespace karuna::privacy
