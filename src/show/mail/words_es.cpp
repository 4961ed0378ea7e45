// SPDX-License-Identifier: Apache-2.0
#include "show/mail/words.h"

namespace karuna::show::mail {

extern const Words words_es;
const Words words_es{
    .language = "es",
    .months = {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
    .date = "{day} de {month}",
    .at_hour = "{date}, {hour} UTC",
    .subject = {"{organisation} pregunta: obtenga su derecho a responder", "{organisation} pregunta: las preguntas están abiertas", "{organisation} pregunta: queda la mitad del tiempo", "{organisation} pregunta: el último día",
                "{organisation}: ya están los resultados"},
    .what = {"La ventanilla está abierta hasta el {desk}. Abra esta dirección y pulse una vez: su dispositivo tendrá derecho a una papeleta anónima. La ventanilla sabe que usted vino, nunca qué responde. Las preguntas se abren el {begin}.",
             "Las preguntas están abiertas hasta el {end}.", "Las preguntas están abiertas hasta el {end}.", "Las preguntas se cierran el {end}.", "Los resultados están publicados, los mismos para todos y para todos a la vez."},
    .trial = {"Esto es un ensayo. La ventanilla está abierta. Abra esta dirección y pulse una vez: su dispositivo tendrá derecho a una papeleta anónima. La ventanilla sabe que usted vino, nunca qué responde.",
              "Esto es un ensayo. Las preguntas están abiertas.", "Esto es un ensayo. Las preguntas están abiertas.", "Esto es un ensayo. Las preguntas se cierran pronto.", "Esto fue un ensayo. Sus resultados están publicados."},
    .late_desk = "Si su dispositivo tiene el derecho a responder, la página le pregunta enseguida, sin identificarse. Si no, le lleva a la ventanilla; entonces es más seguro responder otro día.",
    .no_late_desk = "Si su dispositivo tiene el derecho a responder, la página le pregunta enseguida, sin identificarse.",
    .nobody_knows = "Todos reciben este mensaje, hayan respondido o no, porque nadie lo sabe. Si usted ya respondió, no hay nada que hacer.",
    .voluntary = "Responder es voluntario. Los resultados se muestran para grupos de al menos {k} personas.",
    .same = "Todas las personas a quienes se pregunta reciben este mismo mensaje. La dirección es la misma para todas; nada en este mensaje dice quién es usted ni si lo ha leído.",
    .no_more = "No más recordatorios: responda a este mensaje con «no más recordatorios», o dígalo en Mis derechos tras identificarse. Vale hasta que usted lo cambie.",
    .link_subject = "{organisation}: su enlace de acceso",
    .link_what = "Alguien, probablemente usted, quiere acceder a Karuna de {organisation} con esta dirección de correo. El enlace sirve una vez, durante {hours} horas, y se usa cuando usted pulsa el botón de la página.",
    .link_not_you = "Si no fue usted, no haga nada.",
};

}  // namespace karuna::show::mail
