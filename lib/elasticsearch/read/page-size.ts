import type { ReadOptions } from './document-reader.ts';

const DEFAULT_PAGE_BYTES = 8 * 1024 * 1024;
/** index.max_result_window's default. */
const MAX_PAGE_DOCUMENTS = 10_000;
/** Lower, because a sample may hold small documents before large ones. */
const MAX_SCROLL_DOCUMENTS = 5_000;

/** The mean comes from the store (compressed, or not yet written): documents may be many times larger. Pages soon double. */
const FIRST_PAGE_DOCUMENTS = 250;

/** Documents a page, so that it has about `pageBytes` by the documents read so far. Never more than doubles. */
export class PageSize {
  size: number;
  private limit: number;
  private readonly target: number;

  constructor(options: Pick<ReadOptions, 'meanBytes' | 'pageBytes' | 'pageDocuments'>) {
    this.limit = Math.min(MAX_PAGE_DOCUMENTS, options.pageDocuments ?? MAX_PAGE_DOCUMENTS);
    this.target = options.pageBytes ?? DEFAULT_PAGE_BYTES;
    this.size =
      options.meanBytes === null
        ? this.clamp(100)
        : Math.min(FIRST_PAGE_DOCUMENTS, this.clamp(this.target / Math.max(1, options.meanBytes)));
  }

  record(documents: number, bytes: number): void {
    this.size = this.clamp(Math.min(this.size * 2, this.target / Math.max(1, bytes / documents)));
  }

  /** After the server refused a page as too large (circuit breaker, smaller result window). Also the limit from then on. */
  halve(): void {
    this.size = Math.max(1, Math.floor(this.size / 2));
    this.limit = this.size;
  }

  /** A scroll's fixed page size, from the size of a sample. */
  static forScroll(target: number | undefined, documents: number, bytes: number): number {
    const size = documents === 0 ? 100 : (target ?? DEFAULT_PAGE_BYTES) / (bytes / documents);
    return Math.max(1, Math.min(MAX_SCROLL_DOCUMENTS, Math.floor(size)));
  }

  private clamp(documents: number): number {
    return Math.max(1, Math.min(this.limit, Math.floor(documents)));
  }
}
