// SPDX-License-Identifier: Apache-2.0
import {useSpeech} from '../language.ts';

export default function Accessibility() {
  const {words} = useSpeech();
  return (
    <>
      <h1>{words.a_title}</h1>
      <p class="lead">{words.a_lead}</p>
      <ul><li>{words.a_1}</li><li>{words.a_2}</li><li>{words.a_3}</li></ul>
      <h2>{words.a_gaps}</h2>
      <ul><li>{words.a_gap_1}</li><li>{words.a_gap_2}</li><li>{words.a_gap_3}</li></ul>
      <p>{words.a_tell}</p>
    </>
  );
}
