// SPDX-License-Identifier: Apache-2.0
// Bundles the page's script for scripts/web-build: as esbuild does it, with the sentences of the five languages packed, because they are most of the weight: the names of
// the sentences once, and shortened where they have an underscore, and each language as one text. What only a developer would read of an error is left out.
//   node build.mjs OUT
import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {resolve} from 'node:path';

const {build, transform} = createRequire(import.meta.url)('esbuild');
const BETWEEN = '|';

async function sentencesOf(file) {
  const {code} = await transform(await readFile(file, 'utf8'), {loader: 'ts', format: 'esm'});
  const module = await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
  return Object.entries(module)[0];
}

const names = Object.keys((await sentencesOf(resolve('src/words/en.ts')))[1]);
// A name with an underscore stands for nothing but a sentence in these sources, so that it can be shortened wherever it is quoted.
const short = new Map(names.map((name, i) => [name, /^[a-z]+_/.test(name) ? i.toString(36) : name]));

const packed = {
  name: 'packed-sentences',
  setup(bundle) {
    bundle.onLoad({filter: /respond[/\\]src[/\\](pages[/\\])?[a-z_0-9]+\.ts$/}, async ({path}) => ({loader: 'ts', contents: (await readFile(path, 'utf8'))
      .replace(/'([a-z0-9]+(?:_[a-z0-9]+)+)'/g, (whole, name) => (short.has(name) ? `'${short.get(name)}'` : whole))
      .replace(/(new Error\()'[^']*'\)/g, '$1)').replace(/(new Stop\('[A-Z_]+'), (?:'[^']*'|`[^`]*`|String\(\w+\)|\w+)\)/g, '$1)')}));
    bundle.onLoad({filter: /[/\\]words[/\\][a-z]{2}\.ts$/}, async ({path}) => {
      const [language, sentences] = await sentencesOf(path);
      const texts = names.map((name) => sentences[name]);
      if (texts.some((text) => typeof text !== 'string' || text.includes(BETWEEN))) throw new Error(`${path}: a sentence is missing, or has "${BETWEEN}" in it`);
      const unpack = 'Object.fromEntries(names.map((name, i) => [name, texts[i]]))';
      const head = language === 'en' ? `export const names = ${JSON.stringify([...short.values()].join(BETWEEN))}.split("${BETWEEN}");\nexport const unpack = (text) => { const texts = text.split("${BETWEEN}"); return ${unpack}; };`
        : `import {unpack} from './en.ts';`;
      return {loader: 'js', contents: `${head}\nexport const ${language} = unpack(${JSON.stringify(texts.join(BETWEEN))});`};
    });
  },
};

await build({entryPoints: ['src/main.ts'], bundle: true, minify: true, format: 'iife', target: 'es2020', charset: 'utf8', legalComments: 'none', logLevel: 'warning', outfile: process.argv[2], plugins: [packed],
  // Names that no file and no browser has.
  mangleProps: /^(opens(Desk|Ballots)|closes(Desk|Ballots)|(ballots|desk)Open|lateDesk|cells(Count|Root)|lastSeq|hAns|remember|sealed|opened|listed|screens|blinded|scalar)$/});
