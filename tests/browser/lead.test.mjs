// SPDX-License-Identifier: Apache-2.0
// The pages of a programme lead and of a sponsor, empty and filled, and what happens to somebody who tries to isolate one person by filters, by the API and by CSV.
// KARUNA_BINARY=build/release/karuna node --test tests/browser/lead.test.mjs
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {after, before, describe, it} from 'node:test';
import {launch, whyNot} from './browser.mjs';
import {everyPage, wordsAgree} from './every_page.mjs';
import {answerAll, axeFinds, drawAll, person, settled, signIn, withPassword} from './studio.mjs';
import {Wave} from './wave.mjs';

const reason = process.env.KARUNA_BINARY ? whyNot({needsPages: false}) : 'no program was named: set KARUNA_BINARY';
if (reason) console.log(`tests of the programme lead's pages are skipped: ${reason}`);
const LEAD = 'lead@lindenhof.example', SPONSOR = 'sponsor@lindenhof.example';
const PAGES = ['overview', 'index', 'heat', 'trend', 'leading', 'drivers', 'wave', 'reports', 'quarter'];
const NOT_SHOWN = '{"state":"not_shown"}', NOT_SHOWN_CSV = 'state\r\nnot_shown\r\n';

describe('the programme lead', {skip: reason, concurrency: 1, timeout: 1_800_000}, () => {
  let wave;
  let browser;
  before(async () => {
    wave = await Wave.begin();
    withPassword(wave, LEAD, 'programme-lead');
    withPassword(wave, SPONSOR, 'sponsor');
    await wave.serve();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await wave?.end();
  });
  const text = (page) => page.$eval('main', (main) => main.innerText);

  it('has words with the same blanks in every language', () => { wordsAgree(readFileSync, 'lead', 180); wordsAgree(readFileSync, 'said', 45); });

  it('sees on empty pages what will be there and what to do until then', async () => {
    const {page, end} = await person(browser);
    await signIn(page, wave.studio, LEAD);
    await page.waitForSelector('ol.steps');
    assert.match(await text(page), /Import people.*Publish, with both signatures/s);
    await end();
    await everyPage(browser, wave.studio, LEAD, PAGES);
    await everyPage(browser, wave.studio, SPONSOR, ['quarter']);
  });

  it('drafts a wave and is told what it would show and cost, before anything is written', async () => {
    const before = wave.run('wave', 'status', '--json');
    const {page, said, end} = await person(browser);
    await signIn(page, wave.studio, LEAD);
    await page.goto(`${wave.studio}/wave`);
    await page.waitForSelector('#title');
    await page.click('button.main');
    await page.waitForFunction(() => document.querySelector('[role=alert]')?.textContent.includes('Choose at least one instrument'));
    await page.type('#title', 'Autumn "2026"');
    // Two changes in one tick, and both stay; then they are taken back.
    const twice = () => page.evaluate(() => { const boxes = [...document.querySelectorAll('fieldset .choice input[type=checkbox]')].slice(0, 2); for (const box of boxes) box.click(); });
    await twice();
    await page.waitForFunction(() => [...document.querySelectorAll('fieldset .choice input[type=checkbox]')].slice(0, 2).every((box) => box.checked));
    await twice();
    await page.waitForFunction(() => [...document.querySelectorAll('fieldset .choice input[type=checkbox]')].slice(0, 2).every((box) => !box.checked));
    const box = await page.evaluateHandle(() => [...document.querySelectorAll('.choice')].find((one) => one.textContent.includes('support at work') || /support/i.test(one.querySelector('b')?.textContent ?? '')));
    await box.click();
    const trial = await page.evaluateHandle(() => [...document.querySelectorAll('.choice')].find((one) => one.textContent.includes('rehearsal')));
    await trial.click();
    await page.click('button.main');
    await page.waitForSelector('#plan');
    const words = await text(page);
    assert.match(words, /One group with 60 people; the limit is 20/);
    assert.match(words, /at most \d+(\.\d)? % success/);
    assert.match(words, /karuna wave publish WAVE\.toml/);
    assert.ok(words.includes('title = "Autumn \\"2026\\""'), 'a text of TOML');
    assert.deepEqual(await axeFinds(page), []);
    assert.equal(wave.run('wave', 'status', '--json'), before, 'nothing was written');
    assert.deepEqual(said, []);
    await end();
  });

  it('reads a release: overview, index, heat map, trend, reports, each figure with its interval', async () => {
    await wave.open('desk');
    const slips = drawAll(wave, 45);
    await wave.open('ballots');
    answerAll(wave, slips, JSON.parse(wave.file('question_part.json')).questions.length);
    await wave.close();
    await everyPage(browser, wave.studio, LEAD, PAGES);
    await everyPage(browser, wave.studio, SPONSOR, ['quarter']);
    const {page, said, end} = await person(browser);
    await signIn(page, wave.studio, LEAD);
    await page.waitForSelector('.headline .value');
    assert.match(await text(page), /45 people answered, 75 % of those who were asked/);
    for (const name of ['overview', 'index', 'trend', 'quarter']) {
      await page.goto(`${wave.studio}/${name}`);
      await settled(page);
      await page.waitForSelector('.headline .value, figure.chart');
      for (const value of await page.$$eval('.result .value, .line b', (all) => all.map((one) => one.parentElement.textContent))) assert.match(value, /\(-?\d+(\.\d+)?–-?\d+(\.\d+)?\).*n \d+/, name);
    }
    await page.goto(`${wave.studio}/heat`);
    await page.waitForSelector('table.heat');
    await page.keyboard.press('t');
    await page.waitForFunction(() => !document.querySelector('table.heat') && document.querySelector('figure table'));
    await page.keyboard.press('t');
    await page.keyboard.press('?');
    await page.waitForFunction(() => document.querySelector('dialog[open]')?.textContent.includes('balanced'));
    await page.keyboard.press('Escape');
    const html = await page.evaluate(async () => { const answer = await fetch('/api/lead/report/deep.html'); return {status: answer.status, type: answer.headers.get('content-type'), body: (await answer.text()).slice(0, 15)}; });
    assert.deepEqual(html, {status: 200, type: 'text/html; charset=utf-8', body: '<!doctype html>'});
    assert.deepEqual(said, []);
    await end();
  });

  it('says why in the reader\'s language, and nothing of it in English alone', async () => {
    const {page, said, end} = await person(browser, {language: 'de'});
    await signIn(page, wave.studio, LEAD);
    await page.goto(`${wave.studio}/index`);
    await page.waitForSelector('#judged');
    await page.evaluate(() => { for (const one of document.querySelectorAll('main details')) one.open = true; });
    assert.match(await text(page), /Dafür braucht es 300 Antworten in jeder Welle/);
    assert.match(await text(page), /75\s% derer, die antworten konnten, haben es getan\./);
    assert.doesNotMatch(await text(page), /Not known|are needed|of those who could answer/);
    await page.goto(`${wave.studio}/wave`);
    await page.waitForSelector('#title');
    await page.type('#title', 'Herbst');
    for (const words of ['support', 'eine probe']) await page.evaluate((wanted) => [...document.querySelectorAll('.choice')].find((one) => one.textContent.toLowerCase().includes(wanted)).querySelector('input').click(), words);
    await page.click('button.main');
    await page.waitForSelector('#plan');
    assert.doesNotMatch(await page.$eval('.planned', (plan) => plan.innerText), /ballots are expected|answer together|No scale of this wave/);
    await page.goto(`${wave.studio}/method`);
    await page.waitForSelector('.methods summary');
    assert.match(await text(page), /Hängen die Fragen einer Skala zusammen\?\s+Cronbach's alpha/);
    assert.deepEqual(said, []);
    await end();
  });

  it('goes from page to page by keyboard, and along the tree alone', async () => {
    const {page, said, end} = await person(browser);
    const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
    await signIn(page, wave.studio, LEAD);
    for (const [letter, heading] of [['i', 'The index and its parts'], ['m', 'Heat map'], ['n', 'Trend'], ['l', 'Early signals'], ['d', 'What goes along with the index'], ['w', 'Draft a wave'], ['e', 'Reports'], ['o', 'Overview']]) {
      await press('g', letter);
      await page.waitForFunction((wanted) => document.querySelector('main h1')?.textContent === wanted, {}, heading);
    }
    await press('g', 'm');
    await page.waitForSelector('table.heat tbody a');
    const first = await page.$eval('table.heat tbody a', (link) => link.textContent);
    await page.focus('table.heat tbody a');
    await press('Enter');
    await page.waitForFunction((name) => document.querySelector('.path [aria-current]')?.textContent === name, {}, first);
    await page.goBack();
    await page.waitForFunction((name) => document.querySelector('.path [aria-current]')?.textContent !== name, {}, first);
    assert.deepEqual(said, []);
    await end();
  });

  it('tries three filters, the API and the CSV to isolate one person, and meets the same bytes', async () => {
    const {page, end} = await person(browser);
    await signIn(page, wave.studio, LEAD);
    const ask = (path) => page.evaluate(async (address) => { const answer = await fetch(address); return {status: answer.status, body: await answer.text()}; }, path);
    const unit = JSON.parse((await ask('/api/lead/heat.json')).body).rows[1]?.id ?? 'Lindenhof / Nursing';
    // A person by number, by what is known of her, by cutting a unit once more; a unit that does not exist; a second unit beside the first.
    const tries = ['unit=E7', 'unit=e7%40lindenhof.example', `unit=${encodeURIComponent(unit)}&start_date=2020-01-01`, `unit=${encodeURIComponent(unit)}&manager_id=E0`, 'language=en&employee_id=E7', 'unit=nowhere', `unit=${encodeURIComponent(unit)}&not=E7`, 'kind=deep&n=1',
      `unit=${encodeURIComponent(`${unit} / E7`)}`, 'kind=one-person'];
    for (const name of ['heat', 'trend'])
      for (const filter of tries) {
        assert.deepEqual(await ask(`/api/lead/${name}.json?${filter}`), {status: 200, body: NOT_SHOWN}, `${name} ${filter}`);
        assert.deepEqual(await ask(`/api/lead/${name}.csv?${filter}`), {status: 200, body: NOT_SHOWN_CSV}, `${name} ${filter}`);
      }
    // The whole report knows no filter: its bytes are the same whatever is asked.
    const whole = await ask('/api/report/deep.json'), table = await ask('/api/report/deep.csv');
    for (const filter of tries) {
      assert.deepEqual(await ask(`/api/report/deep.json?${filter}`), whole);
      assert.deepEqual(await ask(`/api/report/deep.csv?${filter}`), table);
    }
    // No figure rests on fewer people than the manifest says; nothing else is in any of the files.
    const k = JSON.parse((await ask('/api/lead/overview.json')).body).k, report = JSON.parse(whole.body);
    for (const measure of report.measures)
      for (const cell of measure.periods.flatMap((period) => [period.organisation, ...period.units, ...period.pools])) {
        if ('n' in cell) assert.ok(cell.n >= k[0], `${measure.id}: ${cell.n}`);
        else assert.deepEqual(Object.keys(cell).filter((name) => ['raw', 'value', 'low', 'high'].includes(name)), []);
      }
    for (const page_of_person of ['heat', 'trend']) {
      await page.goto(`${wave.studio}/${page_of_person}#unit=E7`);
      await page.waitForFunction(() => document.querySelector('main .note')?.textContent === 'not shown');
      assert.equal(await page.$('main table, main svg'), null);
    }
    await end();
    const sponsor = await person(browser);
    await signIn(sponsor.page, wave.studio, SPONSOR);
    for (const path of ['/api/lead/heat.json', '/api/lead/trend.csv', '/api/report/deep.json', '/api/lead/report/deep.html', '/api/wave/choices.json']) assert.equal(await sponsor.page.evaluate(async (address) => (await fetch(address)).status, path), 403, path);
    await sponsor.end();
  });
});
