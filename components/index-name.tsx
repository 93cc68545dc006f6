'use client';
import Link from 'next/link';
import { indexParts } from '@/lib/index-parts.ts';
import { classes } from './ui/classes.ts';
import { useClusterKey } from './cluster-context.tsx';
import { paths } from './paths.ts';
import { Copy, CopyIcon } from './ui/copy.tsx';
import { Popover } from './ui/popover.tsx';

interface IndexNameProps {
  name: string;
  /** The alias or group it is displayed for. Default: that in the name. */
  alias?: string | null;
  /** Under the alias's own heading its alias is left out, unless the name has another one. */
  of?: boolean;
  /** The full name in place, where two names of a list would look the same (`ambiguousNames`). */
  whole?: boolean;
  /** Where its row leads. Default: the page of the index. */
  href?: string;
  /** No link: within a link, a button or a label, of another cluster, or not created yet. */
  plain?: boolean;
  /** A copy button that is always visible; otherwise it appears on hover and focus. */
  copy?: boolean;
  /** In a sentence: underlined, without the copy button and its space. The full name has one. */
  inSentence?: boolean;
  className?: string;
}

/**
 * An index: alias, date, and the four characters that tell it from others. These open the full name. A name of another form
 * is displayed whole. The one way to write an index's name on a page.
 */
export function IndexName({
  name,
  alias,
  of = false,
  whole = false,
  href,
  plain = false,
  copy = false,
  inSentence = false,
  className,
}: IndexNameProps) {
  const cluster = useClusterKey();
  const page = plain || cluster === null ? undefined : paths.index(cluster, name);
  const own = indexParts(name, alias);
  const parts = own.date === null ? indexParts(name) : own;
  const { date, id } = parts;
  const brief = of && own.date !== null;
  if (whole || date === null || id === null) {
    // Side by side: a link on several lines would cover the button below its first line.
    const side = inSentence ? '' : 'inline-flex max-w-full items-end';
    return (
      <span className={classes('group/ix', side, className)}>
        <NameLink row={href} page={page} inSentence={inSentence}>
          <code className="[overflow-wrap:anywhere]">{name}</code>
        </NameLink>
        {!inSentence && <CopyIcon text={name} label={`Copy the name ${name}`} always={copy} />}
      </span>
    );
  }
  return (
    <span className={classes('group/ix', className)}>
      <NameLink row={href} page={page} inSentence={inSentence}>
        {!brief && <b className="font-medium [overflow-wrap:anywhere]">{parts.alias}</b>}
        {!brief && <wbr />}
        <span className={classes('whitespace-nowrap', !brief && 'text-muted')}>
          {!brief && <Dot />}
          {date}
        </span>
      </NameLink>
      <wbr />
      <span className="whitespace-nowrap">
        <Dot />
        <FullName name={name} id={id} inSentence={inSentence} />
        {!inSentence && <CopyIcon text={name} label={`Copy the full name of index ${id}`} always={copy} />}
      </span>
    </span>
  );
}

/** Higher than its line on a phone; but not in a sentence, where it would cover a name on the next line. */
const ROOM_FOR_A_FINGER = 'max-mid:-my-3 max-mid:px-2 max-mid:py-[13px]';

/** The four characters; they open the full name. On a phone it is a sheet at the bottom. */
function FullName({ name, id, inSentence }: { name: string; id: string; inSentence: boolean }) {
  return (
    <Popover
      label="Full name of the index"
      align="start"
      className="p-3 mid:max-w-[440px] max-mid:!inset-[auto_16px_16px] max-mid:!p-4"
      button={(opens) => (
        <button
          {...opens}
          type="button"
          title={name}
          aria-label={`Full name of index ${id}`}
          className={classes(
            '-mx-[3px] rounded-sm px-[3px] font-mono text-code text-faint hover:bg-raised hover:text-text',
            !inSentence && ROOM_FOR_A_FINGER,
          )}
        >
          {id}
        </button>
      )}
    >
      {() => (
        <>
          <span className="mb-1 block text-caption text-faint">Full name</span>
          <code className="block [overflow-wrap:anywhere] select-all">{name}</code>
          <span className="mt-3 block">
            <Copy text={name} label="Copy the full name" />
          </span>
        </>
      )}
    </Popover>
  );
}

function Dot() {
  return (
    <span aria-hidden="true" className="px-1.5 text-faint">
      ·
    </span>
  );
}

/** `row`: the link of the whole row; else `page`, the index's own. A finger hits it above and below its line, too. */
function NameLink({
  row,
  page,
  inSentence,
  children,
}: {
  row: string | undefined;
  page: string | undefined;
  inSentence: boolean;
  children: React.ReactNode;
}) {
  const href = row ?? page;
  if (href === undefined) return children;
  return (
    <Link
      href={href}
      prefetch={false}
      {...(row === undefined ? { 'data-name-link': '' } : { 'data-row-link': '' })}
      className={classes(
        'py-1 text-text decoration-line-strong underline-offset-3 hover:underline',
        inSentence ? 'underline' : 'no-underline max-mid:-mx-2 max-mid:px-2 max-mid:pt-3 max-mid:pb-3.5',
      )}
    >
      {children}
    </Link>
  );
}
