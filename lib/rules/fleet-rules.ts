import {
  EVENT_HANDLER_RULES,
  type FunctionFacts,
  REQUEST_FUNCTION_RULES,
  STREAM_CONSUMER_RULES,
} from './function-rules';
import { QUEUE_RULES, type QueueFacts } from './queue-rules';
import type { RuleRow, RuleTable } from './rule';

// The rules that a fleet has: those of its members that read one metric. They notify by themselves, since an alarm sends a message for
// each contributor, and a composite alarm only the first.

type Changes<Facts> = Partial<RuleRow<Facts>>;

function rowOf<Facts>(table: RuleTable<Facts>, id: string, changes: Changes<Facts> = {}): RuleRow<Facts> {
  const row = table.find((each) => each.id === id);
  if (row === undefined) throw new Error(`There is no rule '${id}'.`);
  return { ...row, ...changes, standsAlone: true };
}

/** Functions of any kind. What one of them does not publish, such as the age of events, has no series of it. */
export const FLEET_OF_FUNCTIONS: RuleTable<FunctionFacts> = [
  rowOf(REQUEST_FUNCTION_RULES, 'FunctionErrors', {
    threshold: 25,
    why: 'Invocations of a function fail.',
    source:
      'As HandlerErrors: one bad event fails three times within about 3 minutes, two windows at most. Functions of a fleet may have other callers than each other.',
  }),
  rowOf(EVENT_HANDLER_RULES, 'EventsDropped', {
    // the count has those too that a failure destination keeps
    appliesTo: ({ hasFailureDestination }) => hasFailureDestination === false,
  }),
  rowOf(EVENT_HANDLER_RULES, 'EventsWaiting'),
  rowOf(STREAM_CONSUMER_RULES, 'ConsumerBehind'),
  rowOf(REQUEST_FUNCTION_RULES, 'FunctionThrottled'),
  rowOf(REQUEST_FUNCTION_RULES, 'FunctionTimeouts'),
];

/** Queues and their dead-letter queues. */
export const FLEET_OF_QUEUES: RuleTable<QueueFacts> = [
  rowOf(QUEUE_RULES, 'QueueSlow', {
    why: 'A queue has not caught up for an hour and a half, or messages are in a dead-letter queue.',
    steps: [
      'A queue: look for errors and throttles of its consumer, and whether its event source is enabled.',
      'A dead-letter queue: read a message and the error that its consumer logged.',
    ],
  }),
  rowOf(QUEUE_RULES, 'MessagesUnread'),
  rowOf(QUEUE_RULES, 'MessagesInFlight'),
  rowOf(QUEUE_RULES, 'QueueDepthHigh'),
  rowOf(QUEUE_RULES, 'MessageAge'),
];
