import { Annotations, Stack, Token } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct, type IConstruct } from 'constructs';
import { stackErrors } from './alarms/budgets';
import { duplicateNameErrors, missingRouteErrors, sharedErrors } from './alarms/checks';
import { queryAlarmErrors } from './alarms/query-limits';
import { incidentErrors } from './alerting/incident-options';
import { mute } from './alerting/maintenance';
import { RegionalTopics } from './alerting/regional-topics';
import { unusedRouteErrors, unwatchedNotifierErrors } from './alerting/route-checks';
import type { Catalogue } from './catalogue/catalogue';
import { GROUP } from './contracts/alarm-names';
import type { AlarmsIn } from './contracts/alarms-in';
import { SEVERITIES, Severity } from './contracts/severity';
import type { ComponentView } from './dashboards/component-view';
import { HealthChecks, type HealthChecksOptions } from './health/health-checks';
import { ApplicationMonitor, type ApplicationOptions, idOfCatalogue } from './monitors/application-monitor';
import { DatabaseMonitor, type DatabaseOptions } from './monitors/database-monitor';
import type { AlarmedComponent } from './monitors/discovery/coverage';
import { identityOf } from './monitors/discovery/identity';
import { type WatchedComponent, WatchedComponents } from './monitors/discovery/watched-components';
import { EventApiMonitor, type EventApiOptions } from './monitors/event-api-monitor';
import { HttpApiMonitor, type HttpApiOptions } from './monitors/http-api-monitor';
import { idOfMetric, MetricMonitor, type MetricOptions } from './monitors/metric-monitor';
import type { IVigil, Monitor } from './monitors/monitor';
import { watchDelivery } from './monitors/notifier-monitors';
import { QueueMonitor, type QueueOptions } from './monitors/queue-monitor';
import type {
  DatabaseSource,
  EventSource,
  HttpApiSource,
  QueueSource,
  WebPortalSource,
} from './monitors/resources/all';
import { WebPortalMonitor, type WebPortalOptions } from './monitors/web-portal-monitor';
import { ALL_RULE_IDS } from './resources/all';
import { RuleChanges } from './rules/rule-changes';
import { afterAspects } from './tree/after-aspects';
import { holderIn } from './tree/holder';
import { stackPathOf, topStack } from './tree/naming';
import { stageOf } from './tree/stages';
import { SEVERITY } from './validation/kind';
import { checked, checkNow, type Mistakes, mistakesIn } from './validation/options';
import { alarmsOf, type WatchedAlarms } from './vigil-alarms';
import { reportCoverage } from './vigil-coverage';
import { publishDashboards } from './vigil-dashboards';
import { PROMETHEUS_RULES, type PrometheusRulesOptions, prometheusAlarms } from './vigil-prometheus';
import { VIGIL_PROPS, type VigilProps, WATCH_ARGUMENTS, type WatchOptions } from './vigil-props';

export type { VigilProps, WatchOptions } from './vigil-props';

/** The Vigils of an app, whose rule changes are checked together. */
const VIGILS = new WeakMap<IConstruct, readonly Vigil[]>();
const vigilsAround = (construct: IConstruct): readonly Vigil[] => VIGILS.get(construct.node.root) ?? [];

