// SPDX-License-Identifier: Apache-2.0
#include "shared.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

namespace karuna::test {
namespace fs = std::filesystem;

std::optional<fs::path> shared_folder() {
  if (const char* named = std::getenv("KARUNA_SHARED")) return fs::path(named);
  const fs::path beside = fs::path(KARUNA_SOURCE_DIR).parent_path() / "shared";
  if (fs::is_directory(beside)) return beside;
  return std::nullopt;
}

fs::path shared_file(const std::string& below) { return shared_folder().value_or("") / below; }

std::string read_text(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  std::ostringstream all;
  all << in.rdbuf();
  return all.str();
}

nlohmann::json read_json(const fs::path& file) { return nlohmann::json::parse(read_text(file)); }

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (fs::temp_directory_path() / "karuna-test-XXXXXX").string();
  if (!mkdtemp(pattern.data())) throw std::runtime_error("cannot make a temporary folder");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

fs::path TemporaryFolder::write(const std::string& name, const std::string& content) const {
  const fs::path file = path_ / name;
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << content;
  return file;
}

}  // namespace karuna::test
