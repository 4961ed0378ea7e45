// SPDX-License-Identifier: Apache-2.0
#include "show/mail/words.h"

namespace karuna::show::mail {

extern const Words words_de;
const Words words_de{
    .language = "de",
    .months = {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
    .date = "{day}. {month}",
    .at_hour = "{date}, {hour} Uhr UTC",
    .subject = {"{organisation} fragt: Holen Sie Ihr Recht zu antworten", "{organisation} fragt: Die Fragen sind offen", "{organisation} fragt: Die halbe Zeit ist um", "{organisation} fragt: Der letzte Tag",
                "{organisation}: Die Ergebnisse sind da"},
    .what = {"Der Schalter ist bis {desk} offen. Öffnen Sie diese Adresse und drücken Sie einmal: Danach hat Ihr Gerät das Recht auf einen anonymen Stimmzettel. Der Schalter erfährt, dass Sie da waren, nie, was Sie antworten. Die Fragen öffnen am {begin}.",
             "Die Fragen sind bis {end} offen.", "Die Fragen sind bis {end} offen.", "Die Fragen schließen am {end}.", "Die Ergebnisse sind veröffentlicht, für alle dieselben und für alle zugleich."},
    .trial = {"Dies ist eine Probe. Der Schalter ist offen. Öffnen Sie diese Adresse und drücken Sie einmal: Danach hat Ihr Gerät das Recht auf einen anonymen Stimmzettel. Der Schalter erfährt, dass Sie da waren, nie, was Sie antworten.",
              "Dies ist eine Probe. Die Fragen sind offen.", "Dies ist eine Probe. Die Fragen sind offen.", "Dies ist eine Probe. Die Fragen schließen bald.", "Dies war eine Probe. Ihre Ergebnisse sind veröffentlicht."},
    .late_desk = "Hat Ihr Gerät das Recht zu antworten, fragt die Seite sofort, ohne Anmeldung. Wenn nicht, führt sie zum Schalter; sicherer ist es dann, an einem anderen Tag zu antworten.",
    .no_late_desk = "Hat Ihr Gerät das Recht zu antworten, fragt die Seite sofort, ohne Anmeldung.",
    .nobody_knows = "Alle bekommen diese Mail, ob sie geantwortet haben oder nicht, denn niemand weiß es. Haben Sie geantwortet, ist nichts zu tun.",
    .voluntary = "Antworten ist freiwillig. Ergebnisse werden für Gruppen ab {k} Menschen gezeigt.",
    .same = "Alle, die gefragt werden, bekommen dieselbe Mail. Die Adresse ist für alle gleich; nichts in dieser Mail sagt, wer Sie sind oder ob Sie sie gelesen haben.",
    .no_more = "Keine Erinnerungen mehr: Antworten Sie auf diese Mail mit „keine Erinnerungen mehr“, oder sagen Sie es angemeldet unter Meine Rechte. Es gilt, bis Sie es ändern.",
    .link_subject = "{organisation}: Ihr Anmeldelink",
    .link_what = "Jemand, vermutlich Sie, möchte sich mit dieser Mailadresse bei Karuna von {organisation} anmelden. Der Link gilt einmal, {hours} Stunden lang, und wird benutzt, wenn Sie auf der Seite den Knopf drücken.",
    .link_not_you = "Waren Sie es nicht, tun Sie nichts.",
};

}  // namespace karuna::show::mail
