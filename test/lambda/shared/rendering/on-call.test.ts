import fc from 'fast-check';
import type { Alert, Incident } from '../../../../lambda/shared/alerts/alert';
import type { OnCallStep } from '../../../../lambda/shared/channels/on-call';
import { parseMessage } from '../../../../lambda/shared/parsing/parse-message';
import { opsgenieRequest, plainOpsgenieRequest } from '../../../../lambda/shared/rendering/opsgenie';
import { pagerDutyRequest, plainPagerDutyRequest } from '../../../../lambda/shared/rendering/pager-duty';
import { plainTeamsMessage, teamsMessage } from '../../../../lambda/shared/rendering/teams';
import { ROUTING_KEY } from '../../support/bench';
import { anyMessage } from '../../support/malformed';
import { cardProblems, createAlertProblems, noteProblems, pagerDutyProblems } from '../../support/on-call-schemas';
import { ALL } from '../../support/payloads';
import { bySns, change } from '../../support/payloads/payload';

const FALLBACK = { id: 'fallback', sentAt: 1_787_458_532_000 };
const ACTIONS = ['open', 'update', 'acknowledge', 'close'] as const;

const incidentOf = ({ changedAt }: Alert): Incident => ({
  startedAt: changedAt - 720_000,
  isLate: true,
  assigned: { by: '<script>Ada</script>'.repeat(50), at: changedAt, until: changedAt + 3_600_000 },
  followUp: { pageUrl: `https://answers.example.com/?${'x'.repeat(500)}` },
});

/** What is not as PagerDuty, Opsgenie and Teams document it. */
function problemsOf(alert: Alert): string[] {
  const incident = incidentOf(alert);
  const steps = ACTIONS.map((action): OnCallStep => ({ action, key: alert.subject }));
  const events = steps.flatMap((step) => [pagerDutyRequest(alert, incident, step), plainPagerDutyRequest(alert, step)]);
  const requests = steps.flatMap((step) =>
    [opsgenieRequest(alert, incident, step), plainOpsgenieRequest(alert, step)].map((request) => ({
      step,
      ...request,
    })),
  );
  const cards = [teamsMessage(alert, incident), plainTeamsMessage(alert, incident)];
  return [
    ...events.flatMap(({ path, event }) =>
      sent((input) => pagerDutyProblems(path, input), { routing_key: ROUTING_KEY, ...event }),
    ),
    ...requests.flatMap(({ step, path, body }) =>
      path === ''
        ? sent(createAlertProblems, body)
        : sent((input) => noteProblems(input, step.action === 'update' ? 'notes' : step.action), body),
    ),
    ...cards.flatMap((card) => sent(cardProblems, card)),
    ...cards
      .map(({ attachments: [{ content }] }) => Buffer.byteLength(JSON.stringify(JSON.stringify(content))))
      .filter((bytes) => bytes > 28 * 1024)
      .map((bytes) => `${bytes} bytes of card`),
    ...events
      .map((event) => JSON.stringify(event).length)
      .filter((length) => length > 100_000)
      .map(String),
  ];
}

/** As the other side reads it. */
const sent = (problems: (input: never) => string[], input: object): string[] =>
  problems(JSON.parse(JSON.stringify(input)) as never);

test.each(ALL.map(({ name, body }) => [name, body]))(
  '%s is as PagerDuty, Opsgenie and Teams document it',
  (_, body) => {
    expect(problemsOf(parseMessage(body, FALLBACK))).toEqual([]);
  },
);

test('a detail that Opsgenie would drop for its length is cut, and a link leads to the description', () => {
  const alert = { ...parseMessage(bySns('orders', change('orders')).body, FALLBACK), account: 'a'.repeat(600) };

  const { body } = opsgenieRequest(alert, incidentOf(alert), { action: 'open', key: 'orders' });

  const details = Object.entries(body.details as Record<string, string>);
  expect(details.filter(([, value]) => value.length > 500)).toEqual([]);
  expect(details).toContainEqual(['Account', `${'a'.repeat(499)}…`]);
  expect(details).toContainEqual(['Release', 'See the description: too long for this field.']);
  expect(body.description).toContain(incidentOf(alert).followUp?.pageUrl);
});

test('so is whatever else arrives', () => {
  fc.assert(
    fc.property(anyMessage, (body) => {
      expect(problemsOf(parseMessage(body, FALLBACK))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test.each([
  ['of three bytes each', '\u4e2d'],
  ['that JSON writes as six', '"\\'],
  ['of two halves', '😀'],
])('a message full of characters %s fits', (_, character) => {
  const text = character.repeat(5000);
  const alert = parseMessage(bySns('m', change(text, { AlarmDescription: text, NewStateReason: text })).body, FALLBACK);

  expect(
    problemsOf({ ...alert, meaning: text, rule: text, component: text, environment: text, steps: [text, text] }),
  ).toEqual([]);
});

test('nothing of a name is markup: no tag in Opsgenie, no Markdown in Teams', () => {
  const name = '<img src=x onerror=alert(1)> [here](https://evil.example) **P0**';
  const alert = parseMessage(bySns('m', change(name)).body, FALLBACK);

  const { body } = opsgenieRequest(alert, incidentOf(alert), { action: 'open', key: 'x' });
  expect(JSON.stringify(body)).not.toMatch(/<[a-z/!]/i);
  expect(JSON.stringify(teamsMessage(alert, incidentOf(alert)))).not.toContain('"TextBlock"');
});
