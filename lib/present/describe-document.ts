import type { SampleDocument } from '../contract/backup-page.ts';

interface DocumentWords {
  id: string;
  /** Its `title` or `name`; null: it has none, or is cut. */
  title: string | null;
  /** "version 3", else empty. */
  detail: string;
}

/** A document of a backup in one line. Never throws: the file may hold anything. Pure. */
export function describeDocument({ action, source }: Pick<SampleDocument, 'action' | 'source'>): DocumentWords {
  const { id, version } = actionIn(action);
  const fields = objectIn(source);
  const title = [fields?.title, fields?.name].find((value) => typeof value === 'string' && value.trim() !== '');
  return { id, title: typeof title === 'string' ? title : null, detail: version === null ? '' : `version ${version}` };
}

/** Without the parser's rounding: the version is taken as text. */
function actionIn(action: string): { id: string; version: string | null } {
  const parsed = objectIn(action);
  const inner = Object.values(parsed ?? {})[0];
  const meta = typeof inner === 'object' && inner !== null ? (inner as { _id?: unknown }) : {};
  const version = /"_?version"\s*:\s*"?(\d+)/.exec(action)?.[1] ?? null;
  return { id: typeof meta._id === 'string' ? meta._id : action, version };
}

interface Fields {
  title?: unknown;
  name?: unknown;
}

function objectIn(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Fields) : null;
  } catch {
    return null;
  }
}
