import { besideOtherDays, emptied, unlikeYesterday } from '../counts';
import { timeToEmpty, timeToFull } from '../depletions';
import {
  ageWithoutProgress,
  anyOf,
  averageWhileFailing,
  growth,
  ratio,
  share,
  signsOfLife,
  smallShare,
} from '../families';
import { smallOrNew, standingOut, timesAverage, timesAverageOfEnough, timesHighest } from '../memories';
import type { Shape } from '../shapes';

const ofAllRequests = ratio((requests) => requests);
const besidesThoseOfTargets = ratio((requests, bad) => requests - bad);

/** How to make the metrics of rules read what a test wants, by rule id. */
export const CASES: Readonly<Record<string, Shape>> = {
  ServerErrors: averageWhileFailing,
  ServerErrorsSlow: smallOrNew,
  NoTraffic: emptied,
  UnusualTraffic: besideOtherDays,
  LatencyJump: timesAverageOfEnough,
  TailLatencyJump: timesHighest,
  ClientErrors: standingOut,
  TargetErrorRate: ofAllRequests,
  DatabaseDown: signsOfLife,
  ConnectionLeak: timeToFull,
  DatabaseStorage: timeToEmpty({ floor: true }),
  DatabaseMemory: timeToEmpty({ floor: true, ceiling: true }),
  DatabaseSwap: growth,
  DatabaseLatency: anyOf(({ factorOf }) => factorOf('MAX(')),
  CpuCredits: timeToEmpty({ floor: true, ceiling: true }),
  StorageCredits: timeToEmpty({ floor: true, ceiling: true }),
  LocalStorage: timeToEmpty({}),
  DeadLetters: anyOf(),
  PortalErrors: averageWhileFailing,
  PortalClientErrors: standingOut,
  EdgeFunctionErrors: anyOf(),
  EventsDelayed: anyOf(),
  UnusualEvents: besideOtherDays,
  ConsumerErrors: share,
  ConsumerPartialErrors: smallShare,
  ConsumerSlow: timesAverage,
  EventsDropped: anyOf(),
  HandlerErrors: share,
  FunctionErrors: share,
  BalancerErrors: besidesThoseOfTargets,
  TargetErrors: ofAllRequests,
  TargetLatencyJump: timesAverageOfEnough,
  QueueStuck: ageWithoutProgress,
  QueueSlow: unlikeYesterday,
  UnusualMessages: besideOtherDays,
  StreamWritesRefused: share,
  StreamReadsRefused: share,
  TableThrottled: anyOf(),
  TableSystemErrors: anyOf(),
  FilterMismatch: anyOf(),
  StepFailing: ofAllRequests,
  MetricsRejected: anyOf(),
  AnswersFailing: anyOf(),
};
