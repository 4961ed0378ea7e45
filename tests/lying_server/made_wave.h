// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "answer/checked_wave.h"
#include "http/server.h"
#include "seal/blind_rsa.h"

namespace karuna::test {

/// A wave of two groups and three questions, with the keys of everybody, made in memory; and a server for it that does what a test tells it to.
/// The desk signs everything it is asked to sign: who may draw is not the question here.
struct MadeWave {
  seal::SigningKey server, witness, receipt;
  seal::RsaPrivateKey admission, right, other_right;
  seal::Scalar tally;
  ask::WaveId id{};
  ask::TokenPart token;
  std::vector<ask::CellKey> cells;
  ask::QuestionPart question;
  std::map<std::string, std::string> files;  ///< what the door gives out
  nlohmann::json mycell;                     ///< what the desk says of the group

  /// Signs both parts again, after something in `token`, `cells` or `question` was changed.
  void publish();
};
const MadeWave& made_wave();  ///< made once: three RSA keys

class LyingServer {
 public:
  explicit LyingServer(MadeWave wave);
  answer::Server known() const;  ///< addresses, and the keys of the honest wave

  MadeWave wave;                          ///< change it before asking
  bool forgets_to_answer = false;         ///< the desk signs, and the answer never arrives
  std::string issue_error, ballot_error;  ///< a name of an error instead of an answer
  bool bad_receipt = false;
  std::vector<std::string> posts;  ///< bodies at /v1/ballot
  std::vector<std::string> asked;  ///< "GET /v1/waves" ..., in order

 private:
  http::Response answer(const http::Request& request);
  std::mutex mutex_;
  std::unique_ptr<http::Server> server_;
};

}  // namespace karuna::test
