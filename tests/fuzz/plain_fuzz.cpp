// SPDX-License-Identifier: Apache-2.0
// What lies inside a seal: anybody who has the tally key's public half can seal any bytes. First byte: the answers the wave has; then the ballot.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "ask/ballot/ballot.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace karuna;
  const std::size_t answers = size > 0 ? data[0] : 0;
  const std::span<const std::uint8_t> bytes(data + (size > 0), size > 0 ? size - 1 : 0);
  bool clean = true;
  const auto ballot = ask::read_plain(bytes, answers, clean);
  if (!ballot) {
    if (clean || ballot.error().fault != Fault::invalid) std::abort();
    return 0;
  }
  // Written back it is the same, but for padding that was not zero and was told to be so.
  if (std::ranges::equal(ask::write_plain(*ballot), bytes) != clean || ballot->answers.size() != answers) std::abort();
  const auto leaf = ask::read_leaf(ask::leaf_of(ask::class_ballot, *ballot));
  if (leaf.cell != ballot->cell || leaf.flags != ballot->flags || leaf.token.pk != ballot->token.pk) std::abort();
  return 0;
}
