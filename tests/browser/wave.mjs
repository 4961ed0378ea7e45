// SPDX-License-Identifier: Apache-2.0
// A made-up organisation with a works council and a trial wave, run by the real program; for the tests of the answering page.
import {execFileSync, spawn} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const freePort = () => new Promise((resolve, reject) => {
  const server = createServer();
  server.on('error', reject);
  server.listen(0, '127.0.0.1', () => { const {port} = server.address(); server.close(() => resolve(port)); });
});
const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

export class Wave {
  static async begin({people = 60, program = process.env.KARUNA_BINARY, languages = '["en", "de", "ar"]', profile = 'balanced', instruments = '["karuna-battery"]', depth = 'deep', more = '', roster} = {}) {
    const wave = new Wave();
    wave.program = program;
    wave.work = mkdtempSync(join(tmpdir(), 'karuna-page-'));
    wave.folder = join(wave.work, 'server');
    wave.council = join(wave.work, 'council');
    wave.studio = `http://127.0.0.1:${await freePort()}`;
    wave.respond = `http://127.0.0.1:${await freePort()}`;
    wave.run('witness', 'init', wave.council);
    const key = JSON.parse(wave.run('witness', 'status', '--dir', wave.council, '--json')).public_key;
    wave.run('init', wave.folder, '--name', 'Lindenhof', '--witness', key, '--studio', wave.studio, '--respond', wave.respond);
    const rows = ['employee_id,email,manager_id,department,site,start_date,language'];
    for (let i = 0; i < people; i += 1) rows.push(`E${i},e${i}@lindenhof.example,${i ? 'E0' : ''},Nursing,North,2020-01-01,en`);
    writeFileSync(join(wave.work, 'people.csv'), roster ?? rows.join('\n'));
    wave.run('people', 'import', join(wave.work, 'people.csv'));
    wave.built = wave.run('page', 'build');
    writeFileSync(join(wave.work, 'WAVE.toml'), `title = "Spring 2026"\ninstruments = ${instruments}\nlanguages = ${languages}\nprofile = "${profile}"\ndepth = "${depth}"\ntrial = true\n${more}`);
    wave.run('wave', 'publish', join(wave.work, 'WAVE.toml'));
    wave.id = JSON.parse(wave.run('wave', 'status', '--json')).waves[0].wave;
    for (const part of ['token-part', 'question-part']) {
      wave.run('witness', part, ...wave.exchange(), '--yes');
      wave.run('wave', 'publish', wave.id);
    }
    return wave;
  }

  run(...words) { return execFileSync(this.program, words, {encoding: 'utf8', env: {...process.env, KARUNA_FOLDER: this.folder}, stdio: ['ignore', 'pipe', 'pipe']}); }
  exchange() { const at = join(this.folder, 'exchange', this.id); return ['--dir', this.council, '--in', join(at, 'to-council'), '--out', join(at, 'from-council')]; }
  get page() { return join(this.folder, 'page', 'index.html'); }
  get bundle() { return join(this.folder, 'waves', this.id); }
  file(name) { return readFileSync(join(this.bundle, name)); }

  /// `more`: of the server's environment.
  async serve(more = {}) {
    const ready = join(this.work, 'ready');
    rmSync(ready, {force: true});
    this.server = spawn(this.program, ['serve', '--ready-file', ready], {env: {...process.env, KARUNA_FOLDER: this.folder, ...more}, stdio: 'ignore'});
    for (let i = 0; i < 200 && !existsSync(ready); i += 1) await pause(50);
    if (!existsSync(ready)) throw new Error('the doors did not open');
  }
  async stopServing() {
    if (!this.server) return;
    const ended = new Promise((resolve) => { this.server.on('exit', resolve); });
    this.server.kill('SIGTERM');
    await ended;
    this.server = undefined;
  }
  /// The server looks at its folder once a second at most.
  async open(what) { this.run('wave', 'open', this.id, `--${what}`); await pause(2200); }
  /// The codes of printed cards, read from the sheets as a person reads them.
  cards() {
    const sheets = join(this.work, 'cards.pdf');
    this.run('cards', 'print', this.id, '--out', sheets);
    return execFileSync('pdftotext', [sheets, '-'], {encoding: 'utf8'}).match(/[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}/g);
  }
  link(login) { return this.run('people', 'link', login).trim(); }

  async close() {
    const closing = spawn(this.program, ['wave', 'close', this.id, '--wait', '60'], {env: {...process.env, KARUNA_FOLDER: this.folder}, stdio: ['ignore', 'pipe', 'pipe']});
    const ended = new Promise((resolve) => { closing.on('exit', resolve); });
    const request = join(this.folder, 'exchange', this.id, 'to-council', 'request.server.sig');
    for (let i = 0; i < 600 && !existsSync(request); i += 1) await pause(50);
    this.run('witness', 'close', ...this.exchange(), '--yes');
    if ((await ended) !== 0) throw new Error('close failed');
    await pause(2200);
  }

  async end() {
    await this.stopServing();
    if (!process.env.KARUNA_KEEP) rmSync(this.work, {recursive: true, force: true});
  }
}

export const shots = process.env.KARUNA_SHOTS;
export async function shot(page, name) {
  if (!shots) return;
  mkdirSync(shots, {recursive: true});
  await page.screenshot({path: join(shots, `${name}.png`), fullPage: true});
}
