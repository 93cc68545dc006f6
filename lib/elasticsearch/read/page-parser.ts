import { AppError } from '../../errors.ts';
import type { DocumentTokens } from '../../json/document-tokens.ts';
import { eachMember, isKey, type Member } from '../../json/members.ts';
import { MORE, skipSpace, skipString, skipValue } from '../../json/skip-value.ts';
import { growBuffer, resizeBuffer } from '../../buffers.ts';
import { PROXY_HINT } from '../client/response-error.ts';
import { count, listOf, object, optional, text, type Shape } from '../client/shape.ts';

/** What a value begins with. */
const [OBJECT, LIST, TEXT] = [0x7b, 0x5b, 0x22];
const enough = 512 * 1024;
const startCapacity = 2 * 1024 * 1024;
/** What every slice may have for itself; beyond it a document is a giant, and they go one at a time (read-page.ts). */
const ordinaryCapacity = 2 * startCapacity;

/**
 * Reads a search answer as it arrives and hands out each document as soon as it is whole, so that memory follows the
 * largest document and not the page. Offsets only; no document becomes an object.
 */
export class PageParser {
  /** Documents handed out so far, over all bytes. */
  documents = 0;
  /** The sort values of the last document handed out, as JSON text: what `search_after` takes. */
  lastSort: string | null = null;
  pointInTime: string | null = null;
  scrollId: string | null = null;
  /** Documents the whole search found, where the answer says it. */
  total: number | null = null;
  bytesSeen = 0;

  private buffer: Buffer;
  private length = 0;
  private at = 0;
  private tryAt = enough;
  private where: 'top' | 'hits' | 'list' | 'after-list' | 'done' = 'top';
  private shardsSeen = false;
  private readonly view: DocumentTokens;
  /** What it is given is valid only during the call: the bytes are reused. */
  private readonly visit: (document: DocumentTokens) => void;
  private sortStart = -1;
  private sortEnd = -1;
  private lastSortStart = -1;
  private lastSortEnd = -1;

  constructor(visit: (document: DocumentTokens) => void, reuse?: Buffer) {
    this.visit = visit;
    this.buffer = reuse ?? Buffer.allocUnsafeSlow(startCapacity);
    this.view = {
      bytes: this.buffer,
      idStart: -1,
      idEnd: -1,
      routingStart: -1,
      routingEnd: -1,
      versionStart: -1,
      versionEnd: -1,
      typeStart: -1,
      typeEnd: -1,
      sourceStart: -1,
      sourceEnd: -1,
    };
  }

  /** To be passed to the next parser, so that a page costs no new buffer. */
  get reusable(): Buffer {
    return this.buffer;
  }

  /** The document that is coming in is larger, with so many bytes more, than what a slice has for itself. */
  isGiantWith(more: number): boolean {
    return this.length - this.at + more > ordinaryCapacity;
  }

  /** Gives back what was grown for a giant, as soon as it was handed out; false: it is still coming in. */
  shrink(): boolean {
    const rest = this.length - this.at;
    if (rest > startCapacity) return false;
    this.buffer.copy(this.buffer, 0, this.at, this.length);
    this.moveTo(resizeBuffer(this.buffer, startCapacity), rest);
    this.tryAt = Math.max(enough, rest * 1.5);
    return true;
  }

  /** What came in and was not handed out is thrown away, and its memory given back. */
  forget(): void {
    if (this.buffer.length > ordinaryCapacity) this.moveTo(resizeBuffer(this.buffer, startCapacity), 0);
  }

  push(chunk: Buffer): void {
    this.bytesSeen += chunk.length;
    if (this.length + chunk.length > this.buffer.length) this.makeRoom(chunk.length);
    chunk.copy(this.buffer, this.length);
    this.length += chunk.length;
    if (this.length - this.at >= this.tryAt) {
      this.step();
      // Room that was never touched costs nothing: the next giant takes the place of the one before.
      if (this.at > 0 && this.buffer.length > ordinaryCapacity) this.makeRoom(0);
      // What is left is one document that isn't whole: don't look at it again before it has grown by half.
      this.tryAt = Math.max(enough, (this.length - this.at) * 1.5);
    }
  }

  /** After the last byte. Throws `unreachable` where the answer was cut short, whatever was handed out before. */
  end(): void {
    this.step();
    if (this.where !== 'done')
      throw new AppError(
        'unreachable',
        `The answer was cut short${this.where === 'list' && this.hitName() !== null ? ` in ${this.hitName()!}` : ''}.`,
        { details: { bytes: this.bytesSeen } },
      );
    if (!this.shardsSeen) throw noPage();
  }

