import { State } from '../ui/state.tsx';

/** Each node, and whether it can use a repository. */
export function VerifiedNodes({
  verified,
  missing = [],
}: {
  verified: readonly string[];
  missing?: readonly string[];
}) {
  return (
    <ul className="flex flex-col gap-2 text-small">
      {verified.map((node) => (
        <li key={node} className="[overflow-wrap:anywhere]">
          <State level="ok">
            <span className="text-text">{node}</span>
          </State>
        </li>
      ))}
      {missing.map((node) => (
        <li key={node} className="[overflow-wrap:anywhere]">
          <State level="unknown">
            <span className="text-text">{node}</span>: not verified yet
          </State>
        </li>
      ))}
    </ul>
  );
}
