import type { TimerSettings } from '../../../lib/contracts/function-environments';
import { OPEN_INDEX } from '../../../lib/contracts/notifier-table';
import { type Aws, awsBySdk, callerOf, fromItem, type Item, MODULES, toItem } from './aws';

/** A message that arrives in a queue at a time. */
export interface Timer {
  /** The same for the same timer: another one is not made. At most 64 letters, digits, `.`, `_` and `-`. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly body: string;
}

/** How an alarm stands now. */
export interface AlarmState {
  readonly value: string;
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** What following up asks of AWS besides. */
export interface IncidentAws extends Aws {
  /** All courses of alarms that are open. */
  openIncidents(): Promise<readonly Item[]>;
  createTimer(timer: Timer): Promise<void>;
  /** Of this account's alarms those that exist, by name. */
  alarmStates(region: string | undefined, names: readonly string[]): Promise<ReadonlyMap<string, AlarmState>>;
}

/** Of a megabyte each. */
const MOST_PAGES = 20;
/** That can be asked for at once. */
const MOST_NAMES = 100;
const TYPES = ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'];

export function incidentAwsBySdk(TableName: string, timers?: TimerSettings): IncidentAws {
  const caller = callerOf({ ...MODULES, Scheduler: () => require('@aws-sdk/client-scheduler') });
  return {
    ...awsBySdk(TableName, caller),

    async openIncidents() {
      const items: Item[] = [];
      let from: object | undefined;
      for (let page = 0; page < MOST_PAGES; page++) {
        const { Items = [], LastEvaluatedKey } = await caller.call('DynamoDB', 'Query', {
          TableName,
          IndexName: OPEN_INDEX.name,
          KeyConditionExpression: '#open = :open',
          ExpressionAttributeNames: { '#open': OPEN_INDEX.partitionKey },
          ExpressionAttributeValues: toItem({ ':open': OPEN_INDEX.open }),
          ExclusiveStartKey: from,
        });
        items.push(...Items.map(fromItem));
        from = LastEvaluatedKey;
        if (from === undefined) break;
      }
      return items;
    },

    async createTimer({ name, at, body }) {
      const { group, roleArn, queueArn, deadLettersArn } = timers as TimerSettings;
      const schedule = {
        Name: name,
        GroupName: group,
        // whole seconds, and never too early
        ScheduleExpression: `at(${new Date(at + 999).toISOString().slice(0, 19)})`,
        FlexibleTimeWindow: { Mode: 'OFF' },
        ActionAfterCompletion: 'DELETE',
        Target: { Arn: queueArn, RoleArn: roleArn, Input: body, DeadLetterConfig: { Arn: deadLettersArn } },
      };
      try {
        await caller.call('Scheduler', 'CreateSchedule', schedule);
      } catch (failure) {
        // it was made by an earlier delivery
        if (!/ConflictException/.test(`${failure}`)) throw failure;
      }
    },

    async alarmStates(region, names) {
      const states = new Map<string, AlarmState>();
      for (let first = 0; first < names.length; first += MOST_NAMES) {
        const AlarmNames = names.slice(first, first + MOST_NAMES);
        const form = { AlarmNames, AlarmTypes: TYPES, MaxRecords: MOST_NAMES };
        const found = await caller.call('CloudWatch', 'DescribeAlarms', form, region);
        for (const alarm of [found.MetricAlarms, found.CompositeAlarms, found.LogAlarms].flatMap(
          (some) => some ?? [],
        )) {
          const { AlarmName, StateValue: value, StateReason: reason = '', StateUpdatedTimestamp: updated } = alarm;
          const since = Number(alarm.StateTransitionedTimestamp ?? updated);
          states.set(AlarmName, { value, reason, since });
        }
      }
      return states;
    },
  };
}
