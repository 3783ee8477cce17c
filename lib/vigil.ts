import { createHash } from 'node:crypto';
import { Annotations, Aspects, Stack, Stage } from 'aws-cdk-lib';
import type { IRestApiRef } from 'aws-cdk-lib/aws-apigateway';
import type { IApiRef } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ICertificateRef } from 'aws-cdk-lib/aws-certificatemanager';
import type { IDistributionRef } from 'aws-cdk-lib/aws-cloudfront';
import type { IGlobalTableRef, ITableRef } from 'aws-cdk-lib/aws-dynamodb';
import type { ILoadBalancerRef } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IRuleRef } from 'aws-cdk-lib/aws-events';
import type { IStreamRef } from 'aws-cdk-lib/aws-kinesis';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IDBClusterRef, IDBInstanceRef } from 'aws-cdk-lib/aws-rds';
import type { ITopic, ITopicRef } from 'aws-cdk-lib/aws-sns';
import type { IQueueRef } from 'aws-cdk-lib/aws-sqs';
import { Construct, type IConstruct } from 'constructs';
import { type BuiltAlarm, buildAlarms } from './alarms/component-alarms';
import { RegionalTopics } from './alerting/regional-topics';
import type { Route } from './alerting/route';
import { SEVERITIES, type Severity } from './alerting/severity';
import { operationRows } from './dashboards/operations';
import { type ComponentView, overview } from './dashboards/overview';
import { publish } from './dashboards/pages';
import { DatabaseMonitor, type DatabaseOptions } from './monitors/database-monitor';
import { EventApiMonitor, type EventApiOptions } from './monitors/event-api-monitor';
import { HttpApiMonitor, type HttpApiOptions } from './monitors/http-api-monitor';
import type { IVigil, Monitor } from './monitors/monitor';
import { QueueMonitor, type QueueOptions } from './monitors/queue-monitor';
import { monitorId, type WatchedComponent, WatchedComponents, type WatchedScope } from './monitors/watched-components';
import { WebPortalMonitor, type WebPortalOptions } from './monitors/web-portal-monitor';
import { RuleChanges } from './rules/rule-changes';
import type { RuleOptions } from './rules/rule-options';
import { placeOf, topStack } from './tree/naming';

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
   * Where the pages are that tell what to do: the id of the rule is appended.
   *
   * @default - Vigil's own catalogue of alarms
   */
  readonly runbookBaseUrl?: string;

  /**
   * Encrypts the topics. CloudWatch must be allowed to use it: `kms:Decrypt` and `kms:GenerateDataKey*` for
   * `cloudwatch.amazonaws.com`.
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

const RUNBOOKS = 'https://github.com/cdk-vigil/cdk-vigil/blob/main/docs/alarms.md#';

/**
 * Watches an app: alarms, dashboard and alert routes for everything that it is shown.
 *
 * Alarms are made when the app is synthesized, when everything is known; the order of calls never matters.
 *
 * @example
 *
 * const vigil = new Vigil(this, 'Vigil', {
 *   environment: 'prod',
 *   routes: [Route.email('oncall@example.com')],
 * });
 * vigil.watch(this);
 */
export class Vigil extends Construct implements IVigil {
  /** The environment, such as `prod`. */
  public readonly environment: string;

  readonly #props: VigilProps;
  readonly #topics: RegionalTopics;
  readonly #monitors: Monitor[] = [];
  readonly #scopes: WatchedScope[] = [];
  readonly #faults: string[] = [];
  #built = false;

