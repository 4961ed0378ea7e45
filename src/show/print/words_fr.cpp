// SPDX-License-Identifier: Apache-2.0
#include "show/print/words.h"

namespace karuna::show::print {

extern const Words words_fr;
const Words words_fr{
    .language = "fr",
    .months = {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
    .date = "{day} {month} {year}",
    .at_hour = "{date}, {hour} UTC",
    .card = "Votre carte",
    .asks = "{organisation} vous interroge. Répondre est facultatif.",
    .card_how = "Ouvrez cette adresse sur un téléphone ou un ordinateur, ou à une borne, et tapez le code :",
    .card_once = "La carte sert une fois, jusqu’au {date}.",
    .smallest = "Les résultats sont montrés pour des groupes d’au moins {k} personnes.",
    .card_key = "Cette carte n’est qu’une clé du guichet ; elle ne peut pas être reliée à des réponses. Votre appareil fabrique son propre secret, que personne ici ne voit.",
    .card_keep = "Qui a la carte peut s’en servir à votre place : gardez-la pour vous.",
    .group = "Groupe : {group}, {people} personnes",
    .cover = "Cartes pour {group}",
    .cover_count = "Cartes en tout : {cards}",
    .cover_language = "{language} : {cards}",
    .cover_how = {"Couper le long des repères. Chaque carte vaut pour toute personne de ce groupe inscrite sur la liste des cartes ; aucune n’appartient à quelqu’un.",
                  "Mélanger face cachée les cartes d’une même langue, et laisser chacun en tirer une. Noter qui a pris une carte, jamais laquelle.",
                  "Détruire ce qui reste, et ce fichier. Une carte perdue n’est pas remplacée.",
                  "Si des cartes s’égarent avant d’être remises, faire annuler tout le lot aussitôt."},
    .name = "Français",
    .invites = "{organisation} vous interroge",
    .poster_lead = "Répondre est anonyme et facultatif. Rien de ce qui est conservé ne relie un bulletin à une personne.",
    .when = "Quand",
    .desk_dates = "Retirer son droit de répondre : du {from} au {to}",
    .desk_late = "Retirer son droit de répondre : du {from} au {to} ; de préférence avant le début des réponses",
    .ballot_dates = "Répondre : du {from} au {to}",
    .results = "Les résultats suivent, d’abord pour tout le monde.",
    .trial = "Ceci est une répétition ; elle ouvre et ferme sur commande.",
    .what = "Ce qui est demandé",
    .questions = "Questions : {questions}, environ {minutes} minutes. On peut passer chacune.",
    .asked_later = "Vous voyez les questions avant de répondre. On peut passer chacune.",
    .sure = "Ce qui est garanti",
    .council = "{council} détient la moitié de la clé, atteste le nombre de personnes de chaque groupe et vérifie le décompte.",
    .the_council = "Le comité du personnel",
    .alone = "Il n’y a pas ici de comité du personnel : l’exploitant seul pourrait ouvrir les bulletins avant la clôture.",
    .where = "Où",
    .no_mail = "Sans adresse électronique : demandez une carte dans votre service. C’est une clé du guichet, qui ne peut pas être reliée à des réponses.",
    .check = "Est-ce la bonne page ?",
    .check_how = "Enregistrez la page {address} dans un fichier. Son SHA-256 doit être celui-ci :",
};

}  // namespace karuna::show::print
