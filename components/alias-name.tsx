'use client';
import Link from 'next/link';
import { useClusterKey } from './cluster-context.tsx';
import { paths } from './paths.ts';
import { classes } from './ui/classes.ts';

interface AliasNameProps {
  name: string;
  /** Underlined: in a sentence its place does not say that it is a link. */
  inSentence?: boolean;
  className?: string;
}

/** The name of an alias, as a link to its page. A finger hits it above and below its line, too. */
export function AliasName({ name, inSentence = false, className }: AliasNameProps) {
  const cluster = useClusterKey();
  if (cluster === null) return <span className={classes('[overflow-wrap:anywhere]', className)}>{name}</span>;
  return (
    <Link
      href={paths.alias(cluster, name)}
      prefetch={false}
      data-name-link=""
      className={classes(
        'py-1 [overflow-wrap:anywhere] text-text decoration-line-strong underline-offset-3 hover:underline',
        inSentence ? 'underline' : 'no-underline max-mid:-mx-2 max-mid:px-2 max-mid:pt-3 max-mid:pb-3.5',
        className,
      )}
    >
      {name}
    </Link>
  );
}
