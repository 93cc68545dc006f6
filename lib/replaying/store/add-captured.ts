import { hash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { CapturedAnswer, CapturedRequest, Found } from '../../captures/found.ts';
import { headerOf } from '../requests/decoded-body.ts';
import { interpret } from '../requests/interpret.ts';
import { isSecretHeader } from '../requests/secret-headers.ts';
import { REPLAY_MARK } from '../requests/replay-mark.ts';
import { keyOf } from './key-of.ts';
import { refusedItems } from './refused-items.ts';
import type { Spool } from './spool.ts';

export type Tally = Record<'records' | 'doubles' | 'answers' | 'cut' | 'malformed', number>;

/** Adds what the reader of captures finds. The bytes of requests that are never sent are not kept. */
export class CapturedRows {
  readonly tally: Tally = { records: 0, doubles: 0, answers: 0, cut: 0, malformed: 0 };
  private readonly spool: Spool;
  private readonly servers: readonly string[];
  private readonly insertRequest;
  private readonly insertAnswer;
  private readonly insertTouched;
  private readonly insertNotWhole;

  constructor(database: DatabaseSync, spool: Spool, servers: readonly string[]) {
    this.spool = spool;
    this.servers = servers;
    this.insertRequest = database.prepare(
      `INSERT OR IGNORE INTO request (at, file, place, part, id, digest, method, target, class, own, pattern, indices, everything,
         repeatable, bulk, external, documents, deletes, deletes_many, keys, spool, length)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.insertAnswer = database.prepare('INSERT OR IGNORE INTO answer VALUES (?, ?, ?, ?, ?)');
    this.insertTouched = database.prepare('INSERT INTO touched VALUES (?, ?)');
    this.insertNotWhole = database.prepare('INSERT INTO not_whole VALUES (?, ?, ?, ?)');
  }

  add(found: Found): void {
    this.tally.records++;
    if (found.kind === 'request') this.addRequest(found);
    else if (found.kind === 'cut' || found.kind === 'malformed') {
      this.tally[found.kind]++;
      this.insertNotWhole.run(found.kind, found.file, found.offset, found.why);
    } else {
      this.tally.answers++;
      if (found.kind === 'answer') this.addAnswer(found);
    }
  }

  private addAnswer(answer: CapturedAnswer): void {
    const { at, file, id, status } = answer;
    this.insertAnswer.run(id, this.servers[file]!, at, status, refusedItems(answer));
  }

  private addRequest(request: CapturedRequest): void {
    const { at, file, id, method, offset, part, raw, target } = request;
    const meaning = interpret(request);
    const own = headerOf(request, REPLAY_MARK) !== null;
    const place = [at, file, offset, part, id, digestOf(request), method, target, meaning.kind, Number(own)] as const;
    if (meaning.kind !== 'write') {
      const { changes } = this.insertRequest.run(...place, ...NOTHING);
      if (Number(changes) === 0) this.tally.doubles++;
      return;
    }
    const kept = withoutSecrets(raw, request.headers);
    const { order } = meaning;
    const keys = order === 'everything' ? [] : order.ids.map(keyOf);
    const { changes, lastInsertRowid } = this.insertRequest.run(
      ...place,
      meaning.pattern,
      JSON.stringify(meaning.indices),
      Number(order === 'everything'),
      Number(meaning.repeatable),
      Number(meaning.isBulk),
      Number(meaning.external),
      meaning.documents,
      meaning.deletes,
      Number(meaning.deletesMany),
      Buffer.concat(keys),
      own ? null : this.spool.append(kept),
      kept.length,
    );
    if (Number(changes) === 0) this.tally.doubles++;
    else for (const key of keys) this.insertTouched.run(key, lastInsertRowid);
  }
}

/** Captured credentials are not kept, not even in a protected file. */
function withoutSecrets(raw: Buffer, headers: CapturedRequest['headers']): Buffer {
  if (!headers.some(([name]) => isSecretHeader(name))) return raw;
  const end = raw.indexOf('\r\n\r\n');
  const [first, ...lines] = raw.toString('latin1', 0, end).split('\r\n');
  const kept = lines.filter((line) => !isSecretHeader(line.slice(0, line.indexOf(':'))));
  return Buffer.concat([Buffer.from([first, ...kept].join('\r\n'), 'latin1'), raw.subarray(end)]);
}

/** Of a request that is no write: pattern to length. */
const NOTHING = Array.from({ length: 12 }, () => null);

/** Two records of the same bytes, id and time are one request: ids alone are not unique. */
const digestOf = ({ at, id, part, raw }: CapturedRequest): Buffer =>
  hash('sha1', Buffer.concat([Buffer.from(`${id} ${String(at)} ${String(part)}\n`), raw]), 'buffer').subarray(0, 16);
