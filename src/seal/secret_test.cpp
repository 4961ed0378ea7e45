// SPDX-License-Identifier: Apache-2.0
#include "seal/secret.h"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "seal/gcm.h"
#include "seal/password.h"
#include "shared.h"

namespace karuna::seal {
namespace {

std::vector<std::uint8_t> hex(const nlohmann::json& text) { return from_hex(text.get<std::string>()).value(); }

// Our keys have 128 or 256 bits and our nonces 96; the others of the file must be refused as such.
TEST(Gcm, encrypts_and_refuses_as_Wycheproof_says) {
  KARUNA_NEEDS_SHARED("vectors/wycheproof/aes_gcm_test.json");
  const auto file = test::read_json(test::shared_file("vectors/wycheproof/aes_gcm_test.json"));
  int valid = 0, invalid = 0, other = 0;
  for (const auto& group : file["testGroups"])
    for (const auto& each : group["tests"]) {
      const auto key = hex(each["key"]), nonce = hex(each["iv"]), aad = hex(each["aad"]), message = hex(each["msg"]);
      auto sealed = hex(each["ct"]);
      const auto tag = hex(each["tag"]);
      sealed.insert(sealed.end(), tag.begin(), tag.end());
      const auto made = gcm_seal(key, nonce, aad, message), opened = gcm_open(key, nonce, aad, sealed);
      if (group["keySize"] == 192 || group["ivSize"] != 96) {
        ++other;
        EXPECT_EQ(made.error().fault, Fault::invalid);
        EXPECT_EQ(opened.error().fault, Fault::invalid);
      } else if (each["result"] == "valid") {
        ++valid;
        EXPECT_EQ(made.value(), sealed) << each;
        EXPECT_EQ(opened.value(), message) << each;
      } else {
        ++invalid;
        EXPECT_EQ(opened.error().fault, Fault::invalid) << each;
        EXPECT_NE(made.value(), sealed) << each;
      }
    }
  EXPECT_EQ(valid + invalid + other, file["numberOfTests"]);
  EXPECT_GT(valid, 50);
  EXPECT_GT(invalid, 40);
}

TEST(Wrap, opens_under_its_key_and_purpose_alone) {
  Secret<32> key, other;
  key.bytes()[0] = 1;
  for (const std::string_view text : {"", "a", "a private key in PKCS 8 form"}) {
    auto wrapped = wrap(key, bytes_of(text), bytes_of("purpose")).value();
    EXPECT_EQ(wrapped.size(), 12 + text.size() + 16);
    EXPECT_EQ(text_of(unwrap(key, wrapped, bytes_of("purpose")).value()), text);
    EXPECT_EQ(unwrap(key, wrapped, bytes_of("another")).error().fault, Fault::invalid);
    EXPECT_EQ(unwrap(other, wrapped, bytes_of("purpose")).error().fault, Fault::invalid);
    for (std::uint8_t& byte : wrapped) {
      byte ^= 4;
      EXPECT_EQ(unwrap(key, wrapped, bytes_of("purpose")).error().fault, Fault::invalid);
      byte ^= 4;
    }
    for (std::size_t length = 0; length < wrapped.size(); ++length) EXPECT_FALSE(unwrap(key, Bytes(wrapped).first(length), bytes_of("purpose")));
  }
}

TEST(Wrap, never_uses_a_nonce_twice) {
  const Secret<32> key;
  std::set<std::vector<std::uint8_t>> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(wrap(key, bytes_of("same"), {}).value());
  EXPECT_EQ(seen.size(), 1000U);
}

TEST(Secret, is_wiped_when_it_goes) {
  alignas(Secret<32>) std::array<std::uint8_t, sizeof(Secret<32>)> place{};
  auto* secret = new (place.data()) Secret<32>;
  secret->bytes()[5] = 77;
  const Secret<32> copy = *secret;
  EXPECT_NE(std::ranges::find(place, 77), place.end());
  secret->~Secret();
  const volatile std::uint8_t* look = place.data();
  for (std::size_t i = 0; i < place.size(); ++i) EXPECT_EQ(look[i], 0);
  EXPECT_EQ(copy.bytes()[5], 77);
}

/// Runs something in a process of its own, because what it does to a process cannot be taken back. Gives its exit code.
template <typename What>
int in_a_process(What what) {
  const pid_t child = fork();
  if (child == 0) _exit(what());
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

TEST(Guard, forbids_core_dumps_and_debuggers) {
  EXPECT_EQ(in_a_process([] {
              if (!guard_this_process(MemoryLock::as_far_as_allowed)) return 1;
              rlimit core{1, 1};
              getrlimit(RLIMIT_CORE, &core);
              if (core.rlim_cur != 0 || core.rlim_max != 0) return 2;
              return prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : 3;
            }),
            0);
}

/// Under a sanitizer mlockall does nothing and says that it did.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool locks_are_real = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool locks_are_real = false;
#else
constexpr bool locks_are_real = true;
#endif
#else
constexpr bool locks_are_real = true;
#endif

TEST(Guard, locks_all_memory_or_says_which_limit_to_raise) {
  if (!locks_are_real) GTEST_SKIP() << "a sanitizer leaves memory unlocked";
  const int code = in_a_process([] {
    const auto locked = guard_this_process(MemoryLock::required);
    if (!locked) return locked.error().fault == Fault::refused && locked.error().what.find("RLIMIT_MEMLOCK") != std::string::npos ? 10 : 1;
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
      if (line.starts_with("VmLck:")) return std::stol(line.substr(6)) > 1000 ? 0 : 2;
    return 3;
  });
  EXPECT_TRUE(code == 0 || code == 10) << code;
}

TEST(Guard, refuses_where_the_limit_is_too_low) {
  if (!locks_are_real) GTEST_SKIP() << "a sanitizer leaves memory unlocked";
  const int code = in_a_process([] {
    const rlimit low{65536, 65536};
    if (setrlimit(RLIMIT_MEMLOCK, &low) != 0) return 1;
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) return 2;
    if (guard_this_process(MemoryLock::required)) return 3;
    return guard_this_process(MemoryLock::as_far_as_allowed) ? 0 : 4;
  });
  EXPECT_EQ(code, 0);
}

TEST(Password, is_checked_against_what_is_kept_and_never_kept_twice_the_same) {
  const auto stored = hash_password("correct horse").value(), again = hash_password("correct horse").value();
  EXPECT_TRUE(stored.starts_with("$argon2id$v=19$m=65536,t=2,p=1$")) << stored;
  EXPECT_NE(stored, again);
  EXPECT_TRUE(check_password(stored, "correct horse"));
  EXPECT_FALSE(check_password(stored, "correct horsf"));
  EXPECT_FALSE(check_password(stored, ""));
  EXPECT_FALSE(check_password("", "correct horse"));
  EXPECT_FALSE(check_password("$argon2id$nonsense", "correct horse"));
  EXPECT_FALSE(check_password(stored + std::string(1, '\0'), "correct horse"));
  EXPECT_FALSE(check_password(std::string(5000, 'a'), "correct horse"));
}

// The reference implementation of Argon2, RFC 9106's authors: echo -n "password" | argon2 somesalt -id -t 2 -m 16 -p 1 -l 32.
TEST(Password, reads_what_other_programs_wrote) {
  EXPECT_TRUE(check_password("$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc", "password"));
}

TEST(SameBytes, compares_as_equality_does) {
  EXPECT_TRUE(same_bytes("", ""));
  EXPECT_TRUE(same_bytes("abc", "abc"));
  EXPECT_FALSE(same_bytes("abc", "abd"));
  EXPECT_FALSE(same_bytes("abc", "ab"));
}

}  // namespace
}  // namespace karuna::seal
