import { Fold } from '@/components/ui/fold.tsx';
import { Body, Cell, Column, Head, Row, Table } from '@/components/ui/table.tsx';
import { formatCount, plural } from '@/lib/format.ts';
import { remainsUnknown } from '@/lib/kinds/replay/replay-words.ts';
import type { ReplayPlan } from '@/lib/kinds/replay/schema.ts';
import { CapturedAt } from './captured-at.tsx';
import { Files, Kinds } from './planned-tables.tsx';

/** What is in the captures, and what is not: one fold for each, those that need attention first. */
export function ReplayFolds({ plan }: { plan: ReplayPlan }) {
  const { counts } = plan;
  return (
    <>
      <Gaps plan={plan} />
      <Broken plan={plan} />
      <Unknown plan={plan} />
      <Excluded
        one="request to an old index"
        many="requests to an old index"
        total={counts.oldIndex}
        rows={plan.oldIndex}
        warn
      />
      <Excluded one="administrative request" total={counts.administration} rows={plan.administration} />
      <Excluded
        one="request that was refused then"
        many="requests that were refused then"
        total={counts.refused}
        rows={plan.refused}
      />
      <OtherIndices plan={plan} />
      <Kinds plan={plan} />
      <Files plan={plan} />
    </>
  );
}

function Gaps({ plan: { coverage } }: { plan: ReplayPlan }) {
  const gaps = coverage.servers.flatMap(({ gaps: of, server }) => of.map((gap) => ({ ...gap, server })));
  if (gaps.length === 0) return null;
  return (
    <Fold
      state="warn"
      title={`${plural(gaps.length, 'gap')} in the capture`}
      hint="changes of that time may be missing"
    >
      <Table label="Gaps in the capture">
        <Head>
          <Column>Server</Column>
          <Column>From</Column>
          <Column>To</Column>
          <Column numeric>Requests of other servers meanwhile</Column>
        </Head>
        <Body>
          {gaps.map(({ from, others, server, to }) => (
            <Row key={`${server} ${from}`}>
              <Cell>{server}</Cell>
              <Cell label="From">
                <CapturedAt time={from} />
              </Cell>
              <Cell label="To">
                <CapturedAt time={to} />
              </Cell>
              <Cell numeric label="Requests of other servers">
                {formatCount(others)}
              </Cell>
            </Row>
          ))}
        </Body>
      </Table>
      <p className="mt-3 text-small text-muted">
        Let the publishers send that time again, and compare with the previous index after the replay.
      </p>
    </Fold>
  );
}

function Broken({ plan: { broken, counts, files } }: { plan: ReplayPlan }) {
  const total = counts.cut + counts.malformed;
  if (total === 0) return null;
  return (
    <Fold state="warn" title={`${plural(total, 'record')} not whole`} hint="not sent">
      <Table label="Records that are not whole">
        <Head>
          <Column>File</Column>
          <Column numeric>Byte, unpacked</Column>
          <Column>Problem</Column>
        </Head>
        <Body>
          {broken.map(({ file, kind, offset, why }) => (
            <Row key={`${file} ${offset} ${kind}`}>
              <Cell>
                <code className="[overflow-wrap:anywhere]">{files[file]?.path}</code>
              </Cell>
              <Cell numeric label="Byte">
                {formatCount(offset)}
              </Cell>
              <Cell label="Problem">
                {kind === 'cut' ? 'Cut' : 'Malformed'}: {why}
              </Cell>
            </Row>
          ))}
        </Body>
      </Table>
      <More shown={broken.length} total={total} />
    </Fold>
  );
}

function Unknown({ plan }: { plan: ReplayPlan }) {
  const sentences = remainsUnknown(plan, null);
  if (sentences.length === 0) return null;
  return (
    <Fold title="What the captures can’t tell" hint={plural(sentences.length, 'sentence')}>
      <ul className="flex list-disc flex-col gap-1 pl-5 text-small text-muted">
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Fold>
  );
}

interface ExcludedProps {
  one: string;
  many?: string;
  total: number;
  rows: ReplayPlan['administration'];
  warn?: boolean;
}

function Excluded({ one, many = `${one}s`, total, rows, warn = false }: ExcludedProps) {
  if (total === 0) return null;
  return (
    <Fold state={warn ? 'warn' : undefined} title={plural(total, one, many)} hint="not sent">
      <Table label={`${many}, not sent`}>
        <Head>
          <Column>Request</Column>
          <Column numeric>Answered then</Column>
          <Column numeric>Requests</Column>
        </Head>
        <Body>
          {rows.map(({ answer, method, path, requests }) => (
            <Row key={`${method} ${path} ${String(answer)}`}>
              <Cell>
                <code className="[overflow-wrap:anywhere]">
                  {method} {path}
                </code>
              </Cell>
              <Cell numeric label="Answered then">
                {answer ?? <span className="text-faint">unknown</span>}
              </Cell>
              <Cell numeric label="Requests">
                {formatCount(requests)}
              </Cell>
            </Row>
          ))}
        </Body>
      </Table>
      <More shown={rows.reduce((sum, { requests }) => sum + requests, 0)} total={total} />
    </Fold>
  );
}

function More({ shown, total }: { shown: number; total: number }) {
  if (shown >= total) return null;
  return (
    <p className="mt-2 text-small text-muted">
      The first {formatCount(shown)} of {formatCount(total)}.
    </p>
  );
}

function OtherIndices({ plan: { otherIndices } }: { plan: ReplayPlan }) {
  if (otherIndices.length === 0) return null;
  return (
    <Fold
      state="warn"
      title={`Requests also name ${plural(otherIndices.length, 'other index', 'other indices')}`}
      hint="not restored from this backup"
    >
      <ul className="flex flex-col gap-1">
        {otherIndices.map((name) => (
          <li key={name}>
            <code className="[overflow-wrap:anywhere]">{name}</code>
          </li>
        ))}
      </ul>
    </Fold>
  );
}
