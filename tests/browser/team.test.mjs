// SPDX-License-Identifier: Apache-2.0
// A manager's four steps against the real program: somebody who leads four people reads them with others and is told why, chooses one thing and ends it.
// KARUNA_BINARY=build/release/karuna node --test tests/browser/team.test.mjs
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {launch, whyNot} from './browser.mjs';
import {DESK, LANGUAGES, NARROW, PHONE, answerAll, axeFinds, drawAll, person, settled, sideways, signIn, withPassword} from './studio.mjs';
import {Wave} from './wave.mjs';

const reason = process.env.KARUNA_BINARY ? whyNot({needsPages: false}) : 'no program was named: set KARUNA_BINARY';
if (reason) console.log(`tests of the manager's pages are skipped: ${reason}`);

// Two wards of 28, four porters who are too few to be asked as a group of their own, and somebody who leads the three.
const DIRECTOR = 'e0@lindenhof.example', WARD = 'e1@lindenhof.example', PORTERS = 'e2@lindenhof.example', NOBODY = 'e40@lindenhof.example';
const rows = ['employee_id,email,manager_id,unit', `E0,${DIRECTOR},,Ward 1`];
for (let i = 1; i <= 60; i += 1) {
  const [unit, lead] = i % 15 === 2 ? ['Porters', 'E2'] : i % 2 ? ['Ward 1', 'E1'] : ['Ward 2', 'E4'];
  rows.push(`E${i},e${i}@lindenhof.example,${lead === `E${i}` ? 'E0' : lead},${unit}`);
}
rows.push(`E61,e61@lindenhof.example,E2,Porters`);

