/** What `npm audit --json` says: the names of packages with a known hole, or that the registry does not answer such questions (mirrors often don't). */
export type AuditVerdict = { answered: false } | { answered: true; vulnerable: string[] };

export function auditVerdict(json: string): AuditVerdict {
  let answer: unknown;
  try {
    answer = JSON.parse(json);
  } catch {
    return { answered: false };
  }
  if (
    typeof answer !== 'object' ||
    answer === null ||
    !('vulnerabilities' in answer) ||
    typeof answer.vulnerabilities !== 'object' ||
    answer.vulnerabilities === null
  )
    return { answered: false };
  return { answered: true, vulnerable: Object.keys(answer.vulnerabilities) };
}
