// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "act/pods/pod_output.h"
#include "base/text.h"

namespace karuna::act {
namespace {

constexpr std::string_view style = R"(
:root{--paper:#FBF8F2;--card:#FFF;--line:#D9D2C5;--ink:#1E2530;--soft:#55606E;--teal:#0B6A6E;--clay:#A8481F}
@media (prefers-color-scheme:dark){:root{--paper:#14181D;--card:#1C2229;--line:#39424D;--ink:#EEF0EE;--soft:#A9B3BD;--teal:#5CC8C4;--clay:#F0986B}}
body{font:16px/1.5 system-ui,sans-serif;background:var(--paper);color:var(--ink);margin:0 auto;max-width:1040px;padding:24px}
h1{font-size:26px;line-height:1.2}h2{font-size:20px;line-height:1.2;margin-top:40px}p.about,figcaption{color:var(--soft);font-size:13px}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}td,th{text-align:start;padding:4px 12px 4px 0;border-bottom:1px solid var(--line);font-weight:400;vertical-align:top}
th{font-weight:600}.pods{display:grid;grid-template-columns:repeat(auto-fill,minmax(230px,1fr));gap:12px;padding:0;list-style:none}
.pods li{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:12px}.pods h3{margin:0;font-size:16px}.pods p{margin:0;color:var(--soft);font-size:13px}
svg{max-width:100%;height:auto;background:var(--card);border:1px solid var(--line)}.pod{fill:none;stroke:var(--teal);stroke-width:1.4}.met{fill:var(--clay)}.some{fill:var(--soft)}
@media print{body{max-width:none}.pods li{break-inside:avoid}}
)";

std::string safe(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : c == '"' ? "&quot;" : std::string(1, c);
  return out;
}

/// People ordered by pod; a mark where two met in an earlier round (clay) or had to do with each other (ink, the stronger the more often).
std::string matrix(const PodInput& input, const PodAnswer& answer) {
  std::map<std::uint32_t, std::size_t> place;
  for (const Pod& pod : answer.pods)
    for (const auto i : pod.people) place.emplace(i, place.size());
  const std::size_t n = place.size(), cell = n > 150 ? 4 : n > 60 ? 6 : 12, side = n * cell;
  std::string out = fmt::format("<svg viewBox=\"0 0 {0} {0}\" width=\"{0}\" height=\"{0}\" role=\"img\" aria-label=\"Who had met whom, people ordered by pod\">\n", side);
  double most = 1;
  for (const auto& [pair, times] : input.contacts) most = std::max(most, times);
  const auto mark = [&](std::uint32_t a, std::uint32_t b, std::string_view kind, double strength) {
    if (!place.contains(a) || !place.contains(b)) return;
    for (const auto& [x, y] : {std::pair{place[a], place[b]}, std::pair{place[b], place[a]}})
      out += fmt::format("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" opacity=\"{:.2f}\"/>\n", kind, x * cell, y * cell, cell, cell, strength);
  };
  for (const auto& [pair, times] : input.contacts)
    if (times > 0) mark(pair.first, pair.second, "some", 0.25 + 0.75 * std::log1p(times) / std::log1p(most));
  for (const PastPod& pod : input.history)
    for (std::size_t a = 0; a < pod.people.size(); ++a)
      for (std::size_t b = a + 1; b < pod.people.size(); ++b) mark(pod.people[a], pod.people[b], "met", 0.8);
  std::size_t at = 0;
  for (const Pod& pod : answer.pods) {
    out += fmt::format("<rect class=\"pod\" x=\"{0}\" y=\"{0}\" width=\"{1}\" height=\"{1}\"/>\n", at * cell, pod.people.size() * cell);
    at += pod.people.size();
  }
  return out + "</svg>\n";
}

}  // namespace

std::string pods_page(const PodInput& input, const PodAnswer& answer) {
  std::size_t people = 0;
  for (const Pod& pod : answer.pods) people += pod.people.size();
  std::string out = fmt::format("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\n<title>Pods, round {}</title>\n<style>{}</style></head><body>\n", answer.round, style);
  out += fmt::format("<h1>{} in {}, round {}</h1>\n", counted(people, "person", "people"), counted(answer.pods.size(), "pod"), answer.round);
  out += answer.proven_best ? "<p>No other pods are better: proven.</p>\n" : fmt::format("<p>At most {:.1f} % better is possible. Seed {}.</p>\n", 100 * answer.gap, answer.seed);
  if (answer.difference_of_all > 0)
    out += fmt::format("<p class=\"about\">Two members of a pod differ by {:.2f} on average, two people picked from all by {:.2f} (0 alike, 1 nothing shared).</p>\n", answer.difference, answer.difference_of_all);
  out += "<h2>What holds</h2>\n<table><thead><tr><th scope=\"col\">rule</th><th scope=\"col\">asks</th><th scope=\"col\">state</th></tr></thead><tbody>\n";
  for (const RuleLine& rule : answer.rules) out += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>\n", safe(rule.rule), safe(rule.asks), safe(rule.state));
  out += "</tbody></table>\n<h2>Pods</h2>\n<ul class=\"pods\">\n";
  for (std::size_t p = 0; p < answer.pods.size(); ++p) {
    const Pod& pod = answer.pods[p];
    std::string about = pod.departments > 0 ? counted(pod.departments, "department") : "";
    if (!pod.starts.empty()) about += (about.empty() ? "can meet " : ", can meet ") + name_of_half_hour(pod.starts.front());
    out += fmt::format("<li><h3>Pod {}</h3><p>{}</p><table>", p + 1, about);
    for (const auto i : pod.people) {
      const Member& person = input.members.people[i];
      out += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td></tr>", safe(person.id), safe(person.department), safe(person.level));
    }
    out += "</table></li>\n";
  }
  out += "</ul>\n";
  if (!input.history.empty() || !input.contacts.empty()) {
    std::string finding = answer.repeats == 0 ? "Nobody meets somebody again whom they were with in a pod." : counted(answer.repeats, "pair") + (answer.repeats == 1 ? " meets again." : " meet again.");
    if (!input.contacts.empty())
      finding = fmt::format("{:.1f} % of the pairs in a pod had to do with each other before; of all pairs it is {:.1f} %.", 100 * answer.contact, 100 * answer.contact_of_all);
    out += fmt::format("<h2>{}</h2>\n<figure>\n{}<figcaption>People in the order of their pods; a frame is a pod. A mark: {}.</figcaption></figure>\n", finding, matrix(input, answer),
                       input.history.empty() ? "the two had to do with each other, the stronger the more often" : "clay, the two shared a pod before; grey, they had to do with each other");
  }
  return out + "</body></html>\n";
}

}  // namespace karuna::act
