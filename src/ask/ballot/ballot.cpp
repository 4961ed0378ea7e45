// SPDX-License-Identifier: Apache-2.0
#include "ask/ballot/ballot.h"

#include <algorithm>
#include <string_view>

namespace karuna::ask {

namespace {

using Bytes = seal::Bytes;

constexpr std::uint8_t post_version = 1;
constexpr std::size_t token_length = 32 + 32 + rsa_length, tag_length = 16;
constexpr std::size_t post_head = 1 + 16 + 1 + token_length + 32 + 65;
constexpr std::size_t plain_around = 4 + token_length + 2 + 1 + 32 + 32 + 64;  ///< all but the answers

/// Bytes one after the other.
class Writer {
 public:
  explicit Writer(std::size_t length) { bytes_.reserve(length); }
  Writer& text(std::string_view words) { return bytes(seal::bytes_of(words)); }
  Writer& bytes(Bytes more) {
    bytes_.insert(bytes_.end(), more.begin(), more.end());
    return *this;
  }
  Writer& u8(std::uint8_t value) {
    bytes_.push_back(value);
    return *this;
  }
  Writer& u16(std::uint16_t value) { return u8(static_cast<std::uint8_t>(value >> 8U)).u8(static_cast<std::uint8_t>(value)); }
  Writer& u32(std::uint32_t value) { return u16(static_cast<std::uint16_t>(value >> 16U)).u16(static_cast<std::uint16_t>(value)); }
  Writer& token(const Token& token) { return bytes(token.pk).bytes(token.prefix).bytes(token.signature); }
  Writer& zeros_to(std::size_t length) {
    bytes_.resize(length);
    return *this;
  }
  std::vector<std::uint8_t> done() { return std::move(bytes_); }

 private:
  std::vector<std::uint8_t> bytes_;
};

/// Takes bytes apart; the length was checked before.
class Reader {
 public:
  explicit Reader(Bytes bytes) : rest_(bytes) {}
  Bytes take(std::size_t count) {
    const Bytes taken = rest_.first(count);
    rest_ = rest_.subspan(count);
    return taken;
  }
  template <std::size_t N>
  void into(std::array<std::uint8_t, N>& out) {
    const Bytes taken = take(N);
    std::copy(taken.begin(), taken.end(), out.begin());
  }
  std::uint8_t u8() { return take(1)[0]; }
  std::uint16_t u16() {
    const unsigned high = u8();
    return static_cast<std::uint16_t>(high << 8U | u8());
  }
  std::uint32_t u32() {
    const std::uint32_t high = u16();
    return high << 16U | u16();
  }
  Token token() {
    Token token;
    into(token.pk);
    into(token.prefix);
    into(token.signature);
    return token;
  }
  Bytes rest() const { return rest_; }

