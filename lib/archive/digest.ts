/** Bytes [start, end) of a buffer. */
export interface Span {
  bytes: Buffer;
  start: number;
  end: number;
}

const BLOCK = 16;
const SCRATCH_BYTES = 64 * 1024;

/**
 * An order-independent digest of documents: the 128-bit MurmurHash3 (x86 variant, Austin Appleby, public domain) of each
 * (id, routing, source), added up in four lanes modulo 2^32, as 32 hex digits. Addition does not depend on the order, and a
 * document can be subtracted again (rejected ones). It detects faults, not forgery; SHA-256 protects the file's bytes.
 * SHA-256 is not used here, because a call for each document costs 3 to 5 µs, a third of a backup's time (docs/speed.md).
 */
export class ContentDigest {
  private readonly lanes = new Uint32Array(4);
  private readonly scratch = Buffer.allocUnsafeSlow(SCRATCH_BYTES);
  private readonly words = new Int32Array(this.scratch.buffer, this.scratch.byteOffset, SCRATCH_BYTES / 4);
  private filled = 0;
  private length = 0;
  private h1 = 0;
  private h2 = 0;
  private h3 = 0;
  private h4 = 0;

  /** `id` and `routing`: UTF-8 of the unescaped text. `source`: the bytes of its line in the backup. */
  add(id: Span, routing: Span | null, source: Span): void {
    this.hash(id, routing, source);
    const { lanes } = this;
    lanes[0]! += this.h1;
    lanes[1]! += this.h2;
    lanes[2]! += this.h3;
    lanes[3]! += this.h4;
  }

  remove(id: Span, routing: Span | null, source: Span): void {
    this.hash(id, routing, source);
    const { lanes } = this;
    lanes[0]! -= this.h1;
    lanes[1]! -= this.h2;
    lanes[2]! -= this.h3;
    lanes[3]! -= this.h4;
  }

  /** The digest of the document that was added last, alone: its four lanes. */
  copyLast(lanes: Int32Array): void {
    lanes[0] = this.h1;
    lanes[1] = this.h2;
    lanes[2] = this.h3;
    lanes[3] = this.h4;
  }

  hex(): string {
    return Array.from(this.lanes, (lane) => lane.toString(16).padStart(8, '0')).join('');
  }

  /** The digest of the documents that are in this one and not in the other. */
  without(other: ContentDigest): ContentDigest {
    const rest = new ContentDigest();
    for (let lane = 0; lane < 4; lane++) rest.lanes[lane] = this.lanes[lane]! - other.lanes[lane]!;
    return rest;
  }

  static fromHex(hex: string): ContentDigest {
    const digest = new ContentDigest();
    for (let lane = 0; lane < 4; lane++) digest.lanes[lane] = Number.parseInt(hex.slice(lane * 8, lane * 8 + 8), 16);
    return digest;
  }

  private hash(id: Span, routing: Span | null, source: Span): void {
    this.h1 = this.h2 = this.h3 = this.h4 = 0;
    this.length = 8;
    this.filled = 8;
    // The lengths come first, so that no two different triples have the same bytes.
    this.words[0] = id.end - id.start;
    this.words[1] = routing === null ? -1 : routing.end - routing.start;
    this.take(id);
    if (routing !== null) this.take(routing);
    this.take(source);
    this.finish();
  }

  private take({ bytes, start, end }: Span): void {
    this.length += end - start;
    let at = start;
    while (at < end) {
      const step = Math.min(end - at, SCRATCH_BYTES - this.filled);
      bytes.copy(this.scratch, this.filled, at, at + step);
      this.filled += step;
      at += step;
      if (this.filled === SCRATCH_BYTES) {
        this.mix(SCRATCH_BYTES / 4);
        this.filled = 0;
      }
    }
  }

  /** Pads the tail with zeros; the length, which is mixed in, distinguishes them from zeros in the input. */
  private finish(): void {
    const padded = Math.ceil(this.filled / BLOCK) * BLOCK;
    this.scratch.fill(0, this.filled, padded);
    this.mix(padded / 4);
    let a = this.h1 ^ this.length;
    let b = this.h2 ^ this.length;
    let c = this.h3 ^ this.length;
    let d = this.h4 ^ this.length;
    a = (a + b + c + d) | 0;
    b = (b + a) | 0;
    c = (c + a) | 0;
    d = (d + a) | 0;
    a = avalanche(a);
    b = avalanche(b);
    c = avalanche(c);
    d = avalanche(d);
    a = (a + b + c + d) | 0;
    this.h1 = a;
    this.h2 = (b + a) | 0;
    this.h3 = (c + a) | 0;
    this.h4 = (d + a) | 0;
  }

  private mix(count: number): void {
    const { words } = this;
    let { h1, h2, h3, h4 } = this;
    for (let at = 0; at < count; at += 4) {
      let k = Math.imul(words[at]!, 0x239b961b);
      h1 ^= Math.imul((k << 15) | (k >>> 17), 0xab0e9789);
      h1 = (Math.imul((((h1 << 19) | (h1 >>> 13)) + h2) | 0, 5) + 0x561ccd1b) | 0;
      k = Math.imul(words[at + 1]!, 0xab0e9789);
      h2 ^= Math.imul((k << 16) | (k >>> 16), 0x38b34ae5);
      h2 = (Math.imul((((h2 << 17) | (h2 >>> 15)) + h3) | 0, 5) + 0x0bcaa747) | 0;
      k = Math.imul(words[at + 2]!, 0x38b34ae5);
      h3 ^= Math.imul((k << 17) | (k >>> 15), 0xa1e38b93);
      h3 = (Math.imul((((h3 << 15) | (h3 >>> 17)) + h4) | 0, 5) + 0x96cd1c35) | 0;
      k = Math.imul(words[at + 3]!, 0xa1e38b93);
      h4 ^= Math.imul((k << 18) | (k >>> 14), 0x239b961b);
      h4 = (Math.imul((((h4 << 13) | (h4 >>> 19)) + h1) | 0, 5) + 0x32ac3b17) | 0;
    }
    this.h1 = h1;
    this.h2 = h2;
    this.h3 = h3;
    this.h4 = h4;
  }
}

function avalanche(h: number): number {
  let x = h ^ (h >>> 16);
  x = Math.imul(x, 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  return x ^ (x >>> 16);
}
