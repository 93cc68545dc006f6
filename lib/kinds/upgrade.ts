import { refOfFile } from '../contract/backup-ref.ts';

type Data = Record<string, unknown>;
const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null;

/** For `z.preprocess`: changes what an older version stored into today's form. `change` may change its copy. */
export const upgraded =
  (change: (data: Data) => void) =>
  (stored: unknown): unknown => {
    if (!isData(stored)) return stored;
    const copy = { ...stored };
    change(copy);
    return copy;
  };

/**
 * Names a backup by its ref where its absolute path was stored as `file`, in the object that `path` leads to. Objects on
 * the way are copied: what was given stays as it is.
 */
export function fileAsRef(data: Data, path: readonly string[], name: string): void {
  let at = data;
  for (const key of path) {
    const inner = at[key];
    if (!isData(inner)) return;
    at = at[key] = { ...inner };
  }
  if (typeof at['file'] === 'string' && at[name] === undefined) at[name] = refOfFile(at['file']);
}
