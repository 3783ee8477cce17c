import { Severity } from '../contracts/severity';
import { documentedBy } from './grounds';
import { metricsOf } from './metrics-of';

const ecs = metricsOf('AWS/ECS');
const insights = metricsOf('ECS/ContainerInsights');

export interface EcsServiceFacts {
  /** No schedule and no scaling takes its last task away. */
  readonly isAlwaysRunning: boolean;
  /** Its cluster publishes Container Insights, which are billed. */
  readonly hasContainerInsights: boolean;
}

export const ECS_SERVICE_RULES = documentedBy<EcsServiceFacts>(
  'AmazonECS/latest/developerguide/available-metrics.html',
  [
    {
      id: 'ServiceDown',
      severity: Severity.P1,
      appliesTo: ({ isAlwaysRunning }) => isAlwaysRunning,
      metrics: { m: ecs('CPUUtilization', 'SampleCount') },
      label: 'Measurements of running tasks',
      unit: 'count',
      periodMinutes: 1,
      datapoints: [5, 5],
      is: '<',
      threshold: 1,
      missing: 'breaching',
      why: 'No task of the service runs.',
      steps: [
        'Read the events of the service, and why its last tasks stopped.',
        'Roll back the last deployment if the tasks stopped with it.',
      ],
      source:
        'ECS measures services with tasks in RUNNING each minute, and publishes nothing for others. Five minutes: tasks that are replaced one for one may leave a gap of as many minutes as an image takes to start.',
    },
    {
      id: 'TasksMissing',
      severity: Severity.P2,
      appliesTo: ({ hasContainerInsights }) => hasContainerInsights,
      metrics: { wanted: insights('DesiredTaskCount', 'Average'), running: insights('RunningTaskCount', 'Average') },
      expression: 'wanted - running',
      label: 'Desired tasks that do not run',
      unit: 'count',
      periodMinutes: 5,
      datapoints: [3, 3],
      is: '>=',
      threshold: 1,
      why: 'Fewer tasks run than the service wants: capacity is missing, or tasks fail to start.',
      steps: [
        'Read the events of the service.',
        'Find out why its tasks stop: exit code, health check, image, memory.',
      ],
      source: 'A quarter of an hour without a break: a rolling deployment runs fewer tasks for minutes.',
    },
    {
      id: 'ServiceCpu',
      severity: Severity.P2,
      metrics: { m: ecs('CPUUtilization', 'Average') },
      label: 'CPU in use, of what the tasks reserve',
      unit: 'percent',
      periodMinutes: 5,
      datapoints: [3, 3],
      is: '>=',
      threshold: 80,
      why: 'The tasks are short of CPU: answers become slow.',
      steps: [
        'Compare with the number of tasks: has the service reached the most that it scales to?',
        'Look for one slow operation.',
      ],
      source: "AWS's recommendation: 80 %. For a quarter of an hour, in which scaling would have added tasks.",
    },
    {
      id: 'ServiceMemory',
      severity: Severity.P2,
      metrics: { m: ecs('MemoryUtilization', 'Average') },
      label: 'Memory in use, of what the tasks reserve',
      unit: 'percent',
      periodMinutes: 5,
      datapoints: [3, 3],
      is: '>=',
      threshold: 90,
      why: 'The tasks are about to be killed for want of memory.',
      steps: ['Graph it since the last deployment: does it only grow?', 'Give the task more memory to gain time.'],
      source:
        'Project default: AWS recommends 80 %, at which runtimes with a heap of fixed size stay all the time. At 100 % the container is killed.',
    },
  ],
);
