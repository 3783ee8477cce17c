import { metricsOf } from '../rules/metrics-of';
import type { Chart, KeyNumber, Line } from './chart';

const lambda = metricsOf('AWS/Lambda');

const errors: Line = { label: 'Errors', means: 'error', metrics: { m: lambda('Errors', 'Sum') } };
const throttles: Line = { label: 'Throttles', means: 'throttle', metrics: { m: lambda('Throttles', 'Sum') } };
const invocations: Line = { label: 'Invocations', means: 'traffic', metrics: { m: lambda('Invocations', 'Sum') } };
const concurrency: Line = {
  label: 'Concurrency',
  means: 'usage',
  metrics: { m: lambda('ConcurrentExecutions', 'Maximum') },
};
const duration = (means: 'p50' | 'p95' | 'p99'): Line => ({
  label: means,
  means,
  metrics: { m: lambda('Duration', means) },
});

/** Among others: the throttles of all functions of a component. */
export const THROTTLES: KeyNumber = throttles;

/** Of a function behind something else, whose own numbers say what fails. */
export const CAUSES_IN_A_FUNCTION: readonly Chart[] = [
  { title: 'function errors', left: { unit: 'Count', lines: [errors, throttles] } },
  {
    title: 'function duration',
    left: { unit: 'ms', lines: [{ ...duration('p95'), label: 'p95' }] },
    right: { unit: 'Count', lines: [concurrency] },
  },
];

/** How far a function is behind the records that it reads. */
export const iteratorAge = (rules: readonly string[]): Chart => ({
  title: 'oldest unread record',
  left: {
    unit: 's',
    lines: [
      {
        label: 'Age',
        means: 'backlog',
        metrics: { m: lambda('IteratorAge', 'Maximum') },
        scale: { over: 1000 },
        rules,
      },
    ],
  },
});

/** Of a function that is a component of its own, or that the reader chose. */
export const functionCharts = (): Chart[] => [
  {
    title: 'errors',
    left: { unit: 'Count', lines: [errors, throttles] },
    right: { unit: 'Count', lines: [invocations] },
  },
  { title: 'duration', left: { unit: 'ms', lines: [duration('p50'), duration('p95'), duration('p99')] } },
  { title: 'concurrency', left: { unit: 'Count', lines: [concurrency] } },
];

export const FUNCTION_NUMBERS: readonly KeyNumber[] = [
  { ...invocations, label: 'Invocations in 5 min' },
  {
    label: 'Errors %',
    means: 'error',
    metrics: { e: lambda('Errors', 'Sum'), n: lambda('Invocations', 'Sum') },
    expression: '100 * e / n',
  },
  { ...duration('p95'), label: 'Duration p95 (ms)' },
  throttles,
];
