import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { JobStore } from '../../../lib/jobs/store/job-store.ts';

interface TemporaryStore {
  /** The data directory of the current test. */
  readonly data: string;
  /** The store of the current test. */
  readonly store: JobStore;
}

/** A job store in a temporary data directory for each test. Call it at the top of a test file. */
export function useStore(): TemporaryStore {
  let data = '';
  let store: JobStore;
  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'job-store-'));
    store = JobStore.open(data);
  });
  afterEach(() => {
    store.close();
    rmSync(data, { recursive: true, force: true });
  });
  return {
    get data() {
      return data;
    },
    get store() {
      return store;
    },
  };
}
