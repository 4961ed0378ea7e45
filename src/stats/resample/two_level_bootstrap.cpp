// SPDX-License-Identifier: Apache-2.0
#include "stats/resample/two_level_bootstrap.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "stats/resample/philox.h"
#include "stats/resample/random_blocks.h"
#include "stats/resample/share_out.h"

namespace karuna::stats {
namespace {

/// From here on a 16-bit number would be drawn again too often; a word of 32 bits is used instead.
constexpr std::uint32_t many_people = 4096;

/// Hands out places 0 .. people - 1 of one replicate and unit, some dozens at a time.
class Places {
 public:
  Places(std::uint64_t seed, std::uint32_t replicate, std::uint32_t unit, std::uint32_t people)
      : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
        replicate_(replicate),
        unit_(unit),
        people_(people),
        unfair_(65536U % people) {}

  /// The next few places; never none.
  std::span<const std::uint16_t> next() {
    std::uint16_t halves[halves_at_once];
    std::size_t kept = 0;
    while (kept == 0) {
      random_halves(key_, block_, replicate_, unit_, halves);
      block_ += static_cast<std::uint32_t>(blocks_at_once);
      if (!places_below(halves, people_, unfair_, places_)) return {places_, halves_at_once};
      for (std::size_t i = 0; i < halves_at_once; ++i)
        if (((halves[i] * people_) & 0xffffU) >= unfair_) places_[kept++] = places_[i];
    }
    return {places_, kept};
  }

 private:
  PhiloxKey key_;
  std::uint32_t replicate_, unit_, people_, unfair_, block_ = 0;
  std::uint16_t places_[halves_at_once];
};

/// Four running sums, added up in a fixed order.
double sum_at(const double* values, const std::uint16_t* places, std::size_t count) {
  double a = 0, b = 0, c = 0, d = 0;
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    a += values[places[i]];
    b += values[places[i + 1]];
    c += values[places[i + 2]];
    d += values[places[i + 3]];
  }
  for (; i < count; ++i) a += values[places[i]];
  return (a + b) + (c + d);
}

/// Adds up `draws` people of a unit drawn with replacement.
void resample(MatrixView sums, std::uint32_t first, std::uint32_t people, std::uint64_t draws, std::uint32_t replicate, std::uint32_t unit, std::uint64_t seed,
              double* out) {
  std::fill(out, out + sums.columns, 0.0);
  if (people == 0 || draws == 0) return;
  if (people < many_people) {
    Places places(seed, replicate, unit, people);
    while (draws > 0) {
      const auto drawn = places.next();
      const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(draws, drawn.size()));
      for (std::size_t column = 0; column < sums.columns; ++column) out[column] += sum_at(sums.data + column * sums.column_stride + first, drawn.data(), count);
      draws -= count;
    }
    return;
  }
  Random random(seed, replicate, unit);
  for (; draws > 0; --draws) {
    const std::size_t person = first + random.below(people);
    for (std::size_t column = 0; column < sums.columns; ++column) out[column] += sums(person, column);
  }
}

constexpr std::uint32_t stream_of_units = 0xffffffffU;  // no unit has this number

Result<void> check(std::span<const std::uint32_t> start, MatrixView sums, const BootstrapOptions& options) {
  if (options.replicates == 0) return fail(Fault::invalid, "a bootstrap needs at least one replicate");
  if (start.size() < 2 || start.front() != 0 || start.back() != sums.rows || !std::is_sorted(start.begin(), start.end()))
    return fail(Fault::invalid, "the first persons of the units must rise from 0 to the number of people, " + std::to_string(sums.rows));
  for (std::size_t column = 0; column < sums.columns; ++column)
    for (const double x : sums.column(column))
      if (std::isnan(x))
        return fail(Fault::invalid, "column " + std::to_string(column + 1) + " of the people's sums holds a gap; give a sum and a count instead");
  return {};
}

}  // namespace

void resample_unit(MatrixView person_sums, std::uint32_t first_person, std::uint32_t people, std::uint32_t unit, std::uint64_t seed, std::uint32_t replicates,
                   std::span<double> out) {
  for (std::uint32_t replicate = 0; replicate < replicates; ++replicate)
    resample(person_sums, first_person, people, people, replicate, unit, seed, out.data() + replicate * person_sums.columns);
}

Result<BootstrapSums> two_level_bootstrap(std::span<const std::uint32_t> start, MatrixView person_sums, const BootstrapOptions& options) {
  KARUNA_CHECK(check(start, person_sums, options));
  BootstrapSums found;
  found.replicates = options.replicates;
  found.units = start.size() - 1;
  found.columns = person_sums.columns;
  found.seed = options.seed;
  found.sums.resize(options.replicates * found.units * found.columns);
  const bool units_too = options.units == ResampleUnits::yes;
  if (units_too) found.drawn.resize(options.replicates * found.units);

  // A replicate is one thread's work from first to last, and its numbers depend on nothing but seed, replicate and unit.
  const auto work = [&](std::uint32_t from, std::uint32_t to) {
    for (std::uint32_t replicate = from; replicate < to; ++replicate) {
      std::uint32_t* const drawn = units_too ? found.drawn.data() + replicate * found.units : nullptr;
      if (units_too) Random(options.seed, replicate, stream_of_units).resampling_counts(static_cast<std::uint32_t>(found.units), {drawn, found.units});
      for (std::size_t unit = 0; unit < found.units; ++unit) {
        const std::uint32_t people = start[unit + 1] - start[unit];
        resample(person_sums, start[unit], people, std::uint64_t{people} * (units_too ? drawn[unit] : 1U), replicate, static_cast<std::uint32_t>(unit),
                 options.seed, found.sums.data() + (replicate * found.units + unit) * found.columns);
      }
    }
  };
  share_out(options.replicates, options.threads, work);
  return found;
}

}  // namespace karuna::stats