  private makeRoom(more: number): void {
    const rest = this.length - this.at;
    this.buffer.copy(this.buffer, 0, this.at, this.length);
    this.moveTo(
      rest + more > this.buffer.length ? growBuffer(this.buffer, rest + more, ordinaryCapacity) : this.buffer,
      rest,
    );
  }

  private moveTo(buffer: Buffer, length: number): void {
    this.buffer = buffer;
    this.view.bytes = buffer;
    this.at = 0;
    this.length = length;
  }

  private step(): void {
    try {
      if (this.where === 'top') this.openObject();
      if (this.where === 'hits') this.openHits();
      if (this.where === 'list') this.readHits();
      if (this.where === 'after-list') this.readRest();
    } catch (cause) {
      throw cause instanceof SyntaxError ? noPage(cause) : cause;
    }
  }

  /** From the answer's opening brace to the one of its `hits`. Restarted from the top while bytes are missing: it is short. */
  private openObject(): void {
    const start = skipSpace(this.buffer, this.at, this.length);
    if (start >= this.length) return;
    if (this.buffer[start] !== OBJECT) throw noPage();
    const found = this.walk(start, 'hits');
    if (found === MORE) return;
    this.at = found;
    this.where = 'hits';
  }

  private openHits(): void {
    if (this.buffer[this.at] !== OBJECT) throw noPage();
    const found = this.walk(this.at, 'hits');
    if (found === MORE) return;
    if (this.buffer[found] !== LIST) throw noPage();
    this.at = found + 1;
    this.where = 'list';
  }

  /** Walks over the members of the object at `start` until the value of `key` begins. */
  private walk(start: number, key: string): number {
    const { buffer, length } = this;
    let at = skipSpace(buffer, start + 1, length);
    for (;;) {
      if (at >= length) return MORE;
      if (buffer[at] !== TEXT) throw noPage();
      const keyEnd = skipString(buffer, at, length);
      if (keyEnd === MORE) return MORE;
      const keyStart = at + 1;
      at = skipSpace(buffer, keyEnd, length);
      at = skipSpace(buffer, at + 1, length);
      if (at >= length) return MORE;
      if (isKey(buffer, keyStart, keyEnd - 1, key)) return at;
      const valueEnd = skipValue(buffer, at, length);
      if (valueEnd === MORE) return MORE;
      this.note(keyStart, keyEnd - 1, at, valueEnd);
      at = skipSpace(buffer, valueEnd, length);
      if (at < length && buffer[at] === 0x7d) throw noPage();
      at = skipSpace(buffer, at + 1, length);
    }
  }

  private readHits(): void {
    const before = this.documents;
    this.readWholeHits();
    if (this.documents > before && this.lastSortStart !== -1)
      this.lastSort = this.buffer.toString('utf8', this.lastSortStart, this.lastSortEnd);
  }

  private readWholeHits(): void {
    const { buffer } = this;
    for (;;) {
      let at = skipSpace(buffer, this.at, this.length);
      if (at < this.length && buffer[at] === 0x2c) at = skipSpace(buffer, at + 1, this.length);
      if (at >= this.length) return;
      if (buffer[at] === 0x5d) {
        this.at = at + 1;
        this.where = 'after-list';
        return;
      }
      if (!this.readHit(at)) return;
    }
  }

  private readHit(start: number): boolean {
    const { view } = this;
    view.idStart = view.routingStart = view.versionStart = view.typeStart = view.sourceStart = this.sortStart = -1;
    if (this.buffer[start] !== OBJECT) throw noPage();
    const end = this.walkHit(start);
    if (end === MORE) return false;
    if (view.idStart === -1 || this.buffer[view.idStart] !== TEXT) throw noPage();
    if (view.sourceStart === -1) {
      throw new AppError('unsupported', 'The index does not keep the documents’ sources (`_source` is disabled).', {
        hint: 'Such an index cannot be backed up document by document. Take a snapshot, or index it again from where it came.',
      });
    }
    if (this.buffer[view.sourceStart] !== OBJECT) throw noPage();
    this.visit(view);
    this.documents++;
    this.lastSortStart = this.sortStart;
    this.lastSortEnd = this.sortEnd;
    this.at = end;
    return true;
  }

  private walkHit(start: number): number {
    try {
      return eachMember(this.buffer, start, this.length, this.member);
    } catch (cause) {
      if (!(cause instanceof SyntaxError)) throw cause;
      throw new AppError(
        'unsupported',
        `The source of ${this.hitName() ?? 'a document'} is not JSON in UTF-8, so it can’t be read.`,
        { hint: 'Elasticsearch took it as it came (UTF-16, say). Index that document again, then try again.', cause },
      );
    }
  }

