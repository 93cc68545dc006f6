import { BreakLongName } from '@/components/ui/break-long-name.tsx';
import { Fold } from '@/components/ui/fold.tsx';
import { CopyBlock } from '@/components/ui/copy.tsx';
import { Body, Cell, Column, Head, Row, Table } from '@/components/ui/table.tsx';
import type { BackupDetail, DifferenceLine } from '@/lib/contract/backup-page.ts';
import { formatCount, plural } from '@/lib/format.ts';

interface Props {
  title: 'Settings' | 'Mappings';
  noun: string;
  /** null: it can't be read from the file. */
  part: BackupDetail['settings'];
  /** The first lines that differ from the live index; undefined: not compared yet. */
  lines: readonly DifferenceLine[] | undefined;
  counts: { same: number; different: number } | null;
}

/** The settings or mappings: whether they differ from the live index, the lines that do, and the text of the file. */
export function DefinitionFold({ title, noun, part, lines = [], counts }: Props) {
  if (part === null) return null;
  const length = plural(part.text.split('\n').length, 'line');
  return (
    <Fold
      title={title}
      hint={counts === null ? length : `${verdictOf(counts)}, ${length}`}
      state={counts === null ? undefined : counts.different === 0 ? 'ok' : 'warn'}
    >
      {counts !== null && counts.different > 0 && (
        <Different title={title} noun={noun} lines={lines} count={counts.different} />
      )}
      {part.cut && (
        <p className="mb-2 text-small text-muted">
          Only the beginning. Download the file to read the rest, in its entry index.json.
        </p>
      )}
      <CopyBlock name={`${title} in the backup`} text={part.text} />
    </Fold>
  );
}

const verdictOf = ({ same, different }: { same: number; different: number }): string =>
  different === 0 ? 'equal to the live index' : `${formatCount(different)} different, ${formatCount(same)} equal`;

interface DifferentProps {
  title: string;
  noun: string;
  /** The first of `count`. */
  lines: readonly DifferenceLine[];
  count: number;
}

function Different({ title, noun, lines, count }: DifferentProps) {
  return (
    <div className="-mx-4 mb-4 mid:-mx-5">
      <Table label={`${title} that differ`}>
        <Head>
          <Column className="w-[44%]">{noun === 'setting' ? 'Setting' : 'Mapping key'}</Column>
          <Column className="w-[28%]">In the backup</Column>
          <Column>Live</Column>
        </Head>
        <Body>
          {lines.map((line) => (
            <Row key={line.key}>
              <Cell>
                <code>
                  <BreakLongName text={line.key} />
                </code>
              </Cell>
              <Cell label="Backup">
                <Value value={line.backup} />
              </Cell>
              <Cell label="Live">
                <Value value={line.live} />
              </Cell>
            </Row>
          ))}
        </Body>
      </Table>
      {count > lines.length && (
        <p className="px-4 pt-2 text-small text-muted mid:px-5">
          The first {formatCount(lines.length)} of {plural(count, noun)}.
        </p>
      )}
    </div>
  );
}

const Value = ({ value }: { value: string | null }) =>
  value === null ? <span className="text-faint">not set</span> : <code>{value}</code>;
