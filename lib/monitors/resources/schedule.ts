import { type CfnResource, Stack } from 'aws-cdk-lib';
import type { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { Charts } from '../../dashboards/chart';
import { graph, linesOf } from '../../dashboards/lines';
import type { Part } from '../../dashboards/part';
import { QUEUE } from '../../resources/queue';
import { SCHEDULE, SCHEDULE_GROUP } from '../../resources/schedule';
import { EVENT_HANDLER_RULES } from '../../rules/function-rules';
import { candidates } from '../../rules/rule';
import { SCHEDULE_GROUP_RULES } from '../../rules/schedule-rules';
import { inspect, mentionedIn, mentions, stringIn, valuesOf } from '../../tree/inspect';
import type { ResourceGraph } from '../../tree/resource-graph';
import { consoleUrl } from './console';
import { functionParts, functionsIn } from './function';
import { deadLetterParts } from './queue';
import { registerResource } from './registration';
import type { WatchContext } from './watch-context';

const line = linesOf('AWS/Scheduler');
const invocations = line('Invocations', 'traffic', 'InvocationAttemptCount', 'Sum');
const dropped = line('Dropped', 'error', 'InvocationDroppedCount', 'Sum');
const throttled = line('Throttled', 'throttle', 'TargetErrorThrottledCount', 'Sum');

const CHARTS: Charts = {
  numbers: [{ ...invocations, label: 'Invocations in 5 min' }, dropped, throttled],
  symptoms: [{ ...graph('invocations', 'Count', dropped, throttled), right: { unit: 'Count', lines: [invocations] } }],
  causes: [],
};

const deadLettersOf = (schedule: CfnSchedule): CfnResource[] =>
  mentions(valuesOf('deadLetterConfig', inspect(schedule.target, schedule)));

function groupParts(
  first: CfnResource,
  name: string,
  schedules: readonly CfnSchedule[],
  context: WatchContext,
): Part[] {
  const queues = schedules.flatMap(deadLettersOf).filter(({ cfnResourceType }) => cfnResourceType === QUEUE.type);
  return [
    {
      id: '',
      stack: Stack.of(first),
      dimensions: { ScheduleGroup: name },
      measures: schedules,
      rules: candidates(SCHEDULE_GROUP_RULES, {}),
      charts: CHARTS,
      consoleUrl: consoleUrl(first, 'scheduler/home#schedules'),
    },
    ...deadLetterParts(queues, context),
    ...functionParts(
      schedules.flatMap((schedule) => functionsIn(schedule.target, schedule)),
      context,
      EVENT_HANDLER_RULES,
    ),
  ];
}

/** The group of this app that a schedule is in: it refers to it, or has its name. */
function groupInApp(schedule: CfnSchedule, graph: ResourceGraph): CfnScheduleGroup | undefined {
  const mentioned = mentionedIn(schedule.groupName, schedule);
  const name = stringIn(schedule.groupName, schedule);
  return graph
    .ofType<CfnScheduleGroup>(SCHEDULE_GROUP.type)
    .find((group) => mentioned.includes(group) || (name !== undefined && stringIn(group.name, group) === name));
}

export const SCHEDULE_GROUPS = registerResource<CfnScheduleGroup>({
  data: SCHEDULE_GROUP,
  component: 'EventApi',
  parts: (group, context) => {
    const schedules = context.graph
      .ofType<CfnSchedule>(SCHEDULE.type)
      .filter((schedule) => groupInApp(schedule, context.graph) === group && context.claim(schedule));
    return groupParts(group, group.ref, schedules, context);
  },
});

const DEFAULT_GROUP = 'default';

/** The name of a group that the app does not make. */
const groupOf = (schedule: CfnSchedule): string =>
  schedule.groupName === undefined ? DEFAULT_GROUP : (stringIn(schedule.groupName, schedule) ?? schedule.groupName);

const inGroup = (name: string, stack: Stack, graph: ResourceGraph): CfnSchedule[] =>
  graph
    .ofType<CfnSchedule>(SCHEDULE.type)
    .filter((each) => groupInApp(each, graph) === undefined && groupOf(each) === name && Stack.of(each) === stack);

/** Those of a group that the app does not make, such as `default`: the first of a stack stands for all of them. */
export const SCHEDULES = registerResource<CfnSchedule>({
  data: SCHEDULE,
  component: 'EventApi',
  deadLetters: deadLettersOf,
  accepts: (schedule, { graph }) =>
    groupInApp(schedule, graph) === undefined && inGroup(groupOf(schedule), Stack.of(schedule), graph)[0] === schedule,
  parts: (schedule, context) => {
    const schedules = inGroup(groupOf(schedule), Stack.of(schedule), context.graph);
    const free = schedules.filter((each) => each === schedule || context.claim(each));
    return groupParts(schedule, groupOf(schedule), free, context);
  },
});
