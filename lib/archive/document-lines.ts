import type { DocumentTokens } from '../json/document-tokens.ts';
import type { ContentDigest } from './digest.ts';
import { tokenSpan } from '../json/text.ts';
import { releaseBuffer } from '../buffers.ts';

const OPEN = Buffer.from('{"index":{"_id":');
const OPEN_TYPE = Buffer.from('{"index":{"_type":');
const ID = Buffer.from(',"_id":');
const ROUTING = Buffer.from(',"_routing":');
const VERSION = Buffer.from(',"version_type":"external","_version":');
const CLOSE = Buffer.from('}}\n');
const LINE_BREAK = Buffer.from('\n');

/** Pieces this large deflate well and cost few hops. */
const PIECE_BYTES = 1024 * 1024;

/** Up to here a loop is two to six times as fast as the call of a copy: ids, versions, what stands between them. */
const SMALL_BYTES = 32;

/**
 * Writes documents as the pairs of lines of `objects` into pieces of a megabyte, wherever a document is cut by that, and
 * adds each to the digest. Tokens are copied as they stand; the one exception is a raw line break between the tokens of
 * a pretty-printed source. Pieces are used again: memory doesn't follow the documents.
 */
export class DocumentLines {
  documents = 0;
  private piece: Buffer = Buffer.allocUnsafeSlow(PIECE_BYTES);
  private length = 0;
  private full: Buffer[] = [];
  private readonly spare: Buffer[] = [];
  private readonly digest: ContentDigest;

  constructor(digest: ContentDigest) {
    this.digest = digest;
  }

  get hasFullPieces(): boolean {
    return this.full.length > 0;
  }

  add(document: DocumentTokens): void {
    const { bytes, idStart, idEnd, routingStart, routingEnd, sourceStart, sourceEnd } = document;
    if (document.typeStart === -1) this.put(OPEN);
    else {
      this.put(OPEN_TYPE);
      this.put(bytes, document.typeStart, document.typeEnd);
      this.put(ID);
    }
    this.put(bytes, idStart, idEnd);
    if (routingStart !== -1) {
      this.put(ROUTING);
      this.put(bytes, routingStart, routingEnd);
    }
    if (document.versionStart !== -1) {
      this.put(VERSION);
      this.put(bytes, document.versionStart, document.versionEnd);
    }
    this.put(CLOSE);
    blankLineBreaks(bytes, sourceStart, sourceEnd);
    this.put(bytes, sourceStart, sourceEnd);
    this.put(LINE_BREAK);
    this.digest.add(
      tokenSpan(bytes, idStart, idEnd),
      routingStart === -1 ? null : tokenSpan(bytes, routingStart, routingEnd),
      { bytes, start: sourceStart, end: sourceEnd },
    );
    this.documents++;
  }

  /** The pieces that are full, or with `all` everything; to be given back by `recycle` when they are written. */
  take(all = false): Buffer[] {
    if (all && this.length > 0) this.closePiece();
    const pieces = this.full;
    this.full = [];
    return pieces;
  }

  recycle(piece: Buffer): void {
    if (this.spare.length < MOST_SPARE) this.spare.push(Buffer.from(piece.buffer, 0, PIECE_BYTES));
    else releaseBuffer(piece);
  }

  private put(part: Buffer, start = 0, end = part.length): void {
    let from = start;
    for (;;) {
      const room = PIECE_BYTES - this.length;
      if (end - from <= room) break;
      part.copy(this.piece, this.length, from, from + room);
      this.length += room;
      from += room;
      this.closePiece();
    }
    if (end - from > SMALL_BYTES) {
      this.length += part.copy(this.piece, this.length, from, end);
      return;
    }
    const { piece } = this;
    let at = this.length;
    while (from < end) piece[at++] = part[from++]!;
    this.length = at;
  }

  private closePiece(): void {
    this.full.push(this.piece.subarray(0, this.length));
    this.piece = this.spare.pop() ?? Buffer.allocUnsafeSlow(PIECE_BYTES);
    this.length = 0;
  }
}

/** What is under way at a time; the many pieces of a giant are free again as soon as they are written. */
const MOST_SPARE = 8;

/** Inside a JSON string a raw line break can't occur, so each one here is white space. */
export function blankLineBreaks(bytes: Buffer, start: number, end: number): void {
  const view = bytes.subarray(start, end);
  for (const lineBreak of [0x0a, 0x0d])
    for (let at = view.indexOf(lineBreak); at !== -1; at = view.indexOf(lineBreak, at + 1)) view[at] = 0x20;
}
