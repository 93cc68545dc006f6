/**
 * `node bench/grid.ts <url of a server with the bench index>`: measures page sizes, slices, bulk sizes and parallel
 * bulks.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FLAGS } from '../bin/flags.mjs';
import { measure, taskFile } from './measure.ts';

const [url = '', index = 'bench-documents'] = process.argv.slice(2);
const directory = await mkdtemp(join(tmpdir(), 'restore-desk-grid-'));
const runTask = (name: string, options: object) =>
  measure(taskFile, [name, url, JSON.stringify({ index, directory, ...options })], {}, FLAGS);
const MB = 1024 * 1024;

console.log('| backup: page MB | slices | seconds | peak MB |\n| --- | --- | --- | --- |');
let file = '';
for (const pageMb of [2, 4, 8, 16]) {
  for (const slices of [1, 2, 4]) {
    const measured = await runTask('backup', { pageBytes: pageMb * MB, slices });
    ({ file } = JSON.parse(measured.lastLine) as { file: string });
    console.log(`| ${pageMb} | ${slices} | ${measured.seconds.toFixed(1)} | ${measured.peakMb.toFixed(0)} |`);
  }
}
console.log('\n| restore: bulk MB | bulks at a time | load s | peak MB |\n| --- | --- | --- | --- |');
for (const bulkMb of [2, 5, 10]) {
  for (const bulks of [1, 2, 4]) {
    const measured = await runTask('restore', { file, bulkBytes: bulkMb * MB, bulks });
    const result = JSON.parse(measured.lastLine) as { index: string; load: number };
    await fetch(`${url}/${result.index}`, { method: 'DELETE' });
    console.log(`| ${bulkMb} | ${bulks} | ${result.load.toFixed(1)} | ${measured.peakMb.toFixed(0)} |`);
  }
}
await rm(directory, { recursive: true, force: true });
