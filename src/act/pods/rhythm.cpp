// SPDX-License-Identifier: Apache-2.0
#include "act/pods/rhythm.h"

#include <fmt/format.h>

#include <array>

#include "base/text.h"

namespace karuna::act {
namespace {

struct Text {
  std::string_view language, meeting, title, arrive, round, one, close, boundaries, choice, private_, not_therapy, help, duty;
};

constexpr std::array<Text, 5> texts{
    Text{"en", "Pod meeting", "How a pod meets", "Arrive. Each person says in one sentence how they are, or passes.", "One round: something that was heavy, something that helped. Nobody comments.",
         "One person brings a situation. The others ask first, then offer, never instruct.", "Close. Each person names one small thing for the next two weeks, or passes.", "Boundaries",
         "Taking part is your choice. You may pass, skip a meeting or leave at any time, and you need not say why.", "What is said stays here. No notes on people, no reports, no names outside.",
         "A pod listens. It does not treat and does not solve conflicts at work.", "Where somebody may come to harm, the pod helps them reach professional help.",
         "Managers do not see who takes part, and it is no part of any appraisal."},
    Text{"de", "Treffen des Pods", "So trifft sich ein Pod", "Ankommen. Jede Person sagt in einem Satz, wie es ihr geht, oder gibt weiter.", "Eine Runde: etwas, das schwer war, etwas, das half. Niemand kommentiert.",
         "Eine Person bringt eine Situation mit. Die anderen fragen zuerst, bieten dann an und schreiben nichts vor.", "Abschluss. Jede Person nennt eine kleine Sache für die nächsten zwei Wochen oder gibt weiter.", "Grenzen",
         "Sie entscheiden, ob Sie teilnehmen. Sie dürfen weitergeben, ein Treffen auslassen oder jederzeit gehen und müssen keinen Grund nennen.", "Was gesagt wird, bleibt hier. Keine Notizen über Personen, keine Berichte, keine Namen nach außen.",
         "Ein Pod hört zu. Er behandelt nicht und löst keine Konflikte der Arbeit.", "Wo jemand zu Schaden kommen könnte, hilft der Pod, fachliche Hilfe zu erreichen.",
         "Führungskräfte sehen nicht, wer teilnimmt, und es ist kein Teil einer Beurteilung."},
    Text{"fr", "Rencontre du groupe", "Comment un groupe se rencontre", "Arriver. Chaque personne dit en une phrase comment elle va, ou passe.", "Un tour : quelque chose de lourd, quelque chose qui a aidé. Personne ne commente.",
         "Une personne apporte une situation. Les autres demandent d'abord, proposent ensuite, ne prescrivent jamais.", "Clore. Chaque personne nomme une petite chose pour les deux semaines à venir, ou passe.", "Limites",
         "Vous choisissez de participer. Vous pouvez passer, manquer une rencontre ou partir à tout moment, sans dire pourquoi.", "Ce qui est dit reste ici. Pas de notes sur les personnes, pas de rapports, pas de noms au dehors.",
         "Un groupe écoute. Il ne soigne pas et ne règle pas les conflits du travail.", "Si quelqu'un risque de souffrir un dommage, le groupe l'aide à trouver une aide professionnelle.",
         "La hiérarchie ne voit pas qui participe, et cela ne compte dans aucune évaluation."},
    Text{"es", "Reunión del grupo", "Cómo se reúne un grupo", "Llegar. Cada persona dice en una frase cómo está, o pasa.", "Una ronda: algo que pesó, algo que ayudó. Nadie comenta.",
         "Una persona trae una situación. Los demás preguntan primero, luego ofrecen, nunca ordenan.", "Cerrar. Cada persona nombra una cosa pequeña para las próximas dos semanas, o pasa.", "Límites",
         "Usted decide si participa. Puede pasar, faltar a una reunión o dejarlo en cualquier momento, sin decir por qué.", "Lo que se dice queda aquí. Sin notas sobre personas, sin informes, sin nombres fuera.",
         "Un grupo escucha. No trata ni resuelve conflictos del trabajo.", "Si alguien puede sufrir un daño, el grupo le ayuda a encontrar ayuda profesional.",
         "Los responsables no ven quién participa, y no forma parte de ninguna evaluación."},
    Text{"ar", "لقاء المجموعة", "كيف تلتقي المجموعة", "الوصول. يقول كل شخص في جملة واحدة كيف حاله، أو يمرّر.", "جولة واحدة: شيء كان ثقيلاً، وشيء ساعد. لا أحد يعلّق.",
         "يأتي شخص بموقف. يسأل الآخرون أولاً، ثم يعرضون، ولا يأمرون أبداً.", "الختام. يسمّي كل شخص شيئاً صغيراً للأسبوعين القادمين، أو يمرّر.", "الحدود",
         "المشاركة اختيارك. يمكنك أن تمرّر أو تغيب عن لقاء أو تغادر في أي وقت، ولا يلزمك ذكر السبب.", "ما يقال يبقى هنا. لا ملاحظات عن أشخاص، ولا تقارير، ولا أسماء في الخارج.",
         "المجموعة تستمع. لا تعالج ولا تحلّ نزاعات العمل.", "حيث قد يتعرض شخص لأذى، تساعده المجموعة على الوصول إلى مساعدة مختصة.",
         "لا يرى المديرون من يشارك، وليس ذلك جزءاً من أي تقييم."},
};

const Text& text_of(std::string_view language) {
  for (const Text& text : texts)
    if (text.language == language) return text;
  return texts[0];
}

/// Lines of at most 75 bytes, folded between characters; CR LF (RFC 5545, 3.1).
void line(std::string& out, const std::string& content) {
  std::size_t used = 0;
  for (std::size_t at = 0; at < content.size();) {
    std::size_t length = 1;
    while (at + length < content.size() && (static_cast<unsigned char>(content[at + length]) & 0xc0) == 0x80) ++length;
    if (used + length > 75) out += "\r\n ", used = 1;
    out.append(content, at, length);
    used += length;
    at += length;
  }
  out += "\r\n";
}

/// TEXT values: backslash, comma, semicolon and line ends are written out (3.3.11).
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == ',' || c == ';') out += '\\';
    if (c == '\n') out += "\\n";
    else out += c;
  }
  return out;
}

}  // namespace

