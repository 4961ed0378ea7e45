// SPDX-License-Identifier: Apache-2.0
#include "replay.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace karuna::privacy {
namespace {

void add_pieces(const std::string& name, const std::string& text, std::set<std::string>& pieces) {
  constexpr std::size_t shortest_sentence = 12;
  for (std::size_t from = 0; from < text.size();) {
    const std::size_t to = std::min(text.find('\n', from), text.size());
    const std::string line = text.substr(from, to - from);
    pieces.insert(name + ": " + line);
    for (std::size_t open = line.find_first_of("\"<>"); open != std::string::npos;) {  // what stands between quotes, or between tags
      const std::size_t close = line.find_first_of("\"<>", open + 1);
      if (close == std::string::npos) break;
      if (close - open > shortest_sentence) pieces.insert(name + ": " + line.substr(open + 1, close - open - 1));
      open = close;
    }
    from = to + 1;
  }
}

/// What all of `these` have and none of `those`.
std::vector<std::string> only_in(const std::vector<std::set<std::string>>& these, const std::vector<std::set<std::string>>& those) {
  std::vector<std::string> result;
  for (const std::string& piece : these.front())
    if (std::all_of(these.begin(), these.end(), [&](const auto& one) { return one.contains(piece); }) &&
        std::none_of(those.begin(), those.end(), [&](const auto& one) { return one.contains(piece); }))
      result.push_back(piece);
  return result;
}

}  // namespace

std::set<std::string> pieces_of(const std::filesystem::path& out) {
  std::set<std::string> pieces;
  for (const auto& entry : std::filesystem::directory_iterator(out)) {
    std::ifstream file(entry.path(), std::ios::binary);
    add_pieces(entry.path().filename().string(), {std::istreambuf_iterator<char>(file), {}}, pieces);
  }
  return pieces;
}

Telltales::Telltales(const std::vector<std::set<std::string>>& under_first, const std::vector<std::set<std::string>>& under_second)
    : first_(only_in(under_first, under_second)), second_(only_in(under_second, under_first)) {}

int Telltales::verdict(const std::set<std::string>& report) const {
  const auto count = [&](const std::vector<std::string>& telltales) {
    return static_cast<int>(std::count_if(telltales.begin(), telltales.end(), [&](const std::string& piece) { return report.contains(piece); }));
  };
  return count(first_) - count(second_);
}

std::vector<std::string> Telltales::found_in(const std::set<std::string>& report) const {
  std::vector<std::string> found;
  for (const auto* telltales : {&first_, &second_})
    for (const std::string& piece : *telltales)
      if (report.contains(piece)) found.push_back(piece);
  return found;
}

}  // namespace karuna::privacy
