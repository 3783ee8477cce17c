/** Reports one error. */
export type Report = (path: string, message: string) => void;

/** Reports unknown members. */
export function checkMembers(report: Report, path: string, object: object, members: readonly string[]): void {
  for (const member of Object.keys(object).filter((key) => !members.includes(key))) {
    report(path ? `${path}.${member}` : member, `unknown; use ${members.join(', ')}.`);
  }
}
