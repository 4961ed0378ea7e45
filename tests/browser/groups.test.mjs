// SPDX-License-Identifier: Apache-2.0
// Pods, pairs and ambassadors against the real program: nobody takes part who did not say so, a search writes nothing, a confidential wish is kept and shown nowhere.
// KARUNA_BINARY=build/release/karuna node --test tests/browser/groups.test.mjs
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {after, before, describe, it} from 'node:test';
import {launch, whyNot} from './browser.mjs';
import {everyPage, wordsAgree} from './every_page.mjs';
import {axeFinds, person, settled, signIn, withPassword} from './studio.mjs';
import {Wave} from './wave.mjs';

const reason = process.env.KARUNA_BINARY ? whyNot({needsPages: false}) : 'no program was named: set KARUNA_BINARY';
if (reason) console.log(`tests of the pages of groups are skipped: ${reason}`);

// People of two departments under one director; E12 begins today. Ten take part. Whoever leads the programme is not on the roster.
const LEAD = 'lead@lindenhof.example', today = new Date().toISOString().slice(0, 10);
const login = (i) => `e${i}@lindenhof.example`;
const rows = ['employee_id,email,manager_id,department,site,start_date', `E0,${login(0)},,Nursing,Ward 1,2012-01-01`];
for (let i = 1; i <= 63; i += 1) rows.push(`E${i},${login(i)},E0,${i % 2 ? 'Nursing' : 'Medicine'},Ward ${1 + (i % 3)},${i === 12 ? today : '2020-01-01'}`);
const MEMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

