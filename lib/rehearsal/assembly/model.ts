import type { Change } from '../../contracts/changes';
import type { HealthCheckerSettings } from '../../contracts/health-checker';
import type { HealthCheck } from '../../contracts/health-checks';
import type { NotWatchedReason } from '../../contracts/not-watched';
import type { Severity } from '../../contracts/severity';
import type { CompositeAlarmDefinition, MetricAlarmDefinition, MetricIdentity, MuteRule } from '../simulator/model';
import type { JsonObject } from './json';

export type { Metric, Query } from '../simulator/model';

/** The monitoring of an assembly or a template, with every name and reference resolved. */
export interface Assembly {
  readonly stacks: readonly Stack[];
  readonly alarms: readonly Alarm[];
  readonly dashboards: readonly Dashboard[];
  readonly topics: readonly Topic[];
  readonly subscriptions: readonly Subscription[];
  readonly muteRules: readonly MuteRule[];
  readonly apiStages: readonly ApiStage[];
  readonly keys: readonly Key[];
  readonly notifiers: readonly Notifier[];
  /** The names of the parameters that can be given at deployment. */
  readonly parameters: readonly string[];
  readonly answering: readonly AnsweringFunction[];
  readonly healthCheckers: readonly HealthChecker[];
  /** Values that could not be resolved. */
  readonly unresolved: readonly Unresolved[];
  /** Alarms that are not deployed, since a condition is false. */
  readonly leftOut: readonly LeftOutAlarm[];
  /** What can fail, and no alarm reads. */
  readonly notWatched: readonly NotWatched[];
  /** What Vigil changes on resources of the app. */
  readonly changes: readonly Change[];
  /** What CloudWatch would refuse at deployment. */
  readonly refused: readonly RefusedProperty[];
  /** The app's own errors, warnings and notes. */
  readonly messages: readonly Message[];
  readonly application: Application;
  readonly dependencies: readonly Dependency[];
}

/** What of an app can run in a rehearsal. */
export interface Application {
  /** Of the app itself, not of CDK or Vigil. */
  readonly functions: readonly FunctionDeclaration[];
  readonly tables: readonly TableDeclaration[];
  readonly queues: readonly QueueDeclaration[];
  /** Rules of EventBridge with a pattern. */
  readonly rules: readonly RuleDeclaration[];
}

export interface FunctionDeclaration extends Declared {
  readonly name: string;
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memory: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Where its code is. */
  readonly folder?: string;
  /** Why it cannot be called. */
  readonly why?: string;
  /** Of HTTP APIs: `POST /invoice`. */
  readonly routes: readonly string[];
  /** The queues whose messages it processes. */
  readonly queues: readonly { readonly arn: string; readonly batchSize: number }[];
}

/** Keys: the partition key, then the sort key if there is one. */
export interface TableDeclaration {
  readonly name: string;
  readonly keys: readonly string[];
  readonly indexes: readonly { readonly name: string; readonly keys: readonly string[] }[];
}

export interface QueueDeclaration {
  readonly name: string;
  readonly url: string;
  readonly arn: string;
  readonly deadLetterArn?: string;
  readonly maxReceives?: number;
}

export interface RuleDeclaration {
  readonly name: string;
  readonly bus: string;
  readonly pattern: JsonObject;
  /** ARNs. */
  readonly targets: readonly string[];
}

export interface Stack {
  readonly name: string;
  readonly path: string;
  readonly file: string;
  readonly region?: string;
  readonly account?: string;
  readonly resources: number;
  readonly bytes: number;
}

/** One resource that answers by means of another: fails and is slow with it. */
export interface Dependency {
  readonly caller: Named;
  readonly callee: Named;
}

interface Named {
  /** Of CloudFormation. */
  readonly type: string;
  /** One of them is a dimension of its metrics, or a part of one. */
  readonly names: readonly string[];
}

/** The path of the stack in which something is declared. */
interface Declared {
  readonly stack: string;
  readonly logicalId: string;
}

export interface Unresolved {
  readonly stack: string;
  readonly resource: string;
  readonly expression: string;
  readonly reason: string;
}

export interface LeftOutAlarm extends Declared {
  readonly condition: string;
  /** Those that the condition depends on, with their values. */
  readonly parameters: readonly { readonly name: string; readonly value?: string }[];
}

/** A resource that can fail, and that no alarm reads. */
export interface NotWatched extends Partial<Declared> {
  /** In the construct tree; of a template that has none, the stack and the logical id. */
  readonly path: string;
  readonly type: string;
  readonly reason: NotWatchedReason;
  /** The reason in words. */
  readonly why: string;
  /** What would cover it. */
  readonly remedy: string;
}

