import type { MetricAlarm } from '../support/evaluator/model';
import { besideOtherDays, emptied } from './counts';
import { timeToEmpty, timeToFull } from './depletions';
import {
  ageWithoutProgress,
  anyOf,
  averageWhileFailing,
  growth,
  plain,
  ratio,
  share,
  signsOfLife,
  smallShare,
} from './families';
import { smallOrNew, standingOut, timesAverage, timesHighest } from './memories';
import { type CompositeScenario, noTraffic } from './no-traffic';
import type { Shape } from './shapes';

const ofAllRequests = ratio((requests) => requests);
const besidesThoseOfTargets = ratio((requests, bad) => requests - bad);

/** How to make each rule's metrics read what a test wants, by rule id; of rules with several conditions, by their names. */
export const CASES: Readonly<Record<string, Shape | Readonly<Record<string, Shape>>>> = {
  ServerErrors: averageWhileFailing,
  ServerErrorsSlow: smallOrNew,
  NoTraffic: emptied,
  UnusualTraffic: besideOtherDays,
  LatencyJump: timesAverage,
  TailLatencyJump: timesHighest,
  ClientErrors: standingOut,
  ServerErrorCount: plain,
  TrafficFloor: plain,
  TargetErrorRate: ofAllRequests,
  CertificateExpiry: plain,
  CertificateExpiresNow: plain,
  DatabaseDown: signsOfLife,
  DatabaseConnections: plain,
  ConnectionLeak: timeToFull,
  DatabaseCpu: plain,
  DatabaseBusy: plain,
  DatabaseStorage: timeToEmpty({ floor: true }),
  DatabaseMemory: timeToEmpty({ floor: true, ceiling: true }),
  DatabaseSwap: growth,
  DatabaseLatency: anyOf(({ factorOf }) => factorOf('MAX(')),
  CpuCredits: timeToEmpty({ floor: true, ceiling: true }),
  StorageCredits: timeToEmpty({ floor: true, ceiling: true }),
  TransactionIds: plain,
  ReplicaLag: plain,
  AuroraReplicaLag: plain,
  LocalStorage: timeToEmpty({}),
  CapacityUnits: plain,
  ConnectionsHigh: plain,
  VolumeNearlyFull: plain,
  DeadLetters: anyOf(),
  DeadLettersConsumed: plain,
  DeadLettersExpire: plain,
  PortalErrors: averageWhileFailing,
  PortalClientErrors: standingOut,
  OriginLatency: plain,
  EdgeFunctionErrors: anyOf(),
  EventLost: plain,
  EventLostAtDeadLetterQueue: plain,
  EventsDelayed: anyOf(),
  UnusualEvents: besideOtherDays,
  FunctionThrottled: plain,
  FunctionTimeouts: plain,
  ReservedConcurrency: plain,
  ConsumerErrors: share,
  ConsumerPartialErrors: smallShare,
  ConsumerSlow: timesAverage,
  ConsumerBehind: plain,
  EventsDropped: anyOf(),
  HandlerErrors: share,
  EventsWaiting: plain,
  BalancerErrors: besidesThoseOfTargets,
  ConnectionsRejected: plain,
  TargetErrors: ofAllRequests,
  TargetLatencyJump: timesAverage,
  HostsUnhealthy: plain,
  NoHealthyHost: plain,
  QueueStuck: ageWithoutProgress,
  QueueSlow: plain,
  UnusualMessages: besideOtherDays,
  MessagesInFlight: plain,
  QueueDepthHigh: plain,
  MessageAge: plain,
  StreamNearLoss: plain,
  StreamBehind: plain,
  StreamWritesRefused: share,
  StreamReadsRefused: share,
  TableThrottled: anyOf(),
  TableSystemErrors: anyOf(),
  NotificationsFailed: plain,
  NotificationsLost: plain,
  FilterMismatch: anyOf(),
  StepFailing: ofAllRequests,
  ValuesDropped: plain,
  ErrorsLogged: plain,
  MetricsRejected: anyOf(),
  SmsSpend: plain,
  NoHeartbeat: plain,
  AnswersFailing: anyOf(),
};

/** What has to come of a rule's conditions together, by rule id. */
export const TOGETHER: Readonly<Record<string, (alarms: readonly MetricAlarm[]) => CompositeScenario[]>> = {
  NoTraffic: noTraffic,
};

/** The shape for one condition of a rule. */
export function shapeOf(ruleId: string, condition?: string): Shape {
  const found = CASES[ruleId];
  if (found === undefined)
    throw new Error(`Rule '${ruleId}' has no behaviour case: give it one in test/rules/cases.ts`);
  if (isShape(found)) return found;
  const shape = found[condition ?? ''];
  if (shape === undefined) throw new Error(`Condition '${condition}' of '${ruleId}' has no behaviour case`);
  return shape;
}

const isShape = (value: Shape | Readonly<Record<string, Shape>>): value is Shape =>
  typeof value['readings'] === 'function';
