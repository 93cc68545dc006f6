import { parseExact } from '../../json/exact.ts';
import { isJsonObject } from '../../target/deep-merge.ts';

/** One action of a bulk body, with its source line. */
export interface BulkItem {
  action: 'index' | 'create' | 'update' | 'delete';
  /** null: the index of the path. */
  index: string | null;
  /** null: the cluster makes one. */
  id: string | null;
  repeatable: boolean;
  external: boolean;
  /** Its lines in the body, with the last line's end. */
  start: number;
  end: number;
  /** End of its action line. */
  actionEnd: number;
}

const ACTIONS: readonly string[] = ['index', 'create', 'update', 'delete'];
const NEW_LINE = 0x0a;

/** The actions of a bulk body, in order; null: it is none. */
export function bulkItems(body: Buffer): BulkItem[] | null {
  const items: BulkItem[] = [];
  let at = 0;
  while (at < body.length) {
    const actionEnd = endOfLine(body, at);
    if (isBlank(body, at, actionEnd)) {
      at = actionEnd;
      continue;
    }
    const action = readAction(body.toString('utf8', at, actionEnd));
    if (action === null) return null;
    const end = action.action === 'delete' ? actionEnd : endOfLine(body, actionEnd);
    if (action.action !== 'delete' && end === actionEnd) return null;
    const scripted = action.action === 'update' && hasScript(body.subarray(actionEnd, end));
    items.push({ ...action, repeatable: action.id !== null && !scripted, start: at, end, actionEnd });
    at = end;
  }
  return items.length === 0 ? null : items;
}

/** A body with these of its items, each as it was. */
export const bodyOfItems = (body: Buffer, items: readonly BulkItem[]): Buffer =>
  Buffer.concat(
    items.flatMap(({ start, end }) => {
      const lines = body.subarray(start, end);
      return lines.at(-1) === NEW_LINE ? [lines] : [lines, Buffer.from('\n')];
    }),
  );

function endOfLine(body: Buffer, from: number): number {
  const found = body.indexOf(NEW_LINE, from);
  return found === -1 ? body.length : found + 1;
}

function isBlank(body: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (body[at]! > 0x20) return false;
  return true;
}

function readAction(line: string): Pick<BulkItem, 'action' | 'index' | 'id' | 'external'> | null {
  const parsed = parseObject(line);
  const [name, ...others] = Object.keys(parsed ?? {});
  if (parsed === null || name === undefined || others.length > 0 || !ACTIONS.includes(name)) return null;
  const metadata = parsed[name];
  if (!isJsonObject(metadata)) return null;
  const { _id: id, _index: index } = metadata;
  const versionType = metadata['version_type'] ?? metadata['_version_type'];
  return {
    action: name as BulkItem['action'],
    index: typeof index === 'string' ? index : null,
    id: typeof id === 'string' ? id : typeof id === 'number' ? numericId(line, name) : null,
    external: isExternal(versionType),
  };
}

/** With all its digits: the same document may be named by a path. */
function numericId(line: string, action: string): string {
  const exact = parseExact(line) as Record<string, { _id: unknown }>;
  return JSON.stringify(exact[action]!._id);
}

export const isExternal = (versionType: unknown): boolean =>
  typeof versionType === 'string' && /^(external|force)/.test(versionType);

/** Whether the body of an update runs a script: it counts what it counts once more when it is repeated. */
export const hasScript = (body: Buffer): boolean => {
  const parsed = parseObject(body.toString('utf8'));
  return parsed === null || 'script' in parsed || 'script_id' in parsed || 'script_file' in parsed;
};

export function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}
