// SPDX-License-Identifier: Apache-2.0
#include "show/print/words.h"

namespace karuna::show::print {

extern const Words words_de;
const Words words_de{
    .language = "de",
    .months = {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
    .date = "{day}. {month} {year}",
    .at_hour = "{date}, {hour} Uhr UTC",
    .card = "Ihre Karte",
    .asks = "{organisation} fragt. Antworten ist freiwillig.",
    .card_how = "Öffnen Sie diese Adresse auf einem beliebigen Telefon oder Computer oder am Kiosk, und tippen Sie den Code ein:",
    .card_once = "Die Karte gilt einmal, bis {date}.",
    .smallest = "Ergebnisse werden für Gruppen ab {k} Menschen gezeigt.",
    .card_key = "Diese Karte ist nur ein Schlüssel zum Schalter; sie lässt sich nicht mit Antworten verbinden. Ihr Gerät macht ein eigenes Geheimnis, das hier niemand sieht.",
    .card_keep = "Wer die Karte hat, kann sie an Ihrer Stelle benutzen: Behalten Sie sie für sich.",
    .group = "Gruppe: {group}, {people} Menschen",
    .cover = "Karten für {group}",
    .cover_count = "Karten insgesamt: {cards}",
    .cover_language = "{language}: {cards}",
    .cover_how = {"An den Marken schneiden. Jede Karte gilt für alle dieser Gruppe, die auf der Kartenliste stehen; keine gehört zu einer Person.",
                  "Die Karten einer Sprache verdeckt mischen und alle eine ziehen lassen. Aufschreiben, wer eine Karte genommen hat, nie welche.",
                  "Was übrig bleibt und diese Datei vernichten. Eine verlorene Karte wird nicht ersetzt.",
                  "Kommen Karten abhanden, bevor sie verteilt sind, sofort die ganze Lieferung ungültig machen lassen."},
    .name = "Deutsch",
    .invites = "{organisation} fragt",
    .poster_lead = "Antworten ist anonym und freiwillig. Nichts, was gespeichert wird, verbindet einen Stimmzettel mit einem Menschen.",
    .when = "Wann",
    .desk_dates = "Recht zu antworten holen: {from} bis {to}",
    .desk_late = "Recht zu antworten holen: {from} bis {to}; besser, bevor das Antworten beginnt",
    .ballot_dates = "Antworten: {from} bis {to}",
    .results = "Danach kommen die Ergebnisse, zuerst an alle.",
    .trial = "Dies ist eine Probe; sie öffnet und schließt auf Befehl.",
    .what = "Was gefragt wird",
    .questions = "Fragen: {questions}, etwa {minutes} Minuten. Jede kann übersprungen werden.",
    .asked_later = "Sie sehen die Fragen, bevor Sie antworten. Jede kann übersprungen werden.",
    .sure = "Was gilt",
    .council = "{council} hält die Hälfte des Schlüssels, bestätigt, wie viele Menschen in jeder Gruppe sind, und prüft die Zählung.",
    .the_council = "Der Betriebsrat",
    .alone = "Hier gibt es keinen Betriebsrat: Wer das System betreibt, könnte Stimmzettel vor dem Schluss allein öffnen.",
    .where = "Wo",
    .no_mail = "Ohne Mailadresse: Fragen Sie in Ihrem Bereich nach einer Karte. Sie ist ein Schlüssel zum Schalter und lässt sich nicht mit Antworten verbinden.",
    .check = "Ist die Seite die richtige?",
    .check_how = "Speichern Sie die Seite unter {address} als Datei. Ihr SHA-256 muss dieser sein:",
};

}  // namespace karuna::show::print
