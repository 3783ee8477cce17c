import { entries } from './objects';

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
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

// biome-ignore lint/suspicious/noExplicitAny: an event is whatever its sender made it; all that can go wrong is caught in one place
type Event = any;

interface EventKind {
  /** Whether an event is of this kind. @default - whether it is a batch whose records are */
  readonly matches?: (event: Event, context: Event) => unknown;
  /** The route template, or what it comes from. @param first the first record of a batch, or the event */
  readonly name: (first: Event) => string;
  /** What an answer without a status means, for kinds whose answer has one: those of the web. */
  readonly status?: number;
  /** The correlation id of each record of a batch, or of the event. @default - the header of this name */
  readonly cause?: (record: Event) => unknown;
}

const VERB = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/;
/** Anybody can send a method of their own invention. */
function verb({ httpMethod, requestContext }: Event): string {
  const method = httpMethod ?? requestContext.http.method;
  return VERB.test(method) ? method : 'OTHER';
}
/** Of `arn:aws:service:region:account:type/name/…` the type is the part 5, unless it is the name itself. */
const part = (arn: string, place: number): string => arn.split(/[:/]/).at(place) as string;
const header = ({ headers }: Event): unknown =>
  entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'x-correlation-id')?.[1];

/** REST APIs and load balancers turn an answer that they cannot read into a 502; the newer format takes any answer for a success. */
const MALFORMED = 502;
const SUCCESS = 200;

/** By what sends such events; the first that matches. */
const EVENT_KINDS = entries<EventKind>({
  'load-balancer': {
    matches: (_, { elb }) => elb,
    name: (event) => part(event.requestContext.elb.targetGroupArn, 6),
    status: MALFORMED,
  },
  'function-url': {
    matches: (_, { domainName }) => /\.lambda-url\./.test(domainName),
    name: () => 'function-url',
    status: SUCCESS,
  },
  'http-api': {
    matches: ({ version }) => version === '2.0',
    // `ANY /path` does not say the verb, and `$default` has none
    name: ({ routeKey }) => routeKey.slice(routeKey.indexOf(' ') + 1),
    status: SUCCESS,
  },
  'rest-api': { matches: (_, { httpMethod }) => httpMethod, name: ({ resource }) => resource, status: MALFORMED },
  sqs: {
    name: (record) => part(record.eventSourceARN, 5),
    // or in an event that EventBridge has put there
    cause: ({ messageAttributes, body }) =>
      messageAttributes?.correlationId?.stringValue ?? /"correlationId":"([^"]+)/.exec(body)?.[1],
  },
  sns: {
    name: (record) => part(record.Sns.TopicArn, 5),
    cause: ({ Sns }) => Sns.MessageAttributes?.correlationId?.Value,
  },
  kinesis: { name: (record) => part(record.eventSourceARN, 6) },
  dynamodb: { name: (record) => part(record.eventSourceARN, 6) },
  schedule: {
    matches: (event) => event['detail-type'] === 'Scheduled Event',
    name: ({ resources }) => part(resources[0], -1),
  },
  eventbridge: {
    matches: (event) => event['detail-type'],
    name: (event) => event['detail-type'],
    cause: ({ detail }) => detail?.correlationId,
  },
});

const UNKNOWN: Occasion = { trigger: 'invoke', operation: 'invoke' };

/** Reads an event; one that is of no known kind, or not as its kind should be, is a plain invocation. */
export function occasionOf(event: Event): Occasion {
  try {
    const { Records: records, requestContext = {}, headers } = event;
    const source = records?.[0].eventSource ?? records?.[0].EventSource;
    for (const [trigger, { matches, name, status, cause = header }] of EVENT_KINDS) {
      if (!(matches ? matches(event, requestContext) : source === `aws:${trigger}`)) continue;
      const all: Event[] = records ?? [event];
      const first = cause(all[0]);
      const { jwt, claims, principalId, iam } = requestContext.authorizer ?? {};
      return {
        trigger,
        operation: `${status ? verb(event) : trigger} ${name(all[0])}`,
        status,
        records: records?.length,
        // a batch of several causes has no id of its own
        correlationId: all.every((record) => cause(record) === first) && first,
        callerId: (jwt?.claims ?? claims)?.sub ?? principalId ?? iam?.userId,
        headers,
      };
    }
  } catch {
    // not as its kind should be
  }
  return UNKNOWN;
}
