import { Worker } from 'node:worker_threads';
import { processGlobal } from '../process-wide.ts';

export interface ScryptCost {
  N: number;
  r: number;
  p: number;
}

/** A thread of its own: Node's asynchronous scrypt would block one of the four threads that all file and name look-ups share. */
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

/** Without a sign-in the thread ends after this time. */
const IDLE_MS = 60_000;

interface Waiting {
  resolve: (key: Buffer) => void;
  reject: (error: Error) => void;
}

interface Thread {
  worker: Worker | null;
  /** In the order of the calls. The thread does one at a time, so that a hundred need 64 MB and not six gigabytes. */
  waiting: Waiting[];
  idle: NodeJS.Timeout | undefined;
}

const thread = processGlobal('scrypt', (): Thread => ({ worker: null, waiting: [], idle: undefined }));

/** Resolves in the order of the calls. Throws what scryptSync says, and where the thread has ended. */
export function scrypt(password: string, salt: Buffer, bytes: number, cost: ScryptCost): Promise<Buffer> {
  const { waiting } = thread();
  clearTimeout(thread().idle);
  const worker = (thread().worker ??= begin());
  // Keeps the process alive until this answer; afterwards the idle thread doesn't (unref below).
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
  const fail = (error: Error) => {
    if (thread().worker !== worker) return;
    thread().worker = null;
    for (const { reject } of thread().waiting.splice(0)) reject(error);
  };
  worker.on('error', fail);
  worker.on('exit', () => fail(new Error('The thread that checks passwords has ended.')));
  return worker;
}
