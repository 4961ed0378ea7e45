// SPDX-License-Identifier: Apache-2.0
import type {components} from '../described.ts';
import {Fetched} from '../frame/parts.tsx';
import {useSpeech} from '../language.ts';
import {Files} from '../parts/files.tsx';
import {useGet} from '../use.ts';

type Schemas = components['schemas'];
type Card = Schemas['MethodCard'];

export default function Method() {
  const {words} = useSpeech();
  const [got, again] = useGet<Card[]>('/api/methods.json');
  return (
    <>
      <h1>{words.method_title}</h1>
      <p class="lead">{words.method_lead}</p>
      <p>{words.method_1}</p><p>{words.method_2}</p><p>{words.method_3}</p>
      <h2>{words.method_list}</h2>
      <Fetched got={got} again={again}>{(cards) => (
        <div class="methods" lang="en" dir="ltr">{cards.map((card) => (
          <details key={card.name}><summary>{card.title}</summary><p>{card.question}</p><p>{card.does}</p><p>{card.assumes}</p><p class="small soft">{words.method_source}: {card.source}</p><p class="small soft">{words.method_checked}: {card.checked}</p></details>
        ))}</div>
      )}</Fetched>
      <Files of={['/api/methods']} />
    </>
  );
}
