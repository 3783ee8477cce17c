import Ajv, { type AnySchema } from 'ajv';

const ajv = new Ajv({ allErrors: true, strictRequired: false });

/** What is wrong, by path. */
function problemsBy(schema: AnySchema): (value: unknown) => string[] {
  const isRight = ajv.compile(schema);
  return (value) =>
    isRight(value) ? [] : (isRight.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
}

const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength });
const LINK = { type: 'string', maxLength: 2048, pattern: '^https://[\\x21-\\x7e]+$' };
const closed = (properties: object, required: readonly string[]) => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});

const TIMESTAMP = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' };
const DETAILS = { type: 'object', additionalProperties: { type: 'string' } };
const LINKS = { type: 'array', items: closed({ href: LINK, text: text(255) }, ['href']) };

/** https://developer.pagerduty.com/docs/send-change-event */
const changeEventProblems = problemsBy(
  closed(
    {
      routing_key: { type: 'string', minLength: 32, maxLength: 32 },
      links: LINKS,
      payload: closed({ summary: text(1024), source: text(255), timestamp: TIMESTAMP, custom_details: DETAILS }, [
        'summary',
      ]),
    },
    ['routing_key', 'payload'],
  ),
);

/** https://developer.pagerduty.com/docs/send-alert-event, and PagerDuty's own OpenAPI document of Events API v2. */
const alertEventProblems = problemsBy({
  ...closed(
    {
      routing_key: { type: 'string', minLength: 32, maxLength: 32 },
      event_action: { enum: ['trigger', 'acknowledge', 'resolve'] },
      dedup_key: text(255),
      client: text(255),
      client_url: LINK,
      links: LINKS,
      payload: closed(
        {
          summary: text(1024),
          source: text(255),
          severity: { enum: ['critical', 'error', 'warning', 'info'] },
          timestamp: TIMESTAMP,
          component: text(255),
          group: text(255),
          class: text(255),
          custom_details: DETAILS,
        },
        ['summary', 'source', 'severity'],
      ),
    },
    ['routing_key', 'event_action', 'dedup_key'],
  ),
  if: { properties: { event_action: { const: 'trigger' } } },
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { required: ['payload'] },
});

/** @param path `/enqueue` or `/change/enqueue` */
export const pagerDutyProblems = (path: string, event: unknown): string[] =>
  path === '/enqueue' ? alertEventProblems(event) : changeEventProblems(event);

/** https://docs.opsgenie.com/docs/alert-api#create-alert */
const createAlert = problemsBy(
  closed(
    {
      message: text(130),
      alias: text(512),
      description: text(15_000),
      entity: text(512),
      source: text(100),
      priority: { enum: ['P1', 'P2', 'P3', 'P4', 'P5'] },
      tags: { type: 'array', maxItems: 20, items: text(50) },
      details: { type: 'object', additionalProperties: { type: 'string' } },
      user: text(100),
      note: text(25_000),
    },
    ['message'],
  ),
);
export const createAlertProblems = (input: { details?: object }): string[] => {
  const length = Object.entries(input.details ?? {})
    .flat()
    .join('').length;
  return [...createAlert(input), ...(length > 8000 ? [`details: ${length} characters`] : [])];
};

/** Acknowledge, close and add a note: https://docs.opsgenie.com/docs/alert-api-continued */
const NOTE = { user: text(100), source: text(100), note: text(25_000) };
const optionalNote = problemsBy(closed(NOTE, []));
const requiredNote = problemsBy(closed(NOTE, ['note']));
export const noteProblems = (input: unknown, action: string): string[] =>
  action === 'notes' ? requiredNote(input) : optionalNote(input);

/** As much of https://adaptivecards.io/explorer, version 1.4, as is used, in the message of a workflow's webhook. */
const OPEN_URL = closed({ type: { const: 'Action.OpenUrl' }, title: text(100), url: LINK }, ['type', 'url']);
const TEXT_RUN = closed(
  {
    type: { const: 'TextRun' },
    text: text(4000),
    weight: { enum: ['Default', 'Lighter', 'Bolder'] },
    size: { enum: ['Default', 'Small', 'Medium', 'Large', 'ExtraLarge'] },
    isSubtle: { type: 'boolean' },
    selectAction: OPEN_URL,
  },
  ['type', 'text'],
);
const SPACING = { enum: ['Default', 'None', 'Small', 'Medium', 'Large', 'ExtraLarge', 'Padding'] };
const RICH_TEXT = closed(
  { type: { const: 'RichTextBlock' }, spacing: SPACING, inlines: { type: 'array', minItems: 1, items: TEXT_RUN } },
  ['type', 'inlines'],
);
const CONTAINER = closed(
  {
    type: { const: 'Container' },
    style: { enum: ['default', 'emphasis', 'good', 'attention', 'warning', 'accent'] },
    bleed: { type: 'boolean' },
    items: { type: 'array', minItems: 1, items: RICH_TEXT },
  },
  ['type', 'items'],
);
const CARD = closed(
  {
    $schema: { const: 'http://adaptivecards.io/schemas/adaptive-card.json' },
    type: { const: 'AdaptiveCard' },
    version: { const: '1.4' },
    fallbackText: text(1000),
    msteams: closed({ width: { const: 'Full' } }, ['width']),
    body: { type: 'array', minItems: 1, items: { anyOf: [RICH_TEXT, CONTAINER] } },
    // Teams shows at most six
    actions: { type: 'array', maxItems: 6, items: OPEN_URL },
  },
  ['type', 'version', 'body'],
);
export const cardProblems = problemsBy(
  closed(
    {
      type: { const: 'message' },
      attachments: {
        type: 'array',
        minItems: 1,
        maxItems: 1,
        items: closed(
          {
            contentType: { const: 'application/vnd.microsoft.card.adaptive' },
            contentUrl: { type: 'null' },
            content: CARD,
          },
          ['contentType', 'content'],
        ),
      },
    },
    ['type', 'attachments'],
  ),
);
