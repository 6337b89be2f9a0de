// The rules that the files of web/ keep: typed, small, one module that fetches, nothing from elsewhere.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { repository } from './support/program.mjs';

const web = join(repository, 'web');
const most_lines = 330;

function files_under(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (name === 'node_modules') return [];
    return statSync(path).isDirectory() ? files_under(path) : [path];
  });
}

const files = files_under(web).map((path) => ({ name: relative(web, path), text: readFileSync(path, 'utf8') }));
const modules = files.filter(({ name }) => name.endsWith('.js'));
const vendor = JSON.parse(readFileSync(join(web, 'vendor.json'), 'utf8'));

test('the modules pass the type check', () => {
  execFileSync(process.execPath, [join(web, 'node_modules/typescript/bin/tsc'), '--project', join(web, 'jsconfig.json')], { stdio: 'pipe' });
});

test('api.js alone fetches, and no module names another host', () => {
  for (const { name, text } of modules) {
    if (name !== 'api.js') assert.doesNotMatch(text, /\bfetch\(|XMLHttpRequest|EventSource|sendBeacon/, name);
    assert.doesNotMatch(text, /dangerouslySetInnerHTML|innerHTML|insertAdjacentHTML|\beval\(|new Function/, name);
  }
  for (const { name, text } of files.filter(({ name }) => /\.(js|css|html|svg|webmanifest)$/.test(name))) {
    const hosts = [...text.matchAll(/https?:\/\/[\w.-]+/g)].map(([host]) => host).filter((host) => host !== 'http://www.w3.org');
    assert.deepEqual(hosts, [], name);
  }
});

test('format.js alone formats, and only the tokens name colours', () => {
  for (const { name, text } of modules.filter(({ name }) => name !== 'lib/format.js')) {
    assert.doesNotMatch(text, /toLocaleString|toLocaleDateString|Intl\.|toFixed/, name);
  }
  for (const { name, text } of files.filter(({ name }) => name.endsWith('.css') && !/tokens|print/.test(name))) {
    assert.doesNotMatch(text, /#[0-9a-f]{3,8}\b|rgba?\(|hsl/i, name);
  }
});

test('the page holds nothing inline but the import map, and every module it names is there', () => {
  const page = files.find(({ name }) => name === 'index.html')?.text ?? '';
  const inline = [...page.matchAll(/<script(?![^>]*\ssrc=)([^>]*)>/g)].map(([, attributes]) => attributes.trim());
  assert.deepEqual(inline, ['type="importmap"']);
  assert.doesNotMatch(page, /<style|\sstyle=|\son\w+=/);
  const map = JSON.parse(/<script type="importmap">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '{}');
  for (const path of Object.values(map.imports)) assert.ok(vendor[path], `${path} is not in vendor.json`);
  for (const [, path] of page.matchAll(/(?:href|src)="(\/[^"]*\.\w+)"/g)) {
    assert.ok(vendor[path] || existsSync(join(web, path)), `${path} is not there`);
  }
});

test('files stay near 300 lines', () => {
  for (const { name, text } of files.filter(({ name }) => /\.(js|css|html)$/.test(name))) {
    assert.ok(text.split('\n').length <= most_lines, `${name} has ${text.split('\n').length} lines`);
  }
});

test('versions are pinned, and the lock file names no registry', () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(web, 'package.json'), 'utf8'));
  for (const version of Object.values({ ...dependencies, ...devDependencies })) assert.match(version, /^\d+\.\d+\.\d+$/);
  assert.doesNotMatch(readFileSync(join(web, 'package-lock.json'), 'utf8'), /"resolved": "http/);
});