describe('bringing people together', {skip: reason, concurrency: 1, timeout: 1_800_000}, () => {
  let wave;
  let browser;
  before(async () => {
    wave = await Wave.begin({roster: rows.join('\n')});
    withPassword(wave, LEAD, 'programme-lead');
    for (const i of [...MEMBERS, 11]) withPassword(wave, login(i));
    await wave.serve();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await wave?.end();
  });
  const text = (page) => page.$eval('main', (main) => main.innerText);
  const ask = (page, path, body) => page.evaluate(async (to, what) => {
    const {signed} = await (await fetch('/api/session')).json();
    const answer = await fetch(to, what ? {method: 'POST', headers: {'Content-Type': 'application/json', 'X-Karuna-CSRF': signed.csrf}, body: JSON.stringify(what)} : {});
    return {status: answer.status, text: await answer.text()};
  }, path, body);
  const signedIn = async (who) => {
    const one = await person(browser);
    await signIn(one.page, wave.studio, who);
    return one;
  };

  it('has words with the same blanks in every language', () => wordsAgree(readFileSync, 'groups', 150));

  it('says on empty pages that nobody said yes, and has the invitation in five languages', async () => {
    const {page, said, end} = await signedIn(LEAD);
    for (const [name, sentence] of [['pods', /Nobody has said yes yet/], ['pairs', /1 new people, and nobody who said yes/], ['ambassadors', /No volunteers yet/]]) {
      await page.goto(`${wave.studio}/${name}`);
      await settled(page);
      await page.waitForFunction((words) => new RegExp(words).test(document.querySelector('main').innerText), {}, sentence.source);
    }
    await page.select('#invite-language', 'ar');
    assert.match(await text(page), /هل تودّ/);
    assert.deepEqual(said, []);
    await end();
  });

  it('lets a person say yes on the own page, by hand', async () => {
    const {page, said, end} = await signedIn(login(1));
    await page.goto(`${wave.studio}/mypod`);
    await page.waitForSelector('#my-pod');
    assert.match(await text(page), /You are not in a pod\. Pods are optional\./);
    await page.click('#my-pod');
    await page.type('#my-hours', 'Mon-Fri 09:00-17:00');
    await page.click('form.sheet button.main');
    await page.waitForFunction(() => /You said yes/.test(document.querySelector('main').innerText));
    assert.deepEqual(said, []);
    await end();
    for (const i of MEMBERS.slice(1)) {
      const one = await signedIn(login(i));
      assert.equal((await ask(one.page, '/api/me/groups', {pod: true, ambassador: i === 3, carrier: i === 4, hours: 'Mon-Fri 08:00-16:00'})).status, 200);
      if (i === 2) assert.equal((await ask(one.page, '/api/me/apart', {login: login(7)})).status, 200);
      await one.end();
    }
  });

  it('looks for pods without writing, keeps what is accepted, and never tells a confidential wish', async () => {
    const {page, said, end} = await signedIn(LEAD);
    await page.goto(`${wave.studio}/pods`);
    await page.waitForSelector('#department');
    await page.$eval('#department', (field) => { field.value = '0'; field.dispatchEvent(new Event('input', {bubbles: true})); });
    await page.click('form.sheet button.main');
    await page.waitForSelector('#begins');
    assert.match(await text(page), /Proposal for round 1: 2 pods/);
    assert.equal(JSON.parse((await ask(page, '/api/groups/pods.json')).text).round, null, 'nothing was written');
    assert.deepEqual(await axeFinds(page), []);
    await page.click('.fields button.main');
    await page.waitForFunction(() => /Pods of round 1/.test(document.querySelector('main').innerText));
    const kept = JSON.parse((await ask(page, '/api/groups/pods.json')).text);
    assert.equal(kept.round.pods.length, 2);
    for (const pod of kept.round.pods) {
      const ids = pod.people.map((who) => who.id);
      assert.equal(ids.length, 5);
      assert.ok(!(ids.includes('E2') && ids.includes('E7')), 'the wish is kept');
      assert.ok(!ids.includes('E0') && !ids.includes('E11'), 'nobody who did not say yes');
    }
    for (const path of ['pods.json', 'pods.csv', 'pods/search.json', 'pairs.json', 'ambassadors.json']) assert.doesNotMatch((await ask(page, `/api/groups/${path}`)).text, /apart|exclu/i, path);
    assert.match((await ask(page, '/api/groups/pods/calendar/pod-1.ics')).text, /^BEGIN:VCALENDAR\r\n/);
    assert.deepEqual(said, []);
    await end();
  });

  it('names the rule that cannot be kept, and relaxes nothing', async () => {
    const {page, end} = await signedIn(LEAD);
    await page.goto(`${wave.studio}/pods`);
    await page.waitForSelector('#department');
    await page.$eval('#department', (field) => { field.value = '1'; field.dispatchEvent(new Event('input', {bubbles: true})); });
    await page.click('form.sheet button.main');
    await page.waitForFunction(() => /No pods keep every rule/.test(document.querySelector('main').innerText));
    assert.match(await text(page), /Department Nursing has 5 people; 2 pods with at most 1 each take 2/);
    await end();
  });

  it('gives a member the next meeting and a way out that takes effect at once, and a manager nothing', async () => {
    const {page, said, end} = await signedIn(login(5));
    await page.goto(`${wave.studio}/mypod`);
    await page.waitForFunction(() => /Next meeting: .*, \d\d:\d\d/.test(document.querySelector('main').innerText));
    assert.match((await ask(page, '/api/me/pod.ics')).text, /^BEGIN:VCALENDAR\r\n/);
    for (const path of ['pods.json', 'pods.csv', 'pairs.json', 'ambassadors.json']) assert.equal((await ask(page, `/api/groups/${path}`)).status, 403, path);
    await page.click('.buttons button.link');
    await page.waitForFunction(() => /You are not in a pod/.test(document.querySelector('main').innerText));
    assert.deepEqual(said.filter((one) => !/status of 40[39]/.test(one)), [], 'nothing but what was asked for and refused');
    await end();
  });

  it('lists what a person said yes to in their record, and no confidential wish', async () => {
    const {page, end} = await signedIn(login(2));
    const said = (await ask(page, '/api/me/record.json')).text, {groups} = JSON.parse(said);
    assert.equal(groups.choice.pod, true);
    assert.equal(groups.choice.hours, 'Mon-Fri 08:00-16:00');
    assert.deepEqual(groups.pods.map(({round}) => round), [1]);
    assert.doesNotMatch(said, /E7|e7@/);
    await end();
  });

  it('shows pairs and ambassadors, and keeps what was seen', async () => {
    const {page, said, end} = await signedIn(LEAD);
    await page.goto(`${wave.studio}/pairs`);
    await page.waitForFunction(() => /1 new people; 0 without a carrier/.test(document.querySelector('main').innerText));
    assert.equal((await ask(page, '/api/groups/pairs/accept', {way: 'best', seen: 'another'})).status, 409);
    await page.click('.sheet button.main');
    await page.waitForFunction(() => /Accompanied now/.test(document.querySelector('main').innerText));
    await page.goto(`${wave.studio}/ambassadors`);
    await page.waitForFunction(() => /1 of 1 volunteers cover/.test(document.querySelector('main').innerText));
    await page.click('.sheet button.main');
    await page.waitForFunction(() => /Ambassadors now/.test(document.querySelector('main').innerText));
    assert.deepEqual(said.filter((one) => !/status of 40[39]/.test(one)), [], 'nothing but what was asked for and refused');
    await end();
  });

  it('is legible in English and Arabic, light and dark, on a narrow screen, with axe', async () => {
    await everyPage(browser, wave.studio, LEAD, ['pods', 'pairs', 'ambassadors']);
    await everyPage(browser, wave.studio, login(3), ['mypod']);
  });
});
