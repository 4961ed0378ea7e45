// SPDX-License-Identifier: Apache-2.0
// Bundles the pages and packs them into one file: a line "NAME BYTES" each, a blank line, then the bytes (src/show/studio/site/site.h reads it).
import {createHash} from 'node:crypto';
import {mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, extname, join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {build} from 'esbuild';

const target = process.argv[2], out = mkdtempSync(join(tmpdir(), 'karuna-studio-'));
const {metafile} = await build({
  entryPoints: {studio: 'src/main.tsx'}, bundle: true, splitting: true, format: 'esm', minify: true, target: 'es2021', charset: 'utf8', legalComments: 'none', logLevel: 'warning',
  jsx: 'automatic', jsxImportSource: 'preact', outdir: out, entryNames: '[name]-[hash]', chunkNames: '[name]-[hash]', metafile: true,
});
const made = Object.keys(metafile.outputs).map((file) => basename(file));
const files = new Map(made.map((name) => [name, readFileSync(join(out, name))]));
rmSync(out, {recursive: true});
const icon = readFileSync('src/icon.svg'), iconName = `icon-${createHash('sha256').update(icon).digest('hex').slice(0, 8)}.svg`;
files.set(iconName, icon);
const one = (ending) => made.find((name) => name.startsWith('studio-') && name.endsWith(ending));
// What the first script imports is asked for together with it, not after it.
const entry = Object.entries(metafile.outputs).find(([file]) => basename(file) === one('.js'))[1];
const ahead = entry.imports.filter((each) => each.kind === 'import-statement').map((each) => `<link rel="modulepreload" href="/assets/${basename(each.path)}">`).join('\n');
files.set('index.html', Buffer.from(readFileSync('src/index.html', 'utf8').replace('{{ahead}}', ahead).replace('{{icon}}', iconName).replace('{{style}}', one('.css')).replace('{{script}}', one('.js'))));
// Behind each page what it needs and the first script does not: without these links a browser learns of them one after the other.
const outputs = Object.entries(metafile.outputs), fileOf = (page) => outputs.find(([, one]) => one.entryPoint === `src/pages/${page}.tsx`)[0];
const needed = (file, found = new Set()) => { if (!found.has(file)) { found.add(file); for (const each of metafile.outputs[file].imports) if (each.kind === 'import-statement') needed(each.path, found); } return found; };
const first = needed(outputs.find(([, one]) => one === entry)[0]);
const pages = readdirSync('src/pages').filter((name) => name.endsWith('.tsx') && name !== 'missing.tsx').map((name) => name.replace('.tsx', '')).sort();
files.set('pages', Buffer.from(pages.map((page) => [page, ...[...needed(fileOf(page))].filter((file) => !first.has(file)).map((file) => basename(file))].join(' ')).join('\n')));
for (const [name, bytes] of [...files]) if (['.js', '.css', '.svg'].includes(extname(name))) files.set(`${name}.gz`, gzipSync(bytes, {level: 9}));
const names = [...files.keys()].sort();
writeFileSync(`${target}.making`, Buffer.concat([Buffer.from(`${names.map((name) => `${name} ${files.get(name).length}`).join('\n')}\n\n`), ...names.map((name) => files.get(name))]));
renameSync(`${target}.making`, target);
const weight = [one('.css'), ...[...first].map((file) => basename(file))].reduce((sum, name) => sum + files.get(`${name}.gz`).length, 0);
console.log(`page: build/web/studio.pack, ${made.length} files; what every page loads first has ${weight} bytes compressed`);
