// SPDX-License-Identifier: Apache-2.0
// What the page tests stand on: the browser of this machine and the pages that were named. Nothing is downloaded.
import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {createRequire} from 'node:module';
import {basename, join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';

const chromium = process.env.KARUNA_CHROMIUM ?? '/usr/bin/chromium';
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/// The pages to open: every .html of the folder KARUNA_PAGES, and the files of KARUNA_REPORT (separated by colons).
export function pages() {
  const named = (process.env.KARUNA_REPORT ?? '').split(':').filter(Boolean).map((file) => resolve(file));
  const folder = process.env.KARUNA_PAGES;
  const found = folder && existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.html')).sort().map((name) => resolve(join(folder, name))) : [];
  return [...named, ...found].map((file) => ({file, name: basename(file, '.html')}));
}

/// Why the tests cannot run here, in words; nothing where they can. `needsPages`: pages to open must have been named.
export function whyNot({needsPages = true} = {}) {
  if (!existsSync(chromium)) return `no browser at ${chromium} (install chromium, or name one in KARUNA_CHROMIUM)`;
  if (!existsSync(new URL('node_modules/puppeteer-core', import.meta.url))) return 'puppeteer-core is not here: run scripts/page-tools';
  if (needsPages && pages().length === 0) return 'no page was named: set KARUNA_REPORT to a report.html, or KARUNA_PAGES to a folder of pages';
  return undefined;
}

export const axeSource = () => readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const TAGS = {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']};
/// What axe finds on a page, one line a rule. Through the driver, not through the page: its policy lets no foreign script in, and must not be loosened for a test.
export async function axeFinds(page) {
  const client = await page.createCDPSession();
  const {frameTree} = await client.send('Page.getFrameTree');
  const {executionContextId} = await client.send('Page.createIsolatedWorld', {frameId: frameTree.frame.id, worldName: 'axe'});
  await client.send('Runtime.evaluate', {expression: axeSource(), contextId: executionContextId});
  const {result} = await client.send('Runtime.evaluate', {contextId: executionContextId, awaitPromise: true, returnByValue: true,
    expression: `axe.run(document, {runOnly: ${JSON.stringify(TAGS)}, resultTypes: ['violations']}).then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160) + ' ' + n.failureSummary).join(' | ')))`});
  await client.detach();
  return result.value;
}

export async function launch() {
  const {default: puppeteer} = await import('puppeteer-core');
  return puppeteer.launch({executablePath: chromium, args: flags, headless: true, protocolTimeout: 600_000});
}

/// Opens a page and keeps what it said and asked for.
export async function open(browser, file, {width = 1280, height = 900, scheme = 'light', script = true} = {}) {
  const page = await browser.newPage();
  page.setDefaultTimeout(300_000);
  const said = [];
  const asked = [];
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(`error: ${error.message}`));
  page.on('request', (request) => asked.push(request.url()));
  await page.setJavaScriptEnabled(script);
  await page.setViewport({width, height});
  await page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: scheme}]);
  const url = pathToFileURL(file).href;
  await page.goto(url, {waitUntil: 'load'});
  return {page, said, asked: asked.filter((one) => one !== url && !one.startsWith('data:'))};
}
