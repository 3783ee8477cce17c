import { CfnResource, type Duration, type Stack } from 'aws-cdk-lib';
import type { CfnAlarm, CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { DURATION, required, TEXT } from '../validation/kind';
import { list, object } from '../validation/options';
import { scheduleError } from './mute-schedule';

/**
 * A time in which alarms change their state but do not notify. An alarm that is still in ALARM when it ends notifies then.
 *
 * @example
 *
 * new Vigil(this, 'Vigil', {
 *   environment: 'prod',
 *   routes,
 *   maintenance: [{ schedule: 'cron(0 2 * * SUN)', duration: Duration.hours(2), timeZone: 'Europe/Berlin' }],
 * });
 */
export interface MaintenanceWindow {
  /** When it begins: repeatedly with `cron(minute hour day month weekday)`, or once with `at(2026-12-24T18:00)`. */
  readonly schedule: string;

  /** How long it lasts: whole minutes, at most 15 days. */
  readonly duration: Duration;

  /**
   * The time zone of the schedule, such as `Europe/Berlin`.
   *
   * @default UTC
   */
  readonly timeZone?: string;

  /**
   * The components whose alarms are muted, as named in alarm names and dashboards.
   *
   * @default - all
   */
  readonly components?: string[];
}

/** The kind of an option that is a list of maintenance windows. */
export const MAINTENANCE = list(
  object<MaintenanceWindow>({
    schedule: required(TEXT, "Write for example 'cron(0 2 * * SUN)'."),
    duration: required(DURATION, 'Write for example Duration.hours(2).'),
    timeZone: TEXT,
    components: list(TEXT),
  }),
);

interface Alarm {
  readonly name: string;
  readonly stack: Stack;
  readonly resource: CfnAlarm | CfnCompositeAlarm;
  /** Whether it has actions. */
  readonly notifies: boolean;
}

interface Component {
  readonly component: string;
  readonly alarms: readonly Alarm[];
}

/** Of CloudWatch, on one mute rule. */
const ALARMS_PER_RULE = 100;
const LONGEST_MINUTES = 15 * 24 * 60;

/** All errors of maintenance windows, each with its path. */
function errorsOf(windows: readonly MaintenanceWindow[], components: readonly string[]): string[] {
  return windows.flatMap(({ schedule, duration, timeZone, components: named = [] }, index) => {
    const minutes = duration.toMinutes({ integral: false });
    const unknown = named.filter((component) => !components.includes(component));
    const errors = [
      scheduleError(schedule) ?? false,
      (!Number.isInteger(minutes) || minutes < 1 || minutes > LONGEST_MINUTES) &&
        `its duration is ${minutes} minutes, but CloudWatch allows whole minutes from 1 to ${LONGEST_MINUTES}, which is 15 days.`,
      timeZone !== undefined &&
        !isTimeZone(timeZone) &&
        `'${timeZone}' is not a time zone. Use a name such as 'Europe/Berlin' or 'UTC'.`,
      unknown.length > 0 &&
        `there is no component ${unknown.map((name) => `'${name}'`).join(', ')}. There are: ${[...components].sort().join(', ') || 'none'}.`,
    ];
    return errors.flatMap((error) => (error === false ? [] : [`maintenance[${index}]: ${error}`]));
  });
}

export function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat(undefined, { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/**
 * Creates CloudWatch mute rules for the windows. They are in the stacks of their alarms, because the alarms have to exist first.
 *
 * @returns the errors of the windows; with any, no rule is created
 */
export function mute(
  windows: readonly MaintenanceWindow[],
  components: readonly Component[],
  scopeIn: (stack: Stack) => Construct,
): string[] {
  const errors = errorsOf(
    windows,
    components.map(({ component }) => component),
  );
  if (errors.length > 0) return errors;
  windows.forEach((window, index) => {
    const muted = components
      .filter(({ component }) => window.components?.includes(component) ?? true)
      .flatMap(({ alarms }) => alarms.filter(({ notifies }) => notifies));
    for (const stack of new Set(muted.map((alarm) => alarm.stack))) {
      const here = muted.filter((alarm) => alarm.stack === stack);
      pages(here).forEach((page, number) => {
        createRule(scopeIn(stack), `Maintenance${index + 1}${number === 0 ? '' : `-${number + 1}`}`, window, page);
      });
    }
  });
  return [];
}

/** The alarms of each mute rule: of one CloudFormation condition, at most 100. */
function pages(alarms: readonly Alarm[]): Alarm[][] {
  const conditions = new Set(alarms.map(({ resource }) => resource.cfnOptions.condition));
  return [...conditions].flatMap((condition) => {
    const alike = alarms.filter(({ resource }) => resource.cfnOptions.condition === condition);
    const count = Math.ceil(alike.length / ALARMS_PER_RULE);
    return Array.from({ length: count }, (_, page) =>
      alike.slice(page * ALARMS_PER_RULE, (page + 1) * ALARMS_PER_RULE),
    );
  });
}

function createRule(scope: Construct, id: string, window: MaintenanceWindow, alarms: readonly Alarm[]): void {
  const { schedule: expression, duration, timeZone: timezone } = window;
  // written out, since CDK has a class for it only since 2.241
  const rule = new CfnResource(scope, id, {
    type: 'AWS::CloudWatch::AlarmMuteRule',
    properties: {
      Description: `Maintenance: ${expression}, for ${duration.toHumanString()}`,
      MuteTargets: { AlarmNames: alarms.map(({ name }) => name) },
      Rule: { Schedule: { Expression: expression, Duration: duration.toIsoString(), Timezone: timezone } },
    },
  });
  rule.cfnOptions.condition = alarms[0]?.resource.cfnOptions.condition;
  rule.node.addDependency(...alarms.map(({ resource }) => resource));
}
