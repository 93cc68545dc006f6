import { Worker } from 'node:worker_threads';
import { processGlobal } from '../process-wide.ts';

export interface ScryptCost {
  N: number;
  r: number;
  p: number;
}

/** In a thread of its own: Node's scrypt would hold one of the four threads that all file and name look-ups share. */
const PROGRAM = `
const { parentPort } = require('node:worker_threads');
const { scryptSync } = require('node:crypto');
parentPort.on('message', ({ password, salt, bytes, options }) => {
  try {
    parentPort.postMessage({ key: scryptSync(password, salt, bytes, options) });
  } catch (error) {
    parentPort.postMessage({ problem: String(error) });
  }
});
`;

/** The thread ends when nobody signs in for so long. */
const IDLE_MS = 60_000;

interface Waiting {
  resolve: (key: Buffer) => void;
  reject: (error: Error) => void;
}

interface Thread {
  worker: Worker | null;
  /** In the order they were asked: the thread does one after the other, so that a hundred take 64 MB and not six gigabytes. */
  waiting: Waiting[];
  idle: NodeJS.Timeout | undefined;
}

const thread = processGlobal('scrypt', (): Thread => ({ worker: null, waiting: [], idle: undefined }));

export function scrypt(password: string, salt: Buffer, bytes: number, cost: ScryptCost): Promise<Buffer> {
  const { waiting } = thread();
  clearTimeout(thread().idle);
  const worker = (thread().worker ??= begin());
  // A command line ends when it has its answer, not when the thread does.
  worker.ref();
  return new Promise((resolve, reject) => {
    waiting.push({ resolve, reject });
    worker.postMessage({ password, salt, bytes, options: { ...cost, maxmem: 256 * cost.N * cost.r } });
  });
}

function begin(): Worker {
  const worker = new Worker(PROGRAM, { eval: true, env: {}, execArgv: [] });
  worker.on('message', ({ key, problem }: { key?: Uint8Array; problem?: string }) => {
    const first = thread().waiting.shift();
    if (key) first?.resolve(Buffer.from(key));
    else first?.reject(new Error(problem));
    if (thread().waiting.length > 0) return;
    worker.unref();
    thread().idle = setTimeout(() => {
      thread().worker = null;
      void worker.terminate();
    }, IDLE_MS).unref();
  });
  const gone = (error: Error) => {
    if (thread().worker !== worker) return;
    thread().worker = null;
    for (const { reject } of thread().waiting.splice(0)) reject(error);
  };
  worker.on('error', gone);
  worker.on('exit', () => gone(new Error('The thread that checks passwords has ended.')));
  return worker;
}
