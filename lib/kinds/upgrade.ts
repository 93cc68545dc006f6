import { refOfFile } from '../contract/backup-ref.ts';

type Data = Record<string, unknown>;
const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null;

/** For `z.preprocess`: changes what an older version stored to the current form. `change` may modify the copy it gets. */
export const upgradeWith =
  (change: (data: Data) => void) =>
  (stored: unknown): unknown => {
    if (!isData(stored)) return stored;
    const copy = { ...stored };
    change(copy);
    return copy;
  };

/**
 * Adds a backup's ref under `name` where its absolute path was stored as `file`, in the object at `path`. Objects along
 * the path are copied, so that the input is not modified.
 */
export function addRefOfFile(data: Data, path: readonly string[], name: string): void {
  let holder = data;
  for (const key of path) {
    const inner = holder[key];
    if (!isData(inner)) return;
    holder = holder[key] = { ...inner };
  }
  if (typeof holder['file'] === 'string' && holder[name] === undefined) holder[name] = refOfFile(holder['file']);
}