/**
 * Watches an app: creates alarms, dashboards and alert routes for all that it watches.
 *
 * Alarms are created during synthesis, when the app is complete, so the order of calls does not matter.
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
  readonly #mistakes: Mistakes;
  readonly #topics: RegionalTopics;
  readonly #components: WatchedComponents;
  readonly #errors: string[] = [];
  /** By component. */
  readonly #ruleErrors = new Map<string, readonly string[]>();
  /** The stacks with alarms or dashboards of this Vigil. */
  readonly #stacks = new Set<Stack>();
  readonly #alarmed: AlarmedComponent[] = [];
  readonly #planned: (() => WatchedAlarms)[] = [];
  /** The rule changes of users; undefined until the components are known. */
  #changes?: RuleChanges;

  public constructor(scope: Construct, id: string, props: VigilProps) {
    super(scope, id);
    const known = checked(VIGIL_PROPS, props);
    this.#mistakes = mistakesIn(known);
    // synthesis reports what is missing, together with all other errors
    const { environment = '', routes = [] }: Partial<VigilProps> = known;
    this.environment = environment;
    this.#props = { ...known, environment, routes };
    this.#topics = new RegionalTopics(this, {
      namePrefix: this.#name,
      routes,
      severities: SEVERITIES.filter((severity) => !this.#isDashboardOnly(severity)),
      encryptionKey: known.encryptionKey,
      incidents: known.incidents,
      maxConcurrency: known.maxConcurrency,
    });
    this.#components = new WatchedComponents(this, {
      topics: this.#topics,
      detailedMetrics: known.detailedMetrics ?? true,
      tracing: known.tracing ?? true,
      warn: (id, message) => this.#warn(id, message),
    });
    watchDelivery(this, this.#topics);
    if (known.healthChecks !== undefined) this.healthChecks(known.healthChecks);
    VIGILS.set(this.node.root, [...vigilsAround(this), this]);
    afterAspects(this, [
      () => this.#components.find(),
      () => this.#components.gather(),
      () => this.#components.gatherLeftovers(),
      () => this.#plan(),
      () => this.#build(),
    ]);
    this.node.addValidation({ validate: () => this.#validate() });
  }

  /** Watches a CloudFront distribution, an Application Load Balancer or a certificate. */
  public webPortal(portal: WebPortalSource, options: WebPortalOptions = {}): WebPortalMonitor {
    const { id, label } = identityOf(this, portal);
    return new WebPortalMonitor(this, id, { label, ...options, vigil: this, portal });
  }

  /** Watches a REST API or an HTTP API, its operations and the functions behind it. */
  public httpApi(api: HttpApiSource, options: HttpApiOptions = {}): HttpApiMonitor {
    const { id, label } = identityOf(this, api);
    return new HttpApiMonitor(this, id, { label, ...options, vigil: this, api });
  }

  /** Watches an EventBridge rule, an SNS topic or a Kinesis stream, and what consumes it. */
  public eventApi(source: EventSource, options: EventApiOptions = {}): EventApiMonitor {
    const { id, label } = identityOf(this, source);
    return new EventApiMonitor(this, id, { label, ...options, vigil: this, source });
  }

  /** Watches a DynamoDB table with its indexes, an RDS instance or an Aurora cluster with its instances. */
  public database(database: DatabaseSource, options: DatabaseOptions = {}): DatabaseMonitor {
    const { id, label } = identityOf(this, database);
    return new DatabaseMonitor(this, id, { label, ...options, vigil: this, database });
  }

  /** Watches a queue, its dead-letter queue and its consumers. */
  public queue(queue: QueueSource, options: QueueOptions = {}): QueueMonitor {
    const { id, label } = identityOf(this, queue);
    return new QueueMonitor(this, id, { label, ...options, vigil: this, queue });
  }

  /**
   * Watches an application by its catalogue: its steps and metrics, its logs and its traces.
   *
   * @param catalogue what `defineMetrics` of `cdk-vigil/catalogue` returns; of two with the same namespace and `Service`, watch one
   * with an `ApplicationMonitor` of your own
   */
  public application(catalogue: Catalogue, options: ApplicationOptions = {}): ApplicationMonitor {
    return new ApplicationMonitor(this, idOfCatalogue(catalogue), { ...options, vigil: this, catalogue });
  }

  /**
   * Watches a metric that no other method watches, such as one of a resource type without rules: `metric` breaches the `threshold`. The
   * alarm has the names, routes, dashboard, runbook link and tests of all others.
   *
   * @returns its monitor, whose `alarm` adds more metrics to the same component
   */
  public alarm(metric: IMetric, options: MetricOptions): MetricMonitor {
    return new MetricMonitor(this, idOfMetric(this, metric), { ...options, vigil: this, metric });
  }

  /**
   * Checks services from outside: URLs, ports, names, certificates, functions and heartbeats of a JSON file. A function runs the checks
   * each minute; each has one metric and one alarm. For a second file, create `HealthChecks` yourself.
   *
   * @param checks the path of the file, or its content as an object, whose texts may be tokens of CDK
   *
   * @example
   *
   * vigil.healthChecks('checks.json');
   */
  // biome-ignore lint/suspicious/noExplicitAny: jsii has no other type for JSON
  public healthChecks(checks: any, options: HealthChecksOptions = {}): HealthChecks {
    const id = 'HealthChecks';
    if (this.node.tryFindChild(id) !== undefined) {
      throw new Error(
        `${this.node.path} has health checks already, from 'healthChecks' or from vigil.json. For another file, write new HealthChecks(this, 'MoreChecks', { vigil, checks, label: 'MoreChecks' }).`,
      );
    }
    return new HealthChecks(this, id, { ...options, vigil: this, checks });
  }

  /**
   * Creates a PromQL alarm for each alert of a rule file of Prometheus, for an account that receives its metrics by OpenTelemetry. Each
   * notifies the topic of its severity. What is left out, and why, is a warning of CDK.
   *
   * @param file the path of the rule file
   * @returns this Vigil, so that calls can be chained
   *
   * @example
   *
   * vigil.prometheusRules('rules.yml', { severities: { urgent: Severity.P0 } });
   */
  public prometheusRules(file: string, options: PrometheusRulesOptions = {}): Vigil {
    const known = checkNow(`${this.node.path}.prometheusRules`, PROMETHEUS_RULES, options);
    const errors = prometheusAlarms(this, file, known, (severity) => this.#actionOf(severity, file));
    this.#errors.push(...errors);
    return this;
  }

  /**
   * Watches all resources below `scope` that belong to one of the five component types, also those added after this call.
   *
   * @param scope a stack, a stage or any construct; another stage needs a Vigil of its own
   * @returns this Vigil, so that calls can be chained
   */
  public watch(scope: IConstruct, options: WatchOptions = {}): Vigil {
    const known = checked(WATCH_ARGUMENTS, { scope, options });
    const { messages, isComplete } = mistakesIn(known);
    this.#errors.push(...messages.map((message) => `watch: ${message}`));
    if (isComplete) {
      const { exclude = [], fleet = false } = known.options ?? {};
      this.#components.watch({ scope, exclude, fleet });
    }
    return this;
  }

  /** The topic of a severity, to add subscriptions that no route offers; undefined if the severity has no route. */
  public topic(severity: Severity): ITopic | undefined {
    return this.#topics.home.topics.get(checkNow(`${this.node.path}.topic`, SEVERITY, severity));
  }

  /**
   * The topic with one message for each alert, with a text for each protocol and with attributes to filter by: `severity`,
   * `state`, `environment` and `component`. Undefined without a route that needs the notifier.
   */
  public get alerts(): ITopic | undefined {
    return this.#topics.notifier?.alerts;
  }

  /** @internal */
  public get _regionalTopics(): RegionalTopics {
    return this.#topics;
  }

  /** @internal */
  public get _alarmsIn(): AlarmsIn | undefined {
    return this.#props.alarmsIn;
  }

  /** @internal */
  public _watch(monitor: Monitor): void {
    this.#components.name(monitor);
  }

  /** The prefix of the names of topics and dashboards, which must not contain dots. */
  get #name(): string {
    return `${topStack(this).stackName}-${stackPathOf(this)}`.replaceAll('.', '-');
  }

  /** Dashboards are shared by the regions of an account. */
  get #dashboardName(): string {
    const { region } = Stack.of(this);
    return Token.isUnresolved(region) ? this.#name : `${this.#name}-${region}`;
  }

  /** What alarms on rules of Prometheus notify. */
  #actionOf(severity: Severity, file: string): string | undefined {
    if (severity === Severity.P3 || this.#isDashboardOnly(severity)) return undefined;
    const topic = this.#topics.home.topics.get(severity);
    if (topic === undefined)
      this.#errors.push(
        `${file} has alerts of severity ${severity}, and no route carries it. Add a route that does, or add ${severity} to 'showOnly'.`,
      );
    return topic?.topicArn;
  }

  #isDashboardOnly(severity: Severity): boolean {
    return this.#props.showOnly?.includes(severity) ?? false;
  }

  /** Step 4 of all Vigils: how many alarms there will be, which decides where they are created. */
  #plan(): void {
    const { components } = this.#components;
    const changes = new RuleChanges(
      this.#props.rules ?? {},
      components.map(({ monitor }) => monitor),
      new Set([...ALL_RULE_IDS, ...components.flatMap(ruleIdsOf), GROUP]),
    );
    this.#changes = changes;
    this.#planned.push(...components.map((component) => this.#alarmsOf(component, changes)));
  }

  #build(): void {
    const { components } = this.#components;
    const watched = this.#planned.map((build) => build());
    const views = watched.map(({ view }) => view);
    for (const { view, errors, ruleErrors } of watched) {
      this.#errors.push(...errors);
      this.#ruleErrors.set(view.component, ruleErrors);
    }
    this.#alarmed.push(...components.map((each, index) => ({ ...each, alarms: views[index]?.alarms ?? [] })));
    const alarms = views.flatMap((view) => view.alarms);
    this.#errors.push(...missingRouteErrors(alarms), ...duplicateNameErrors(alarms));
    for (const { component } of views.filter((view) => view.parts.length > 0 && view.alarms.length === 0)) {
      this.#warn(`noAlarm-${component}`, `${component} has no alarm, because no rule applies to it.`);
    }
    if (components.every(({ monitor }) => this.#components.isOwn(monitor)))
      this.#warn(
        'nothingToWatch',
        `${this.node.path} watches nothing: no resource that it can watch was found. Call watch(scope) with the scope of your resources.`,
      );
    if (views.length > 0) this.#publish(views);
    const scopeIn = (stack: Stack) => (stack === Stack.of(this) ? this : holderIn(this, stack));
    this.#errors.push(...mute(this.#props.maintenance ?? [], views, scopeIn));
    for (const { stack } of [...alarms, { stack: Stack.of(this) }]) this.#stacks.add(stack);
  }

  #alarmsOf(component: WatchedComponent, changes: RuleChanges): () => WatchedAlarms {
    const { grouping = true, baselines = false, runbookBaseUrl, alarmsIn } = this.#props;
    return alarmsOf(this, component, {
      environment: this.environment,
      grouping,
      baselines,
      runbookBaseUrl,
      alarmsIn,
      changes,
      topics: this.#topics,
      isDashboardOnly: (severity) => this.#isDashboardOnly(severity),
      dashboardName: this.#dashboardName,
    });
  }

  #publish(views: readonly ComponentView[]): void {
    const { environment } = this;
    const errors = publishDashboards(this, views, {
      environment,
      name: this.#dashboardName,
      layout: this.#props.dashboards,
      topics: this.#topics,
    });
    this.#errors.push(...errors);
  }

  /** All errors at once. The app is complete now, so that used quotas can be counted. */
  #validate(): string[] {
    if (this.#changes === undefined) {
      return ['It was created by an Aspect during synthesis, which is too late. Create it with the rest of the app.'];
    }
    const { messages, isComplete } = this.#mistakes;
    // the other errors may follow from what is missing
    if (!isComplete) return [...messages];
    return [
      ...new Set([
        ...messages,
        ...[...this.#stacks].flatMap((stack) => stackErrors(stack, this.#props.alarmsIn)),
        ...unusedRouteErrors(this.#props.routes, this.#props.showOnly ?? []),
        ...unwatchedNotifierErrors(this.#props.routes, this.#props.incidents),
        ...incidentErrors(this.#props.incidents ?? {}, this.#props.showOnly ?? []),
        ...this.#components.errors,
        ...(this.#components.hasFleets ? queryAlarmErrors(this) : []),
        ...this.#reportCoverage(),
        ...this.#changes.errors(this.#changesElsewhere()),
        ...sharedErrors(this.#ruleErrors),
        ...this.#errors,
      ]),
    ];
  }

  #reportCoverage(): string[] {
    const others = vigilsAround(this).filter((vigil) => vigil !== this && stageOf(vigil) === stageOf(this));
    return reportCoverage(this, this.#components, this.#alarmed, {
      others: others.map((vigil) => vigil.#components),
      isStrict: this.#props.strict ?? false,
    });
  }

  /** Undefined while another stage with a Vigil is not synthesized yet. */
  #changesElsewhere(): RuleChanges[] | undefined {
    const all = vigilsAround(this).map((vigil) => vigil.#changes);
    return all.some((changes) => changes === undefined)
      ? undefined
      : all.filter((changes): changes is RuleChanges => changes !== undefined && changes !== this.#changes);
  }

  #warn(id: string, message: string): void {
    Annotations.of(this).addWarningV2(`cdk-vigil:${id}`, message);
  }
}

const ruleIdsOf = ({ parts }: WatchedComponent): string[] =>
  parts.flatMap(({ rules }) => rules.map(({ rule }) => rule.id));
