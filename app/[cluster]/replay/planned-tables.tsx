import { Fold } from '@/components/ui/fold.tsx';
import { Body, Cell, Column, Head, Row, Table } from '@/components/ui/table.tsx';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import type { ReplayPlan } from '@/lib/kinds/replay/schema.ts';
import { CapturedAt } from './captured-at.tsx';

/** The requests to send, by method, path and index. */
export function Kinds({ plan: { documents, writes } }: { plan: ReplayPlan }) {
  return (
    <Fold title={`${plural(writes.length, 'kind')} of request`} hint={`to ${plural(documents, 'document')}`}>
      <Table label="Requests to send by kind">
        <Head>
          <Column>Request</Column>
          <Column>Index</Column>
          <Column numeric>Requests</Column>
          <Column numeric>Documents</Column>
          <Column numeric>Deletions</Column>
        </Head>
        <Body>
          {writes.map(({ deletes, documents: written, index, pattern, requests }) => (
            <Row key={`${pattern} ${index}`}>
              <Cell>
                <code className="[overflow-wrap:anywhere]">{pattern}</code>
              </Cell>
              <Cell label="Index">{index || <span className="text-faint">none</span>}</Cell>
              <Cell numeric label="Requests">
                {formatCount(requests)}
              </Cell>
              <Cell numeric label="Documents">
                {formatCount(written)}
              </Cell>
              <Cell numeric label="Deletions">
                {formatCount(deletes)}
              </Cell>
            </Row>
          ))}
        </Body>
      </Table>
    </Fold>
  );
}

/** The captured files that were read. */
export function Files({ plan: { files } }: { plan: ReplayPlan }) {
  return (
    <Fold title={plural(files.length, 'file')} hint={formatBytes(files.reduce((sum, { bytes }) => sum + bytes, 0))}>
      <Table label="Captured files">
        <Head>
          <Column>File</Column>
          <Column>Server</Column>
          <Column>Records from</Column>
          <Column>To</Column>
          <Column numeric>Records</Column>
          <Column numeric>Not whole</Column>
        </Head>
        <Body>
          {files.map(({ broken, firstAt, lastAt, path, records, server }) => (
            <Row key={path}>
              <Cell>
                <code className="[overflow-wrap:anywhere]">{path}</code>
              </Cell>
              <Cell label="Server">{server}</Cell>
              <Cell label="Records from">{firstAt === null ? 'none' : <CapturedAt time={firstAt} />}</Cell>
              <Cell label="To">{lastAt === null ? 'none' : <CapturedAt time={lastAt} />}</Cell>
              <Cell numeric label="Records">
                {formatCount(records)}
              </Cell>
              <Cell numeric label="Not whole">
                {formatCount(broken)}
              </Cell>
            </Row>
          ))}
        </Body>
      </Table>
    </Fold>
  );
}
