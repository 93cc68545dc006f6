/**
 * `npm run bench:package [-- --rounds 5]`: the size of the package and of what it installs, the time from `restore-desk serve` to the
 * first page, and the memory of an idle dashboard. Installs the packed file into an empty folder. Prints Markdown.
 */
import { once } from 'node:events';
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { freePort } from '../scripts/servers/ports.ts';
import { startServer } from '../scripts/servers/start-server.ts';
import { installPackage } from '../tests/support/installed-package.ts';
import { packedFile } from '../scripts/packed-file.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const IDLE_MS = 30_000;
const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
const sizeOf = (path: string) => Number(execFileSync('du', ['-sb', path], { encoding: 'utf8' }).split('\t')[0]);
const residentMb = (pid: number) =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))![1]) / 1024);
const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
const spread = (numbers: number[], digits: number) =>
  `${median(numbers).toFixed(digits)} (${Math.min(...numbers).toFixed(digits)}–${Math.max(...numbers).toFixed(digits)})`;

const server = await startServer();
const installed = await installPackage();
try {
  const port = await freePort();
  const configuration = join(installed.home, 'restore-desk.yaml');
  writeFileSync(
    configuration,
    `listen: { port: ${String(port)} }\nclusters:\n  one: { url: "${server.url}", backups: backups }\n`,
  );
  const [ready, page, atStart, idle, afterPage]: number[][] = [[], [], [], [], []];
  for (let round = 0; round < Number(values.rounds); round++) {
    rmSync(join(installed.home, 'data'), { recursive: true, force: true });
    const began = performance.now();
    const child = installed.start(['serve'], { RESTORE_DESK_CONFIG: configuration });
    const answers = (path: string) =>
      fetch(`http://127.0.0.1:${String(port)}${path}`).then(
        async (answer) => (await answer.text(), answer.ok),
        () => false,
      );
    while (!(await answers('/readyz'))) await sleep(10);
    ready!.push((performance.now() - began) / 1000);
    atStart!.push(residentMb(child.pid!));
    while (!(await answers('/one'))) await sleep(10);
    page!.push((performance.now() - began) / 1000);
    afterPage!.push(residentMb(child.pid!));
    await sleep(IDLE_MS);
    idle!.push(residentMb(child.pid!));
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  const modules = join(installed.folder, 'node_modules');
  const optional = ['@next', '@img'].map((name) => sizeOf(join(modules, name))).reduce((sum, size) => sum + size, 0);
  console.log('| | |\n| --- | --- |');
  console.log(`| the packed file | ${megabytes(statSync(await packedFile()).size)} MB |`);
  console.log(`| unpacked, without its dependencies | ${megabytes(sizeOf(installed.folder) - sizeOf(modules))} MB |`);
  console.log(
    `| with them | ${megabytes(sizeOf(installed.folder))} MB; ${megabytes(sizeOf(installed.folder) - optional)} MB with \`--omit=optional\` |`,
  );
  console.log(`| from \`serve\` to ready | ${spread(ready!, 2)} s |`);
  console.log(`| to the first page | ${spread(page!, 2)} s |`);
  console.log(`| memory when ready | ${spread(atStart!, 0)} MB |`);
  console.log(`| after the first page | ${spread(afterPage!, 0)} MB |`);
  console.log(`| ${String(IDLE_MS / 1000)} s later, idle | ${spread(idle!, 0)} MB |`);
} finally {
  await installed.remove();
  await server.stop();
}
