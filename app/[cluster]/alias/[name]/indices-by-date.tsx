import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { HEALTH } from '@/components/health-labels.ts';
import { IndexName } from '@/components/index-name.tsx';
import { paths } from '@/components/paths.ts';
import { Chip } from '@/components/ui/chip.tsx';
import { Menu, type MenuItem } from '@/components/ui/menu.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { State } from '@/components/ui/state.tsx';
import { Body, Cell, Column, Head, Row, Table } from '@/components/ui/table.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { AliasGroup, MapEntry } from '@/lib/contract/alias-map.ts';
import type { AliasPage } from '@/lib/contract/alias-page.ts';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import { ambiguousNames } from '@/lib/index-parts.ts';

/** Its indices and those named like them, newest first: which is live, which are older, which are newer. */
export function IndicesByDate({ page: { alias, group } }: { page: AliasPage }) {
  if (group === null || group.entries.length === 0) return null;
  const whole = ambiguousNames(group.entries.map(({ index }) => index));
  return (
    <Panel title="Its indices by date" flush>
      <Table label={`Indices of ${alias}`} lines>
        <Head>
          <Column>Index</Column>
          <Column numeric>Documents</Column>
          <Column numeric>Size</Column>
          <Column>Health</Column>
          <Column>Created</Column>
          <Column>
            <span className="sr-only">Actions</span>
          </Column>
        </Head>
        <Body>
          {group.entries.map((entry, place) => (
            <EntryRow
              key={entry.uuid}
              entry={entry}
              alias={alias}
              word={wordOf(group, place)}
              whole={whole.has(entry.index)}
            />
          ))}
        </Body>
      </Table>
      {group.left !== undefined && (
        <p className="border-t px-4 py-3 text-small text-muted mid:px-5">
          {plural(group.left, 'older index', 'older indices')} not listed.
        </p>
      )}
    </Panel>
  );
}

/** "live", "newer", "previous" (the newest one that is older than the live ones), or nothing. */
function wordOf({ entries }: AliasGroup, place: number): string | null {
  if (entries[place]!.live) return 'live';
  const first = entries.findIndex(({ live }) => live);
  if (first === -1) return null;
  if (place < first) return 'newer';
  const last = entries.findLastIndex(({ live }) => live);
  return place === last + 1 ? 'previous' : null;
}

interface RowProps {
  entry: MapEntry;
  alias: string;
  word: string | null;
  whole: boolean;
}

function EntryRow({ entry, alias, word, whole }: RowProps) {
  const { key } = useCluster();
  return (
    <Row>
      <Cell place="name">
        <IndexName name={entry.index} alias={alias} of whole={whole} href={paths.index(key, entry.index)} />{' '}
        {word !== null && <Chip tone={word === 'live' ? 'live' : 'plain'}>{word}</Chip>}{' '}
        {entry.loading && <Chip tone="warn">unfinished</Chip>}
      </Cell>
      <Cell place="figure" numeric>
        {formatCount(entry.documents)}
      </Cell>
      <Cell numeric className="text-muted">
        {formatBytes(entry.storeBytes)}
      </Cell>
      <Cell place="state">
        <Health entry={entry} />
      </Cell>
      <Cell place="detail" className="text-muted">
        {entry.createdAt ? <Time at={entry.createdAt} show="relative" /> : 'unknown'}
      </Cell>
      <Cell place="menu">
        <EntryMenu entry={entry} alias={alias} />
      </Cell>
    </Row>
  );
}

function Health({ entry: { state, health } }: { entry: MapEntry }) {
  if (state === 'closed') return <State level="idle">Closed</State>;
  if (health === null) return <State level="unknown">Unknown</State>;
  return <State level={HEALTH[health].level}>{HEALTH[health].word}</State>;
}

function EntryMenu({ entry: { index, job, live, state }, alias }: { entry: MapEntry; alias: string }) {
  const { key } = useCluster();
  const [mayNotSwitch, mayNotCompare, mayNotBackUp] = [
    useBlocked('switch'),
    useBlocked('compare'),
    useBlocked('back-up'),
  ];
  const items: (MenuItem | false)[] = [
    !live && {
      label: `Switch ${alias} to this index`,
      icon: 'switch',
      href: paths.switchTo(key, index, alias),
      blocked: mayNotSwitch,
    },
    live
      ? {
          label: `Remove it from ${alias}`,
          icon: 'cross',
          href: paths.changeAlias(key, alias, 'remove', index),
          blocked: mayNotSwitch,
        }
      : {
          label: `Add it to ${alias}`,
          icon: 'plus',
          href: paths.changeAlias(key, alias, 'add', index),
          blocked: mayNotSwitch,
        },
    {
      label: 'Compare',
      icon: 'compare',
      href: live ? paths.compare(key, { right: index, alias }) : paths.compare(key, { left: index }),
      blocked: mayNotCompare ?? (state === 'closed' && 'It is closed.'),
    },
    {
      label: 'Look up documents',
      icon: 'search',
      href: paths.lookUp(key, { left: index }),
      blocked: state === 'closed' && 'It is closed.',
    },
    { label: 'Back up this index', icon: 'backups', href: paths.backUp(key, { index }), blocked: mayNotBackUp },
    { label: 'Backups of it', icon: 'clock', href: paths.backups(key, { index }) },
    job !== null && { label: `Open job ${job}, which created it`, icon: 'jobs', href: paths.job(key, job) },
  ];
  return <Menu label={`Actions for ${index}`} items={items.filter((item) => item !== false)} />;
}
