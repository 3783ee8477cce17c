import { History } from '../support/evaluator/history';
import { evaluationRange } from '../support/evaluator/missing-data';
import { type MetricAlarm, metricsOf, periodSecondsOf, type State } from '../support/evaluator/model';

/** What happened to the metrics of a rule with several conditions, and what its composite has to say at minute `end`. */
export interface CompositeScenario {
  readonly name: string;
  readonly history: History;
  readonly end: number;
  readonly state: State;
}

/** A service that was busy for some hours and stopped some minutes ago, both told in the numbers of its two alarms. */
export function noTraffic([stopped, active]: readonly MetricAlarm[]): CompositeScenario[] {
  if (stopped === undefined || active === undefined) throw new Error('NoTraffic has two conditions');
  const hour = periodSecondsOf(active) / 60;
  const hours = active.DatapointsToAlarm ?? active.EvaluationPeriods;
  const minutes = stopped.EvaluationPeriods * (periodSecondsOf(stopped) / 60);
  const minutesOfRange =
    evaluationRange(stopped.EvaluationPeriods, periodSecondsOf(stopped)) * (periodSecondsOf(stopped) / 60);
  const perMinute = active.Threshold / hour;
  const end = 100_000;
  const [metric] = metricsOf(active);
  if (metric === undefined) throw new Error('UsuallyActive has a metric');

  const scenario = (name: string, busy: { from: number; to: number }, zerosFrom: number, state: State) => {
    const history = new History();
    for (let minute = end - busy.from; minute < end - busy.to; minute++) history.record(metric, minute, perMinute);
    for (let minute = end - zerosFrom; minute < end; minute++) history.record(metric, minute, 0);
    return { name, history, end, state };
  };
  // the newest hour, with silence in it, does not count as active
  const [enough, tooFew] = [(hours + 1) * hour, hours * hour];
  return [
    scenario('busy', { from: enough, to: 0 }, 0, 'OK'),
    scenario('zero for long enough, after enough busy hours', { from: enough, to: minutes }, minutes, 'ALARM'),
    scenario('zero for not quite long enough', { from: enough, to: minutes - 1 }, minutes - 1, 'OK'),
    scenario('zero for long enough, after too few busy hours', { from: tooFew, to: minutes }, minutes, 'OK'),
    scenario('no data for the whole evaluation range', { from: enough, to: minutesOfRange }, 0, 'ALARM'),
    scenario('no data for not quite the whole range', { from: enough, to: minutesOfRange - 1 }, 0, 'OK'),
    scenario('never called', { from: 0, to: 0 }, 0, 'OK'),
  ];
}
