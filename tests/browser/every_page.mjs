// SPDX-License-Identifier: Apache-2.0
// Pages of one role in English and Arabic, light and dark, at two widths: axe, no sideways scrolling, no word of the console, nobody else asked.
import assert from 'node:assert/strict';
import {DESK, NARROW, axeFinds, person, settled, sideways, signIn} from './studio.mjs';
import {shot} from './wave.mjs';

export async function everyPage(browser, studio, login, pages) {
  for (const scheme of ['light', 'dark'])
    for (const language of ['en', 'ar']) {
      const one = await person(browser, {scheme, language});
      await signIn(one.page, studio, login);
      for (const name of pages) {
        const where = `/${name} in ${language}, ${scheme}`;
        await one.page.setViewport(DESK);
        await one.page.goto(`${studio}/${name}`);
        await settled(one.page);
        await shot(one.page, `${name}-${language}-${scheme}`);
        assert.deepEqual(await axeFinds(one.page), [], where);
        assert.doesNotMatch(await one.page.$eval('body', (body) => body.innerText), /\{\w+\}|undefined|NaN/, where);
        await one.page.setViewport(NARROW);
        assert.ok(await sideways(one.page) <= 0, `${where}: scrolls sideways at 320`);
        await shot(one.page, `${name}-${language}-${scheme}-narrow`);
      }
      assert.deepEqual(one.said, [], `${language} ${scheme}`);
      assert.deepEqual(one.asked.filter((url) => !url.startsWith(`${studio}/`)), [], 'nobody else is asked');
      await one.end();
    }
}

/// What an interactive element is called, reached by Tab alone.
export async function tabTo(page, wanted, most = 60) {
  const focus = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent?.trim() || '');
  for (let i = 0; i < most && (await focus()) !== wanted; i += 1) await page.keyboard.press('Tab');
  assert.equal(await focus(), wanted);
}

/// Words of a page group: the same names and blanks in all five languages, and no exclamation mark.
export function wordsAgree(read, folder, least) {
  const words = (language) => Object.fromEntries([...read(new URL(`../../web/studio/src/${folder}/words_${language}.ts`, import.meta.url), 'utf8').matchAll(/^ {2}'?([\w.:-]+)'?: '((?:[^'\\]|\\.)*)',?$/gm)].map(([, name, text]) => [name, text]));
  const english = words('en'), blanks = (text) => [...text.matchAll(/\{\w+\}/g)].map(([one]) => one).sort();
  assert.ok(Object.keys(english).length >= least);
  for (const language of ['de', 'fr', 'es', 'ar']) {
    const other = words(language);
    assert.deepEqual(Object.keys(other), Object.keys(english), language);
    for (const [name, text] of Object.entries(english)) assert.deepEqual(blanks(other[name] ?? ''), blanks(text), `${language}: ${name}`);
  }
  for (const language of ['en', 'de', 'fr', 'es', 'ar']) for (const text of Object.values(words(language))) assert.doesNotMatch(text, /!|¡/, `${language}: ${text}`);
}
