import type { ReadOptions } from './document-reader.ts';

const DEFAULT_PAGE_BYTES = 8 * 1024 * 1024;
/** index.max_result_window's default. */
const MAX_PAGE_DOCUMENTS = 10_000;
/** A sample can be of small documents before large ones. */
const MAX_SCROLL_DOCUMENTS = 5_000;

/** The mean is the store's, compressed or not yet written: documents may weigh many times that. It doubles soon. */
const FIRST_PAGE_DOCUMENTS = 250;

/** Sized by bytes: aims at `pageBytes` from what the documents so far weighed, and never more than doubles. */
export class PageSize {
  size: number;
  private limit = MAX_PAGE_DOCUMENTS;
  private readonly target: number;

  constructor(options: Pick<ReadOptions, 'meanBytes' | 'pageBytes'>) {
    this.target = options.pageBytes ?? DEFAULT_PAGE_BYTES;
    this.size =
      options.meanBytes === null
        ? 100
        : Math.min(FIRST_PAGE_DOCUMENTS, this.within(this.target / Math.max(1, options.meanBytes)));
  }

  saw(documents: number, bytes: number): void {
    this.size = this.within(Math.min(this.size * 2, this.target / Math.max(1, bytes / documents)));
  }

  /** The server said it is too much (a circuit breaker, a smaller result window): don't come near it again. */
  halve(): void {
    this.size = Math.max(1, Math.floor(this.size / 2));
    this.limit = this.size;
  }

  /** For a reader that can't change its mind: from what a sample weighed. */
  static once(target: number | undefined, documents: number, bytes: number): number {
    const wanted = documents === 0 ? 100 : (target ?? DEFAULT_PAGE_BYTES) / (bytes / documents);
    return Math.max(1, Math.min(MAX_SCROLL_DOCUMENTS, Math.floor(wanted)));
  }

  private within(wanted: number): number {
    return Math.max(1, Math.min(this.limit, Math.floor(wanted)));
  }
}
