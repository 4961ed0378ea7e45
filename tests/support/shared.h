// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

namespace karuna::test {

/// The folder of real data and reference numbers (KARUNA_SHARED, else ../shared beside the checkout); nothing where it is absent.
std::optional<std::filesystem::path> shared_folder();

/// A file below that folder. Use through KARUNA_NEEDS_SHARED.
std::filesystem::path shared_file(const std::string& below);

/// An oracle or expectation file, parsed.
nlohmann::json read_json(const std::filesystem::path& file);

/// A folder that is removed when the test ends.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path write(const std::string& name, const std::string& content) const;

 private:
  std::filesystem::path path_;
};

std::string read_text(const std::filesystem::path& file);

}  // namespace karuna::test

/// KARUNA_NEEDS_SHARED("data/bfi/bfi.csv"): skips the test, and says so, where that file is absent.
#define KARUNA_NEEDS_SHARED(below)                                                                                  \
  if (!::karuna::test::shared_folder() || !std::filesystem::exists(::karuna::test::shared_file(below)))             \
  GTEST_SKIP() << "needs " << (below) << " under KARUNA_SHARED (default ../shared), which is not here"
