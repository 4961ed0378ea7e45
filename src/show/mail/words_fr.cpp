// SPDX-License-Identifier: Apache-2.0
#include "show/mail/words.h"

namespace karuna::show::mail {

extern const Words words_fr;
const Words words_fr{
    .language = "fr",
    .months = {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
    .date = "{day} {month}",
    .at_hour = "{date}, {hour} UTC",
    .subject = {"{organisation} vous interroge : retirez votre droit de répondre", "{organisation} vous interroge : les questions sont ouvertes", "{organisation} vous interroge : il reste la moitié du temps",
                "{organisation} vous interroge : le dernier jour", "{organisation} : les résultats sont là"},
    .what = {"Le guichet est ouvert jusqu’au {desk}. Ouvrez cette adresse et appuyez une fois : votre appareil a alors droit à un bulletin anonyme. Le guichet apprend que vous êtes venu, jamais ce que vous répondez. Les questions ouvrent le {begin}.",
             "Les questions sont ouvertes jusqu’au {end}.", "Les questions sont ouvertes jusqu’au {end}.", "Les questions ferment le {end}.", "Les résultats sont publiés, les mêmes pour tous et pour tous en même temps."},
    .trial = {"Ceci est une répétition. Le guichet est ouvert. Ouvrez cette adresse et appuyez une fois : votre appareil a alors droit à un bulletin anonyme. Le guichet apprend que vous êtes venu, jamais ce que vous répondez.",
              "Ceci est une répétition. Les questions sont ouvertes.", "Ceci est une répétition. Les questions sont ouvertes.", "Ceci est une répétition. Les questions ferment bientôt.", "C’était une répétition. Ses résultats sont publiés."},
    .late_desk = "Si votre appareil a le droit de répondre, la page vous interroge aussitôt, sans identification. Sinon, elle mène au guichet ; il est alors plus sûr de répondre un autre jour.",
    .no_late_desk = "Si votre appareil a le droit de répondre, la page vous interroge aussitôt, sans identification.",
    .nobody_knows = "Tout le monde reçoit ce message, qu’on ait répondu ou non, car personne ne le sait. Si vous avez répondu, il n’y a rien à faire.",
    .voluntary = "Répondre est facultatif. Les résultats sont montrés pour des groupes d’au moins {k} personnes.",
    .same = "Toutes les personnes interrogées reçoivent ce même message. L’adresse est la même pour toutes ; rien dans ce message ne dit qui vous êtes ni si vous l’avez lu.",
    .no_more = "Plus de rappels : répondez à ce message par « plus de rappels », ou dites-le sous Mes droits une fois identifié. Cela vaut jusqu’à ce que vous le changiez.",
    .link_subject = "{organisation} : votre lien de connexion",
    .link_what = "Quelqu’un, sans doute vous, veut se connecter à Karuna de {organisation} avec cette adresse. Le lien sert une fois, pendant {hours} heures, et il est utilisé quand vous appuyez sur le bouton de la page.",
    .link_not_you = "Si ce n’était pas vous, ne faites rien.",
};

}  // namespace karuna::show::mail