describe("a manager's team", {skip: reason, concurrency: 1, timeout: 600_000}, () => {
  let wave;
  let browser;
  before(async () => {
    wave = await Wave.begin({roster: rows.join('\n')});
    for (const login of [DIRECTOR, WARD, PORTERS, NOBODY]) withPassword(wave, login, 'manager');
    await wave.serve();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await wave?.end();
  });

  /// Signed in and looking as a manager, which is an explicit step.
  async function manager(login, how = {}) {
    const one = await person(browser, how);
    await signIn(one.page, wave.studio, login);
    await one.page.evaluate(async () => {
      const {signed} = await (await fetch('/api/session')).json();
      await fetch('/api/role', {method: 'POST', headers: {'Content-Type': 'application/json', 'X-Karuna-CSRF': signed.csrf}, body: '{"role":"manager"}'});
    });
    await one.page.goto(`${wave.studio}/team`);
    await settled(one.page);
    return one;
  }
  const text = (page) => page.$eval('main', (main) => main.innerText);
  const step = async (page, number) => {
    await page.evaluate((at) => document.querySelectorAll('.steps button')[at].click(), number - 1);
    await page.waitForFunction((at) => document.querySelectorAll('.steps button')[at].getAttribute('aria-current') === 'step', {}, number - 1);
  };

  it('works before anything is released: a conversation without numbers', async () => {
    const one = await manager(PORTERS);
    assert.match(await text(one.page), /Nothing has been released yet/);
    await step(one.page, 2);
    assert.match(await text(one.page), /no numbers for the team/);
    await one.end();
  });

  it('shows a team of four together with others and says why', async () => {
    await wave.open('desk');
    const slips = drawAll(wave, 60);
    await wave.open('ballots');
    answerAll(wave, slips, JSON.parse(wave.file('question_part.json')).questions.length);
    await wave.close();
    const one = await manager(PORTERS, {viewport: PHONE});
    const said = await text(one.page);
    assert.match(said, /because a small group by itself would tell too much/);
    assert.match(said, /\b4\b/);
    const statements = await one.page.$$eval('.statements li', (all) => all.map((li) => li.innerText));
    assert.ok(statements.length >= 1 && statements.length <= 3, statements.join('\n---\n'));
    for (const statement of statements) assert.match(statement, /\d\.\d+\s*\(\d+\.\d+–\d+\.\d+\)\s*n \d+/, 'a number stands without its interval');
    assert.deepEqual(one.said, []);
    await one.end();
  });

  it('gives a manager the own team and nothing of others', async () => {
    const one = await manager(WARD);
    const answers = await one.page.evaluate(async () => {
      const of = async (path) => { const got = await fetch(path); return [got.status, await got.text()]; };
      return {report: await of('/api/report/deep.json'), csv: await of('/api/report/deep.csv'), team: await of('/api/team.json'), wished: await of('/api/team.json?unit=cell:2&login=e2@lindenhof.example')};
    });
    assert.equal(answers.report[0], 403);
    assert.equal(answers.csv[0], 403);
    assert.equal(answers.team[0], 200);
    assert.equal(answers.wished[1], answers.team[1]);
    assert.doesNotMatch(answers.team[1], /Ward 2/);
    await one.end();
  });

  it('compares nobody with a whole that they are, and tells who leads nobody so', async () => {
    const director = await manager(DIRECTOR);
    assert.match(await text(director.page), /all over the organisation/);
    assert.equal((await director.page.$$('.statements li')).length, 0);
    await director.end();
    const nobody = await manager(NOBODY);
    assert.match(await text(nobody.page), /You lead nobody/);
    await nobody.end();
  });

  it('lets one thing be chosen at a time by keyboard alone, names the day to look again, and ends it', async () => {
    const one = await manager(PORTERS);
    const {page} = one;
    const tabTo = async (found) => {
      for (let i = 0; i < 60; i += 1) {
        if (await page.evaluate(found)) return;
        await page.keyboard.press('Tab');
      }
      assert.fail(`the keyboard does not reach ${found}`);
    };
    await tabTo(() => document.activeElement.textContent.startsWith('3.'));
    await page.keyboard.press('Enter');
    await page.waitForSelector('.practices button');
    assert.equal((await page.$$('.practices li')).length, 3);
    await tabTo(() => document.activeElement.textContent.startsWith('Choose this'));
    const chosen = await page.evaluate(() => document.activeElement.closest('li').querySelector('h3').textContent);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => /Look again on \d/.test(document.querySelector('main').innerText));
    assert.ok((await text(page)).includes(chosen));
    await step(page, 3);
    await page.waitForFunction(() => /End it under/.test(document.querySelector('main').innerText));
    assert.ok(await page.$$eval('.practices button', (all) => all.every((button) => button.disabled)));
    const second = await page.evaluate(async () => {
      const {signed} = await (await fetch('/api/session')).json();
      const hour = Math.floor(Date.now() / 3_600_000) + 24 * 30;
      return (await fetch('/api/team/commitment', {method: 'POST', headers: {'Content-Type': 'application/json', 'X-Karuna-CSRF': signed.csrf}, body: JSON.stringify({words: 'another', look_again: hour})})).status;
    });
    assert.equal(second, 409);
    await step(page, 4);
    await tabTo(() => document.activeElement.textContent === 'We kept it up');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => /kept up, until/.test(document.querySelector('main').innerText));
    assert.deepEqual(one.said.filter((line) => !line.includes('409')), []);
    await one.end();
    const other = await manager(WARD);  // nobody else sees it
    await step(other.page, 4);
    assert.ok(!(await text(other.page)).includes(chosen));
    await other.end();
  });

  it('passes axe on every step in every language, light and dark, and at 320 pixels', async () => {
    for (const language of LANGUAGES) {
      const one = await manager(WARD, {language, viewport: DESK});
      for (const number of [1, 2, 3, 4]) {
        const where = `step ${number} in ${language}`;
        await one.page.setViewport(DESK);
        await step(one.page, number);
        for (const scheme of ['dark', 'light']) {
          await one.page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: scheme}, {name: 'prefers-reduced-motion', value: 'reduce'}]);
          assert.deepEqual(await axeFinds(one.page), [], `${where}, ${scheme}`);
        }
        assert.doesNotMatch(await text(one.page), /\{\w+\}|undefined|NaN/, where);
        await one.page.setViewport(NARROW);
        assert.ok(await sideways(one.page) <= 0, `${where}: scrolls sideways at 320`);
      }
      assert.deepEqual(one.said, [], language);
      await one.end();
    }
  });
});
