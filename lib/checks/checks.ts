import { OWN_METADATA, PART_METADATA } from '../contracts/not-watched';
import { readInventory } from '../rehearsal/assembly/assembly';
import type { DeclaredResource, Inventory } from '../rehearsal/assembly/inventory';
import { type Json, textIn } from '../rehearsal/assembly/json';
import type { Alarm } from '../rehearsal/assembly/model';
import { readAlarms } from '../rehearsal/assembly/read-alarms';
import { readSubscriptions, readTopics } from '../rehearsal/assembly/read-topics';
import { isFrameworkFunction } from '../resources/framework-functions';

/** A resource that a check is about. */
export interface Violation {
  readonly template: string;
  readonly logicalId: string;
}

/** What is read of an app. */
interface Surroundings {
  readonly inventory: Inventory;
  readonly alarms: readonly Alarm[];
  /** The ARNs of topics with a subscription. */
  readonly subscribed: ReadonlySet<string>;
}

export interface Check {
  /** As it is acknowledged. */
  readonly id: string;
  readonly what: string;
  readonly fix: string;
  readonly find: (app: Surroundings) => readonly DeclaredResource[];
}

const ALARMS = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm', 'AWS::CloudWatch::LogAlarm'];
const TOPIC = 'AWS::SNS::Topic';
const QUEUE = 'AWS::SQS::Queue';
const FUNCTION = 'AWS::Lambda::Function';

/** All checks, in the order in which they are reported. */
export const CHECKS: readonly Check[] = [
  {
    id: 'silent-alarm',
    what: 'The alarm has no action, and no composite alarm reads it: nobody notices when it fires.',
    fix: 'Add an action, such as a topic that somebody subscribes to, or remove the alarm.',
    find: ({ inventory, alarms }) => {
      const read = new Set(alarms.flatMap((alarm) => ('children' in alarm ? alarm.children : [])));
      const silent = alarms.filter(
        ({ severity, actions, name, arn }) =>
          // those of Vigil that are dashboard only say so
          severity !== 'P3' && actions.alarm.length === 0 && !read.has(name) && !read.has(arn),
      );
      const ids = new Set(silent.map(({ stack, logicalId }) => `${stack}#${logicalId}`));
      return ALARMS.flatMap((type) => inventory.ofType(type)).filter(({ stack, logicalId }) =>
        ids.has(`${stack.path}#${logicalId}`),
      );
    },
  },
  {
    id: 'topic-without-subscriber',
    what: 'Nobody subscribes to the topic: what is published there is lost.',
    fix: 'Add a subscription, or remove the topic.',
    find: ({ inventory, subscribed }) =>
      usersOf(inventory, TOPIC).filter((topic) => !subscribed.has(referenceTo(topic))),
  },
  {
    id: 'queue-without-dead-letter-queue',
    what: 'The queue has no dead-letter queue: a message that cannot be processed is tried until it expires, and is lost.',
    fix: "Give it a dead-letter queue: 'deadLetterQueue' of Queue.",
    find: ({ inventory }) => {
      const deadLetters = deadLetterArns(inventory);
      return usersOf(inventory, QUEUE).filter(
        (queue) => queue.properties.RedrivePolicy === undefined && !deadLetters.has(arnOf(queue)),
      );
    },
  },
  {
    id: 'log-group-without-retention',
    what: 'The log group keeps its logs for ever, and AWS bills them for as long.',
    fix: "Give it a retention: 'retention' of LogGroup.",
    find: ({ inventory }) =>
      usersOf(inventory, 'AWS::Logs::LogGroup').filter(({ properties }) => properties.RetentionInDays === undefined),
  },
  {
    id: 'function-without-alarm',
    what: 'No alarm reads the metrics of the function, or those of what starts it.',
    fix: "Watch it: 'watch' of Vigil with a scope around it.",
    find: ({ inventory, alarms }) => {
      const names = new Set(alarms.flatMap(functionNames));
      return usersOf(inventory, FUNCTION).filter(
        (fn) => !names.has(fn.physical.name) && !isOfComponent(fn) && !isOfFramework(fn),
      );
    },
  },
];

/** What an app violates, by check. */
export function violationsIn(directories: readonly string[]): Map<Check, Violation[]> {
  const apps = directories.map((directory) => surroundingsIn(readInventory(directory)));
  return new Map(CHECKS.map((check) => [check, apps.flatMap((app) => check.find(app).map(violation))]));
}

function surroundingsIn(inventory: Inventory): Surroundings {
  const topics = readTopics(inventory);
  return {
    inventory,
    alarms: readAlarms(inventory, topics),
    subscribed: new Set(readSubscriptions(inventory).map(({ topicArn }) => topicArn)),
  };
}

const violation = ({ stack, logicalId }: DeclaredResource): Violation => ({ template: stack.file, logicalId });

type Located = Pick<DeclaredResource, 'stack' | 'logicalId'>;

const metadataOf = ({ stack, logicalId }: Located) => stack.template.resources.get(logicalId)?.metadata ?? {};

/** Those that Vigil did not make for itself. */
const usersOf = (inventory: Inventory, type: string): DeclaredResource[] =>
  inventory.ofType(type).filter((resource) => metadataOf(resource)[OWN_METADATA] !== true);

const isOfComponent = (fn: Located): boolean => metadataOf(fn)[PART_METADATA] !== undefined;
const isOfFramework = (fn: Located): boolean =>
  isFrameworkFunction((textIn(metadataOf(fn)['aws:cdk:path']) ?? '').split('/'));

const referenceTo = ({ resolver, logicalId }: DeclaredResource): string => String(resolver.reference(logicalId));
const arnOf = ({ resolver, logicalId }: DeclaredResource): string => String(resolver.attribute(logicalId, 'Arn'));

const functionNames = (alarm: Alarm): string[] =>
  'queries' in alarm ? alarm.queries.flatMap(({ metric }) => metric?.dimensions.FunctionName ?? []) : [];

/** Where CloudFormation names the queue for what failed. */
const NAMES_DEAD_LETTERS = /^(deadLetterTargetArn|DeadLetterConfig|DeadLetterArn|OnFailure|RedrivePolicy)$/i;

/** The ARNs of the queues that something puts its failures into. */
function deadLetterArns(inventory: Inventory): ReadonlySet<string> {
  const found = new Set<string>();
  const collect = (value: Json | undefined, isFailure: boolean): void => {
    if (typeof value === 'string') {
      if (isFailure) found.add(value);
    } else if (Array.isArray(value)) {
      for (const each of value) collect(each, isFailure);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, each] of Object.entries(value)) collect(each as Json, isFailure || NAMES_DEAD_LETTERS.test(key));
    }
  };
  const types = new Set(
    inventory.stacks.flatMap(({ template }) => [...template.resources.values()].map(({ type }) => type)),
  );
  for (const type of types) for (const { properties } of inventory.ofType(type)) collect(properties, false);
  return found;
}
