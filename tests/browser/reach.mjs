// SPDX-License-Identifier: Apache-2.0
// Every screen of the answering page in five languages: axe finds nothing, nothing reaches beyond 320 pixels, and the keyboard alone goes through all of it.
// One file a colour scheme calls this, so that each is done within a minute.
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {launch} from './browser.mjs';
import {PHONE, axe, clean, draw, fits, person as visitor, press, reason, shows} from './visitor.mjs';
import {Wave} from './wave.mjs';

const LANGUAGES = ['en', 'de', 'fr', 'es', 'ar'];
const CONTACTS = '[[contacts]]\nreach = "116 123"\nname = "Crisis line"\n[[contacts]]\nkind = "person"\nreach = "counsel@lindenhof.example"\nname = "Staff counsellor"\n';

export function everyScreen(scheme) {
  describe(`every screen of the answering page, ${scheme}`, {skip: reason, concurrency: 1, timeout: 300_000}, () => {
    let wave;
    let browser;
    let one;
    before(async () => {
      wave = await Wave.begin({languages: JSON.stringify(LANGUAGES), instruments: '["karuna-pulse"]', depth: 'pulse', more: CONTACTS});
      await wave.serve();
      await wave.open('desk');
      browser = await launch();
    });
    after(async () => {
      await browser?.close();
      await wave?.end();
    });

    /// The screen that is shown, in each language, at 360 and at 320 pixels; back in English afterwards.
    async function everywhere(page, name) {
      for (const language of LANGUAGES) {
        await page.select('#language', language);
        await page.waitForFunction((code) => document.documentElement.lang === code, {}, language);
        assert.equal(await page.evaluate(() => document.documentElement.dir), language === 'ar' ? 'rtl' : 'ltr');
        await page.evaluate(() => document.querySelectorAll('details').forEach((all) => { all.open = true; }));
        await axe(page, `${name}, ${language}, ${scheme}`);
        await page.setViewport({...PHONE, width: 320});
        await fits(page, `${name}, ${language}`);
        await page.setViewport(PHONE);
      }
      await page.select('#language', 'en');
      await page.waitForFunction(() => document.documentElement.lang === 'en');
    }

    it('before and after the draw', async () => {
      one = await visitor(browser, wave, {viewport: PHONE, scheme});
      await one.page.goto(`${wave.respond}/`);
      await shows(one.page, 'Draw my right to answer');
      await everywhere(one.page, 'desk open');
      await draw(one.page, wave, 'e1@lindenhof.example');
      await everywhere(one.page, 'drawn');
    });

    it('when the questions are open, and while they are asked', async () => {
      await wave.open('ballots');
      const late = await visitor(browser, wave, {viewport: PHONE, scheme});
      await late.page.goto(`${wave.respond}/`);
      await shows(late.page, 'can match the two in most cases');
      await everywhere(late.page, 'late desk');
      await late.end();
      await one.page.goto(`${wave.respond}/`);
      await shows(one.page, 'To the questions');
      await press(one.page, 'To the questions');
      await one.page.waitForSelector('fieldset');
      await everywhere(one.page, 'tally');
      await press(one.page, 'Next');
      await one.page.evaluate(() => document.querySelectorAll('.answers input')[4].click());
      await everywhere(one.page, 'strain, with help beside it');
      for (let i = 0; i < 2; i += 1) await press(one.page, 'Next');
      await press(one.page, 'Look at what will be sent');
      await press(one.page, 'The exact bytes that are sent');
      await everywhere(one.page, 'review');
    });

    it('after sending, withdrawing, and where it stops', async () => {
      await press(one.page, 'Send my answers');
      await shows(one.page, 'The server has signed that it has them');
      await press(one.page, 'Show it as a picture to scan');
      await everywhere(one.page, 'sent');
      await press(one.page, 'Withdraw my answers');
      await everywhere(one.page, 'withdraw');
      await press(one.page, 'Back');
      clean(one, wave);
      await one.page.goto(`${wave.respond}/?lost#wave=${Buffer.alloc(16, 7).toString('base64url')}`);
      await shows(one.page, 'There is no such wave here');
      await everywhere(one.page, 'a stop');
      await one.end();
    });

    it('by keyboard alone, from the invitation to the receipt and back', async () => {
      const keys = await visitor(browser, wave, {viewport: {width: 1280, height: 900}, scheme});
      await draw(keys.page, wave, 'e2@lindenhof.example');
      const {keyboard} = keys.page;
      /// Tab until the focus is on a control of this text; each stop on the way can be seen.
      const reach = async (text) => {
        for (let i = 0; i < 80; i += 1) {
          await keyboard.press('Tab');
          const [there, seen] = await keys.page.evaluate((wanted) => {
            const at = document.activeElement, style = getComputedStyle(at), beside = at.nextElementSibling && getComputedStyle(at.nextElementSibling);
            return [at.textContent === wanted, at === document.body || style.outlineStyle !== 'none' || beside?.outlineStyle !== 'none'];
          }, text);
          assert.ok(seen, `the focus is seen on the way to ${text}`);
          if (there) return;
        }
        throw new Error(`Tab does not reach ${text}`);
      };
      await reach('To the questions');
      await keyboard.press('Enter');
      await keys.page.waitForSelector('fieldset');
      for (let i = 0; i < 7; i += 1) {
        // Tab may pass the help that stands before the questions about strain.
        do await keyboard.press('Tab'); while (await keys.page.evaluate(() => document.activeElement.type !== 'radio'));
        await keyboard.press('ArrowRight');
      }
      await reach('Look at what will be sent');
      await keyboard.press('Enter');
      await shows(keys.page, 'What will be sent');
      assert.equal(await keys.page.$$eval('td', (cells) => cells.filter((cell) => cell.textContent === 'skipped').length), 0);
      await reach('Send my answers');
      await keyboard.press('Enter');
      await shows(keys.page, 'The server has signed that it has them');
      await reach('Withdraw my answers');
      await keyboard.press('Enter');
      await shows(keys.page, 'An empty ballot takes the place of yours');
      await reach('Withdraw my answers');
      await keyboard.press('Enter');
      await shows(keys.page, 'The server has signed that it has them');
      clean(keys, wave);
      await keys.end();
    });
  });
}
