// SPDX-License-Identifier: Apache-2.0
// What anybody on the network may post. First byte: the answers the wave has; then the post. What is read is written back as the same bytes.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "ask/ballot/ballot.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace karuna;
  const std::size_t answers = size > 0 ? data[0] : 0;
  const std::span<const std::uint8_t> bytes(data + (size > 0), size > 0 ? size - 1 : 0);
  const auto post = ask::read_post(bytes, answers);
  if (!post) {
    if (post.error().fault != Fault::invalid || post.error().what.empty()) std::abort();
    return 0;
  }
  if (bytes.size() != ask::post_length(answers) || !std::ranges::equal(ask::write_post(*post), bytes)) std::abort();
  if (post->ct.size() != ask::plain_length(answers) + 16) std::abort();
  return 0;
}