export interface RefusedProperty extends Declared {
  /** A warning: the deployment may succeed. */
  readonly level: 'error' | 'warning';
  /** Of the alarm. */
  readonly name: string;
  readonly file: string;
  readonly line?: number;
  /** Its path below `Properties`, such as `Metrics[0].Id`; empty if it is about all of them. */
  readonly property: string;
  /** What is wrong and what to do. */
  readonly message: string;
}

export interface Message {
  readonly level: 'error' | 'warning' | 'info';
  readonly path: string;
  readonly text: string;
}

/** The subject of an alarm. */
export interface Subject {
  readonly severity: Severity | 'unknown';
  readonly component: string;
  /** Its name within its component. */
  readonly label: string;
  /** Like `environment`: only if the description has it. */
  readonly environment?: string;
  readonly type?: string;
  readonly rule?: string;
  /** Of its value and threshold. */
  readonly unit?: string;
}

export type Alarm = MetricAlarm | CompositeAlarm | UnexplainedAlarm;

export interface MetricAlarm extends MetricAlarmDefinition, Declared, Subject {
  /** The metrics of the app's own resources that its query of Metrics Insights finds. */
  readonly selected: readonly MetricIdentity[];
}

export interface CompositeAlarm extends CompositeAlarmDefinition, Declared, Subject {
  /** Names or ARNs, each once. */
  readonly children: readonly string[];
  /** The length at deployment, when CloudFormation generates longer names than are shown here. */
  readonly ruleCharacters: number;
}

/** PromQL and log alarms. */
export interface UnexplainedAlarm
  extends Declared,
    Subject,
    Pick<MetricAlarmDefinition, 'name' | 'arn' | 'description' | 'actions'> {
  readonly kind: 'unexplained';
  readonly mechanism: string;
  /** What can be simulated of it, once the results of its query are given. */
  readonly simulated?: MetricAlarmDefinition;
}

export interface Dashboard extends Declared {
  readonly name: string;
  /** As it is deployed; undefined if its text is not a JSON object. */
  readonly body?: JsonObject;
  /** Logical ids in it that stand for names which only deployment knows. */
  readonly generatedNames: readonly string[];
  readonly widgets: readonly Widget[];
}

export interface Widget {
  readonly type: string;
  readonly title?: string;
  /** Including metrics that are only inputs of expressions, as CloudWatch counts them. */
  readonly metrics: number;
}

export interface Topic extends Declared {
  readonly name: string;
  readonly arn: string;
  /** Id, ARN or alias. */
  readonly encryptionKey?: string;
}

export interface Subscription {
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  /** Whether a filter policy lets only some messages through. */
  readonly filtered: boolean;
  /** Whether it leaves out the first OK of a new alarm, as Vigil's own subscriptions do. */
  readonly leavesOutFirstOk: boolean;
  /** The severities that the filter policy admits, if it has any. */
  readonly severities?: readonly string[];
  /** The escalation levels that the filter policy admits, if it has any. */
  readonly levels?: readonly string[];
}

/** Vigil's notifier function. */
export interface Notifier extends Declared {
  /** The table of its deliveries. */
  readonly table: string;
  /** The queue that it reads. */
  readonly queueArn: string;
  readonly channels: readonly NotifiedChannel[];
  /** Its environment variables: secrets by their ARN only. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Vigil's incident API function. */
export interface AnsweringFunction extends Declared {
  readonly name: string;
}

/** A function that runs health checks. */
export interface HealthChecker extends Declared {
  readonly name: string;
  /** Whether it signs URLs by which jobs report heartbeats. */
  readonly hasHeartbeatUrls: boolean;
  readonly settings: HealthCheckerSettings;
  /** Empty where its code is not beside the template. */
  readonly checks: readonly HealthCheck[];
}

export interface NotifiedChannel {
  /** Its id in the table. */
  readonly id: string;
  /** One of the contract's kinds; of a later version of Vigil, any other. */
  readonly kind: string;
  readonly severities: readonly string[];
  /** The escalation level, from 2: notified of incidents that the previous level has not acknowledged. */
  readonly level?: number;
  readonly topicArn?: string;
  /** The id of the chat's channel, or the name of its secret. */
  readonly target?: string;
}

export interface ApiStage extends Declared {
  readonly api: string;
  readonly kind: 'REST' | 'HTTP' | 'WEBSOCKET';
  readonly stage: string;
  /** Operations with detailed metrics, which are billed. */
  readonly detailedOperations: number;
  readonly caching: boolean;
}

export interface Key extends Declared {
  readonly arn: string;
  /** All references by which a topic may name it. */
  readonly identifiers: readonly string[];
}
