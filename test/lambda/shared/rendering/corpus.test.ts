import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Alert, Incident } from '../../../../lambda/shared/alerts/alert';
import { parseMessage } from '../../../../lambda/shared/parsing/parse-message';
import { emailSubject, emailText } from '../../../../lambda/shared/rendering/email';
import { slackMessage } from '../../../../lambda/shared/rendering/slack';
import { smsText } from '../../../../lambda/shared/rendering/sms';
import { sentAfter } from '../../support/bench';
import { FAMILIES } from '../../support/payloads';
import { plainSlack } from '../../support/plain-slack';

const SENT_AT = Date.parse('2026-08-23T04:15:32Z');
const BEGAN = Date.parse('2026-08-23T04:15:30.123Z');

/** Longer texts are shown by their beginning and length; what a text file cannot show, by its code point. */
const MOST = 1500;
const visible = (text: string): string =>
  (text.length > MOST ? `${text.slice(0, MOST)} (… ${text.length} characters)` : text).replace(
    /[\p{Cc}\p{Cf}\p{Surrogate}]/gu,
    (character) => (character === '\n' ? '\n' : `\\u{${character.codePointAt(0)?.toString(16)}}`),
  );

const incidentOf = ({ state }: Alert): Incident => ({
  startedAt: state === 'MESSAGE' ? undefined : BEGAN,
  isLate: false,
});

function rendered(body: string): string {
  const alert = parseMessage(body, { id: 'fallback', sentAt: sentAfter(body, SENT_AT) });
  const incident = incidentOf(alert);
  return [
    `slack   ${plainSlack(slackMessage(alert, incident, {})).join('\n')}`,
    `sms     ${smsText(alert, incident)}`,
    `subject ${emailSubject(alert)}`,
    `email   ${emailText(alert, incident)}`,
  ]
    .map((part) => visible(part).replace(/\n/g, '\n        '))
    .join('\n')
    .replace(/[ \t]+$/gm, '');
}

/** `UPDATE_CORPUS=1 npx jest test/lambda/shared/rendering/corpus` writes what is sent now; read the difference before it is kept. */
describe.each(Object.entries(FAMILIES))('%s', (family, payloads) => {
  const file = join(__dirname, 'corpus', `${family}.txt`);
  if (process.env['UPDATE_CORPUS'] !== undefined) {
    writeFileSync(file, payloads.map(({ name, body }) => `## ${name}\n${rendered(body)}\n`).join('\n'));
  }
  const expected = new Map(
    readFileSync(file, 'utf8')
      .split(/^## /m)
      .slice(1)
      .map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1).trimEnd()]),
  );

  test('each payload has its expectation', () => {
    expect([...expected.keys()]).toEqual(payloads.map(({ name }) => name));
  });

  test.each(payloads.map(({ name, body }) => [name, body]))('%s', (name, body) => {
    expect(rendered(body)).toBe(expected.get(name));
  });
});

test('there are enough of them', () => {
  expect(Object.values(FAMILIES).flat().length).toBeGreaterThanOrEqual(60);
});
