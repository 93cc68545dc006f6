import type { JobResult, JobWork } from '../contract/job.ts';
import type { JobKind } from './kind.ts';
import { unknownKind } from './unknown-kind.ts';

export interface KindRegistry {
  /** In the order of registration. */
  all(): readonly JobKind[];
  /** The kind of a work or a plan; one that says it is unknown to this version, where it is not registered. */
  of(named: { readonly kind: string }): JobKind;
  /** A stored work in the current form. One that its kind can't parse keeps its data, under a kind that has no run. */
  parseWork(stored: JobWork): JobWork;
  /** A stored result of a job of that kind in the current form; unchanged where it can't be parsed. */
  parseResult(kind: string, stored: JobResult): JobResult;
  /** For a kind that is defined elsewhere. Throws if a kind of this name exists. */
  add(kind: JobKind): void;
}

export function kindRegistry(initial: readonly JobKind[]): KindRegistry {
  const byName = new Map<string, JobKind>();
  const add = (kind: JobKind) => {
    if (byName.has(kind.kind)) throw new Error(`There are two job kinds called ${kind.kind}.`);
    byName.set(kind.kind, kind);
  };
  initial.forEach(add);
  return {
    all: () => [...byName.values()],
    of: ({ kind }) => byName.get(kind) ?? unknownKind(kind),
    parseWork(stored) {
      const kind = byName.get(stored.kind);
      if (!kind) return stored;
      return kind.schema.work.safeParse(stored).data ?? { ...stored, kind: `unreadable: ${stored.kind}` };
    },
    parseResult: (kind, stored) => byName.get(kind)?.schema.result.safeParse(stored).data ?? stored,
    add,
  };
}
