'use client';
import type { OptionRow, RecoveryOption } from '@/lib/present/recovery-options.ts';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { RestoreLink } from '@/components/kinds/restore/restore-link.tsx';
import { SwitchLink } from '@/components/kinds/switch/switch-link.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton, type LinkLook } from '@/components/ui/button.tsx';
import { classes } from '@/components/ui/classes.ts';
import { Chip } from '@/components/ui/chip.tsx';
import { Menu, type MenuItem } from '@/components/ui/menu.tsx';
import { State } from '@/components/ui/state.tsx';
import { StickyActions } from '@/components/ui/sticky-actions.tsx';

/** The ways out of an incident, side by side with the same rows. The first one has the page's primary button. */
export function Options({ options }: { options: readonly RecoveryOption[] }) {
  if (options.length === 0) return null;
  return (
    <ul
      className={classes(
        'grid grid-cols-[minmax(0,1fr)] border-t max-mid:divide-y mid:divide-x',
        options.length > 3 ? 'mid:grid-cols-2' : 'mid:auto-cols-fr mid:grid-flow-col mid:grid-cols-none',
      )}
    >
      {options.map((option, place) => (
        <li
          key={option.id}
          className={classes(
            'flex min-w-0 flex-col p-4 mid:px-7 mid:py-5',
            options.length > 3 && place > 1 && 'mid:border-t',
          )}
        >
          <h2 className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            {place > 0 && option.id !== 'choose' ? `Or ${lowerFirst(option.title)}` : option.title}
            {option.recommended && <Chip tone="live">Recommended</Chip>}
          </h2>
          <dl className="definitions mt-3 mb-5">
            {option.rows.map((row) => (
              <Row key={row.term} row={row} />
            ))}
            {option.index !== null && (
              <>
                <dt>Index</dt>
                <dd>
                  <IndexName name={option.index} alias={option.to.alias} />
                </dd>
              </>
            )}
          </dl>
          <div className={place === 0 ? 'mt-auto max-mid:hidden' : 'mt-auto'}>
            <OptionLink option={option} look={place === 0 ? 'primary' : 'plain'} size="large" />
          </div>
        </li>
      ))}
    </ul>
  );
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function Row({ row: { term, value, detail, level } }: { row: OptionRow }) {
  const content = (
    <>
      {value}
      {detail && <span className="text-muted">{detail}</span>}
    </>
  );
  return (
    <>
      <dt>{term}</dt>
      <dd className={term === 'Documents' ? 'font-medium [&>span]:font-normal' : undefined}>
        {level ? <State level={level}>{content}</State> : content}
      </dd>
    </>
  );
}

/** On a phone the primary button remains in view, and a menu beside it has the other ways. */
export function OptionBar({ options: [first, ...others] }: { options: readonly RecoveryOption[] }) {
  const items = useOptionItems(others);
  if (first === undefined) return null;
  return (
    <div className="mid:hidden">
      <StickyActions summary={first.title}>
        <div className="flex w-full items-start gap-2">
          <OptionLink option={first} look="primary" size="large" className="flex-1" />
          <Menu label="Other ways" items={items} />
        </div>
      </StickyActions>
    </div>
  );
}

const ICONS = {
  restore: 'restore',
  'restore-snapshot': 'restore',
  switch: 'switch',
  backup: 'backups',
  snapshot: 'snapshot',
} as const;

/** The lines of a menu. What a role may not do is there with the reason. */
export function useOptionItems(options: readonly RecoveryOption[]): MenuItem[] {
  const { key } = useCluster();
  const mayNotRestore = useBlocked('restore');
  const blocked = {
    restore: mayNotRestore,
    'restore-snapshot': mayNotRestore,
    switch: useBlocked('switch'),
    backup: null,
    snapshot: null,
  };
  return options.map((option) => ({
    label: option.title,
    icon: ICONS[option.to.kind],
    href: hrefOf(option, key),
    blocked: blocked[option.to.kind],
  }));
}

export function OptionLink({ option, ...look }: { option: RecoveryOption } & Omit<LinkLook, 'children'>) {
  const { key } = useCluster();
  const { to, button } = option;
  const label = (
    <>
      {button}
      <span className="sr-only"> of {to.alias}</span>
    </>
  );
  switch (to.kind) {
    case 'restore':
      return (
        <RestoreLink {...look} alias={to.alias} {...(to.backup === undefined ? {} : { backup: to.backup })}>
          {label}
        </RestoreLink>
      );
    case 'switch':
      return (
        <SwitchLink {...look} alias={to.alias} {...(to.index === undefined ? {} : { index: to.index })}>
          {label}
        </SwitchLink>
      );
    case 'restore-snapshot':
      return (
        <RestoreLink {...look} alias={to.alias} href={hrefOf(option, key)}>
          {label}
        </RestoreLink>
      );
    case 'backup':
    case 'snapshot':
      return (
        <LinkButton {...look} href={hrefOf(option, key)}>
          {label}
        </LinkButton>
      );
    default:
      return to satisfies never;
  }
}

function hrefOf({ to }: RecoveryOption, cluster: string): string {
  switch (to.kind) {
    case 'restore':
      return to.backup === undefined
        ? paths.chooseBackup(cluster, to.alias)
        : paths.restore(cluster, to.backup, { alias: to.alias });
    case 'switch':
      return paths.switchTo(cluster, to.index ?? '', to.alias);
    case 'restore-snapshot':
      return to.index === null
        ? paths.snapshot(cluster, to.repository, to.snapshot)
        : paths.restoreSnapshot(cluster, to.repository, to.snapshot, to.index, { alias: to.alias });
    case 'backup':
      return paths.backup(cluster, to.backup);
    case 'snapshot':
      return paths.snapshot(cluster, to.repository, to.snapshot);
    default:
      return to satisfies never;
  }
}
