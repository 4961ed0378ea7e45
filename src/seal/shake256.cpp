// SPDX-License-Identifier: Apache-2.0
#include "seal/shake256.h"

#include <bit>

namespace karuna::seal {

namespace {

constexpr std::array<std::uint64_t, 24> round_constants{0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b,
                                                        0x0000000080000001, 0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088,
                                                        0x0000000080008009, 0x000000008000000a, 0x000000008000808b, 0x800000000000008b, 0x8000000000008089,
                                                        0x8000000000008003, 0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
                                                        0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008};

/// Where rho and pi move each lane, and by how many bits, following the walk of FIPS 202 (3.2.2, 3.2.3) from lane (1, 0).
constexpr std::array<std::size_t, 24> walk{10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1};
constexpr std::array<int, 24> turns{1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44};

using Lanes = std::array<std::uint64_t, 25>;

template <std::size_t... I>
[[gnu::always_inline]] inline void rho_and_pi(Lanes& a, std::index_sequence<I...>) {
  std::uint64_t carried = a[1];
  ((carried =
        [&] {
          const std::uint64_t next = a[walk[I]];
          a[walk[I]] = std::rotl(carried, turns[I]);
          return next;
        }()),
   ...);
}

void keccak_f(Lanes& state) {
  Lanes a = state;
  for (const std::uint64_t constant : round_constants) {
    std::array<std::uint64_t, 5> column;  // theta
#pragma GCC unroll 5
    for (std::size_t x = 0; x < 5; ++x) column[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
#pragma GCC unroll 5
    for (std::size_t x = 0; x < 5; ++x) {
      const std::uint64_t d = column[(x + 4) % 5] ^ std::rotl(column[(x + 1) % 5], 1);
#pragma GCC unroll 5
      for (std::size_t y = 0; y < 25; y += 5) a[x + y] ^= d;
    }
    rho_and_pi(a, std::make_index_sequence<24>{});
#pragma GCC unroll 5
    for (std::size_t y = 0; y < 25; y += 5) {  // chi
      const std::uint64_t first = a[y], second = a[y + 1];
      a[y] ^= ~a[y + 1] & a[y + 2];
      a[y + 1] ^= ~a[y + 2] & a[y + 3];
      a[y + 2] ^= ~a[y + 3] & a[y + 4];
      a[y + 3] ^= ~a[y + 4] & first;
      a[y + 4] ^= ~first & second;
    }
    a[0] ^= constant;  // iota
  }
  state = a;
}

}  // namespace

Shake256::Shake256(Bytes message) {
  const auto lane = [](const std::uint8_t* bytes) {
    std::uint64_t value = 0;
    for (unsigned i = 0; i < 8; ++i) value |= std::uint64_t{bytes[i]} << (8 * i);
    return value;
  };
  while (message.size() >= rate) {
    for (std::size_t i = 0; i < rate / 8; ++i) lanes_[i] ^= lane(message.data() + 8 * i);
    keccak_f(lanes_);
    message = message.subspan(rate);
  }
  std::size_t at = 0;
  for (; at + 8 <= message.size(); at += 8) lanes_[at / 8] ^= lane(message.data() + at);
  for (; at < message.size(); ++at) lanes_[at / 8] ^= std::uint64_t{message[at]} << (8 * (at % 8));
  lanes_[at / 8] ^= std::uint64_t{0x1f} << (8 * (at % 8));
  lanes_[(rate - 1) / 8] ^= std::uint64_t{0x80} << (8 * ((rate - 1) % 8));
  keccak_f(lanes_);
}

void Shake256::refill() {
  keccak_f(lanes_);
  position_ = 0;
}

void Shake256::squeeze(std::span<std::uint8_t> out) {
  for (std::uint8_t& byte : out) byte = next_byte();
}

}  // namespace karuna::seal
