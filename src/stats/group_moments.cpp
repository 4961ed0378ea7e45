// SPDX-License-Identifier: Apache-2.0
#include "stats/group_moments.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <thread>

#include "base/text.h"
#include "stats/distributions.h"
#include "stats/wide.h"

namespace karuna::stats {
namespace {

__extension__ typedef __int128 Wide;

/// What a unit adds up to. Whole numbers: nothing depends on the order in which people are counted.
struct Totals {
  std::int64_t n = 0, sum = 0, square = 0;
};

/// A block small enough to stay in the nearest cache between being looked at and being added up.
constexpr std::size_t block = 4096;

struct Range {
  std::uint32_t last_unit = 0;
  int low = std::numeric_limits<int>::max(), high = std::numeric_limits<int>::min();
  bool gaps = false;
};

template <typename Code>
constexpr Code gap = std::numeric_limits<Code>::min();

KARUNA_WIDE std::uint32_t largest(const std::uint32_t* units, std::size_t count) {
  std::uint32_t most = 0;
  for (std::size_t i = 0; i < count; ++i) most = std::max(most, units[i]);
  return most;
}

/// Shifted so that the gap is 0 and one less makes it the largest: three running ends and no branch.
struct Ends {
  unsigned least = 0, least_known = 0, most = 0;
};

KARUNA_WIDE Ends ends(const std::int16_t* codes, std::size_t count) {
  std::uint16_t least = UINT16_MAX, least_known = UINT16_MAX, most = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto x = static_cast<std::uint16_t>(static_cast<std::uint16_t>(codes[i]) ^ 0x8000U);
    const auto known = static_cast<std::uint16_t>(x - 1U);
    least = x < least ? x : least;
    least_known = known < least_known ? known : least_known;
    most = x > most ? x : most;
  }
  return {least, least_known, most};
}

KARUNA_WIDE Ends ends(const std::int8_t* codes, std::size_t count) {
  std::uint8_t least = UINT8_MAX, least_known = UINT8_MAX, most = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto x = static_cast<std::uint8_t>(static_cast<std::uint8_t>(codes[i]) ^ 0x80U);
    const auto known = static_cast<std::uint8_t>(x - 1U);
    least = x < least ? x : least;
    least_known = known < least_known ? known : least_known;
    most = x > most ? x : most;
  }
  return {least, least_known, most};
}

template <typename Code>
Range look(const std::uint32_t* units, const Code* codes, std::size_t count) {
  Range range;
  range.last_unit = largest(units, count);
  const Ends found = ends(codes, count);
  range.gaps = found.least == 0;
  if (found.most > 0) {
    range.low = static_cast<int>(found.least_known) + 1 + gap<Code>;
    range.high = static_cast<int>(found.most) + gap<Code>;
  }
  return range;
}

enum class Outcome { counted, unit_too_large, outside_window };

/// Count, sum and sum of squares of one unit in a single 64-bit word; moved to plain totals before any of the three could run over.
/// The window holds codes low .. low + 2^bits - 1.
class Tally {
 public:
  Tally() = default;
  explicit Tally(std::size_t units) : units_(units) {}

  template <typename Code>
  Outcome count(const std::uint32_t* units, const Code* codes, std::size_t rows) {
    if (rows == 0) return Outcome::counted;
    const Range range = look(units, codes, std::min(block, rows));
    const int spread = range.high - range.low;
    if (range.low <= range.high && spread < 16) {
      low_ = range.low;
      bits_ = spread < 4 ? 2 : spread < 8 ? 3 : 4;
      packed_.assign(units_, 0);
      const Outcome outcome = bits_ == 2   ? count_packed<2>(units, codes, rows)
                              : bits_ == 3 ? count_packed<3>(units, codes, rows)
                                           : count_packed<4>(units, codes, rows);
      if (outcome != Outcome::outside_window) return outcome;
      packed_.clear();
    }
    totals_.assign(units_, Totals{});
    return count_plainly(units, codes, rows);
  }

  void add_to(Totals& sum, std::size_t unit) const {
    if (!packed_.empty()) unpack(packed_[unit], sum);
    if (totals_.empty()) return;
    sum.n += totals_[unit].n;
    sum.sum += totals_[unit].sum;
    sum.square += totals_[unit].square;
  }

