// SPDX-License-Identifier: Apache-2.0
#include "http/smtp.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>

namespace karuna::http {

namespace {

/// How far one mail has come.
struct Transfer {
  std::string_view left;
  bool asked = false;        ///< the server has asked for the mail itself
  bool for_mailbox = false;  ///< the recipient was named, after the sender was accepted
};

std::size_t give(char* into, std::size_t size, std::size_t count, void* from) {
  auto& transfer = *static_cast<Transfer*>(from);
  transfer.asked = true;
  const std::size_t bytes = std::min(size * count, transfer.left.size());
  std::memcpy(into, transfer.left.data(), bytes);
  transfer.left.remove_prefix(bytes);
  return bytes;
}

int watch(CURL*, curl_infotype kind, char* data, std::size_t size, void* into) {
  if (kind == CURLINFO_HEADER_OUT && std::string_view(data, size).starts_with("RCPT ")) static_cast<Transfer*>(into)->for_mailbox = true;
  return 0;
}

/// What happened, and where a person can mend it, what to do.
std::string words_of(CURLcode code, long reply, const Transfer& transfer, CURL* curl) {
  switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION: {
      long verified = 0;
      curl_easy_getinfo(curl, CURLINFO_SSL_VERIFYRESULT, &verified);
      constexpr long name_alone = 1;  // what libcurl begins with, and leaves where the chain held and the name did not
      return verified <= name_alone
                 ? "its certificate is for another name; write the name that stands in it after smtp:// in karuna.toml"
                 : "its certificate is not trusted; if it is from an authority of your own, put that authority's certificate into people/mail.authorities.pem";
    }
    case CURLE_SSL_CACERT_BADFILE:
      return "people/mail.authorities.pem cannot be read as certificates (PEM)";
    case CURLE_USE_SSL_FAILED:
      return "it offers no encryption (STARTTLS), and without it nothing is sent; ask for the port that has it, mostly 587";
    case CURLE_LOGIN_DENIED:
      return "it refused the user or the password; `user` stands under [mail] in karuna.toml, the password in people/mail.password";
    case CURLE_COULDNT_RESOLVE_HOST:
      return "there is no machine of this name; look at `server` under [mail] in karuna.toml";
    case CURLE_COULDNT_CONNECT:
      return "nothing listens there; look at name and port of `server` under [mail] in karuna.toml";
    case CURLE_OPERATION_TIMEDOUT:
      return "it did not answer in time";
    default:
      break;
  }
  if (reply >= 400) return "it answered " + std::to_string(reply) + (transfer.asked ? " to the mail" : transfer.for_mailbox ? " to the mailbox" : "");
  return curl_easy_strerror(code);
}

std::size_t drop(char*, std::size_t size, std::size_t count, void*) { return size * count; }

}  // namespace

struct MailServer::State {
  MailServerSettings settings;
  CURL* curl = nullptr;
  std::string why;
};

MailServer::MailServer(MailServerSettings settings) : state_(std::make_unique<State>()) {
  state_->settings = std::move(settings);
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  (void)started;
  state_->curl = curl_easy_init();
}
MailServer::~MailServer() { curl_easy_cleanup(state_->curl); }

const std::string& MailServer::why() const { return state_->why; }

Delivery MailServer::send(std::string_view from, std::string_view to, std::string_view bytes) {
  const MailServerSettings& settings = state_->settings;
  state_->why.clear();
  CURL* curl = state_->curl;
  if (!curl) {
    state_->why = "a connection could not be prepared";
    return Delivery::unreachable;
  }
  Transfer transfer{.left = bytes};
  curl_slist* recipients = curl_slist_append(nullptr, ("<" + std::string(to) + ">").c_str());
  curl_easy_reset(curl);  // options alone; the connection stays
  curl_easy_setopt(curl, CURLOPT_URL, (settings.server + "/" + settings.hello).c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(settings.encrypted ? CURLUSESSL_ALL : CURLUSESSL_NONE));
  if (!settings.authorities.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, settings.authorities.c_str());
  if (!settings.user.empty()) {
    curl_easy_setopt(curl, CURLOPT_USERNAME, settings.user.c_str());
    curl_easy_setopt(curl, CURLOPT_PASSWORD, settings.password.c_str());
  }
  curl_easy_setopt(curl, CURLOPT_MAIL_FROM, ("<" + std::string(from) + ">").c_str());
  curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
  curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
  curl_easy_setopt(curl, CURLOPT_READDATA, &transfer);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop);
  curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, watch);
  curl_easy_setopt(curl, CURLOPT_DEBUGDATA, &transfer);
  curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);  // to `watch`, and nowhere else
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(settings.patience.count()));
  const CURLcode code = curl_easy_perform(curl);
  long reply = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
  curl_slist_free_all(recipients);
  if (code == CURLE_OK) return Delivery::accepted;
  state_->why = settings.server + ": " + words_of(code, reply, transfer, curl);
  if (transfer.asked) return reply >= 500 ? Delivery::refused_for_good : reply >= 400 ? Delivery::refused_for_now : Delivery::unknown;
  if (transfer.for_mailbox && reply >= 500) return Delivery::refused_for_good;
  if (transfer.for_mailbox && reply >= 400) return Delivery::refused_for_now;
  return Delivery::unreachable;
}

}  // namespace karuna::http
