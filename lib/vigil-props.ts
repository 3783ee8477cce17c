import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IConstruct } from 'constructs';
import { INCIDENTS, type IncidentOptions } from './alerting/incident-options';
import { MAINTENANCE, type MaintenanceWindow } from './alerting/maintenance';
import { ROUTES, type Route } from './alerting/route';
import type { Severity } from './alerting/severity';
import { RULES, type RuleOptions } from './rules/rule-options';
import { BOOLEAN, CONSTRUCT, having, required, SEVERITY, TEXT } from './validation/kind';
import { list, object } from './validation/options';

/** Properties of a Vigil. */
export interface VigilProps {
  /** The environment, such as `prod`: alarms, messages and dashboards name it. Logical ids do not depend on it. */
  readonly environment: string;

  /** Who hears what. Every severity that alarms have needs a route, or has to be in `showOnly`. */
  readonly routes: Route[];

  /**
   * Changes to default rules, by rule id (`QueueStuck`) or by component and rule id (`Orders/QueueStuck`).
   *
   * @default - no changes
   */
  readonly rules?: { [id: string]: RuleOptions };

  /**
   * Severities whose alarms notify nobody and are only shown on the dashboard.
   *
   * @default - none; P3 is never sent
   */
  readonly showOnly?: Severity[];

  /**
   * Times in which alarms notify nobody.
   *
   * @default - none
   */
  readonly maintenance?: MaintenanceWindow[];

  /**
   * How incidents are followed up until somebody has them: a link to take one in each alert, who hears next if nobody does, a daily
   * report of what is still open. Brings a second function, a secret and an alarm, about $0.60 a month.
   *
   * @default - they are not
   */
  readonly incidents?: IncidentOptions;

  /**
   * Whether one composite carries the page when two or more rules of a component page, so that one outage is one page.
   *
   * @default true
   */
  readonly grouping?: boolean;

  /**
   * Whether API Gateway measures each operation by itself. AWS bills these metrics per operation.
   *
   * @default true
   */
  readonly detailedMetrics?: boolean;

  /**
   * Where your own runbooks are. The id of the rule is appended in small letters and nothing else, so begin with what comes before
   * it: `https://wiki.example.com/alarms/` leads to `https://wiki.example.com/alarms/queuestuck`. An alarm that a catalogue declares
   * has the name of its metric as its id, with its severity if it has several: `partnerapidurationp1`. A rule's `runbookUrl` comes
   * first.
   *
   * @default - Vigil's own pages, `docs/runbooks` of its repository: one for each rule
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
   * What to leave out, with everything below it.
   *
   * @default - nothing
   */
  readonly exclude?: IConstruct[];
}

/** The kind of the properties of a Vigil. */
export const VIGIL_PROPS = object<VigilProps>(
  {
    environment: required(TEXT, "Name the environment, such as 'prod'."),
    routes: required(ROUTES, "Write for example [Route.email('oncall@example.com')]."),
    rules: RULES,
    showOnly: list(SEVERITY),
    maintenance: MAINTENANCE,
    incidents: INCIDENTS,
    grouping: BOOLEAN,
    detailedMetrics: BOOLEAN,
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
  options: object<WatchOptions>({ exclude: list(CONSTRUCT) }, '{ exclude: [queue] }'),
});
