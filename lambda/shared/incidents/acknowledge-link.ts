import { createHmac, timingSafeEqual } from 'node:crypto';

/** The incident that a link takes. */
export interface Target {
  readonly subject: string;
  /** When it began, in milliseconds since 1970. */
  readonly startedAt: number;
}

/** From when it is sent: longer than any answer time, and than a weekend. */
const VALID_MS = 72 * 3_600_000;

/** A link by which whoever has it can acknowledge or release one incident, and nothing else, for three days from now. */
export function linkTo(url: string, key: string, { subject, startedAt }: Target, now: number): string {
  const until = now + VALID_MS;
  const query = { incident: subject, since: `${startedAt}`, until: `${until}` };
  return `${url}?${new URLSearchParams({ ...query, signature: signatureOf(key, query) })}`;
}

/** What a link is for, if it is one of ours. */
export function targetIn(query: URLSearchParams, key: string, now: number): Target | 'forged' | 'expired' {
  const [incident = '', since = '', until = '', signature = ''] = ['incident', 'since', 'until', 'signature'].map(
    (name) => query.get(name) ?? '',
  );
  const expected = Buffer.from(signatureOf(key, { incident, since, until }));
  const given = Buffer.from(signature);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'forged';
  return now < Number(until) ? { subject: incident, startedAt: Number(since) } : 'expired';
}

function signatureOf(key: string, fields: { incident: string; since: string; until: string }): string {
  // what the key also signs one day will not be mistaken for this
  const signed = JSON.stringify(['acknowledge', fields.incident, fields.since, fields.until]);
  return createHmac('sha256', key).update(signed).digest('base64url');
}
