import type { AlarmType } from '@aws-sdk/client-cloudwatch';
import type { TimerSettings } from '../../../lib/contracts/function-environments';
import { OPEN_INDEX } from '../../../lib/contracts/notifier-table';
import { type Aws, awsBySdk, lazyCloudWatch } from './aws';
import { call, lazyClient } from './clients';
import { isAwsError } from './errors';
import type { Item } from './items';

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

/** What the handling of incidents asks of AWS besides. */
export interface IncidentAws extends Aws {
  /** The records of all incidents that are open. */
  openIncidents(): Promise<readonly Item[]>;
  createTimer(timer: Timer): Promise<void>;
  /** Of this account's alarms those that exist, by name. */
  alarmStates(region: string | undefined, names: readonly string[]): Promise<ReadonlyMap<string, AlarmState>>;
}

/** That can be asked for at once. */
const MOST_NAMES = 100;
const TYPES: AlarmType[] = ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'];

type Scheduler = typeof import('@aws-sdk/client-scheduler');

/** @param timers undefined: none are made */
export function incidentAwsBySdk(TableName: string, timers?: TimerSettings): IncidentAws {
  const aws = awsBySdk(TableName);
  const cloudWatch = lazyCloudWatch();
  const scheduler = lazyClient(
    (): Scheduler => require('@aws-sdk/client-scheduler'),
    (sdk, options) => new sdk.Scheduler(options),
  );
  return {
    ...aws,

    openIncidents: () => aws.itemsOf(OPEN_INDEX.open, OPEN_INDEX),

    async createTimer({ name: Name, at, body: Input }) {
      const { group: GroupName, roleArn: RoleArn, queueArn: Arn, deadLettersArn } = timers as TimerSettings;
      const work = () =>
        scheduler().createSchedule({
          Name,
          GroupName,
          // whole seconds, and never too early
          ScheduleExpression: `at(${new Date(at + 999).toISOString().slice(0, 19)})`,
          FlexibleTimeWindow: { Mode: 'OFF' },
          ActionAfterCompletion: 'DELETE',
          Target: { Arn, RoleArn, Input, DeadLetterConfig: { Arn: deadLettersArn } },
        });
      try {
        await call('CreateSchedule', work);
      } catch (failure) {
        // it was made by an earlier delivery
        if (!isAwsError(failure, 'ConflictException')) throw failure;
      }
    },

    async alarmStates(region, names) {
      const states = new Map<string, AlarmState>();
      for (let first = 0; first < names.length; first += MOST_NAMES) {
        const input = { AlarmNames: names.slice(first, first + MOST_NAMES), AlarmTypes: TYPES, MaxRecords: MOST_NAMES };
        const found = await call('DescribeAlarms', () => cloudWatch(region).describeAlarms(input));
        const { MetricAlarms = [], CompositeAlarms = [], LogAlarms = [] } = found;
        for (const alarm of [...MetricAlarms, ...CompositeAlarms, ...LogAlarms]) {
          const { AlarmName: name = '', StateValue: value = '', StateReason: reason = '' } = alarm;
          states.set(name, {
            value,
            reason,
            since: Number(alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp),
          });
        }
      }
      return states;
    },
  };
}
