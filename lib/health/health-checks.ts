import { Lazy, Stack } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { alarmStackName } from '../alarms/places';
import {
  CHECK_DIMENSION,
  CHECKER_DIMENSION,
  checkLabel,
  checksTableOf,
  HEARTBEATS,
  type HealthCheckerSettings,
} from '../contracts/health-checker';
import type { HealthCheck } from '../contracts/health-checks';
import { SYNCS } from '../contracts/sync-states';
import { NO_CHARTS } from '../dashboards/chart';
import type { Part } from '../dashboards/part';
import { MONITOR_FIELDS, Monitor, type MonitorOptions, type MonitorProps } from '../monitors/monitor';
import { functionPart } from '../monitors/resources/function';
import type { WatchContext } from '../monitors/resources/watch-context';
import { HEALTH_CHECK_RULES, HEALTH_CHECKER_RULES, HEALTH_CHECKS_RULES } from '../rules/health-check-rules';
import { candidates } from '../rules/rule';
import { holderIn } from '../tree/holder';
import { stackPathOf, topStack } from '../tree/naming';
import { BOOLEAN, having, kind, required } from '../validation/kind';
import { checked, object } from '../validation/options';
import { checkerFolder } from './checker-code';
import { checksCharts } from './checks-charts';
import { HealthChecker, Prober, proberName } from './health-checker';
import { mistakesOf, readChecks } from './read-checks';

/** Options of health checks. */
export interface HealthChecksOptions extends MonitorOptions {
  /**
   * Publishes success, latency, average latency, error rate and days of certificates as metrics too: $0.30 a month for each of them
   * and each check.
   *
   * @default false - they are properties of the function's log lines
   */
  readonly metrics?: boolean;

  /**
   * Lets jobs report heartbeats by calling a signed URL, at a public address of API Gateway. A secret signs the URLs: $0.40 a month.
   *
   * @default false - jobs write an item, or a line into a log
   */
  readonly heartbeatUrls?: boolean;

  /**
   * The VPC that the checks are run in, to reach private addresses. It needs a way to the internet and to AWS.
   *
   * @default - no VPC; checks of private addresses fail
   */
  readonly vpc?: IVpc;
}

/** Properties of health checks. */
export interface HealthChecksProps extends HealthChecksOptions, MonitorProps {
  /** The path of a JSON file of checks, or its content as an object, whose texts may be tokens of CDK. */
  // biome-ignore lint/suspicious/noExplicitAny: jsii has no other type for JSON
  readonly checks: any;
}

const SOURCE = kind(
  'the path of a file of checks, nor its content as an object',
  (value) => typeof value === 'string' || (typeof value === 'object' && value !== null && !Array.isArray(value)),
);

const HEALTH_CHECKS_PROPS = object<HealthChecksProps>({
  ...MONITOR_FIELDS,
  checks: required(SOURCE, "Write for example 'checks.json'."),
  metrics: BOOLEAN,
  heartbeatUrls: BOOLEAN,
  vpc: having('a VPC', 'vpcId'),
});

/** Measured: 125 checks by TLS take 1.1 s of a processor, which are 8 s of the share of one that 256 MB come with. */
const CHECKS_OF_A_SHARD = 125;
const SECONDS_OF_A_DAY = 86_400;

/**
 * Checks services from outside, as a JSON file says: a function runs the checks each minute, keeps the state of each in a table, and
 * publishes one metric for each, which has one alarm.
 *
 * @example
 *
 * new HealthChecks(this, 'Checks', { vigil, checks: 'checks.json' });
 */
export class HealthChecks extends Monitor {
  readonly #checks: readonly HealthCheck[] = [];
  readonly #settings: HealthCheckerSettings;
  readonly #checker?: HealthChecker;

