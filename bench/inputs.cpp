// SPDX-License-Identifier: Apache-2.0
// Inputs of the benchmarks: made once, from a fixed seed, by splitmix64 (the program's own generators are among the things measured).
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "bench.h"

namespace karuna::bench {
namespace fs = std::filesystem;
namespace {

__extension__ using Wide = unsigned __int128;

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  std::uint32_t below(std::uint32_t m) { return static_cast<std::uint32_t>((static_cast<Wide>(next()) * m) >> 64); }
  double uniform() { return (static_cast<double>(next() >> 11) + 0.5) * 0x1.0p-53; }
  double normal() { return std::sqrt(-2 * std::log(uniform())) * std::cos(6.283185307179586 * uniform()); }

 private:
  std::uint64_t state_;
};

/// Writes beside and renames, so that an interrupted run leaves no half input behind.
template <typename Write>
fs::path once(const std::string& name, Write write) {
  const fs::path file = data_folder() / name;
  if (fs::exists(file)) return file;
  const fs::path part = file.string() + ".part";
  std::FILE* out = std::fopen(part.c_str(), "wb");
  if (!out) throw std::runtime_error("cannot write " + part.string());
  write(out);
  std::fclose(out);
  fs::rename(part, file);
  return file;
}

}  // namespace

fs::path data_folder() {
  if (const char* named = std::getenv("KARUNA_BENCH_DATA")) return named;
  return fs::path(KARUNA_BUILD_DIR) / "bench-data";
}

fs::path items_file() {
  return once("items_7382.csv", [](std::FILE* out) {
    Random random(20260401);
    for (int j = 1; j <= 20; ++j) std::fprintf(out, "y%d%c", j, j == 20 ? '\n' : ',');
    for (int i = 0; i < 7382; ++i) {
      const double common = random.normal();
      std::array<double, 3> factor{};
      for (double& f : factor) f = std::sqrt(.5) * common + std::sqrt(.5) * random.normal();
      for (std::size_t j = 0; j < 20; ++j) {
        const double loading = .5 + .35 * static_cast<double>(j) / 19;
        const double latent = loading * factor[j / 7] + std::sqrt(1 - loading * loading) * random.normal();
        const int answer = 1 + (latent > -1.5) + (latent > -.6) + (latent > .2) + (latent > 1.1);
        std::fprintf(out, "%d%c", answer, j == 19 ? '\n' : ',');
      }
    }
  });
}

fs::path likert_file() {
  return once("likert_10m.csv", [](std::FILE* out) {
    Random random(20260403);
    std::fputs("u,y\n", out);
    for (int i = 0; i < 10'000'000; ++i) std::fprintf(out, "%u,%u\n", random.below(100'000) + 1, random.below(5) + 1);
  });
}

fs::path composite_file() {
  return once("composite.csv", [](std::FILE* out) {
    Random random(20260404);
    for (int j = 1; j <= 12; ++j) std::fprintf(out, "V%d,", j);
    std::fputs("u\n", out);
    for (int i = 0; i < 60'000; ++i) {
      for (int j = 0; j < 12; ++j) std::fprintf(out, "%u,", random.below(5) + 1);
      std::fprintf(out, "%d\n", i / 60 + 1);
    }
  });
}

fs::path rake_file() {
  return once("rake_1m.csv", [](std::FILE* out) {
    Random random(20260407);
    std::fputs("a,b,c,y\n", out);
    for (int i = 0; i < 1'000'000; ++i) std::fprintf(out, "%u,%u,%u,%.6f\n", random.below(4) + 1, random.below(5) + 1, random.below(12) + 1, random.normal());
  });
}

fs::path meta_file(int studies) {
  return once("meta_" + std::to_string(studies) + ".csv", [studies](std::FILE* out) {
    Random random(20260416 + static_cast<std::uint64_t>(studies));
    std::fputs("yi,vi\n", out);
    for (int i = 0; i < studies; ++i) {
      const double v = -std::log(random.uniform() * random.uniform()) / 20;  // gamma with shape 2
      std::fprintf(out, "%.12g,%.12g\n", .2 + std::sqrt(v + .04) * random.normal(), v);
    }
  });
}

fs::path nested_file() {
  return once("meta_nested.csv", [](std::FILE* out) {
    Random random(20260408);
    std::fputs("yi,vi,study,effect\n", out);
    for (int study = 1; study <= 500; ++study) {
      const double own = .3 * random.normal();
      for (int effect = 1; effect <= 4; ++effect) {
        const double v = .02 + .1 * random.uniform();
        std::fprintf(out, "%.12g,%.12g,%d,%d\n", .2 + own + .2 * random.normal() + std::sqrt(v) * random.normal(), v, study, effect);
      }
    }
  });
}

fs::path waves_file() {
  return once("waves_10k.csv", [](std::FILE* out) {
    Random random(20260409);
    std::fputs("person,wave,time,mode,y\n", out);
    for (int person = 1; person <= 1000; ++person) {
      const double intercept = .5 * random.normal(), slope = .1 * random.normal();
      const int mode = 1 + person % 2;
      double time = 0, left = 0;
      for (int wave = 0; wave < 10; ++wave) {
        const double gap = wave == 0 ? 0 : .2 + 1.6 * random.uniform(), kept = wave == 0 ? 0 : std::pow(.5, gap);
        time += gap;
        left = kept * left + std::sqrt(1 - kept * kept) * random.normal();
        std::fprintf(out, "%d,%d,%.6f,%d,%.9f\n", person, wave, time, mode, 3 + .05 * wave + intercept + slope * wave + (mode == 2 ? 1.3 : 1) * .8 * left);
      }
    }
  });
}

}  // namespace karuna::bench