  /** Of the hit that was begun last. */
  private hitName(): string | null {
    return this.view.idStart === -1
      ? null
      : `the document ${this.buffer.toString('utf8', this.view.idStart, this.view.idEnd)}`;
  }

  private readonly member = (member: Member): void => {
    const { buffer, view } = this;
    const length = member.keyEnd - member.keyStart;
    const { keyStart, keyEnd } = member;
    if (length === 7 && isKey(buffer, keyStart, keyEnd, '_source')) {
      view.sourceStart = member.valueStart;
      view.sourceEnd = member.valueEnd;
    } else if (length === 3 && isKey(buffer, keyStart, keyEnd, '_id')) {
      view.idStart = member.valueStart;
      view.idEnd = member.valueEnd;
    } else if (length === 4 && isKey(buffer, keyStart, keyEnd, 'sort') && buffer[member.valueStart] === LIST) {
      this.sortStart = member.valueStart;
      this.sortEnd = member.valueEnd;
    } else if (length === 8 && isKey(buffer, keyStart, keyEnd, '_routing')) {
      view.routingStart = member.valueStart;
      view.routingEnd = member.valueEnd;
    } else if (length === 8 && isKey(buffer, keyStart, keyEnd, '_version')) {
      view.versionStart = member.valueStart;
      view.versionEnd = member.valueEnd;
    } else if (length === 5 && isKey(buffer, keyStart, keyEnd, '_type')) {
      view.typeStart = member.valueStart;
      view.typeEnd = member.valueEnd;
    }
  };

  /** What stands behind the documents: the rest of `hits`, then of the answer. Short. */
  private readRest(): void {
    const { buffer, length } = this;
    let at = this.at;
    let depth = 2;
    while (depth > 0) {
      at = skipSpace(buffer, at, length);
      if (at >= length) return;
      if (buffer[at] === 0x7d) {
        depth--;
        at++;
        continue;
      }
      if (buffer[at] === 0x2c) at = skipSpace(buffer, at + 1, length);
      const keyEnd = at < length ? skipString(buffer, at, length) : MORE;
      if (keyEnd === MORE) return;
      const keyStart = at + 1;
      at = skipSpace(buffer, skipSpace(buffer, keyEnd, length) + 1, length);
      const valueEnd = at < length ? skipValue(buffer, at, length) : MORE;
      if (valueEnd === MORE) return;
      if (depth === 1) this.note(keyStart, keyEnd - 1, at, valueEnd);
      at = valueEnd;
    }
    this.at = at;
    this.where = 'done';
  }

  /** A member of the answer itself. A page from which a shard is missing is no page. */
  private note(keyStart: number, keyEnd: number, start: number, end: number): void {
    const key = this.buffer.toString('latin1', keyStart, keyEnd);
    const value = () => JSON.parse(this.buffer.toString('utf8', start, end)) as unknown;
    if (key === 'pit_id') this.pointInTime = need(text, value());
    else if (key === '_scroll_id') this.scrollId = need(text, value());
    else if (key === 'total' && this.where === 'hits') this.total = totalOf(value());
    else if (key === 'timed_out' && value() === true)
      throw new AppError('timed_out', 'The cluster stopped a search half way (timed_out).');
    else if (key === '_shards') {
      this.shardsSeen = true;
      const shards = need(shardsOfPage, value());
      if (shards.failed > 0 || shards.successful < shards.total) {
        const reason = shards.failures?.[0]?.reason?.reason;
        throw new AppError(
          'unreachable',
          `${shards.failed} of ${shards.total} shards did not answer${reason ? `: ${reason}` : ''}.`,
          { hint: 'A page without all its shards is not taken: documents would be missing.' },
        );
      }
    }
  }
}

const shardsOfPage = object({
  failed: count,
  total: count,
  successful: count,
  failures: optional(listOf(object({ reason: optional(object({ reason: optional(text) })) }))),
});

function need<T>(shape: Shape<T>, value: unknown): T {
  if (shape(value)) return value;
  throw noPage();
}

const noPage = (cause?: unknown): AppError =>
  new AppError('unreachable', 'The answer is not the cluster’s: it is no page of documents.', {
    cause,
    hint: PROXY_HINT,
  });

/** A number up to Elasticsearch 6, an object from 7. */
const totalOf = (total: unknown): number | null =>
  count(total) ? total : object({ value: count })(total) ? total.value : null;
