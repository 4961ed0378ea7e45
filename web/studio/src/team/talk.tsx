// SPDX-License-Identifier: Apache-2.0
// Step 2: a guide for half an hour that works with numbers and without, on a card to print.
import {useTeamSpeech} from './speak.ts';
import type {Team} from './types.ts';

export function Talk({team}: {team: Team}) {
  const {words} = useTeamSpeech();
  return (
    <section class="sheet card" aria-labelledby="talk">
      <h2 id="talk">{words.talk_title}</h2>
      <h3>{words.talk_open}</h3>
      <ul><li>{words.talk_open_1}</li><li>{team.statements.length > 0 ? words.talk_open_2 : words.talk_open_none}</li></ul>
      <h3>{words.talk_ask}</h3>
      <ul><li>{words.talk_ask_1}</li><li>{words.talk_ask_2}</li></ul>
      <h3>{words.talk_not}</h3>
      <ul><li>{words.talk_not_1}</li><li>{words.talk_not_2}</li><li>{words.talk_not_3}</li></ul>
      <h3>{words.talk_close}</h3>
      <ul><li>{words.talk_close_1}</li></ul>
      <p class="no-print"><button type="button" class="link" onClick={() => print()}>{words.print}</button></p>
    </section>
  );
}