  public constructor(scope: Construct, id: string, props: VigilProps) {
    super(scope, id);
    this.environment = props.environment;
    this.#props = props;
    const shownOnly = props.showOnly ?? [];
    this.#topics = new RegionalTopics(this, {
      namePrefix: this.#name,
      routes: props.routes,
      severities: SEVERITIES.filter((severity) => !shownOnly.includes(severity)),
      encryptionKey: props.encryptionKey,
    });
    for (const route of props.routes.filter(({ severities }) =>
      severities.every((severity) => shownOnly.includes(severity)),
    )) {
      this.#faults.push(
        `${route._endpoint} would never hear anything: all of its severities are in 'showOnly'. Remove the route, or one of them.`,
      );
    }
    // on the root, whose aspects run before those of anything below: tags and checks then see what is made here
    Aspects.of(Stage.of(this) ?? this.node.root).add({ visit: () => this.#buildOnce() });
    this.node.addValidation({ validate: () => this.#faults });
  }

  /** Watches a CloudFront distribution, an Application Load Balancer or a certificate. */
  public webPortal(
    portal: IDistributionRef | ILoadBalancerRef | ICertificateRef,
    options: WebPortalOptions = {},
  ): WebPortalMonitor {
    return new WebPortalMonitor(this, monitorId(this, portal), { ...options, vigil: this, portal });
  }

  /** Watches a REST API or an HTTP API, its operations and the functions behind it. */
  public httpApi(api: IRestApiRef | IApiRef, options: HttpApiOptions = {}): HttpApiMonitor {
    return new HttpApiMonitor(this, monitorId(this, api), { ...options, vigil: this, api });
  }

  /** Watches an EventBridge rule, an SNS topic or a Kinesis stream, and what consumes it. */
  public eventApi(source: IRuleRef | ITopicRef | IStreamRef, options: EventApiOptions = {}): EventApiMonitor {
    return new EventApiMonitor(this, monitorId(this, source), { ...options, vigil: this, source });
  }

  /** Watches a DynamoDB table with its indexes, an RDS instance or an Aurora cluster with its instances. */
  public database(
    database: ITableRef | IGlobalTableRef | IDBInstanceRef | IDBClusterRef,
    options: DatabaseOptions = {},
  ): DatabaseMonitor {
    return new DatabaseMonitor(this, monitorId(this, database), { ...options, vigil: this, database });
  }

  /** Watches a queue, its dead-letter queue and its consumers. */
  public queue(queue: IQueueRef, options: QueueOptions = {}): QueueMonitor {
    return new QueueMonitor(this, monitorId(this, queue), { ...options, vigil: this, queue });
  }

  /**
   * Watches everything below `scope` that one of the five types covers, also what is added after this call.
   *
   * @param scope a stack, a stage or any construct; of another stage, give that one a Vigil of its own
   */
  public watch(scope: IConstruct, options: WatchOptions = {}): void {
    this.#scopes.push({ scope, exclude: options.exclude ?? [] });
  }

  /** The topic of a severity, to subscribe something that no route offers; undefined if no route carries the severity. */
  public topic(severity: Severity): ITopic | undefined {
    return this.#topics.home.topics.get(severity);
  }

  /** @internal */
  public _watch(monitor: Monitor): void {
    if (!this.#built) this.#monitors.push(monitor);
  }

  get #name(): string {
    return `${topStack(this).stackName}-${placeOf(this)}`;
  }

  #buildOnce(): void {
    if (this.#built) return;
    this.#built = true;
    const found = new WatchedComponents(
      this,
      this.#topics,
      (id, message) => this.#warn(id, message),
      this.#props.detailedMetrics ?? true,
    );
    const components = found.find(this.#monitors, this.#scopes);
    this.#faults.push(...found.faults);
    const changes = new RuleChanges(
      this.#props.rules ?? {},
      components.map(({ monitor }) => monitor),
    );
    const views = components.map((component) => this.#alarmsOf(component, changes));
    this.#faults.push(...changes.faults());
    this.#checkRoutes(views.flatMap(({ alarms }) => alarms));
    if (views.length > 0) publish(this, 'Overview', this.#name, overview(this.environment, views));
    const operations = components.flatMap((component) =>
      operationRows(component.monitor.component, Stack.of(component.monitor).region, component.operations),
    );
    if (operations.length > 0) publish(this, 'Operations', `${this.#name}-operations`, operations);
    if (views.length === 0)
      this.#warn(
        'nothingToWatch',
        `Found nothing to watch below ${this.#scopes.map(({ scope }) => scope.node.path).join(', ') || this.node.path}.`,
      );
  }

  #alarmsOf({ monitor, parts }: WatchedComponent, changes: RuleChanges): ComponentView {
    const shownOnly = this.#props.showOnly ?? [];
    const stack = topStack(parts[0]?.stack ?? monitor);
    const { alarms, faults } = buildAlarms(parts, {
      component: monitor.component,
      type: monitor._type,
      environment: this.environment,
      grouping: monitor._grouping ?? this.#props.grouping ?? true,
      optionsOf: (ruleId) => changes.of(monitor, ruleId),
      scopeIn: (target) => this.#alarmScope(monitor, target),
      namePrefix: (target) => topStack(target).stackName,
      shownOnly: (severity) => shownOnly.includes(severity),
      topicArn: (severity, target) => this.#topics.arnFor(severity, target),
      runbookUrl: (ruleId) => `${this.#props.runbookBaseUrl ?? RUNBOOKS}${ruleId.toLowerCase()}`,
      dashboardUrl: `https://console.aws.amazon.com/cloudwatch/home?region=${Stack.of(this).region}#dashboards:name=${this.#name}`,
    });
    this.#faults.push(...faults);
    return { component: monitor.component, type: monitor._type, stack, stackName: stack.stackName, parts, alarms };
  }

  /** Beside the resource; where that is another stack than the Vigil's, in a holder there. */
  #alarmScope(monitor: Monitor, stack: Stack): Construct {
    if (Stack.of(monitor) === stack) return monitor;
    const holderId = `Vigil-${createHash('sha256')
      .update(`${topStack(this).node.id}/${placeOf(this)}`)
      .digest('hex')
      .slice(0, 8)}`;
    const holder = (stack.node.tryFindChild(holderId) as Construct | undefined) ?? new Construct(stack, holderId);
    return (
      (holder.node.tryFindChild(monitor.node.id) as Construct | undefined) ?? new Construct(holder, monitor.node.id)
    );
  }

  #checkRoutes(alarms: readonly BuiltAlarm[]): void {
    for (const severity of SEVERITIES) {
      const unheard = alarms.filter((alarm) => alarm.unheard && alarm.severity === severity).map(({ name }) => name);
      if (unheard.length === 0) continue;
      this.#faults.push(
        `${unheard.length} alarms of severity ${severity} have no route, so nobody would hear them: ${unheard.slice(0, 3).join(', ')}${unheard.length > 3 ? ', …' : ''}. Add a route that carries ${severity}, such as Route.email('oncall@example.com', { severities: [Severity.${severity}] }), or put ${severity} into 'showOnly'.`,
      );
    }
  }

  #warn(id: string, message: string): void {
    Annotations.of(this).addWarningV2(`cdk-vigil:${id}`, message);
  }
}
