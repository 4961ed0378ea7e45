// SPDX-License-Identifier: Apache-2.0
#include "show/print/words.h"

namespace karuna::show::print {

extern const Words words_en;
const Words words_en{
    .language = "en",
    .months = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
    .date = "{day} {month} {year}",
    .at_hour = "{date}, {hour} UTC",
    .card = "Your card",
    .asks = "{organisation} asks. Answering is voluntary.",
    .card_how = "Open this address on any telephone or computer, or at a kiosk, and type the code:",
    .card_once = "The card works once, until {date}.",
    .smallest = "Results are shown for groups of at least {k} people.",
    .card_key = "This card is only a key to the desk; it cannot be linked to answers. Your device makes a secret of its own that nobody here sees.",
    .card_keep = "Whoever has the card can use it in your place: keep it to yourself.",
    .group = "Group: {group}, {people} people",
    .cover = "Cards for {group}",
    .cover_count = "Cards in all: {cards}",
    .cover_language = "{language}: {cards}",
    .cover_how = {"Cut along the marks. Every card is good for anybody of this group who is on the card list; none belongs to a person.",
                  "Mix the cards of one language face down, and let everybody draw one. Write down who has taken a card, never which.",
                  "Destroy what is left over, and this file. A card that is lost is not replaced.",
                  "Should cards go astray before they are handed out, have the batch voided at once."},
    .name = "English",
    .invites = "{organisation} asks",
    .poster_lead = "Answering is anonymous and voluntary. Nothing that is stored links a ballot to a person.",
    .when = "When",
    .desk_dates = "Get your right to answer: {from} to {to}",
    .desk_late = "Get your right to answer: {from} to {to}; better before the answers begin",
    .ballot_dates = "Answer: {from} to {to}",
    .results = "Results follow, first to everybody.",
    .trial = "This is a rehearsal; it opens and closes by command.",
    .what = "What is asked",
    .questions = "Questions: {questions}, about {minutes} minutes. Each can be skipped.",
    .asked_later = "You see the questions before you answer. Each can be skipped.",
    .sure = "What holds",
    .council = "{council} holds half of the key, attests how many people are in each group, and checks the count.",
    .the_council = "The works council",
    .alone = "There is no works council here: the operator alone could open ballots before the close.",
    .where = "Where",
    .no_mail = "Without a mail address: ask for a card in your unit. The card is a key to the desk and cannot be linked to answers.",
    .check = "Is the page the right one?",
    .check_how = "Save the page at {address} as a file. Its SHA-256 must be this:",
};

}  // namespace karuna::show::print
