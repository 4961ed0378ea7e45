// SPDX-License-Identifier: Apache-2.0
// What the program says of its addresses is true: the pages' types are made from it, what each address answers has the form that is described, and a page is printed as a
// tagged PDF.
// KARUNA_BINARY=build/release/karuna node --test tests/browser/described.test.mjs
import assert from 'node:assert/strict';
import {execFileSync, spawnSync} from 'node:child_process';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {launch, whyNot} from './browser.mjs';
import {answerAll, drawAll, person, settled, signIn, withPassword} from './studio.mjs';
import {Wave} from './wave.mjs';

const reason = process.env.KARUNA_BINARY ? whyNot({needsPages: false}) : 'no program was named: set KARUNA_BINARY';
if (reason) console.log(`tests of the description are skipped: ${reason}`);
const typesFolder = fileURLToPath(new URL('../../web/types/', import.meta.url));
const noTypes = existsSync(join(typesFolder, 'node_modules')) ? false : 'the program that writes types is not here (scripts/page-tools)';
const noPdf = spawnSync('pdfinfo', ['-v']).error ? 'pdfinfo is not here (poppler-utils)' : false;
if (noTypes) console.log(noTypes);
if (noPdf) console.log(noPdf);
const ROLES = {manager: 'e0@lindenhof.example', 'programme-lead': 'lead@lindenhof.example', council: 'council@lindenhof.example', administrator: 'admin@lindenhof.example'};

/// What of a value does not fit its JSON schema, of the words this description uses.
function misfits(schema, value, all, where = '') {
  if (schema.$ref) return misfits(all[schema.$ref.split('/').at(-1)], value, all, where);
  if (schema.anyOf) return schema.anyOf.some((one) => misfits(one, value, all, where).length === 0) ? [] : [`${where}: fits none of what it may be: ${JSON.stringify(value)?.slice(0, 200)}`];
  if (schema.not) return [`${where}: must not be there`];
  const kind = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  if (schema.type && ![schema.type].flat().includes(kind)) return [`${where}: ${kind} instead of ${schema.type}`];
  if (schema.enum && !schema.enum.includes(value)) return [`${where}: ${JSON.stringify(value)} is not one of ${schema.enum}`];
  if ('const' in schema && schema.const !== value) return [`${where}: ${JSON.stringify(value)} instead of ${schema.const}`];
  if (kind === 'array') {
    if (schema.prefixItems) return value.length === schema.prefixItems.length ? value.flatMap((one, i) => misfits(schema.prefixItems[i], one, all, `${where}[${i}]`)) : [`${where}: ${value.length} entries`];
    return schema.items ? value.flatMap((one, i) => misfits(schema.items, one, all, `${where}[${i}]`)) : [];
  }
  if (kind !== 'object') return [];
  const missing = (schema.required ?? []).filter((name) => !(name in value)).map((name) => `${where}.${name} is missing`);
  const rest = typeof schema.additionalProperties === 'object' ? Object.entries(value).filter(([name]) => !schema.properties?.[name]).flatMap(([name, one]) => misfits(schema.additionalProperties, one, all, `${where}.${name}`)) : [];
  return [...missing, ...rest, ...Object.entries(schema.properties ?? {}).filter(([name]) => name in value).flatMap(([name, one]) => misfits(one, value[name], all, `${where}.${name}`))];
}

