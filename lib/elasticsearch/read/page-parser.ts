import { AppError } from '../../errors.ts';
import type { DocumentTokens } from '../../json/document-tokens.ts';
import { eachMember, isKey, type Member } from '../../json/members.ts';
import { MORE, skipSpace, skipString, skipValue } from '../../json/skip-value.ts';
import { growBuffer, resizeBuffer } from '../../buffers.ts';
import { invalidPage, SearchMetadata } from './search-metadata.ts';

/** The first byte of a value. */
const [OBJECT, LIST, TEXT] = [0x7b, 0x5b, 0x22];
const PARSE_STEP_BYTES = 512 * 1024;
const INITIAL_CAPACITY_BYTES = 2 * 1024 * 1024;
/** The most that each slice holds in parallel with others. Larger documents are read one at a time (read-page.ts). */
const SLICE_CAPACITY_BYTES = 2 * INITIAL_CAPACITY_BYTES;

/**
 * Parses a search response as it arrives and passes each document on as soon as it is complete, so that memory depends on
 * the largest document and not on the page. Works on offsets; no document becomes an object.
 */
export class PageParser {
  /** Documents passed to `visit` so far. */
  documents = 0;
  /** The sort values of the last of them, as JSON text: the value for `search_after`. */
  lastSort: string | null = null;
  readonly metadata = new SearchMetadata();
  bytesReceived = 0;

  private buffer: Buffer;
  private length = 0;
  private at = 0;
  private parseAtBytes = PARSE_STEP_BYTES;
  private state: 'top' | 'hits' | 'list' | 'after-list' | 'done' = 'top';
  private readonly view: DocumentTokens;
  /** Its argument is valid only during the call: the bytes are reused. */
  private readonly visit: (document: DocumentTokens) => void;
  private readonly keysOnly: boolean;
  private sortStart = -1;
  private sortEnd = -1;
  private lastSortStart = -1;
  private lastSortEnd = -1;

  /** `keysOnly`: the documents come without their sources, whose offsets are then -1. */
  constructor(visit: (document: DocumentTokens) => void, reuse?: Buffer, keysOnly = false) {
    this.visit = visit;
    this.keysOnly = keysOnly;
    this.buffer = reuse ?? Buffer.allocUnsafeSlow(INITIAL_CAPACITY_BYTES);
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

  /** For the next parser, so that a page needs no new buffer. */
  get reusable(): Buffer {
    return this.buffer;
  }

  /** Whether the incomplete document, with `more` bytes, exceeds what a slice holds in parallel with others. */
  isLargeWith(more: number): boolean {
    return this.length - this.at + more > SLICE_CAPACITY_BYTES;
  }

  /** Frees the memory of a large document that has been passed on; false: it is not complete yet. */
  shrink(): boolean {
    const rest = this.length - this.at;
    if (rest > INITIAL_CAPACITY_BYTES) return false;
    this.buffer.copy(this.buffer, 0, this.at, this.length);
    this.moveTo(resizeBuffer(this.buffer, INITIAL_CAPACITY_BYTES), rest);
    this.parseAtBytes = Math.max(PARSE_STEP_BYTES, rest * 1.5);
    return true;
  }

  /** Drops the bytes of a large incomplete document and frees their memory. */
  discard(): void {
    if (this.buffer.length > SLICE_CAPACITY_BYTES) this.moveTo(resizeBuffer(this.buffer, INITIAL_CAPACITY_BYTES), 0);
  }

  push(chunk: Buffer): void {
    this.bytesReceived += chunk.length;
    if (this.length + chunk.length > this.buffer.length) this.makeRoom(chunk.length);
    chunk.copy(this.buffer, this.length);
    this.length += chunk.length;
    if (this.length - this.at >= this.parseAtBytes) {
      this.step();
      // Moves the rest to the buffer's start, so that the next large document reuses the pages of the previous one.
      if (this.at > 0 && this.buffer.length > SLICE_CAPACITY_BYTES) this.makeRoom(0);
      // The rest is one incomplete document: it is parsed again when it has grown by half.
      this.parseAtBytes = Math.max(PARSE_STEP_BYTES, (this.length - this.at) * 1.5);
    }
  }

  /** After the last byte. Throws `unreachable` where the response is incomplete. */
  end(): void {
    this.step();
    if (this.state !== 'done')
      throw new AppError(
        'unreachable',
        `The answer was cut short${this.state === 'list' && this.hitName() !== null ? ` in ${this.hitName()!}` : ''}.`,
        { details: { bytes: this.bytesReceived } },
      );
    if (!this.metadata.hasShards) throw invalidPage();
  }

  private makeRoom(more: number): void {
    const rest = this.length - this.at;
    this.buffer.copy(this.buffer, 0, this.at, this.length);
    this.moveTo(
      rest + more > this.buffer.length ? growBuffer(this.buffer, rest + more, SLICE_CAPACITY_BYTES) : this.buffer,
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
      if (this.state === 'top') this.openObject();
      if (this.state === 'hits') this.openHits();
      if (this.state === 'list') this.readHits();
      if (this.state === 'after-list') this.readRest();
    } catch (cause) {
      throw cause instanceof SyntaxError ? invalidPage(cause) : cause;
    }
  }

  /** From the response's opening brace to that of `hits`. Starts again while bytes are missing, which is cheap: it is short. */
  private openObject(): void {
    const start = skipSpace(this.buffer, this.at, this.length);
    if (start >= this.length) return;
    if (this.buffer[start] !== OBJECT) throw invalidPage();
    const found = this.findMember(start, 'hits');
    if (found === MORE) return;
    this.at = found;
    this.state = 'hits';
  }

  private openHits(): void {
    if (this.buffer[this.at] !== OBJECT) throw invalidPage();
    const found = this.findMember(this.at, 'hits');
    if (found === MORE) return;
    if (this.buffer[found] !== LIST) throw invalidPage();
    this.at = found + 1;
    this.state = 'list';
  }

  /** The offset of the value of `key` in the object at `start`, or MORE. Reads the members before it as metadata. */
  private findMember(start: number, key: string): number {
    const { buffer, length } = this;
    let at = skipSpace(buffer, start + 1, length);
    for (;;) {
      if (at >= length) return MORE;
      if (buffer[at] !== TEXT) throw invalidPage();
      const keyEnd = skipString(buffer, at, length);
      if (keyEnd === MORE) return MORE;
      const keyStart = at + 1;
      at = skipSpace(buffer, keyEnd, length);
      at = skipSpace(buffer, at + 1, length);
      if (at >= length) return MORE;
      if (isKey(buffer, keyStart, keyEnd - 1, key)) return at;
      const valueEnd = skipValue(buffer, at, length);
      if (valueEnd === MORE) return MORE;
      this.metadata.read(buffer, keyStart, keyEnd - 1, at, valueEnd, this.state === 'hits');
      at = skipSpace(buffer, valueEnd, length);
      if (at < length && buffer[at] === 0x7d) throw invalidPage();
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
        this.state = 'after-list';
        return;
      }
      if (!this.readHit(at)) return;
    }
  }

