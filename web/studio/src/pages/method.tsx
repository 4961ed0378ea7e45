// SPDX-License-Identifier: Apache-2.0
import type {components} from '../described.ts';
import {Fetched} from '../frame/parts.tsx';
import {useSpeech, wordsOfPage} from '../language.ts';
import {Files} from '../parts/files.tsx';
import {useGet} from '../use.ts';

type Schemas = components['schemas'];
type Card = Schemas['MethodCard'];

const questionsIn = wordsOfPage<{readonly [name: string]: string}>({}, {
  de: async () => (await import('../method/words_de.ts')).de, fr: async () => (await import('../method/words_fr.ts')).fr, es: async () => (await import('../method/words_es.ts')).es, ar: async () => (await import('../method/words_ar.ts')).ar,
});

/// What it answers, in the reader's language; its name, assumptions and sources as the program has them.
function OneMethod({card}: {card: Card}) {
  const {words, language} = useSpeech(), question = questionsIn(language)[card.name];
  return (
    <details>
      <summary>{question ? <span>{question} <small lang="en"><bdi>{card.title}</bdi></small></span> : <span lang="en"><bdi>{card.question}</bdi> <small><bdi>{card.title}</bdi></small></span>}</summary>
      <div lang="en" dir="ltr"><p>{card.does}</p><p>{card.assumes}</p></div>
      <p class="small soft">{words.method_source}: <bdi lang="en">{card.source}</bdi></p><p class="small soft">{words.method_checked}: <bdi lang="en">{card.checked}</bdi></p>
    </details>
  );
}

export default function Method() {
  const {words} = useSpeech();
  const [got, again] = useGet<Card[]>('/api/methods.json');
  return (
    <>
      <h1>{words.method_title}</h1>
      <p class="lead">{words.method_lead}</p>
      <p>{words.method_1}</p><p>{words.method_2}</p><p>{words.method_3}</p>
      <h2>{words.method_list}</h2>
      <Fetched got={got} again={again}>{(cards) => <div class="methods">{cards.map((card) => <OneMethod key={card.name} card={card} />)}</div>}</Fetched>
      <Files of={['/api/methods']} />
    </>
  );
}
