import Link from 'next/link';
import type { MouseEvent } from 'react';
import { EnvironmentTag } from '../environment-tag.tsx';
import { classes } from '../ui/classes.ts';
import { Icon } from '../ui/icon.tsx';
import type { Option, OptionGroup } from './option.ts';

interface Props {
  id: string;
  groups: readonly OptionGroup[];
  active: Option | null;
  /** The id of an option's element. */
  elementId: (option: Option) => string;
  onPoint: (option: Option) => void;
  /** It is opened in this tab. */
  onOpen: () => void;
}

/** What matches, in groups. The focus stays in the text field, which names the active option. */
export function OptionList({ id, groups, active, elementId, onPoint, onOpen }: Props) {
  return (
    <div
      role="listbox"
      id={id}
      aria-label="Results"
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain border-t p-1.5"
    >
      {groups.map(({ title, options }) => (
        <div key={title} role="group" aria-label={title} className="pb-1">
          <div role="presentation" className="px-2.5 pt-2 pb-1 text-caption [overflow-wrap:anywhere] text-muted">
            {title}
          </div>
          {options.map((option) => (
            <OptionLine
              key={option.id}
              id={elementId(option)}
              option={option}
              active={option.id === active?.id}
              onPoint={onPoint}
              onOpen={onOpen}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

interface LineProps extends Pick<Props, 'onPoint' | 'onOpen'> {
  id: string;
  option: Option;
  active: boolean;
}

function OptionLine({ id, option, active, onPoint, onOpen }: LineProps) {
  const { danger = false, detail, href, icon, label, on } = option;
  return (
    <Link
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      href={href}
      prefetch={false}
      onMouseMove={() => {
        if (!active) onPoint(option);
      }}
      // The focus stays in the field.
      onMouseDown={(event) => event.preventDefault()}
      onClick={(event) => {
        if (!opensElsewhere(event)) onOpen();
      }}
      className={classes(
        'flex min-h-9 scroll-my-2 items-center gap-2.5 rounded-md px-2.5 py-1.5 text-small no-underline max-mid:min-h-11',
        danger ? 'text-bad' : 'text-text',
        active && 'bg-hover outline-2 -outline-offset-2 outline-line-strong',
      )}
    >
      <Icon name={icon} className={danger ? '' : 'text-faint'} />
      <span className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3">
        <span className="min-w-0 [overflow-wrap:anywhere]">{label}</span>
        {detail && <span className="min-w-0 [overflow-wrap:anywhere] text-muted">{detail}</span>}
      </span>
      {on && <OnCluster on={on} named={on.name !== label} />}
    </Link>
  );
}

const opensElsewhere = ({ altKey, ctrlKey, metaKey, shiftKey }: MouseEvent): boolean =>
  altKey || ctrlKey || metaKey || shiftKey;

/** Another cluster than the page's: its environment, and its name where the line does not have it. */
function OnCluster({ on, named }: { on: NonNullable<Option['on']>; named: boolean }) {
  return (
    <span className="flex max-w-[45%] min-w-0 flex-none flex-wrap items-baseline justify-end gap-x-2">
      {named && <span className="min-w-0 truncate text-muted">{on.name}</span>}
      <EnvironmentTag environment={on.environment} colour={on.colour} />
    </span>
  );
}
