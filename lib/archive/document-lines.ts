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

/** Large enough to deflate well and to need few calls. */
const PIECE_BYTES = 1024 * 1024;

/** Up to this size a loop is two to six times as fast as a call of `copy`: ids, versions, separators. */
const SMALL_BYTES = 32;

/**
 * Writes documents as the pairs of lines of `objects` into pieces of a megabyte, which may split a document, and adds each
 * to the digest. Tokens are copied unchanged, except that raw line breaks between the tokens of a source become spaces.
 * Pieces are reused, so memory does not grow with the documents.
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
    replaceLineBreaks(bytes, sourceStart, sourceEnd);
    this.put(bytes, sourceStart, sourceEnd);
    this.put(LINE_BREAK);
    this.digest.add(
      tokenSpan(bytes, idStart, idEnd),
      routingStart === -1 ? null : tokenSpan(bytes, routingStart, routingEnd),
      { bytes, start: sourceStart, end: sourceEnd },
    );
    this.documents++;
  }

  /** The full pieces; with `all`, the last one too. The caller returns each by `recycle` when it is written. */
  take(all = false): Buffer[] {
    if (all && this.length > 0) this.closePiece();
    const pieces = this.full;
    this.full = [];
    return pieces;
  }

  recycle(piece: Buffer): void {
    if (this.spare.length < MAX_SPARE) this.spare.push(Buffer.from(piece.buffer, 0, PIECE_BYTES));
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

/** About what is being written at a time. The many pieces of a large document are freed as soon as they are written. */
const MAX_SPARE = 8;

/** Replaces raw line breaks by spaces, in place. A JSON string can't contain one, so each is white space. */
export function replaceLineBreaks(bytes: Buffer, start: number, end: number): void {
  const view = bytes.subarray(start, end);
  for (const lineBreak of [0x0a, 0x0d])
    for (let at = view.indexOf(lineBreak); at !== -1; at = view.indexOf(lineBreak, at + 1)) view[at] = 0x20;
}
