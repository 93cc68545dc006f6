import { shortIndexName } from '@/lib/format.ts';
import { classes } from './ui/classes.ts';

/** An index's name: whole, or without what its alias already says. Read out and copied whole either way. */
export function IndexName({
  name,
  alias,
  short = false,
  className,
}: {
  name: string;
  alias?: string | null;
  short?: boolean;
  className?: string;
}) {
  const shown = short ? shortIndexName(name, alias) : name;
  if (shown === name) return <code className={classes('[overflow-wrap:anywhere]', className)}>{name}</code>;
  return (
    <code title={name} className={classes('[overflow-wrap:anywhere]', className)}>
      <span aria-hidden="true">{shown}</span>
      <span className="sr-only">{name}</span>
    </code>
  );
}