describe('the description of the addresses', {skip: reason, concurrency: 1, timeout: 1_800_000}, () => {
  let wave, browser, description;
  before(async () => {
    wave = await Wave.begin();
    for (const [role, login] of Object.entries(ROLES)) withPassword(wave, login, role);
    await wave.serve();
    const slips = (await wave.open('desk'), drawAll(wave, 45));
    await wave.open('ballots');
    answerAll(wave, slips, JSON.parse(wave.file('question_part.json')).questions.length);
    await wave.close();
    browser = await launch();
    description = await (await fetch(`${wave.studio}/api`)).json();
  });
  after(async () => {
    await browser?.close();
    await wave?.end();
  });

  /// Signed in, and in that role: some have several.
  async function inRole(role) {
    const one = await person(browser);
    await signIn(one.page, wave.studio, ROLES[role]);
    const status = await one.page.evaluate(async (wanted) => {
      const {signed} = await (await fetch('/api/session')).json();
      return (await fetch('/api/role', {method: 'POST', headers: {'Content-Type': 'application/json', 'X-Karuna-CSRF': signed.csrf}, body: JSON.stringify({role: wanted})})).status;
    }, role);
    assert.equal(status, 200, role);
    return one;
  }

  it('is what the types of the pages were made from', {skip: noTypes}, () => {
    const from = join(wave.work, 'api.json'), to = join(wave.work, 'described.ts');
    writeFileSync(from, JSON.stringify(description));
    execFileSync(process.execPath, [join(typesFolder, 'types.mjs'), from, to]);
    assert.equal(readFileSync(to, 'utf8'), readFileSync(new URL('../../web/studio/src/described.ts', import.meta.url), 'utf8'), 'curl .../api >api.json && node web/types/types.mjs api.json');
  });

  it('tells the form of what each address gives, to every role that may ask', async () => {
    const said = [], seen = new Set();
    for (const role of Object.keys(ROLES)) {
      const {page, end} = await inRole(role);
      const isPerson = await page.evaluate(async () => (await (await fetch('/api/session')).json()).signed.person);
      for (const [path, {get}] of Object.entries(description.paths)) {
        const schema = get?.responses['200'].content['application/json']?.schema;
        if (!schema || !(get['x-roles'].includes(role) || get['x-roles'].includes('nobody'))) continue;
        const {status, body} = await page.evaluate(async (address) => { const answer = await fetch(address); return {status: answer.status, body: await answer.json()}; }, path);
        // Whoever is nobody on the roster has nothing of their own.
        const nothing = path.startsWith('/api/me/') && !isPerson;
        assert.equal(status, nothing ? 404 : 200, `${role} ${path}`);
        if (!nothing) seen.add(path);
        said.push(...misfits(nothing ? {$ref: 'Error'} : schema, body, description.components.schemas, path));
      }
      await end();
    }
    assert.deepEqual([...new Set(said)], []);
    for (const path of ['/api/lead/overview.json', '/api/lead/heat.json', '/api/council/board.json', '/api/admin/health.json', '/api/team.json', '/api/approvals.json', '/api/groups/pods.json', '/api/me/groups.json']) assert.ok(seen.has(path), path);
  });

  it('is there as JSON and as CSV for every page of every menu, and the page names both', async () => {
    const nobody = 'nobody takes part here, and there is nothing to take along';
    const WITHOUT = {logs: 'what is written down and what is not: words, no data', pods: nobody, pairs: nobody, ambassadors: nobody};
    for (const role of Object.keys(ROLES)) {
      const {page, end} = await inRole(role);
      await page.goto(`${wave.studio}/`);
      await page.waitForSelector('nav.menu a');
      const names = [...await page.$$eval('nav.menu a', (all) => all.map((one) => one.pathname.slice(1))), 'method'];
      for (const name of names) {
        await page.goto(`${wave.studio}/${name}`);
        await settled(page);
        const files = await page.$$eval('main p.no-print.small a[download]', (all) => all.map((one) => new URL(one.href)).filter((url) => /\.(json|csv)$/.test(url.pathname)).map((url) => url.pathname + url.search));
        if (WITHOUT[name] && files.length === 0) continue;
        const without = (ending) => files.filter((path) => path.includes(`.${ending}`)).map((path) => path.replace(`.${ending}`, ''));
        assert.ok(without('json').length > 0, `${role} /${name} names no file`);
        for (const path of without('json')) assert.ok(without('csv').includes(path), `${role} /${name}: ${path} is named as JSON alone`);
        for (const path of files) {
          const [status, type, text] = await page.evaluate(async (address) => { const answer = await fetch(address); return [answer.status, answer.headers.get('content-type'), await answer.text()]; }, path);
          assert.equal(status, 200, `${role} ${path}`);
          if (path.includes('.json')) assert.ok(type.startsWith('application/json') && JSON.parse(text) !== undefined, path);
          else assert.match(`${type}\n${text}`, /^text\/csv; charset=utf-8\n[a-z_0-9,]+\r\n/, path);
        }
      }
      await end();
    }
  });

  for (const [role, page, words] of [['programme-lead', 'quarter', /Lindenhof/], ['council', 'releases', /Spring 2026/], ['manager', 'team', /This wave|Your team|team/]])
    it(`prints /${page} for the ${role} as a PDF with tags`, {skip: noPdf}, async () => {
      const one = await inRole(role);
      const answer = await one.page.evaluate(async (name) => {
        const response = await fetch(`/api/print/${name}.pdf?language=en`);
        return {status: response.status, type: response.headers.get('content-type'), bytes: [...new Uint8Array(await response.arrayBuffer())]};
      }, page);
      assert.equal(answer.status, 200, Buffer.from(answer.bytes).toString().slice(0, 300));
      assert.equal(answer.type, 'application/pdf');
      const file = join(wave.work, `${page}.pdf`);
      writeFileSync(file, Buffer.from(answer.bytes));
      assert.match(execFileSync('pdfinfo', [file], {encoding: 'utf8'}), /Tagged:\s+yes/);
      const text = execFileSync('pdftotext', [file, '-'], {encoding: 'utf8'});
      assert.match(text, words);
      assert.doesNotMatch(text, /One moment|Sign out/, 'the page itself, without navigation');
      if (process.env.KARUNA_SHOTS) execFileSync('pdftoppm', ['-r', '60', '-png', file, join(process.env.KARUNA_SHOTS, `print-${page}`)]);
      await one.end();
    });

  it('prints nothing that is not the asker\'s, and no page that does not exist', async () => {
    const one = await inRole('administrator');
    const status = (path) => one.page.evaluate(async (address) => (await fetch(address)).status, path);
    assert.equal(await status('/api/print/quarter.pdf'), 403);
    await one.end();
    const council = await inRole('council');
    for (const name of ['signin.pdf', 'quarter', '..%2fapi.pdf']) assert.equal(await council.page.evaluate(async (address) => (await fetch(address)).status, `/api/print/${name}`), 404, name);
    await settled(council.page);
    await council.end();
  });

  it('says where no Chromium is on the machine that it prints nothing, and has one\'s own browser print the same sheet', async () => {
    await wave.stopServing();
    await wave.serve({PATH: '/nowhere', KARUNA_BROWSER: ''});
    const {page, said, end} = await inRole('council');
    const answer = await page.evaluate(async () => { const one = await fetch('/api/print/releases.pdf'); return {status: one.status, body: await one.json()}; });
    assert.equal(answer.status, 501);
    assert.equal(answer.body.error, 'NO_BROWSER');
    await page.goto(`${wave.studio}/releases`);
    await settled(page);
    await page.evaluate(() => { globalThis.printed = 0; globalThis.print = () => { globalThis.printed += 1; }; });
    const button = await page.evaluateHandle(() => [...document.querySelectorAll('.as-pdf button')].find((one) => one.textContent === 'As PDF'));
    await button.click();
    await page.waitForFunction(() => document.querySelector('.as-pdf [role=status]').textContent.includes('Your own browser prints the same sheet.'));
    await page.waitForFunction(() => globalThis.printed === 1);
    // On paper there is the page and neither buttons nor navigation.
    await page.emulateMediaType('print');
    for (const one of ['nav.menu', '.top .tools', '.as-pdf', '.files', 'footer.foot ul']) assert.equal(await page.$eval(one, (element) => element.checkVisibility?.() ?? getComputedStyle(element).display !== 'none'), false, one);
    assert.ok(await page.$eval('main h1', (heading) => heading.getBoundingClientRect().height > 0));
    assert.deepEqual(said.filter((line) => !/status of 501/.test(line)), []);
    await end();
  });
});