  public constructor(scope: Construct, id: string, props: HealthChecksProps) {
    const known = checked(HEALTH_CHECKS_PROPS, { label: 'HealthChecks', ...props });
    super(scope, id, known, 'HealthChecks');
    const { notifier } = known.vigil._regionalTopics;
    const { region } = Stack.of(this);
    const source = readChecks(known.checks);
    const errors = [...source.mistakes, ...mistakesOf(source.checks, { region, hasNotifier: notifier !== undefined })];
    this.node.addValidation({ validate: () => errors });
    this.#checks = source.checks;
    this.#settings = this.#settingsOf(known, region);
    if (errors.length > 0 || this.#checks.length === 0) return;
    const { values } = source;
    const folder = checkerFolder(this.#checks, source.matchers);
    const common = { checks: this.#checks, settings: this.#settings, folder, values, vpc: known.vpc };
    this.#checker = new HealthChecker(this, 'Checker', {
      ...common,
      notifier,
      heartbeatUrls: known.heartbeatUrls ?? false,
    });
    for (const prober of this.#settings.probers) {
      const stack = known.vigil._regionalTopics.stackFor(prober.region);
      // the VPC is in the region of the stack
      new Prober(holderIn(this, stack), 'Prober', { ...common, vpc: undefined });
    }
  }

  /**
   * Lets a job report its heartbeat: by `PutItem` into the table of states, of an item with `pk` `heartbeats`, `sk` the name of the check,
   * and `at` the time in milliseconds since 1970.
   *
   * @throws Error if there are mistakes in the file of checks
   */
  public grantHeartbeat(grantee: IGrantable): void {
    this.#grant(grantee, HEARTBEATS, ['dynamodb:PutItem']);
  }

  /**
   * Lets a function keep the synchronisations of customers in the table of states: `syncStates` of `cdk-vigil/lambda` does.
   *
   * @throws Error if there are mistakes in the file of checks
   */
  public grantSyncStates(grantee: IGrantable): void {
    this.#grant(grantee, SYNCS, ['dynamodb:UpdateItem', 'dynamodb:Query', 'dynamodb:DeleteItem']);
  }

  /** The name of the table of states. */
  public get tableName(): string {
    return checksTableOf(this.#settings.checker);
  }

  #grant(grantee: IGrantable, partition: string, actions: string[]): void {
    if (this.#checker === undefined)
      throw new Error(`${this.node.path} has no table: fix the mistakes of its file of checks.`);
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions,
        resources: [this.#checker.table.tableArn],
        conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [partition] } },
      }),
    );
  }

  /** @internal */
  public override _parts(context: WatchContext): Part[] {
    if (this.#checker === undefined) return [];
    const { checker, shards, allMetrics } = this.#settings;
    const stack = Stack.of(this);
    const dimensions = { [CHECKER_DIMENSION]: checker };
    const fn = this.#checker.function.node.defaultChild as CfnFunction;
    context.claim(fn);
    const facts = { checks: this.#checks.length, shards };
    return [
      {
        id: '',
        stack,
        dimensions,
        rules: candidates(HEALTH_CHECKS_RULES, facts),
        charts: checksCharts(checker, { allMetrics }),
      },
      ...this.#checks.map(({ name, severity }) => ({
        id: checkLabel(name),
        label: checkLabel(name),
        stack,
        dimensions: { ...dimensions, [CHECK_DIMENSION]: name },
        rules: candidates(HEALTH_CHECK_RULES, {}).map(({ rule, ...same }) => ({
          ...same,
          rule: { ...rule, severity },
        })),
        charts: NO_CHARTS,
      })),
      {
        ...functionPart(fn, [], context.graph),
        id: 'Checker',
        label: 'Checker',
        rules: candidates(HEALTH_CHECKER_RULES, {}),
      },
    ];
  }

  #settingsOf({ vigil, vpc, metrics = false }: HealthChecksProps, home: string): HealthCheckerSettings {
    const checker = `${topStack(this).stackName}-${stackPathOf(this)}`.replaceAll('.', '-');
    const elsewhere = new Set(this.#checks.flatMap(({ regions }) => regions).filter((region) => region !== home));
    const runs = this.#checks.map(
      ({ intervalSeconds, regions }) => (Math.max(1, regions.length) * SECONDS_OF_A_DAY) / intervalSeconds,
    );
    return {
      checker,
      shards: Math.max(1, Math.ceil(this.#checks.length / CHECKS_OF_A_SHARD)),
      checks: this.#checks.length,
      runsADay: Math.round(runs.reduce((sum, each) => sum + each, 0)),
      allowPrivate: vpc !== undefined,
      allMetrics: metrics,
      probers: [...elsewhere].map((region) => ({ region, functionName: proberName(checker) })),
      alarms: {
        // known when all alarms of the stack are planned
        stack: Lazy.string({ produce: () => alarmStackName(Stack.of(this), vigil._alarmsIn) }),
        component: this.component,
      },
    };
  }
}
