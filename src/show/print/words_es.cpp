// SPDX-License-Identifier: Apache-2.0
#include "show/print/words.h"

namespace karuna::show::print {

extern const Words words_es;
const Words words_es{
    .language = "es",
    .months = {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
    .date = "{day} de {month} de {year}",
    .at_hour = "{date}, {hour} UTC",
    .card = "Su tarjeta",
    .asks = "{organisation} pregunta. Responder es voluntario.",
    .card_how = "Abra esta dirección en cualquier teléfono u ordenador, o en un quiosco, y escriba el código:",
    .card_once = "La tarjeta sirve una vez, hasta el {date}.",
    .smallest = "Los resultados se muestran para grupos de al menos {k} personas.",
    .card_key = "Esta tarjeta es solo una llave de la ventanilla; no se puede vincular a respuestas. Su dispositivo crea un secreto propio que aquí nadie ve.",
    .card_keep = "Quien tenga la tarjeta puede usarla en su lugar: guárdela para usted.",
    .group = "Grupo: {group}, {people} personas",
    .cover = "Tarjetas para {group}",
    .cover_count = "Tarjetas en total: {cards}",
    .cover_language = "{language}: {cards}",
    .cover_how = {"Corte por las marcas. Cada tarjeta vale para cualquiera de este grupo que esté en la lista de tarjetas; ninguna pertenece a una persona.",
                  "Mezcle boca abajo las tarjetas de un mismo idioma y deje que cada cual saque una. Anote quién ha tomado una tarjeta, nunca cuál.",
                  "Destruya las que sobren y este archivo. Una tarjeta perdida no se repone.",
                  "Si se extravían tarjetas antes de repartirlas, pida que se anule enseguida todo el lote."},
    .name = "Español",
    .invites = "{organisation} pregunta",
    .poster_lead = "Responder es anónimo y voluntario. Nada de lo que se guarda une una papeleta con una persona.",
    .when = "Cuándo",
    .desk_dates = "Obtener el derecho a responder: del {from} al {to}",
    .desk_late = "Obtener el derecho a responder: del {from} al {to}; mejor antes de que empiecen las respuestas",
    .ballot_dates = "Responder: del {from} al {to}",
    .results = "Después vienen los resultados, primero para todos.",
    .trial = "Esto es un ensayo; se abre y se cierra por orden.",
    .what = "Qué se pregunta",
    .questions = "Preguntas: {questions}, unos {minutes} minutos. Cada una se puede saltar.",
    .asked_later = "Usted ve las preguntas antes de responder. Cada una se puede saltar.",
    .sure = "Qué se garantiza",
    .council = "{council} guarda la mitad de la llave, da fe de cuántas personas hay en cada grupo y comprueba el recuento.",
    .the_council = "El comité de empresa",
    .alone = "Aquí no hay comité de empresa: quien opera el sistema podría abrir las papeletas antes del cierre.",
    .where = "Dónde",
    .no_mail = "Sin dirección de correo: pida una tarjeta en su unidad. Es una llave de la ventanilla y no se puede vincular a respuestas.",
    .check = "¿Es la página correcta?",
    .check_how = "Guarde la página {address} como archivo. Su SHA-256 debe ser este:",
};

}  // namespace karuna::show::print