 private:
  Bytes rest_;
};

}  // namespace

std::vector<std::uint8_t> token_message(std::uint8_t kind, const WaveId& wave, std::uint8_t cls, std::uint32_t cell, const seal::Digest& pk) {
  return Writer(70).text("KARUNA-TOKEN-v1").u8(0).u8(kind).bytes(wave).u8(cls).u32(cell).bytes(pk).done();
}

std::vector<std::uint8_t> token_input(const seal::Digest& prefix, std::uint8_t kind, const WaveId& wave, std::uint8_t cls, std::uint32_t cell,
                                      const seal::Digest& pk) {
  return Writer(102).bytes(prefix).bytes(token_message(kind, wave, cls, cell, pk)).done();
}

seal::Digest answers_hash(const seal::Digest& nonce, std::uint16_t seq, std::span<const std::uint8_t> answers) {
  return seal::sha256(Writer(48 + answers.size()).text("KARUNA-ANS-v1").bytes(nonce).u16(seq).bytes(answers).done());
}

std::vector<std::uint8_t> signed_message(const WaveId& wave, std::uint8_t cls, const Ballot& ballot) {
  return Writer(70)
      .text("KARUNA-BALLOT-v1")
      .bytes(wave)
      .u8(cls)
      .u32(ballot.cell)
      .u8(ballot.flags)
      .bytes(answers_hash(ballot.nonce, ballot.seq, ballot.answers))
      .done();
}

std::array<std::uint8_t, leaf_length> leaf_of(std::uint8_t cls, const Ballot& ballot) {
  const auto bytes = Writer(leaf_length)
                         .u8(cls)
                         .u32(ballot.cell)
                         .token(ballot.token)
                         .u8(ballot.flags)
                         .bytes(answers_hash(ballot.nonce, ballot.seq, ballot.answers))
                         .bytes(ballot.signature)
                         .done();
  std::array<std::uint8_t, leaf_length> leaf{};
  std::copy(bytes.begin(), bytes.end(), leaf.begin());
  return leaf;
}

seal::Digest link_of(std::span<const std::uint8_t, leaf_length> leaf, const seal::Digest& t) {
  return seal::sha256(Writer(512).text("KARUNA-LINK-v1").bytes(leaf).bytes(t).done());
}

Leaf read_leaf(std::span<const std::uint8_t, leaf_length> bytes) {
  Reader reader(bytes);
  Leaf leaf;
  leaf.cls = reader.u8();
  leaf.cell = reader.u32();
  leaf.token = reader.token();
  leaf.flags = reader.u8();
  reader.into(leaf.h_ans);
  reader.into(leaf.signature);
  return leaf;
}

std::size_t plain_length(std::size_t answer_bytes) { return (plain_around + answer_bytes + 63) / 64 * 64; }

std::vector<std::uint8_t> write_plain(const Ballot& ballot) {
  const std::size_t length = plain_length(ballot.answers.size());
  return Writer(length)
      .u32(ballot.cell)
      .token(ballot.token)
      .u16(ballot.seq)
      .u8(ballot.flags)
      .bytes(ballot.nonce)
      .bytes(ballot.t)
      .bytes(ballot.answers)
      .bytes(ballot.signature)
      .zeros_to(length)
      .done();
}

Result<Ballot> read_plain(std::span<const std::uint8_t> plain, std::size_t answer_bytes, bool& clean_padding) {
  clean_padding = false;
  if (plain.size() != plain_length(answer_bytes))
    return fail(Fault::invalid,
                "a ballot of this wave has " + std::to_string(plain_length(answer_bytes)) + " bytes inside its seal, this one " + std::to_string(plain.size()));
  Reader reader(plain);
  Ballot ballot;
  ballot.cell = reader.u32();
  ballot.token = reader.token();
  ballot.seq = reader.u16();
  ballot.flags = reader.u8();
  reader.into(ballot.nonce);
  reader.into(ballot.t);
  const Bytes answers = reader.take(answer_bytes);
  ballot.answers.assign(answers.begin(), answers.end());
  reader.into(ballot.signature);
  clean_padding = std::ranges::all_of(reader.rest(), [](std::uint8_t byte) { return byte == 0; });
  return ballot;
}

std::size_t post_length(std::size_t answer_bytes) { return post_head + plain_length(answer_bytes) + tag_length; }

std::vector<std::uint8_t> write_post(const Post& post) {
  return Writer(post_head + post.ct.size())
      .u8(post_version)
      .bytes(post.wave)
      .u8(post.cls)
      .token(post.admission)
      .bytes(post.link)
      .bytes(post.enc)
      .bytes(post.ct)
      .done();
}

Result<Post> read_post(std::span<const std::uint8_t> bytes, std::size_t answer_bytes) {
  if (bytes.size() != post_length(answer_bytes))
    return fail(Fault::invalid, "a ballot of this wave has " + std::to_string(post_length(answer_bytes)) + " bytes, this one " + std::to_string(bytes.size()));
  Reader reader(bytes);
  if (reader.u8() != post_version) return fail(Fault::invalid, "this ballot is of another version than 1, the only one this program reads");
  Post post;
  reader.into(post.wave);
  post.cls = reader.u8();
  post.admission = reader.token();
  reader.into(post.link);
  reader.into(post.enc);
  post.ct.assign(reader.rest().begin(), reader.rest().end());
  return post;
}

seal::Digest sealed_hash(const seal::Point& enc, std::span<const std::uint8_t> ct) { return seal::Sha256().add(enc).add(ct).finish(); }

seal::Digest blob_hash(std::uint8_t cls, const seal::Digest& link, const seal::Digest& sealed) {
  return seal::sha256(Writer(80).text("KARUNA-BLOB-v1").u8(cls).bytes(link).bytes(sealed).done());
}

std::vector<std::uint8_t> seal_info(const WaveId& wave, std::uint8_t cls) { return Writer(31).text("KARUNA-SEAL-v1").bytes(wave).u8(cls).done(); }

std::vector<std::uint8_t> receipt_message(const WaveId& wave, const seal::Digest& blob) {
  return Writer(65).text("KARUNA-RECEIPT-v1").bytes(wave).bytes(blob).done();
}

std::uint16_t next_seq(std::int32_t last, std::int64_t hours_since_open, std::int64_t window_hours) {
  const std::int64_t hour = std::clamp<std::int64_t>(hours_since_open, 0, std::max<std::int64_t>(window_hours, 1) - 1);
  // Held before it is multiplied: no clock, however wrong, overflows.
  return static_cast<std::uint16_t>(std::min<std::int64_t>(65535, std::max<std::int64_t>(std::int64_t{last} + 1, 16 * std::min<std::int64_t>(hour, 65535))));
}

}  // namespace karuna::ask
