/**
 * The result of `npm audit --json`: names of vulnerable packages; `answered: false`: the registry has no audits, as
 * many mirrors.
 */
export type AuditVerdict = { answered: false } | { answered: true; vulnerable: string[] };

export function auditVerdict(json: string): AuditVerdict {
  let report: unknown;
  try {
    report = JSON.parse(json);
  } catch {
    return { answered: false };
  }
  if (
    typeof report !== 'object' ||
    report === null ||
    !('vulnerabilities' in report) ||
    typeof report.vulnerabilities !== 'object' ||
    report.vulnerabilities === null
  )
    return { answered: false };
  return { answered: true, vulnerable: Object.keys(report.vulnerabilities) };
}
