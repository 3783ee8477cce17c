import { generate } from 'selfsigned';

const DAY_MS = 86_400_000;

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A self-signed certificate, which a test trusts as an authority. */
export async function certificate(host: string, daysLeft: number): Promise<Certificate> {
  const now = Date.now();
  const { private: key, cert } = await generate([{ name: 'commonName', value: host }], {
    keyType: 'ec',
    notBeforeDate: new Date(now - 400 * DAY_MS),
    // an hour more, so that the whole days are as asked for
    notAfterDate: new Date(now + daysLeft * DAY_MS + 3_600_000),
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: host }] }],
  });
  return { key, cert };
}
