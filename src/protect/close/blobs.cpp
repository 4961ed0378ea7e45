// SPDX-License-Identifier: Apache-2.0
#include "protect/close/blobs.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <string>

#include "ask/ballot/ballot.h"
#include "base/file_descriptor.h"
#include "base/text.h"
#include "protect/in_parallel.h"
#include "seal/merkle.h"

namespace karuna::protect {

namespace {

constexpr std::size_t link_length = 32, enc_length = 65, head_length = 1 + link_length + enc_length;
constexpr std::size_t piece = 256;  // entries a task

}  // namespace

struct SealedBallots::Memory {
  std::vector<std::uint8_t> own;
  std::uint8_t* mapped = nullptr;
  std::size_t length = 0;

  Memory() = default;
  Memory(const Memory&) = delete;
  Memory& operator=(const Memory&) = delete;
  ~Memory() {
    if (mapped) munmap(mapped, length);
  }
  std::span<const std::uint8_t> bytes() const { return mapped ? std::span<const std::uint8_t>(mapped, length) : std::span<const std::uint8_t>(own); }
};

Result<SealedBallots> SealedBallots::open(const std::filesystem::path& file, unsigned threads) {
  KARUNA_TRY(descriptor, open_to_read(file));
  return open(descriptor.get(), file.string(), threads);
}

Result<SealedBallots> SealedBallots::open(int descriptor, const std::string& name, unsigned threads) {
  struct stat about{};
  if (fstat(descriptor, &about) != 0) return fail(Fault::unreadable, name + " cannot be read: " + words_of_errno(errno));
  auto memory = std::make_shared<Memory>();
  memory->length = static_cast<std::size_t>(about.st_size);
  if (memory->length > 0) {
    void* at = mmap(nullptr, memory->length, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (at == MAP_FAILED) return fail(Fault::unreadable, name + " cannot be mapped into memory: " + words_of_errno(errno));
    munlock(at, memory->length);  // ciphertext may leave memory; a process that locks all of it would otherwise hold the whole file
    memory->mapped = static_cast<std::uint8_t*>(at);
  }
  SealedBallots made(std::move(memory));
  KARUNA_CHECK(made.read(name, threads));
  return made;
}

Result<SealedBallots> SealedBallots::from_bytes(std::vector<std::uint8_t> bytes, unsigned threads) {
  auto memory = std::make_shared<Memory>();
  memory->own = std::move(bytes);
  SealedBallots made(std::move(memory));
  KARUNA_CHECK(made.read("the sealed ballots", threads));
  return made;
}

Result<void> SealedBallots::read(const std::string& name, unsigned threads) {
  const auto bytes = memory_->bytes();
  const auto broken = [&](const std::string& what) {
    return fail(Fault::invalid, name + ": entry " + std::to_string(entries_.size() + 1) + " " + what +
                                    "; the file is not what the door wrote. Run `karuna wave close` again, which has the door write it anew");
  };
  for (std::size_t at = 0; at < bytes.size();) {
    if (bytes.size() - at < 4) return broken("ends in the middle of its length");
    std::size_t length = 0;
    for (int i = 0; i < 4; ++i) length = (length << 8) | bytes[at++];
    if (length > bytes.size() - at) return broken("is longer than the file");
    if (length < head_length) return broken("is too short to hold class, link and key");
    SealedBallot entry;
    entry.cls = bytes[at];
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at) + 1, link_length, entry.link.begin());
    entry.enc = bytes.subspan(at + 1 + link_length, enc_length);
    entry.ct = bytes.subspan(at + head_length, length - head_length);
    entries_.push_back(entry);
    at += length;
  }
  in_parallel(threads, (entries_.size() + piece - 1) / piece, [&](std::size_t task) {
    seal::Sha256 hash;
    for (std::size_t i = task * piece; i < std::min(entries_.size(), (task + 1) * piece); ++i) {
      SealedBallot& entry = entries_[i];
      entry.sealed = hash.add(entry.enc).add(entry.ct).finish();
      entry.hash = ask::blob_hash(entry.cls, entry.link, entry.sealed);
    }
  });
  for (std::size_t i = 1; i < entries_.size(); ++i)
    if (entries_[i - 1].hash >= entries_[i].hash)
      return fail(Fault::invalid, name + ": entry " + std::to_string(i + 1) +
                                      " does not come after the one before it by its hash; the file is not what the door wrote. Run `karuna wave close` again, "
                                      "which has the door write it anew");
  return {};
}

seal::Digest SealedBallots::root(std::uint8_t cls) const {
  seal::MerkleRoot tree;
  for (const SealedBallot& entry : entries_)
    if (entry.cls == cls) tree.add(entry.hash);
  return tree.root();
}

std::vector<std::uint8_t> received_list(std::span<const SealedBallot> entries) {
  std::vector<std::uint8_t> list;
  list.reserve(entries.size() * 65);
  for (const SealedBallot& entry : entries) {
    list.push_back(entry.cls);
    list.insert(list.end(), entry.link.begin(), entry.link.end());
    list.insert(list.end(), entry.sealed.begin(), entry.sealed.end());
  }
  return list;
}

}  // namespace karuna::protect
