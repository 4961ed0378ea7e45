// SPDX-License-Identifier: Apache-2.0
// interop_peer COMMAND HEX...: one operation of the room seal, so that a program in another language can be the other side. Prints hexadecimal
// words; a refusal is the word "refused" and exit code 3.
#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "seal/blind_rsa.h"
#include "seal/hpke.h"

namespace {

using namespace karuna;
using namespace karuna::seal;
using Octets = std::vector<std::uint8_t>;
using Words = std::vector<Octets>;

Result<Words> two(Bytes a, Bytes b) { return Words{Octets(a.begin(), a.end()), Octets(b.begin(), b.end())}; }
Result<Words> one(Bytes a) { return Words{Octets(a.begin(), a.end())}; }

template <std::size_t N>
Result<std::span<const std::uint8_t, N>> exactly(const Octets& bytes) {
  if (bytes.size() != N) return fail(Fault::invalid, "another length");
  return std::span<const std::uint8_t, N>(bytes);
}

Result<Scalar> scalar(const Octets& bytes) {
  KARUNA_TRY(exact, exactly<32>(bytes));
  return Scalar(exact);
}
Result<Point> point(const Octets& bytes) {
  KARUNA_TRY(exact, exactly<65>(bytes));
  Point out{};
  std::copy(exact.begin(), exact.end(), out.begin());
  return out;
}

struct Command {
  std::size_t words;
  std::function<Result<Words>(const Words&)> run;
};

const std::map<std::string, Command> commands{
    {"key",
     {0,
      [](const Words&) -> Result<Words> {
        KARUNA_TRY(secret, new_scalar());
        KARUNA_TRY(open, public_point(secret));
        return two(secret.bytes(), open);
      }}},
    {"add",
     {2,
      [](const Words& w) -> Result<Words> {  // two secrets: their sum, and the sum of their points
        KARUNA_TRY(a, scalar(w[0]));
        KARUNA_TRY(b, scalar(w[1]));
        KARUNA_TRY(sum, add_scalars(a, b));
        KARUNA_TRY(a_point, public_point(a));
        KARUNA_TRY(b_point, public_point(b));
        KARUNA_TRY(points, add_points(a_point, b_point));
        return two(sum.bytes(), points);
      }}},
    {"seal",
     {4,
      [](const Words& w) -> Result<Words> {  // recipient, info, aad, plaintext
        KARUNA_TRY(recipient, point(w[0]));
        KARUNA_TRY(sealed, hpke_seal(recipient, w[1], w[2], w[3]));
        return two(sealed.enc, sealed.ct);
      }}},
    {"open",
     {5,
      [](const Words& w) -> Result<Words> {  // secret, enc, info, aad, ct
        KARUNA_TRY(secret, scalar(w[0]));
        KARUNA_TRY(enc, point(w[1]));
        KARUNA_TRY(text, hpke_open(secret, enc, w[2], w[3], w[4]));
        return one(text);
      }}},
    {"rsa-key",
     {0,
      [](const Words&) -> Result<Words> {
        KARUNA_TRY(key, RsaPrivateKey::generate());
        return two(key.pkcs8(), key.public_key().spki());
      }}},
    {"blind",
     {4,
      [](const Words& w) -> Result<Words> {  // spki, input, salt, r
        KARUNA_TRY(key, RsaPublicKey::from_spki(w[0]));
        KARUNA_TRY(blinded, blind(key, w[1], w[2], w[3]));
        return two(blinded.message, blinded.inverse);
      }}},
    {"sign",
     {2,
      [](const Words& w) -> Result<Words> {  // pkcs8, blinded message
        KARUNA_TRY(key, RsaPrivateKey::from_pkcs8(w[0]));
        KARUNA_TRY(signature, key.blind_sign(w[1]));
        return one(signature);
      }}},
    {"finalize",
     {4,
      [](const Words& w) -> Result<Words> {  // spki, input, blind signature, inverse
        KARUNA_TRY(key, RsaPublicKey::from_spki(w[0]));
        KARUNA_TRY(signature, finalize(key, w[1], w[2], w[3]));
        return one(signature);
      }}},
    {"verify",
     {3,
      [](const Words& w) -> Result<Words> {  // spki, input, signature
        KARUNA_TRY(key, RsaPublicKey::from_spki(w[0]));
        if (!key.verify(w[1], w[2])) return fail(Fault::refused, "no signature");
        return Words{};
      }}},
};

}  // namespace

int main(int count, char** given) {
  const auto command = count > 1 ? commands.find(given[1]) : commands.end();
  if (command == commands.end() || static_cast<std::size_t>(count) != command->second.words + 2) return std::fputs("expected: COMMAND HEX...\n", stderr), 2;
  Words words;
  for (int i = 2; i < count; ++i) {
    const auto bytes = from_hex(given[i]);
    if (!bytes) return std::fputs("expected hexadecimal\n", stderr), 2;
    words.push_back(*bytes);
  }
  const auto result = command->second.run(words);
  if (!result) return std::puts("refused"), 3;
  for (const Octets& word : *result) std::puts(to_hex(word).c_str());
  return 0;
}
