import { Stack } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import type { CfnStateMachine, IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Charts, Line } from '../../dashboards/chart';
import type { Part } from '../../dashboards/part';
import { STATE_MACHINE } from '../../resources/state-machine';
import { EVENT_HANDLER_RULES } from '../../rules/function-rules';
import { metricsOf } from '../../rules/metrics-of';
import { candidates } from '../../rules/rule';
import { STATE_MACHINE_RULES } from '../../rules/state-machine-rules';
import { mentionedIn, stringIn } from '../../tree/inspect';
import { consoleUrl } from './console';
import { functionParts, functionsIn } from './function';
import { register } from './registration';

const states = metricsOf('AWS/States');

const started: Line = { label: 'Started', means: 'traffic', metrics: { m: states('ExecutionsStarted', 'Sum') } };
const succeeded: Line = { label: 'Succeeded', means: 'success', metrics: { m: states('ExecutionsSucceeded', 'Sum') } };
const failed: Line = {
  label: 'Failed',
  means: 'error',
  metrics: { m: states('ExecutionsFailed', 'Sum') },
  rules: ['ExecutionFailed'],
};
const timedOut: Line = { label: 'Timed out', means: 'error', metrics: { m: states('ExecutionsTimedOut', 'Sum') } };
const aborted: Line = { label: 'Aborted', means: 'clientError', metrics: { m: states('ExecutionsAborted', 'Sum') } };
const throttled: Line = { label: 'Throttled', means: 'throttle', metrics: { m: states('ExecutionThrottled', 'Sum') } };
const duration = (means: 'p50' | 'p95' | 'p99'): Line => ({
  label: means,
  means,
  metrics: { m: states('ExecutionTime', means) },
});

const STATE_MACHINE_CHARTS: Charts = {
  numbers: [
    { ...started, label: 'Started in 5 min' },
    failed,
    timedOut,
    { ...duration('p95'), label: 'Duration p95 (ms)' },
    throttled,
  ],
  symptoms: [
    {
      title: 'executions',
      left: { unit: 'Count', lines: [failed, timedOut, aborted, throttled] },
      right: { unit: 'Count', lines: [started, succeeded] },
    },
    { title: 'duration', left: { unit: 'ms', lines: [duration('p50'), duration('p95'), duration('p99')] } },
  ],
  causes: [],
};

const isExpress = (machine: CfnStateMachine): boolean => stringIn(machine.stateMachineType, machine) === 'EXPRESS';

/** The log group that its logging configuration names, if this app makes it. */
const logGroupOf = (machine: CfnStateMachine): string | undefined =>
  mentionedIn(machine.loggingConfiguration, machine).find(
    (resource): resource is CfnLogGroup => resource.cfnResourceType === 'AWS::Logs::LogGroup',
  )?.ref;

/** The functions that its states call. */
const functionsOf = (machine: CfnStateMachine): CfnFunction[] =>
  functionsIn([machine.definition, machine.definitionString, machine.definitionSubstitutions], machine);

function stateMachinePart(source: IStateMachine, machine: CfnStateMachine | undefined): Part {
  return {
    id: '',
    stack: Stack.of(source),
    dimensions: { StateMachineArn: machine?.ref ?? source.stateMachineArn },
    rules: candidates(STATE_MACHINE_RULES, { isExpress: machine !== undefined && isExpress(machine) }),
    charts: STATE_MACHINE_CHARTS,
    logGroup: machine && logGroupOf(machine),
    consoleUrl: machine && consoleUrl(machine, `states/home#/statemachines/view/${machine.ref}`),
  };
}

/**
 * An event API: whatever starts an execution, such as a rule, a schedule or a call of StartExecution, goes on without waiting for
 * its end. A synchronous express workflow behind an API fails that API's requests, which has alarms of its own.
 */
export const STATE_MACHINES = register<IStateMachine, CfnStateMachine>({
  data: STATE_MACHINE,
  component: 'EventApi',
  attribute: 'stateMachineArn',
  parts: ({ source, resource: machine }, context) => [
    stateMachinePart(source, machine),
    ...functionParts(machine === undefined ? [] : functionsOf(machine), context, EVENT_HANDLER_RULES),
  ],
});
