// SPDX-License-Identifier: Apache-2.0
#include "show/mail/mime.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace karuna::show::mail {

namespace {

constexpr std::size_t longest_line = 76;
// "=_" cannot stand in quoted-printable text, so this ends no part by chance (RFC 2045, 6.7).
constexpr std::string_view boundary = "=_karuna";

std::string base64(std::string_view bytes) {
  static constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    unsigned group = 0;
    for (std::size_t k = 0; k < 3; ++k) group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) out += i + k > bytes.size() ? '=' : letters[group >> (18 - 6 * k) & 63U];
  }
  return out;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

}  // namespace

std::string header_text(std::string_view name, std::string_view text) {
  std::string line = std::string(name) + ":";
  if (is_ascii(text) && line.size() + 1 + text.size() <= longest_line && !text.starts_with("=?")) return line + " " + std::string(text) + "\r\n";
  // Encoded words of at most 75 characters, each of whole characters: 39 bytes are 52 of base64.
  std::string out = line;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = std::min(at + 39, text.size());
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;
    std::string clean;
    for (const char c : text.substr(at, end - at)) clean += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    out += (at ? "\r\n =?UTF-8?B?" : " =?UTF-8?B?") + base64(clean) + "?=";
    at = end;
  }
  return out + "\r\n";
}

std::string quoted_printable(std::string_view text) {
  std::string out, line;
  const auto put = [&](const std::string& piece, bool last_of_line) {
    if (line.size() + piece.size() + (last_of_line ? 0 : 1) > longest_line) out += line + "=\r\n", line.clear();
    line += piece;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == '\n') {
      out += line + "\r\n";
      line.clear();
      continue;
    }
    const bool last = i + 1 == text.size() || text[i + 1] == '\n';
    const bool plain = (c > 0x20 && c < 0x7f && c != '=') || (c == ' ' && !last);
    put(plain ? std::string(1, static_cast<char>(c)) : fmt::format("={:02X}", c), last);
  }
  if (!line.empty()) out += line + "\r\n";
  return out;
}

std::string date_text(std::int64_t minute) {
  static constexpr std::string_view days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::sys_days day{std::chrono::days(minute / 1440)};
  const std::chrono::year_month_day date(day);
  const std::int64_t left = minute % 1440;
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:00 +0000", days[std::chrono::weekday(day).c_encoding()], static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), left / 60, left % 60);
}

bool is_mailbox(std::string_view text) {
  const std::size_t at = text.find('@');
  return text.size() <= 254 && at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.find('@', at + 1) == std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f && std::string_view("<>()[],;:\\\"").find(c) == std::string_view::npos; });
}

std::string compose(const Letter& letter, const Envelope& envelope) {
  const std::string domain = envelope.from.substr(envelope.from.find('@') + 1);
  std::string out;
  std::string name = header_text("From", envelope.from_name);
  name.resize(name.size() - 2);
  out += (envelope.from_name.empty() ? std::string("From:") : name + (name.size() + envelope.from.size() + 3 > longest_line ? "\r\n" : "")) + " <" + envelope.from + ">\r\n";
  out += "To: <" + envelope.to + ">\r\n";
  if (!envelope.replies.empty() && envelope.replies != envelope.from) out += "Reply-To: <" + envelope.replies + ">\r\n";
  out += header_text("Subject", letter.subject);
  out += "Date: " + envelope.date + "\r\n";
  out += "Message-ID: <" + envelope.id + "@" + domain + ">\r\n";
  out += "Auto-Submitted: auto-generated\r\n";
  if (letter.nudge) out += "List-Unsubscribe:\r\n <mailto:" + (envelope.replies.empty() ? envelope.from : envelope.replies) + "?subject=no%20more%20reminders>\r\n";
  out += "Content-Language: " + letter.language + "\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"" + std::string(boundary) + "\"\r\n\r\n";
  for (const auto& [kind, body] : {std::pair("plain", &letter.text), std::pair("html", &letter.html)})
    out += "--" + std::string(boundary) + "\r\nContent-Type: text/" + kind + "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + quoted_printable(*body) + "\r\n";
  return out + "--" + std::string(boundary) + "--\r\n";
}

}  // namespace karuna::show::mail
