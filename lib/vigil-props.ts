import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IConstruct } from 'constructs';
import { INCIDENTS, type IncidentOptions } from './alerting/incident-options';
import { MAINTENANCE, type MaintenanceWindow } from './alerting/maintenance';
import type { Route } from './alerting/route';
import { ROUTES } from './alerting/route-checks';
import { AlarmsIn } from './contracts/alarms-in';
import { DashboardLayout } from './contracts/dashboard-layout';
import type { Severity } from './contracts/severity';
import { RULES, type RuleOptions } from './rules/rule-options';
import { BOOLEAN, CONSTRUCT, having, kind, oneOf, required, SEVERITY, TEXT } from './validation/kind';
import { list, object } from './validation/options';

/** Properties of a Vigil. */
export interface VigilProps {
  /** The environment, such as `prod`. Alarms, messages and dashboards contain it; logical ids do not depend on it. */
  readonly environment: string;

  /** Which severities notify which channels. Each severity of an alarm needs a route, or has to be in `showOnly`. */
  readonly routes: Route[];

  /**
   * Changes to default rules, by rule id (`QueueStuck`) or by component and rule id (`Orders/QueueStuck`).
   *
   * @default - no changes
   */
  readonly rules?: { [id: string]: RuleOptions };

  /**
   * Severities whose alarms are dashboard only.
   *
   * @default - none; P3 is always dashboard only
   */
  readonly showOnly?: Severity[];

  /**
   * Times in which alarms do not notify.
   *
   * @default - none
   */
  readonly maintenance?: MaintenanceWindow[];

  /**
   * Acknowledgement, escalation and reports of incidents: each alert has a link to acknowledge it, unacknowledged incidents escalate, a
   * daily report lists open incidents. Adds a second function, a secret and an alarm, about $0.60 a month.
   *
   * @default - incidents are not tracked
   */
  readonly incidents?: IncidentOptions;

  /**
   * Health checks: the path of a file of checks, or its content. `vigil.healthChecks()` takes more options.
   *
   * @default - none
   */
  // biome-ignore lint/suspicious/noExplicitAny: jsii has no other type for JSON
  readonly healthChecks?: any;

  /**
   * How many functions at once send alerts of P1 and P2: from 2 to 1000. P0, and what people say about incidents, have four more that
   * nothing else takes. More functions empty the queue sooner after thousands of alarms; a new AWS account has ten for everything.
   *
   * @default 3
   */
  readonly maxConcurrency?: number;

  /**
   * Whether a composite alarm pages for a component when two or more of its rules page, so that one outage is one page.
   *
   * @default true
   */
  readonly grouping?: boolean;

  /**
   * Whether the baseline rules are on: they compare a service with its own past. They see more, such as half of the callers gone, and
   * rest on functions that AWS advises against in alarms. Each is a metric or two more, $0.10 a month each; the catalogue of alarms
   * lists them. One by one: `rules: { UnusualTraffic: { enabled: true } }`.
   *
   * @default false
   */
  readonly baselines?: boolean;

  /**
   * Whether API Gateway publishes metrics per operation. AWS bills them per operation.
   *
   * @default true
   */
  readonly detailedMetrics?: boolean;

  /**
   * Whether X-Ray traces the functions of applications. A function with a `tracing` property of its own is not changed.
   * This and `detailedMetrics` are all that Vigil changes on resources of the app; `vigil preview` lists them.
   *
   * @default true
   */
  readonly tracing?: boolean;

  /**
   * Whether synthesis fails where a resource that can fail is not watched. Each is named, with the reason and with what would cover it.
   * One that is meant to be without alarms is left out with `watch(scope, { exclude: [resource] })`.
   *
   * @default - false: synthesis prints how many there are, and `vigil preview` lists them
   */
  readonly strict?: boolean;

  /**
   * How many dashboards there are. CloudWatch bills $3 a month for each; three of an account are free, if they have
   * at most 50 metrics.
   *
   * @default - one with everything, and one with details, while that is at most 100 widgets; then an index and one for each stack, because
   * a template of CloudFormation cannot hold the dashboards of a large app
   */
  readonly dashboards?: DashboardLayout;

