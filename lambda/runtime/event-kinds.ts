import { attempt, entries } from './objects';

/** What is known of an event before its handler runs. */
export interface Occasion {
  /** What sends such events. */
  readonly trigger: string;
  /** The operation: verb and route template, or what the event comes from. Never the raw path: its values are without number. */
  readonly operation: string;
  /** Whether the handler's answer has a status, and which one it means without one. */
  readonly status?: number;
  /** How many records the event brings. */
  readonly records?: number;
  readonly correlationId?: unknown;
  readonly callerId?: unknown;
  /** Load balancers may send several values of each. */
  readonly headers?: Readonly<Record<string, unknown>>;
}

// biome-ignore lint/suspicious/noExplicitAny: an event can be anything; errors of reading it are caught
type Event = any;

interface EventKind {
  /** Whether an event is of this kind. @default - whether it is a batch whose records are */
  readonly is?: (event: Event, context: Event) => unknown;
  /** The route template, or what it comes from. @param first the first of a batch, or the event - @default - what its ARN names */
  readonly name?: (first: Event) => string;
  /** What an answer without a status means, for kinds whose answer has one: those of the web. */
  readonly status?: number;
  /** The correlation id of each record of a batch, or of the event. @default - the header of this name */
  readonly cause?: (record: Event) => unknown;
}

const VERB = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/;
/** Anybody can send a method of their own invention. */
const verb = ({ httpMethod, requestContext }: Event): string =>
  VERB.exec(httpMethod ?? requestContext.http.method)?.[0] ?? 'OTHER';
/** Of `arn:aws:service:region:account:name`, or of `…:type/name/…`. */
function named(arn: string): string {
  const [, , , , , type, name = type] = arn.split(/[:/]/);
  return name as string;
}
const headersOf = ({ headers, multiValueHeaders }: Event) => headers ?? multiValueHeaders ?? {};
const header = (event: Event): unknown =>
  entries(headersOf(event))
    .find(([name]) => name.toLowerCase() === 'x-correlation-id')
    ?.flat()[1];
/** Of an event that EventBridge has put into the text, or in the envelope that SNS puts around it. */
const CORRELATION_ID = /"correlationId"\s*:\s*(?:\{[^{}]*"Value"\s*:\s*)?"([^"]+)/;
const within = (text: string): unknown => CORRELATION_ID.exec(text)?.[1];

/** REST APIs and load balancers turn an answer that they cannot read into a 502; the newer format takes any answer for a success. */
const MALFORMED = 502;
const SUCCESS = 200;

/** By what sends such events; the first that matches. Who measures no operations does not deploy it. */
const EVENT_KINDS = /* @__PURE__ */ entries<EventKind>({
  'load-balancer': {
    is: (_, { elb }) => elb,
    name: ({ requestContext }) => named(requestContext.elb.targetGroupArn),
    status: MALFORMED,
  },
  'function-url': {
    is: (_, { domainName }) => /\.lambda-url\./.test(domainName),
    name: () => 'function-url',
    status: SUCCESS,
  },
  'http-api': {
    is: ({ version }) => version === '2.0',
    // `ANY /path` does not say the verb, and `$default` has none
    name: ({ routeKey }) => routeKey.slice(routeKey.indexOf(' ') + 1),
    status: SUCCESS,
  },
  'rest-api': { is: (_, { httpMethod }) => httpMethod, name: ({ resource }) => resource, status: MALFORMED },
  sqs: { cause: ({ messageAttributes, body }) => messageAttributes?.correlationId?.stringValue ?? within(body) },
  sns: {
    name: ({ Sns }) => named(Sns.TopicArn),
    cause: ({ Sns }) => Sns.MessageAttributes?.correlationId?.Value ?? within(Sns.Message),
  },
  kinesis: {},
  dynamodb: {},
  schedule: {
    is: (event) => event['detail-type'] === 'Scheduled Event',
    name: ({ resources }) => resources[0].split('/').at(-1),
  },
  eventbridge: {
    is: (event) => event['detail-type'],
    name: (event) => event['detail-type'],
    cause: ({ detail }) => detail?.correlationId,
  },
});

const UNKNOWN: Occasion = { trigger: 'invoke', operation: 'invoke' };

/** Reads an event; one that is of no known kind, or not as its kind should be, is a plain invocation. */
export const occasionOf = (event: Event): Occasion => attempt(() => known(event)) ?? UNKNOWN;

function known(event: Event): Occasion | undefined {
  const { Records: records, requestContext = {}, methodArn, routeArn } = event;
  // of an authorizer, which is asked with the request of an operation but is none
  if (methodArn ?? routeArn) return undefined;
  const source = records?.[0].eventSource ?? records?.[0].EventSource;
  for (const [trigger, { is, name, status, cause = header }] of EVENT_KINDS) {
    if (!(is ? is(event, requestContext) : source === `aws:${trigger}`)) continue;
    const all: Event[] = records ?? [event];
    const [first] = all;
    const id = cause(first);
    const { jwt, claims, principalId, iam } = requestContext.authorizer ?? {};
    return {
      trigger,
      operation: `${status ? verb(event) : trigger} ${name ? name(first) : named(first.eventSourceARN)}`,
      status,
      records: records?.length,
      // a batch of several causes has no id of its own
      correlationId: all.every((record) => cause(record) === id) && id,
      callerId: (jwt?.claims ?? claims)?.sub ?? principalId ?? iam?.userId ?? requestContext.identity?.user,
      headers: headersOf(event),
    };
  }
  return undefined;
}
