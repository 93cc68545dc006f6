import type { JobResult, JobWork } from '../contract/job.ts';
import type { JobKind } from './kind.ts';
import { unknownKind } from './unknown-kind.ts';

export interface KindRegistry {
  /** In the order they were given. */
  all(): readonly JobKind[];
  /** The kind that a work or a plan names. One that is not registered is described as unknown to this version. */
  of(named: { readonly kind: string }): JobKind;
  /** What was stored, in today's form. What its kind can't read keeps its data, under a kind that nothing carries out. */
  parseWork(stored: JobWork): JobWork;
  /** The result of a job of that kind. What can't be read stays as it is. */
  parseResult(kind: string, stored: JobResult): JobResult;
  /** For a kind whose folder lies elsewhere. Throws where the name is taken. */
  add(kind: JobKind): void;
}

export function kindRegistry(given: readonly JobKind[]): KindRegistry {
  const known = new Map<string, JobKind>();
  const add = (kind: JobKind) => {
    if (known.has(kind.kind)) throw new Error(`There are two job kinds called ${kind.kind}.`);
    known.set(kind.kind, kind);
  };
  given.forEach(add);
  return {
    all: () => [...known.values()],
    of: ({ kind }) => known.get(kind) ?? unknownKind(kind),
    parseWork(stored) {
      const kind = known.get(stored.kind);
      if (!kind) return stored;
      return kind.schema.work.safeParse(stored).data ?? { ...stored, kind: `unreadable: ${stored.kind}` };
    },
    parseResult: (kind, stored) => known.get(kind)?.schema.result.safeParse(stored).data ?? stored,
    add,
  };
}
