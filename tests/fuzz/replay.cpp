// SPDX-License-Identifier: Apache-2.0
// csv_fuzz CORPUS CHANGES SEED: gives a fuzz target every file of a folder, then CHANGES changed ones, the same each time.
#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

volatile std::sig_atomic_t number = 0;     // of the input, so that a failure can be found again

void on_failure(int signal) {
  char words[96];
  std::snprintf(words, sizeof words, "the fuzz target failed on input number %d (signal %d)\n", static_cast<int>(number), signal);
  std::fputs(words, stderr);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

/// SplitMix64 (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195): small, and the same everywhere.
struct Random {
  std::uint64_t state;
  std::uint64_t next() {
    std::uint64_t z = state += 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }
  std::size_t below(std::size_t n) { return n == 0 ? 0 : static_cast<std::size_t>(next() % n); }
};

std::string changed(std::string input, const std::vector<std::string>& corpus, Random& random) {
  static constexpr char bytes[] = "\0\"',;\t|\r\n.=[]{}#\xff\xfe\xc3\xa4-+0e";
  constexpr std::string_view telling(bytes, sizeof bytes - 1);
  for (std::size_t times = 1 + random.below(4); times > 0; --times) {
    const std::size_t at = random.below(input.size() + 1), rest = input.size() - at;
    switch (random.below(6)) {
      case 0: if (rest > 0) input[at] = static_cast<char>(random.below(256)); break;
      case 1: input.insert(at, 1, telling[random.below(telling.size())]); break;
      case 2: input.erase(at, random.below(std::min<std::size_t>(rest, 16) + 1)); break;
      case 3: input.insert(at, input.substr(at, random.below(std::min<std::size_t>(rest, 64) + 1))); break;
      case 4: {
        const std::string& other = corpus[random.below(corpus.size())];
        input = input.substr(0, at) + other.substr(random.below(other.size() + 1));
        break;
      }
      default: if (rest > 0) input[at] = telling[random.below(telling.size())]; break;
    }
    if (input.size() > (1U << 16)) input.resize(1U << 16);
  }
  return input;
}

void give(const std::string& input) {
  // Memory of exactly this size, so that a step beyond it is seen by a sanitizer.
  std::vector<std::uint8_t> bytes(input.begin(), input.end());
  bytes.shrink_to_fit();
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
  number = number + 1;
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) return std::fputs("expected: CORPUS CHANGES SEED\n", stderr), 2;
  std::signal(SIGABRT, on_failure);
  std::signal(SIGSEGV, on_failure);
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(words[1])) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<std::string> corpus;
  for (const auto& file : files) {
    std::ifstream in(file, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  if (corpus.empty()) return std::fputs("the corpus is empty\n", stderr), 1;
  for (const std::string& input : corpus) give(input);
  give("");
  Random random{std::strtoull(words[3], nullptr, 10)};
  for (int i = std::atoi(words[2]); i > 0; --i) give(changed(corpus[random.below(corpus.size())], corpus, random));
  std::printf("%d inputs\n", static_cast<int>(number));
  return 0;
}
