// SPDX-License-Identifier: Apache-2.0
// Whatever the bytes: no crash; what is refused is refused with a place, and every getter gives a value or words.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/toml.h"

namespace {

using namespace karuna;

template <typename T>
void look_at(const Result<T>& result) {
  if (!result && !result.error().what.starts_with("f:")) std::abort();
}

void walk(const TomlTable& table, int depth) {
  if (depth > 8) return;
  look_at(table.only({"title", "scale"}));
  for (const std::string& key : table.keys()) {
    if (table.line(key) == 0) std::abort();
    look_at(table.text(key));
    look_at(table.integer(key, 1, 5));
    look_at(table.number(key));
    look_at(table.flag(key));
    look_at(table.texts(key));
    look_at(table.words_or(key));
    look_at(table.integers(key));
    look_at(table.numbers(key));
    const auto below = table.table(key);
    look_at(below);
    if (below) walk(*below, depth + 1);
    const auto list = table.tables(key);
    look_at(list);
    if (list)
      for (const TomlTable& each : *list) walk(each, depth + 1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto table = karuna::parse_toml({reinterpret_cast<const char*>(data), size}, "f");
  look_at(table);
  if (table) walk(*table, 0);
  return 0;
}
