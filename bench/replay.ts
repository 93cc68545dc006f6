/**
 * `npm run bench:replay [-- --requests 100000 --documents 20000 --concurrency 4 --rounds 3]`: replays one capture with Restore Desk and
 * with GoReplay, in turn, each with as many requests at once, to a server that only counts. Prints Markdown.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { GOREPLAY_VERSION, installGoReplay, runGoReplay } from './goreplay.ts';
import { startInstantServer } from './instant-server/start.ts';
import { measure, median } from './measure.ts';
import { CAPTURE_START, writeBenchCapture } from './replay-capture.ts';

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '100000' },
    documents: { type: 'string', default: '20000' },
    concurrency: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '3' },
  },
});
const requests = Number(values.requests);
const documents = Number(values.documents);
const concurrency = Number(values.concurrency);
const rounds = Number(values.rounds);

const folder = await mkdtemp(join(tmpdir(), 'restore-desk-bench-'));
const file = join(folder, 'capture.log');
const server = await startInstantServer(folder);

interface Replay {
  sent: number;
  seconds: number;
  peakMb: number;
}
interface Contender {
  name: string;
  run: () => Promise<Replay>;
  runs: Replay[];
}

/** The command line with its start, its plan, its journal and its end. */
async function replayWithRestoreDesk(): Promise<Replay> {
  const program = fileURLToPath(new URL('../bin/restore-desk.mjs', import.meta.url));
  const args = ['replay', server.url, file, '--from', CAPTURE_START.toISOString()];
  args.push('--concurrency', String(concurrency), '--json');
  const before = await server.count();
  const env = { RESTORE_DESK_DATA: join(folder, 'data'), RESTORE_DESK_CONFIG: '' };
  const { seconds, peakMb } = await measure(program, args, env);
  return { sent: (await server.count()) - before, seconds, peakMb };
}

const goReplay = await installGoReplay();

function goReplayContender(note: string, readDepth: number | null): Contender[] {
  if ('reason' in goReplay) return [];
  const run = { program: goReplay.program, file, workers: concurrency, readDepth };
  return [{ name: `GoReplay ${GOREPLAY_VERSION}, ${note}`, run: () => runGoReplay(run, server, requests), runs: [] }];
}

const ours: Contender = { name: '**Restore Desk**', run: replayWithRestoreDesk, runs: [] };
const theirs = [...goReplayContender('default', null), ...goReplayContender('`-input-file-read-depth 10000`', 10_000)];

const rates = ({ runs }: Contender): number[] => runs.map(({ sent, seconds }) => sent / seconds);
const rate = (contender: Contender): number => median(rates(contender));

function row(contender: Contender, base: Contender | undefined): string {
  const all = rates(contender);
  const shown = (value: number) => value.toFixed(0);
  const cells = [
    contender.name,
    `${shown(median(all))} (${shown(Math.min(...all))}–${shown(Math.max(...all))})`,
    base ? (rate(contender) / rate(base)).toFixed(2) : '–',
    shown(Math.max(...contender.runs.map(({ peakMb }) => peakMb))),
    shown(Math.min(...contender.runs.map(({ sent }) => sent))),
  ];
  return `| ${cells.join(' | ')} |`;
}

function printTable(): void {
  const fastest = [...theirs].sort((left, right) => rate(right) - rate(left))[0];
  console.log(
    `${values.requests} requests to ${values.documents} documents, ${values.concurrency} at once, ${values.rounds} rounds in turn; an ` +
      `instant server (${server.language}) on the same ${String(cpus().length)} cores.\n`,
  );
  console.log('| | requests per second: median (spread) | × the fastest GoReplay | peak MB | arrived |');
  console.log('| --- | --- | --- | --- | --- |');
  for (const contender of [...theirs, ours]) console.log(row(contender, fastest));
  if ('reason' in goReplay) console.log(`| GoReplay can't be built here: ${goReplay.reason} | – | – | – | – |`);
}

try {
  await writeBenchCapture(file, { requests, documents });
  // Every contender once a round, so that a slow minute of the machine affects all of them.
  for (let round = 0; round < rounds; round++)
    for (const contender of [...theirs, ours]) contender.runs.push(await contender.run());
  printTable();
} finally {
  server.stop();
  await rm(folder, { recursive: true, force: true });
}