  private readHit(start: number): boolean {
    const { view } = this;
    view.idStart = view.routingStart = view.versionStart = view.typeStart = view.sourceStart = this.sortStart = -1;
    if (this.buffer[start] !== OBJECT) throw invalidPage();
    const end = this.readMembers(start);
    if (end === MORE) return false;
    if (view.idStart === -1 || this.buffer[view.idStart] !== TEXT) throw invalidPage();
    if (view.sourceStart === -1 && !this.keysOnly) {
      throw new AppError('unsupported', 'The index does not keep the documents’ sources (`_source` is disabled).', {
        hint: 'Such an index cannot be backed up document by document. Take a snapshot, or index it again from its origin.',
      });
    }
    if (!this.keysOnly && this.buffer[view.sourceStart] !== OBJECT) throw invalidPage();
    this.visit(view);
    this.documents++;
    this.lastSortStart = this.sortStart;
    this.lastSortEnd = this.sortEnd;
    this.at = end;
    return true;
  }

  private readMembers(start: number): number {
    try {
      return eachMember(this.buffer, start, this.length, this.onMember);
    } catch (cause) {
      if (!(cause instanceof SyntaxError)) throw cause;
      throw new AppError(
        'unsupported',
        `The source of ${this.hitName() ?? 'a document'} is not JSON in UTF-8, so it can’t be read.`,
        {
          hint: 'Elasticsearch stored it unchanged (for example UTF-16). Index that document again, then try again.',
          cause,
        },
      );
    }
  }

  /** The hit that is being parsed, for messages; null: its id is not read yet. */
  private hitName(): string | null {
    return this.view.idStart === -1
      ? null
      : `the document ${this.buffer.toString('utf8', this.view.idStart, this.view.idEnd)}`;
  }

  private readonly onMember = (member: Member): void => {
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

  /** The rest of `hits`, then of the response: short. */
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
      if (depth === 1) this.metadata.read(buffer, keyStart, keyEnd - 1, at, valueEnd, this.state === 'hits');
      at = valueEnd;
    }
    this.at = at;
    this.state = 'done';
  }
}