std::string agenda(unsigned minutes, std::string_view language) {
  const Text& text = text_of(language);
  // A sixth to arrive, a third for the round, a third for one person, a sixth to close; to five minutes.
  const auto part = [&](unsigned share) { return std::max(5U, minutes * share / 6 / 5 * 5); };
  const unsigned arrive = part(1), round = part(2), close = part(1), one = minutes > arrive + round + close ? minutes - arrive - round - close : 5;
  return fmt::format("# {}\n\n- {} min. {}\n- {} min. {}\n- {} min. {}\n- {} min. {}\n\n## {}\n\n- {}\n- {}\n- {}\n- {}\n- {}\n", text.title, arrive, text.arrive, round, text.round, one, text.one, close, text.close,
                     text.boundaries, text.choice, text.private_, text.not_therapy, text.help, text.duty);
}

std::int32_t first_day_of(const Date& begin, std::size_t start) {
  // 1970-01-01 was a Thursday, day 3 of a week that begins on Monday.
  const std::int32_t day = days_since_1970(begin);
  const std::int32_t weekday = ((day + 3) % 7 + 7) % 7, wanted = static_cast<std::int32_t>(start / 48);
  return day + (wanted - weekday + 7) % 7;
}

std::string calendar_of(const Rhythm& rhythm, int round, std::size_t number, std::size_t start, std::string_view language) {
  const std::int32_t first = first_day_of(rhythm.begin, start);
  // Civil date from days (proleptic Gregorian), through the days of a year that begins in March.
  const std::int32_t z = first + 719468, era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097, yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365,
                     doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153, day = doy - (153 * mp + 2) / 5 + 1, month = mp < 10 ? mp + 3 : mp - 9,
                     year = yoe + era * 400 + (month <= 2 ? 1 : 0);
  std::string out;
  line(out, "BEGIN:VCALENDAR");
  line(out, "VERSION:2.0");
  line(out, "PRODID:-//Karuna//Pods//EN");
  line(out, "BEGIN:VEVENT");
  line(out, fmt::format("UID:karuna-round-{}-pod-{}-{:04}{:02}{:02}", round, number, year, month, day));
  line(out, fmt::format("DTSTAMP:{:04}{:02}{:02}T000000Z", rhythm.begin.year, rhythm.begin.month, rhythm.begin.day));
  line(out, fmt::format("DTSTART:{:04}{:02}{:02}T{:02}{:02}00", year, month, day, start % 48 / 2, start % 2 * 30));
  line(out, fmt::format("DURATION:PT{}M", rhythm.minutes));
  line(out, fmt::format("RRULE:FREQ=WEEKLY;INTERVAL={};COUNT={}", rhythm.every_weeks, rhythm.meetings));
  line(out, "SUMMARY:" + escaped(text_of(language).meeting));
  line(out, "DESCRIPTION:" + escaped(agenda(rhythm.minutes, language)));
  line(out, "CLASS:PRIVATE");
  line(out, "END:VEVENT");
  line(out, "END:VCALENDAR");
  return out;
}

}  // namespace karuna::act
