// SPDX-License-Identifier: Apache-2.0
#include "show/mail/words.h"

namespace karuna::show::mail {

extern const Words words_en;
const Words words_en{
    .language = "en",
    .months = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
    .date = "{day} {month}",
    .at_hour = "{date}, {hour} UTC",
    .subject = {"{organisation} asks: get your right to answer", "{organisation} asks: the questions are open", "{organisation} asks: half of the time is left", "{organisation} asks: the last day",
                "{organisation}: the results are here"},
    .what = {"The desk is open until {desk}. Open this address and press once: your device then has the right to one anonymous ballot. The desk sees that you came, never what you answer. The questions open on {begin}.",
             "The questions are open until {end}.", "The questions are open until {end}.", "The questions close on {end}.", "The results are published, the same for everybody and for everybody at once."},
    .trial = {"This is a rehearsal. The desk is open. Open this address and press once: your device then has the right to one anonymous ballot. The desk sees that you came, never what you answer.",
              "This is a rehearsal. The questions are open.", "This is a rehearsal. The questions are open.", "This is a rehearsal. The questions close soon.", "This was a rehearsal. Its results are published."},
    .late_desk = "If your device has the right to answer, the page asks you at once, without any sign-in. If not, it leads you to the desk; it is safer then to answer on another day.",
    .no_late_desk = "If your device has the right to answer, the page asks you at once, without any sign-in.",
    .nobody_knows = "Everybody gets this mail, whether they have answered or not, because nobody knows who has. If you have answered, there is nothing to do.",
    .voluntary = "Answering is voluntary. Results are shown for groups of at least {k} people.",
    .same = "Everybody who is asked gets this same mail. The address is the same for all; nothing in this mail says who you are or whether you read it.",
    .no_more = "No more reminders: answer this mail with \"no more reminders\", or say so under My rights when you are signed in. It holds until you change it.",
    .link_subject = "{organisation}: your sign-in link",
    .link_what = "Somebody, most likely you, asked to sign in to Karuna of {organisation} with this mail address. The link is good once, for {hours} hours, and is used when you press the button on the page.",
    .link_not_you = "If it was not you, do nothing.",
};

}  // namespace karuna::show::mail
