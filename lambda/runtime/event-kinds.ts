/** What is known of an event before its handler runs. */
export interface Occasion {
  /** What sends such events. */
  readonly trigger: string;
  /** The operation: verb and route template, or what the event comes from. Never the raw path: its values are without number. */
  readonly operation: string;
  /** Whether the handler's answer has a status, and which one it means without one. */
  readonly defaultStatus?: number;
  /** How many records the event brings. */
  readonly records?: number;
  readonly correlationId?: unknown;
  readonly callerId?: unknown;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

// biome-ignore lint/suspicious/noExplicitAny: an event is whatever its sender made it; all that can go wrong is caught in one place
type Event = any;

interface EventKind {
  readonly trigger: string;
  /** Whether an event is of this kind. @default - whether its records are of this `source` */
  readonly matches?: (event: Event) => unknown;
  readonly source?: string;
  /** @param first the first record of a batch, or the event */
  readonly operation: (first: Event) => string;
  /** What an answer without a status means, for kinds whose answer has one. */
  readonly defaultStatus?: number;
  /** Of each record of a batch, or of the event. */
  readonly correlationId?: (record: Event) => unknown;
}

const VERBS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
/** Anybody can send a method of their own invention. */
const verb = (method: string): string => (VERBS.includes(method) ? method : 'OTHER');
const lastPart = (arn: string, separator: string): string => arn.slice(arn.lastIndexOf(separator) + 1);
const header = ({ headers }: Event): unknown =>
  Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'x-correlation-id')?.[1];

/** REST APIs and load balancers turn an answer that they cannot read into a 502; the newer format takes any answer for a success. */
const MALFORMED = 502;
const SUCCESS = 200;

/** The first that matches. */
const EVENT_KINDS: readonly EventKind[] = [
  {
    trigger: 'load-balancer',
    matches: (event) => event.requestContext?.elb,
    operation: (event) => `${verb(event.httpMethod)} ${event.requestContext.elb.targetGroupArn.split('/')[1]}`,
    defaultStatus: MALFORMED,
    correlationId: header,
  },
  {
    trigger: 'function-url',
    matches: (event) => event.version === '2.0' && /\.lambda-url\./.test(event.requestContext?.domainName),
    operation: (event) => `${verb(event.requestContext.http.method)} function-url`,
    defaultStatus: SUCCESS,
    correlationId: header,
  },
  {
    trigger: 'http-api',
    matches: (event) => event.version === '2.0' && event.routeKey,
    // `$default` and `ANY /path` do not say the verb
    operation: ({ routeKey, requestContext }) =>
      `${verb(requestContext.http.method)} ${routeKey.slice(routeKey.indexOf(' ') + 1)}`,
    defaultStatus: SUCCESS,
    correlationId: header,
  },
  {
    trigger: 'rest-api',
    matches: (event) => event.requestContext?.httpMethod,
    operation: (event) => `${verb(event.httpMethod)} ${event.resource}`,
    defaultStatus: MALFORMED,
    correlationId: header,
  },
  {
    trigger: 'sqs',
    source: 'aws:sqs',
    operation: (record) => `sqs ${lastPart(record.eventSourceARN, ':')}`,
    correlationId: (record) => record.messageAttributes?.correlationId?.stringValue,
  },
  {
    trigger: 'sns',
    source: 'aws:sns',
    operation: (record) => `sns ${lastPart(record.Sns.TopicArn, ':')}`,
    correlationId: (record) => record.Sns.MessageAttributes?.correlationId?.Value,
  },
  {
    trigger: 'kinesis',
    source: 'aws:kinesis',
    operation: (record) => `kinesis ${lastPart(record.eventSourceARN, '/')}`,
  },
  {
    trigger: 'dynamodb',
    source: 'aws:dynamodb',
    operation: (record) => `dynamodb ${record.eventSourceARN.split('/')[1]}`,
  },
  {
    trigger: 'schedule',
    matches: (event) => event['detail-type'] === 'Scheduled Event',
    operation: (event) => `schedule ${lastPart(event.resources[0], '/')}`,
  },
  {
    trigger: 'eventbridge',
    matches: (event) => event['detail-type'],
    operation: (event) => `eventbridge ${event['detail-type']}`,
    correlationId: (event) => event.detail?.correlationId,
  },
];

const UNKNOWN: Occasion = { trigger: 'invoke', operation: 'invoke' };

/** Reads an event; one that is of no known kind, or not as its kind should be, is a plain invocation. */
export function occasionOf(event: Event): Occasion {
  try {
    const records: Event[] | undefined = event.Records;
    const source = records?.[0].eventSource ?? records?.[0].EventSource;
    const kind = EVENT_KINDS.find(({ matches, ...given }) => (matches ? matches(event) : given.source === source));
    if (kind === undefined) return UNKNOWN;
    const { trigger, defaultStatus, correlationId } = kind;
    const all = kind.source ? (records as Event[]) : [event];
    const first = correlationId?.(all[0]);
    const caller = event.requestContext?.authorizer;
    return {
      trigger,
      operation: kind.operation(all[0]),
      defaultStatus,
      records: kind.source ? all.length : undefined,
      // a batch of several causes has no id of its own
      correlationId: all.every((record) => correlationId?.(record) === first) ? first : undefined,
      callerId: caller?.jwt?.claims?.sub ?? caller?.claims?.sub ?? caller?.principalId ?? caller?.iam?.userId,
      headers: event.headers,
    };
  } catch {
    return UNKNOWN;
  }
}