  /**
   * Where alarms are created: in the stack of what they watch, or in nested stacks of it. `AUTO` begins with the stack, and changes to
   * nested stacks where they would not fit; all alarms of that stack then get new names once, since CloudFormation
   * cannot move an alarm from one stack to another. `NESTED_STACKS` spares a stack that will grow the change.
   *
   * @default AlarmsIn.AUTO
   */
  readonly alarmsIn?: AlarmsIn;

  /**
   * The address of your own runbooks. Only the id of the rule is appended, in lower case, so give all that comes before
   * it: `https://wiki.example.com/alarms/` leads to `https://wiki.example.com/alarms/queuestuck`. An alarm that a catalogue declares
   * has the name of its metric as its id, with its severity if it has several: `partnerapidurationp1`. A rule's `runbookUrl` takes
   * precedence.
   *
   * @default - Vigil's runbooks, `docs/runbooks` of its repository: one for each rule
   */
  readonly runbookBaseUrl?: string;

  /**
   * Encrypts the topics of the Vigil's own region; those of a companion stack get a key of their own. CloudWatch must be
   * allowed to use it: `kms:Decrypt` and `kms:GenerateDataKey*` for `cloudwatch.amazonaws.com`.
   *
   * @default - a key is created
   */
  readonly encryptionKey?: IKey;
}

/** Options of `watch`. */
export interface WatchOptions {
  /**
   * Constructs that are not watched, with everything below them.
   *
   * @default - nothing
   */
  readonly exclude?: IConstruct[];

  /**
   * Whether functions and queues are watched as fleets: one alarm for each rule, in which each function or queue is a contributor with
   * a state and messages of its own, instead of alarms for each of them. For dozens of equal ones: 100 functions have about five
   * alarms. An alarm reads the functions or queues of the account and region, those of other apps too; those of this app
   * that are no members are left out by name. AWS bills each metric that a query reads as an alarm metric.
   *
   * @default false
   */
  readonly fleet?: boolean;
}

/** What it holds is checked together with all that a file of checks may hold. */
const HEALTH_CHECKS = kind('a file of checks', (value) => ['string', 'object'].includes(typeof value));

const CONCURRENCY = kind(
  'a whole number from 2 to 1000, the limits of Lambda',
  (value) => Number.isInteger(value) && Number(value) >= 2 && Number(value) <= 1000,
);

/** The kind of the properties of a Vigil. */
export const VIGIL_PROPS = object<VigilProps>(
  {
    environment: required(TEXT, "Name the environment, such as 'prod'."),
    routes: required(ROUTES, "Write for example [Route.email('oncall@example.com')]."),
    rules: RULES,
    showOnly: list(SEVERITY),
    maintenance: MAINTENANCE,
    incidents: INCIDENTS,
    healthChecks: HEALTH_CHECKS,
    maxConcurrency: CONCURRENCY,
    grouping: BOOLEAN,
    baselines: BOOLEAN,
    detailedMetrics: BOOLEAN,
    tracing: BOOLEAN,
    strict: BOOLEAN,
    dashboards: oneOf('a layout of dashboards', Object.values(DashboardLayout)),
    alarmsIn: oneOf('a choice of stacks for alarms', Object.values(AlarmsIn)),
    runbookBaseUrl: TEXT,
    encryptionKey: having('a key of AWS KMS', 'keyArn'),
  },
  "{ environment: 'prod', routes: [Route.email('oncall@example.com')] }",
);

interface WatchArguments {
  readonly scope: IConstruct;
  readonly options?: WatchOptions;
}

/** The kind of the arguments of `watch`. */
export const WATCH_ARGUMENTS = object<WatchArguments>({
  scope: required(CONSTRUCT, 'Give a stack, or any other construct.'),
  options: object<WatchOptions>({ exclude: list(CONSTRUCT), fleet: BOOLEAN }, '{ exclude: [queue] }'),
});
