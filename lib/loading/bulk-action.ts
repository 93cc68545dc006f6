import type { ActionLine } from '../archive/action-line.ts';
import type { ConflictMode } from '../contract/plan.ts';

/** The action in the words every target takes: no underscores from 7 on, a type only towards 6.8, routing always kept. */
export function actionFor(line: ActionLine, mode: ConflictMode, type: string | null): Buffer {
  const versioned = mode === 'external_gte' && line.version !== null;
  return Buffer.from(
    `{"${mode === 'create' ? 'create' : 'index'}":{${type === null ? '' : `"_type":${JSON.stringify(type)},`}"_id":${JSON.stringify(line.id)}${line.routing === null ? '' : `,"routing":${JSON.stringify(line.routing)}`}${
      versioned ? `,"version":${line.version},"version_type":"external_gte"` : ''
    }}}`,
  );
}
