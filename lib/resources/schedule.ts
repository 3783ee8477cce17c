import { SCHEDULE_GROUP_RULES } from '../rules/schedule-rules';
import { failures, never, requests, throttles } from './made-data';
import { arn, name, named } from './names';
import { ANY, type ResourceType, section } from './resource-type';

export const SCHEDULE_GROUP: ResourceType = {
  type: 'AWS::Scheduler::ScheduleGroup',
  names: named(
    'Name',
    arn('scheduler', ({ unique }) => `schedule-group/${unique}`),
  ),
  made: {
    arrivals: 4,
    metrics: {
      InvocationAttemptCount: requests(),
      InvocationDroppedCount: failures(),
      TargetErrorThrottledCount: throttles(),
      InvocationsFailedToBeSentToDeadLetterCount: never(),
    },
  },
  sections: [
    section({
      component: 'EventApi',
      resource: 'Schedules of a group',
      dimensions: ['ScheduleGroup'],
      table: SCHEDULE_GROUP_RULES,
      examples: ANY,
    }),
  ],
};

/** Measured with its group. */
export const SCHEDULE: ResourceType = {
  type: 'AWS::Scheduler::Schedule',
  names: {
    nameProperty: 'Name',
    ref: name,
    attributes: { Arn: arn('scheduler', ({ unique }) => `schedule/default/${unique}`) },
  },
  sections: SCHEDULE_GROUP.sections,
};
