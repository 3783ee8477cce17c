import type { Alert, Incident } from '../alerts/alert';
import { emailText } from './email';
import { factsOf, inLine, resolutionOf } from './facts';
import { linksOf } from './links';
import { isFull, measuredIn, originOf, otherChildren, quotedReason, reasonOf, titleOf } from './parts';
import { calm, cut, oneLine, timing } from './words';

type Element = Readonly<Record<string, unknown>>;

/** Teams counts the card as text in JSON: https://learn.microsoft.com/connectors/teams/#known-issues-and-limitations-with-actions */
const MOST_BYTES = 28 * 1024;
/** Of one paragraph. */
const LONGEST = 1200;
/** Newer ones are not shown by every workflow. */
const VERSION = '1.4';

/** A message with an Adaptive Card, as the webhook of a Teams workflow takes it. */
export function teamsMessage(alert: Alert, incident: Incident) {
  const message = messageOf(alert, cardOf(alert, incident));
  const [{ content }] = message.attachments;
  const isTooLarge = Buffer.byteLength(JSON.stringify(JSON.stringify(content))) > MOST_BYTES;
  return isTooLarge ? plainTeamsMessage(alert, incident) : message;
}

/** Paragraphs of text only: of 28 KB, a character takes four bytes at most, and a paragraph 200. */
export const plainTeamsMessage = (alert: Alert, incident: Incident) =>
  messageOf(alert, {
    body: cut(emailText(alert, incident), 3000)
      .split('\n')
      .filter(Boolean)
      .slice(0, 40)
      .map((line) => paragraph(run(line))),
  });

const messageOf = (alert: Alert, card: Element) => ({
  type: 'message',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.card.adaptive',
      contentUrl: null,
      content: {
        $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
        type: 'AdaptiveCard',
        version: VERSION,
        fallbackText: calm(titleOf(alert, 300)),
        msteams: { width: 'Full' },
        ...card,
      },
    },
  ] as const,
});

function cardOf(alert: Alert, incident: Incident): Element {
  const { steps } = alert;
  const { heading, parts } = otherChildren(alert);
  const resolution = resolutionOf(alert, incident);
  const links = linksOf(alert, incident);
  const firstSteps = isFull(alert) ? steps.slice(0, 3).map((step) => cut(oneLine(step), 200)) : [];
  return {
    body: [
      {
        type: 'Container',
        style: styleOf(alert, incident),
        bleed: true,
        items: [paragraph(bold(titleOf(alert, 300)))],
      },
      ...[timing(alert, incident), ...measuredIn(alert), reasonOf(alert), ...factsOf(alert, incident).map(inLine)]
        .flatMap((text) => text.split('\n'))
        .filter(Boolean)
        .map((text) => paragraph(run(text))),
      ...listed('What to do first', firstSteps),
      ...(parts.length > 0 ? [paragraph(bold(heading))] : []),
      ...parts.flatMap(({ title, steps: first, runbookUrl }) => [
        paragraph(run(title), ...(runbookUrl === undefined ? [] : [run('  ·  '), link('Runbook', runbookUrl)])),
        ...numbered(first),
      ]),
      ...(resolution.length > 0 ? [paragraph(bold('To be filled in'))] : []),
      ...resolution.map((fact) => paragraph(run(inLine(fact)))),
      ...[quotedReason(alert), oneLine(originOf(alert))]
        .filter(Boolean)
        .map((text) => paragraph({ ...run(cut(text, 400)), isSubtle: true, size: 'Small' })),
    ],
    ...(links.length > 0 && {
      actions: links.map(({ label, url }) => ({ type: 'Action.OpenUrl', title: label, url })),
    }),
  };
}

function styleOf({ state, severity }: Alert, { assigned }: Incident): string {
  if (state === 'OK') return 'good';
  if (state !== 'ALARM') return 'emphasis';
  if (assigned !== undefined) return 'accent';
  return severity === 'P0' || severity === 'P1' ? 'attention' : 'warning';
}

const listed = (heading: string, steps: readonly string[]): Element[] =>
  steps.length === 0 ? [] : [paragraph(bold(heading)), ...numbered(steps)];

const numbered = (steps: readonly string[]): Element[] =>
  steps.map((step, index) => paragraph(run(`${index + 1}. ${step}`)));

/** Unlike a block of text, these read no Markdown: nothing in a name is ever markup. */
const paragraph = (...inlines: Element[]): Element => ({ type: 'RichTextBlock', spacing: 'Small', inlines });
const run = (text: string): Element => ({ type: 'TextRun', text: calm(cut(text, LONGEST)) || '–' });
const bold = (text: string): Element => ({ ...run(text), weight: 'Bolder' });
const link = (text: string, url: string): Element => ({ ...run(text), selectAction: { type: 'Action.OpenUrl', url } });
