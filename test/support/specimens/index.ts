import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { AlarmsIn, Route, type RuleOptions, Vigil } from '../../../lib';
import { defineMetrics } from '../../../lib/catalogue';
import type { Example, Section } from '../../../lib/resources/resource-type';
import type { Specimens } from './specimen';

/** The name of the stack, the first part of every alarm's name. */
export const STACK = 'specimens';

/** An application with one step. */
const SHOP = defineMetrics({ namespace: 'Shop', dimensions: { Service: 'orders' }, steps: ['Pay'] });

/** Ten services. */
const CHECKS = {
  version: '1.0',
  services: ['portal', ...Array.from({ length: 9 }, (_, index) => `check-${index}`)].map((name) => ({
    name,
    url: `https://${name}.example.com/`,
  })),
};

/** What the Vigil of the stack makes besides. */
const OTHERS: Specimens['shows'] = {
  'Step of an application': { any: 'Shop-orders/Pay' },
  Application: { any: 'Shop-orders' },
  'Error filter of an application': { any: 'Shop-orders/Log' },
  'Log groups with metrics': { 'one log group': 'Shop-orders/Logs' },
  'Health check': { any: 'HealthChecks/portal' },
  'Health checks of a file': { '10 checks': 'HealthChecks' },
  'Function that runs health checks': { any: 'HealthChecks/Checker' },
  "Vigil's own notifier": { any: 'Vigil.Notifier' },
  "Vigil's own incident API": { any: 'Vigil.Notifier/Answers' },
};

/** One file for each resource: a new one is found by itself. */
const ALL: readonly Specimens[] = readdirSync(__dirname)
  .sort()
  .flatMap((file) => (require(join(__dirname, file)) as { readonly specimens?: Specimens }).specimens ?? []);

const SHOWN = Object.assign({}, OTHERS, ...ALL.map(({ shows }) => shows)) as Specimens['shows'];

/** Where an example is among the specimens. */
export function specimenOf({ resource }: Section, { name }: Example): { component: string; part?: string } {
  const [component, part] = SHOWN[resource]?.[name]?.split('/') ?? [];
  if (component === undefined) {
    throw new Error(`No file of test/support/specimens shows the example '${name}' of '${resource}'.`);
  }
  return part === undefined ? { component } : { component, part };
}

/** One of every kind of resource that a rule applies to, watched with the given changes. Returns the template. */
export function synthesizeSpecimens(
  rules: { [id: string]: RuleOptions } = {},
  grouping = true,
  baselines = false,
): Template {
  // all in one template, however many there are
  const app = new App({ analyticsReporting: false, context: { '@aws-cdk/core:stackResourceLimit': 0 } });
  const stack = new Stack(app, STACK, { env: { account: '111111111111', region: 'us-east-1' } });
  for (const specimens of ALL) specimens.add(stack);
  const routes = [Route.email('oncall@example.com'), Route._webhook('prod/alert-webhook', {})];
  const vigil = new Vigil(stack, 'Vigil', {
    environment: 'prod',
    routes,
    incidents: {},
    rules,
    grouping,
    baselines,
    alarmsIn: AlarmsIn.STACK,
  });
  const worker = stack.node.findChild('OrdersWorker') as CfnFunction;
  worker.loggingConfig = { logGroup: 'orders-worker' };
  vigil.watch(stack);
  vigil.healthChecks(CHECKS);
  vigil.application(SHOP, {
    functions: [worker],
    tracing: false,
    errorFilter: true,
  });
  return app.synth().getStackByName(STACK).template as Template;
}

export interface Template {
  readonly Resources: Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }>;
}
