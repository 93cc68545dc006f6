import type { DocumentKey } from '../elasticsearch/read/get-documents.ts';
import type { Write } from './write.ts';

/** The action line of a write as every target accepts it: `_type` only for 6.8, the routing always included. */
export function bulkAction({ id, routing }: DocumentKey, write: Write, type: string | null): Buffer {
  const condition =
    write.operation === 'create'
      ? ''
      : `,"if_seq_no":${write.condition.seqNo},"if_primary_term":${write.condition.primaryTerm}`;
  return Buffer.from(
    `{"${write.operation}":{${type === null ? '' : `"_type":${JSON.stringify(type)},`}"_id":${JSON.stringify(id)}` +
      `${routing === null ? '' : `,"routing":${JSON.stringify(routing)}`}${condition}}}`,
  );
}
