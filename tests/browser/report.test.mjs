// SPDX-License-Identifier: Apache-2.0
// Opens reports in a browser. KARUNA_REPORT=build/demo/report.html node --test   or   KARUNA_PAGES=folder node --test
import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {after, before, describe, it} from 'node:test';
import {axeSource, launch, open, pages, whyNot} from './browser.mjs';

const reason = whyNot();
if (reason) console.log(`page tests are skipped: ${reason}`);

const openEverything = () => document.querySelectorAll('details').forEach((one) => { one.open = true; });

describe('the page of a report', {skip: reason, concurrency: 1, timeout: 1_200_000}, () => {
  let browser;
  before(async () => { browser = await launch(); });
  after(async () => { await browser?.close(); });

  for (const {file, name} of reason ? [] : pages()) {
    it(`${name}: lets its own style and script run, by their hashes, and nothing else`, () => {
      const text = readFileSync(file, 'utf8');
      const policy = /Content-Security-Policy" content="([^"]*)"/.exec(text)[1];
      assert.doesNotMatch(policy, /unsafe|\*|https?:/);
      for (const [tag, body] of [['style', /<style>([\s\S]*?)<\/style>/.exec(text)[1]], ['script', /<script>([\s\S]*?)<\/script>/.exec(text)[1]]]) {
        const hash = `sha256-${createHash('sha256').update(body).digest('base64')}`;
        assert.ok(policy.includes(`'${hash}'`), `the ${tag} was edited: write ${hash} into src/show/report/page/style.h`);
      }
    });

    it(`${name}: asks nobody for anything, says no error, and keeps to 320 pixels`, async () => {
      const {page, said, asked} = await open(browser, file, {width: 320, height: 640});
      await page.evaluate(openEverything);
      assert.deepEqual(said, []);
      assert.deepEqual(asked, []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 320, 'the page scrolls sideways at 320 pixels');
      assert.equal(await page.evaluate(() => globalThis.alerted), undefined);
      await page.close();
    });

    it(`${name}: has no violation that axe can find`, async () => {
      const source = axeSource();
      // Structure does not change with colour or width: it is judged once, what may change in each.
      const rules = {type: 'rule', values: ['color-contrast', 'target-size', 'scrollable-region-focusable', 'link-in-text-block']};
      const tags = {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']};
      for (const [width, scheme, only] of [[1280, 'light', tags], [1280, 'dark', rules], [375, 'light', rules], [375, 'dark', rules]]) {
        const {page} = await open(browser, file, {width, scheme});
        await page.evaluate(openEverything);
        await page.evaluate(source);
        const found = await page.evaluate(async (runOnly) => {
          const result = await globalThis.axe.run(document, {runOnly, resultTypes: ['violations']});
          return result.violations.map((one) => `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`).join(' | ')}`);
        }, only);
        assert.deepEqual(found, [], `${width} pixels, ${scheme}`);
        await page.close();
      }
    });

    it(`${name}: shows and hides the table twins by "t", and from the button`, async () => {
      const {page} = await open(browser, file);
      const opened = () => page.evaluate(() => [document.querySelectorAll('details.twin').length, document.querySelectorAll('details.twin[open]').length]);
      const [all, none] = await opened();
      assert.equal(none, 0);
      await page.keyboard.press('t');
      assert.deepEqual(await opened(), [all, all]);
      assert.equal(await page.$eval('#twins', (button) => button.getAttribute('aria-pressed')), 'true');
      await page.keyboard.press('t');
      assert.deepEqual(await opened(), [all, 0]);
      await page.click('#twins');
      assert.deepEqual(await opened(), [all, all]);
      await page.close();
    });

    it(`${name}: is reached by Tab, the skip link first, each control with a visible ring`, async () => {
      const {page} = await open(browser, file);
      const expected = await page.evaluate(() => {
        const controls = [...document.querySelectorAll('a[href],button,summary,[tabindex="0"]')].filter((one) => one.checkVisibility({visibilityProperty: true}) && !one.closest('[hidden]'));
        controls.forEach((one, i) => { one.dataset.control = String(i); });
        return controls.length;
      });
      const reached = new Set();
      let unringed = 0;
      for (let i = 0; i < expected + 5; i += 1) {
        await page.keyboard.press('Tab');
        const [control, ring, skip] = await page.evaluate(() => {
          const one = document.activeElement;
          return [one?.dataset?.control, getComputedStyle(one).outlineStyle !== 'none', one?.classList.contains('skip')];
        });
        if (i === 0) assert.ok(skip, 'the first stop is the skip link');
        if (control == null) continue;
        reached.add(control);
        if (!ring) unringed += 1;
      }
      assert.equal(reached.size, expected);
      assert.equal(unringed, 0);
      await page.close();
    });

    it(`${name}: loses no state on paper`, async () => {
      const {page} = await open(browser, file, {width: 760});
      const count = () => page.evaluate(() => {
        const marks = {};
        for (const use of document.querySelectorAll('main use[href^="#m-"]'))
          if (use.checkVisibility() && !use.closest('.trees') && use.getBoundingClientRect().width > 0) marks[use.getAttribute('href')] = (marks[use.getAttribute('href')] ?? 0) + 1;
        return marks;
      });
      await page.evaluate(openEverything);
      const screen = await count();
      await page.evaluate(() => document.querySelectorAll('details.twin').forEach((one) => { one.open = false; }));
      await page.emulateMediaType('print');
      await page.evaluate(() => globalThis.dispatchEvent(new Event('beforeprint')));
      assert.deepEqual(await count(), screen);
      assert.equal(await page.evaluate(() => document.querySelector('nav').checkVisibility()), false);
      await page.close();
    });

    it(`${name}: reads without script`, async () => {
      const {page, said} = await open(browser, file, {script: false});
      assert.deepEqual(said.filter((line) => !line.includes('script')), []);
      await page.close();
    });

    if (/ dir="rtl"/.test(readFileSync(file, 'utf8').slice(0, 200))) {
      it(`${name}: is mirrored, but its scales run as they always do`, async () => {
        const {page} = await open(browser, file);
        const [nav, main, first, last] = await page.evaluate(() => {
          const ticks = document.querySelectorAll('.hero-plot .axis text');
          return [document.querySelector('nav'), document.querySelector('main'), ticks[0], ticks[ticks.length - 1]].map((one) => one.getBoundingClientRect().left);
        });
        assert.ok(nav > main, 'the list of contents stands on the right');
        assert.ok(first < last, 'low values stay on the left');
        await page.close();
      });
    }
  }
});
