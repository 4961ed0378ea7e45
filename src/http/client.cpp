// SPDX-License-Identifier: Apache-2.0
#include "http/client.h"

#include <curl/curl.h>

#include <algorithm>
#include <memory>
#include <mutex>

#include "base/text.h"

namespace karuna::http {

namespace {

struct Closer {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Handle = std::unique_ptr<CURL, Closer>;
using List = std::unique_ptr<curl_slist, Closer>;

struct Taken {
  Answer answer;
  std::size_t most = 0;
};

std::size_t take_body(char* data, std::size_t size, std::size_t count, void* into) {
  auto& taken = *static_cast<Taken*>(into);
  if (taken.answer.body.size() + size * count > taken.most) return 0;
  taken.answer.body.append(data, size * count);
  return size * count;
}

std::size_t take_header(char* data, std::size_t size, std::size_t count, void* into) {
  auto& taken = *static_cast<Taken*>(into);
  const std::string_view line(data, size * count);
  if (line.starts_with("HTTP/")) taken.answer.headers.clear();  // a 100 Continue before the answer
  const std::size_t colon = line.find(':');
  if (colon != std::string_view::npos && taken.answer.headers.size() < 200)
    taken.answer.headers.emplace_back(std::string(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1))));
  return size * count;
}

std::string part_of(CURLU* url, CURLUPart part, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK || !text) return {};
  std::string out(text);
  curl_free(text);
  return out;
}

void start_library() {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

}  // namespace

Result<Url> read_url(std::string_view text) {
  start_library();
  const auto wrong = [&] { return fail(Fault::invalid, in_quotes(text.substr(0, 200)) + " is no address; write it as https://example.org or http://127.0.0.1:8080"); };
  if (std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f; })) return wrong();
  const std::unique_ptr<CURLU, Closer> parsed(curl_url());
  if (curl_url_set(parsed.get(), CURLUPART_URL, std::string(text).c_str(), 0) != CURLUE_OK) return wrong();
  const std::string scheme = part_of(parsed.get(), CURLUPART_SCHEME);
  if ((scheme != "http" && scheme != "https") || !part_of(parsed.get(), CURLUPART_USER).empty()) return wrong();
  Url url;
  url.tls = scheme == "https";
  url.host = part_of(parsed.get(), CURLUPART_HOST);
  if (url.host.size() > 2 && url.host.front() == '[') url.host = url.host.substr(1, url.host.size() - 2);
  url.port = part_of(parsed.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  url.target = part_of(parsed.get(), CURLUPART_PATH);
  if (const std::string query = part_of(parsed.get(), CURLUPART_QUERY); !query.empty()) url.target += "?" + query;
  if (url.host.empty()) return wrong();
  return url;
}

Result<Answer> ask(Method method, std::string_view address, const Headers& headers, std::string_view body, const ClientSettings& settings) {
  KARUNA_TRY(url, read_url(address));
  const Handle curl(curl_easy_init());
  if (!curl) return fail(Fault::internal, "a connection could not be prepared");
  CURL* handle = curl.get();
  Taken taken;
  taken.most = settings.most_body;
  curl_slist* list = nullptr;
  for (const auto& [name, value] : headers) list = curl_slist_append(list, (name + ": " + value).c_str());
  list = curl_slist_append(list, "Expect:");  // nothing is asked before it is sent
  list = curl_slist_append(list, "Accept:");
  const List kept(list);
  curl_easy_setopt(handle, CURLOPT_URL, std::string(address).c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, list);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(handle, CURLOPT_FRESH_CONNECT, 1L);
  curl_easy_setopt(handle, CURLOPT_FORBID_REUSE, 1L);
  curl_easy_setopt(handle, CURLOPT_SSL_SESSIONID_CACHE, 0L);  // no session that would join two connections
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(settings.patience.count()));
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &taken);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &taken);
  if (!settings.authorities.empty()) curl_easy_setopt(handle, CURLOPT_CAINFO, settings.authorities.c_str());
  if (method == Method::head) curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
  else if (method != Method::get || !body.empty()) {
    curl_easy_setopt(handle, CURLOPT_POST, 1L);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, body.data());
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, std::string(name_of(method)).c_str());
  }
  const CURLcode code = curl_easy_perform(handle);
  const std::string where = (url.tls ? "https://" : "http://") + url.host + ":" + url.port;
  if (code == CURLE_WRITE_ERROR) return fail(Fault::unreadable, where + " sent more than " + std::to_string(settings.most_body) + " bytes; it is not the server it should be, or the file is too large");
  if (code == CURLE_PEER_FAILED_VERIFICATION) return fail(Fault::unreadable, where + " does not have a certificate that holds for its name; do not go on");
  if (code == CURLE_OPERATION_TIMEDOUT) return fail(Fault::unreadable, where + " did not answer in time; try again later");
  if (code != CURLE_OK) return fail(Fault::unreadable, where + " cannot be reached (" + std::string(curl_easy_strerror(code)) + ")");
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  taken.answer.status = static_cast<unsigned>(status);
  return std::move(taken.answer);
}

}  // namespace karuna::http