 private:
  template <int bits, typename Code>
  Outcome count_packed(const std::uint32_t* units, const Code* codes, std::size_t rows) {
    constexpr std::int64_t capacity = (std::int64_t{1} << n_bits(bits)) - 1;
    std::int64_t room = capacity;
    for (std::size_t first = 0; first < rows; first += block) {
      const std::size_t count = std::min(block, rows - first);
      if (room < static_cast<std::int64_t>(count)) room = make_room(capacity);
      room -= static_cast<std::int64_t>(count);
      const Range range = look(units + first, codes + first, count);
      if (range.last_unit >= units_) return Outcome::unit_too_large;
      if (range.low <= range.high && (range.low < low_ || range.high >= low_ + (1 << bits))) return Outcome::outside_window;
      range.gaps ? add<bits, true>(units + first, codes + first, count) : add<bits, false>(units + first, codes + first, count);
    }
    return Outcome::counted;
  }

  template <int bits, bool gaps, typename Code>
  void add(const std::uint32_t* units, const Code* codes, std::size_t count) {
    std::uint64_t* const packed = packed_.data();
    const int low = low_;
    for (std::size_t i = 0; i < count; ++i) {
      const auto c = static_cast<std::uint64_t>(codes[i] - low);
      std::uint64_t one = 1U | c << n_bits(bits) | (c * c) << (2 * n_bits(bits) + bits);
      if constexpr (gaps) one = codes[i] == gap<Code> ? 0 : one;
      packed[units[i]] += one;
    }
  }

  template <typename Code>
  Outcome count_plainly(const std::uint32_t* units, const Code* codes, std::size_t rows) {
    for (std::size_t i = 0; i < rows; ++i) {
      if (units[i] >= units_) return Outcome::unit_too_large;
      if (codes[i] == gap<Code>) continue;
      Totals& unit = totals_[units[i]];
      const std::int64_t x = codes[i];
      unit.n += 1;
      unit.sum += x;
      unit.square += x * x;
    }
    return Outcome::counted;
  }

  /// How many more answers any unit can surely take; moves the words to totals where that is less than half.
  std::int64_t make_room(std::int64_t capacity) {
    std::uint64_t most = 0;
    for (const auto word : packed_) most = std::max(most, word & static_cast<std::uint64_t>(capacity));
    const std::int64_t room = capacity - static_cast<std::int64_t>(most);
    if (room >= capacity / 2) return room;
    if (totals_.empty()) totals_.assign(units_, Totals{});
    for (std::size_t unit = 0; unit < units_; ++unit) {
      unpack(packed_[unit], totals_[unit]);
      packed_[unit] = 0;
    }
    return capacity;
  }

  void unpack(std::uint64_t word, Totals& into) const {
    const int sum_at = n_bits(bits_), square_at = 2 * sum_at + bits_;
    const auto n = static_cast<std::int64_t>(word & ((std::uint64_t{1} << sum_at) - 1));
    const auto sum = static_cast<std::int64_t>((word >> sum_at) & ((std::uint64_t{1} << (sum_at + bits_)) - 1));
    const auto square = static_cast<std::int64_t>(word >> square_at);
    into.n += n;
    into.sum += sum + n * low_;
    into.square += square + 2 * low_ * sum + n * low_ * low_;
  }

  /// n takes this many bits of the word, the sum `bits` more, the squares twice as many more.
  static constexpr int n_bits(int bits) { return (64 - 3 * bits) / 3; }

  std::size_t units_ = 0;
  int low_ = 0, bits_ = 2;
  std::vector<std::uint64_t> packed_;
  std::vector<Totals> totals_;
};

/// Runs work(part) for every part, on as many threads as there are parts.
template <typename Work>
void in_parts(unsigned parts, const Work& work) {
  std::vector<std::jthread> others;
  for (unsigned part = 1; part < parts; ++part) others.emplace_back([&work, part] { work(part); });
  work(0);
}

/// Student quantiles by count, computed once each.
class HalfWidths {
 public:
  explicit HalfWidths(double confidence) : probability_(0.5 + confidence / 2) {}
  double operator()(std::int64_t n) {
    const auto place = static_cast<std::size_t>(n);
    if (place >= 65536) return t_quantile(probability_, static_cast<double>(n - 1));
    if (place >= known_.size()) known_.resize(place + 64, not_known);
    if (std::isnan(known_[place])) known_[place] = t_quantile(probability_, static_cast<double>(n - 1));
    return known_[place];
  }

 private:
  double probability_;
  std::vector<double> known_;
};

GroupMoments blank(std::size_t units, double confidence) {
  GroupMoments found;
  found.confidence = confidence;
  found.n.assign(units, 0);
  for (auto* column : {&found.mean, &found.variance, &found.low, &found.high}) column->assign(units, not_known);
  return found;
}

