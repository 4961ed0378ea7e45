// SPDX-License-Identifier: Apache-2.0
// Pages of one role, or of nobody, in every language, light and dark, at two widths: axe, no sideways scrolling, no word of the console, nobody else asked.
import assert from 'node:assert/strict';
import {DESK, LANGUAGES, NARROW, axeFinds, person, settled, sideways, signIn} from './studio.mjs';
import {shot} from './wave.mjs';

export async function everyPage(browser, studio, login, pages) {
  for (const language of LANGUAGES) {
    const one = await person(browser, {language}), {page} = one;
    const looked = language === 'en' || language === 'ar';
    if (login) await signIn(page, studio, login);
    for (const name of pages) {
      await page.setViewport(DESK);
      await page.goto(`${studio}/${name}`);
      await settled(page);
      assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir]), [language, language === 'ar' ? 'rtl' : 'ltr'], name);
      assert.doesNotMatch(await page.$eval('body', (body) => body.innerText), /\{\w+\}|undefined|NaN/, `/${name} in ${language}`);
      for (const scheme of ['dark', 'light']) {
        await page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: scheme}, {name: 'prefers-reduced-motion', value: 'reduce'}]);
        if (looked) await shot(page, `${name}-${language}-${scheme}`);
        assert.deepEqual(await axeFinds(page), [], `/${name} in ${language}, ${scheme}`);
      }
      await page.setViewport(NARROW);
      assert.ok(await sideways(page) <= 0, `/${name} in ${language}: scrolls sideways at 320`);
      if (looked) await shot(page, `${name}-${language}-narrow`);
    }
    assert.deepEqual(one.said, [], language);
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
