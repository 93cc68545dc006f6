/**
 * Which documents one side has, by key and by content, so that of the other side, read afterwards, the values are digested of those
 * only that both have with different content. Two Bloom filters: of each million documents of equal content fewer than one is taken for
 * different, never the other way round.
 */
export class SeenDocuments {
  private readonly keys: Bits;
  private readonly contents: Bits;

  /** `documents`: how many are expected. Up to 3 million the filters have the size that they need. */
  constructor(documents: number) {
    this.keys = new Bits(documents * 16, 2 ** 26);
    this.contents = new Bits(documents * 48, 2 ** 27);
  }

  /** `lanes`: of the content digest of this document alone. */
  add(keyHash: number, lanes: Int32Array): void {
    for (let probe = 0; probe < KEY_PROBES; probe++) this.keys.set(keyProbe(keyHash, probe));
    for (let probe = 0; probe < CONTENT_PROBES; probe++) this.contents.set(contentProbe(lanes, probe));
  }

  /** Whether the other side has a document of this key with other content. */
  hasOtherContent(keyHash: number, lanes: Int32Array): boolean {
    for (let probe = 0; probe < CONTENT_PROBES; probe++)
      if (!this.contents.has(contentProbe(lanes, probe))) return this.hasKey(keyHash);
    return false;
  }

  private hasKey(keyHash: number): boolean {
    for (let probe = 0; probe < KEY_PROBES; probe++) if (!this.keys.has(keyProbe(keyHash, probe))) return false;
    return true;
  }
}

const KEY_PROBES = 2;
const CONTENT_PROBES = 8;

const keyProbe = (keyHash: number, probe: number): number =>
  probe === 0 ? keyHash : Math.imul(keyHash, 0x9e3779b1) ^ (keyHash >>> 15);

/** The lanes are independent hashes. */
const contentProbe = (lanes: Int32Array, probe: number): number =>
  probe < 4 ? lanes[probe]! : lanes[probe - 4]! + Math.imul(lanes[(probe - 3) & 3]!, 0x85ebca6b);

class Bits {
  private readonly words: Int32Array;
  private readonly mask: number;

  constructor(wanted: number, most: number) {
    const bits = Math.min(most, 2 ** Math.ceil(Math.log2(Math.max(1024, wanted))));
    this.words = new Int32Array(bits / 32);
    this.mask = bits - 1;
  }

  set(hash: number): void {
    const bit = hash & this.mask;
    this.words[bit >>> 5]! |= 1 << (bit & 31);
  }

  has(hash: number): boolean {
    const bit = hash & this.mask;
    return (this.words[bit >>> 5]! & (1 << (bit & 31))) !== 0;
  }
}