Result<void> check(std::size_t units, std::size_t answers, const GroupMomentsOptions& options) {
  if (units != answers)
    return fail(Fault::invalid, "there are " + std::to_string(units) + " unit numbers for " + std::to_string(answers) + " answers; one each is expected");
  if (!(options.confidence > 0 && options.confidence < 1))
    return fail(Fault::invalid, "a confidence between 0 and 1 is expected, " + shortest(options.confidence) + " was given");
  return {};
}

std::unexpected<Error> unit_too_large(std::size_t unit_count) {
  return fail(Fault::invalid, "a unit number is too large: there are " + std::to_string(unit_count) + " units, counted from 0");
}

template <typename Code>
Result<GroupMoments> moments_of_codes(std::span<const std::uint32_t> units, std::size_t unit_count, std::span<const Code> answers,
                                      const GroupMomentsOptions& options) {
  KARUNA_CHECK(check(units.size(), answers.size(), options));
  const unsigned parts = answers.size() < 100'000 ? 1 : std::max(1U, options.threads);
  std::vector<Tally> tallies(parts);
  std::vector<Outcome> outcomes(parts, Outcome::counted);
  in_parts(parts, [&](unsigned part) {
    const std::size_t first = answers.size() * part / parts, last = answers.size() * (part + 1) / parts;
    tallies[part] = Tally(unit_count);
    outcomes[part] = tallies[part].count(units.data() + first, answers.data() + first, last - first);
  });
  if (std::find(outcomes.begin(), outcomes.end(), Outcome::unit_too_large) != outcomes.end()) return unit_too_large(unit_count);

  GroupMoments found = blank(unit_count, options.confidence);
  in_parts(parts, [&](unsigned part) {
    HalfWidths half_widths(options.confidence);
    for (std::size_t unit = unit_count * part / parts; unit < unit_count * (part + 1) / parts; ++unit) {
      Totals t;
      for (const auto& tally : tallies) tally.add_to(t, unit);
      found.n[unit] = static_cast<std::uint32_t>(t.n);
      if (t.n == 0) continue;
      const double n = static_cast<double>(t.n);
      found.mean[unit] = static_cast<double>(t.sum) / n;
      if (t.n < 2) continue;
      const double spread = static_cast<double>(Wide{t.n} * t.square - Wide{t.sum} * t.sum);
      found.variance[unit] = spread / (n * (n - 1));
      const double half = half_widths(t.n) * std::sqrt(found.variance[unit] / n);
      found.low[unit] = found.mean[unit] - half;
      found.high[unit] = found.mean[unit] + half;
    }
  });
  return found;
}

}  // namespace

Result<GroupMoments> group_moments(std::span<const std::uint32_t> units, std::size_t unit_count, std::span<const std::int16_t> answers,
                                   const GroupMomentsOptions& options) {
  return moments_of_codes(units, unit_count, answers, options);
}

Result<GroupMoments> group_moments(std::span<const std::uint32_t> units, std::size_t unit_count, std::span<const std::int8_t> answers,
                                   const GroupMomentsOptions& options) {
  return moments_of_codes(units, unit_count, answers, options);
}

Result<GroupMoments> group_moments(std::span<const std::uint32_t> units, std::size_t unit_count, std::span<const double> answers,
                                   const GroupMomentsOptions& options) {
  KARUNA_CHECK(check(units.size(), answers.size(), options));
  for (const auto unit : units)
    if (unit >= unit_count) return unit_too_large(unit_count);
  GroupMoments found = blank(unit_count, options.confidence);
  std::vector<double> squares(unit_count, 0);
  // Welford's updating by unit; always in the order of the rows, so threads have no say.
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (std::isnan(answers[i])) continue;
    const std::size_t unit = units[i];
    if (found.n[unit]++ == 0) {
      found.mean[unit] = answers[i];
      continue;
    }
    const double step = answers[i] - found.mean[unit];
    found.mean[unit] += step / found.n[unit];
    squares[unit] += step * (answers[i] - found.mean[unit]);
  }
  HalfWidths half_widths(options.confidence);
  for (std::size_t unit = 0; unit < unit_count; ++unit) {
    if (found.n[unit] < 2) continue;
    const double n = found.n[unit];
    found.variance[unit] = squares[unit] / (n - 1);
    const double half = half_widths(found.n[unit]) * std::sqrt(found.variance[unit] / n);
    found.low[unit] = found.mean[unit] - half;
    found.high[unit] = found.mean[unit] + half;
  }
  return found;
}

}  // namespace karuna::stats
