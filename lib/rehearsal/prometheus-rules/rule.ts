import { guidanceIn } from '../../../lambda/shared/parsing/description';
import type { Alarm, CompositeAlarm, MetricAlarm } from '../assembly/model';
import type { AlarmRule } from '../simulator/alarm-rule';
import { comparisonNamed } from '../simulator/comparison';
import type { Exporter } from './exporters';
import { comparedLeft, comparedValue, NotInPromQl } from './math';

/** An alert as it is written into a rule file. */
export interface AlertingRule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

const MINUTE = 60;

/** What Prometheus's own rules mostly call them; `vigil import prometheus` reads them as such. */
const SEVERITIES: Readonly<Record<string, string>> = { P0: 'critical', P1: 'critical', P2: 'warning', P3: 'info' };

/** An alarm as an alert. @param ruled alarms that are rules already @param note says what it does not read @throws NotInPromQl */
export function ruleOf(
  alarm: Alarm,
  exporter: Exporter,
  ruled: ReadonlySet<string>,
  note: (message: string) => void,
): AlertingRule {
  const condition =
    alarm.kind === 'composite'
      ? { expr: compositeText(alarm, ruled, note) }
      : alarm.kind === 'unexplained'
        ? undefined
        : conditionOf(alarm, exporter);
  if (condition === undefined)
    throw new NotInPromQl(`${(alarm as { mechanism: string }).mechanism} has no metrics that an exporter has`);
  const { meaning, steps, runbookUrl, dashboardUrl } = guidanceIn(alarm.description);
  return {
    alert: alarm.rule ?? alarm.label,
    ...condition,
    labels: {
      alarm: alarm.name,
      component: alarm.component,
      ...(alarm.environment !== undefined && { environment: alarm.environment }),
      severity: SEVERITIES[alarm.severity] ?? 'none',
      priority: alarm.severity,
      ...(alarm.actions.alarm.length === 0 && { notifies: 'nobody' }),
    },
    annotations: texts({
      summary: meaning,
      description: steps.join(' '),
      runbook_url: runbookUrl,
      dashboard_url: dashboardUrl,
    }),
  };
}

/** Templates would be read in them. */
const texts = (given: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(given).flatMap(([name, text]) => (text ? [[name, text.replaceAll('{{', '{{ "{{" }}')]] : [])),
  );

function conditionOf(alarm: MetricAlarm, exporter: Exporter): { expr: string } {
  const { threshold, periodSeconds, evaluationPeriods, datapointsToAlarm, treatMissingData } = alarm;
  if (alarm.kind === 'anomaly' || threshold === undefined) throw new NotInPromQl('only CloudWatch knows its threshold');
  if (periodSeconds === undefined) throw new NotInPromQl('its period is not known');
  if (alarm.wallClock !== undefined) throw new NotInPromQl('its periods follow a clock');
  if (treatMissingData === 'ignore') throw new NotInPromQl('without data it keeps its state, which an alert does not');
  const { above, orEqual } = comparisonNamed(alarm.comparison);
  const breach = (ago: number): string => {
    const compared = `${comparedLeft(alarm, exporter, ago)} ${above ? '>' : '<'}${orEqual ? '=' : ''} ${threshold}`;
    return treatMissingData === 'breaching'
      ? `(${compared}) or absent(${comparedValue(alarm, exporter, ago)})`
      : compared;
  };
  return { expr: inEnough(breach, { periodSeconds, evaluationPeriods, datapointsToAlarm }) };
}

/** Longer queries could not be read. */
const MOST_WRITTEN_OUT = 6;

/** M of N periods, which end now, a period ago and so on. Many of them are counted at multiples of the period instead, as PromQL does. */
function inEnough(
  breach: (ago: number) => string,
  {
    periodSeconds,
    evaluationPeriods,
    datapointsToAlarm,
  }: Pick<MetricAlarm, 'evaluationPeriods' | 'datapointsToAlarm'> & { periodSeconds: number },
): string {
  if (evaluationPeriods === 1) return breach(0);
  if (periodSeconds > MINUTE && evaluationPeriods <= MOST_WRITTEN_OUT) {
    const all = Array.from({ length: evaluationPeriods }, (_, index) => breach(index * periodSeconds));
    if (datapointsToAlarm === evaluationPeriods) return all.map((each) => `(${each})`).join(' and ');
    // with a label of its own, so that they stay apart
    const numbered = all.map((each, index) => `label_replace(${each}, "n", "${index}", "", "")`);
    return `count(${numbered.join(' or ')}) >= ${datapointsToAlarm}`;
  }
  // without the point exactly at its beginning, which Prometheus 2 would count as well
  const range = evaluationPeriods * periodSeconds * 1000 - 1;
  return `count_over_time((${breach(0)})[${durationOf(range)}:${durationOf(periodSeconds * 1000)}]) >= ${datapointsToAlarm}`;
}

function durationOf(milliseconds: number): string {
  const [seconds, rest] = [Math.floor(milliseconds / 1000), milliseconds % 1000];
  return `${seconds > 0 ? `${seconds}s` : ''}${rest > 0 ? `${rest}ms` : ''}`;
}

function compositeText(alarm: CompositeAlarm, ruled: ReadonlySet<string>, note: (message: string) => void): string {
  if (alarm.suppressor !== undefined)
    throw new NotInPromQl('another alarm suppresses it: use an inhibit rule of Alertmanager');
  if (alarm.alarmRule === undefined) throw new NotInPromQl('its rule cannot be read');
  return textOf(readable(alarm.alarmRule, ruled, note), ruled);
}

const nameOf = (reference: string): string => reference.split(':alarm:').at(-1) as string;

/** Of alternatives at the top, those that are rules: the others cannot fire. */
function readable(rule: AlarmRule, ruled: ReadonlySet<string>, note: (message: string) => void): AlarmRule {
  if (rule.is !== 'or') return rule;
  const isRuled = (operand: AlarmRule): boolean => operand.is !== 'state' || ruled.has(nameOf(operand.alarm));
  const operands = rule.operands.filter(isRuled);
  if (operands.length === 0) return rule;
  for (const operand of rule.operands)
    if (operand.is === 'state' && !isRuled(operand)) note(`does not read ${nameOf(operand.alarm)}, which is left out`);
  return { is: 'or', operands };
}

function textOf(rule: AlarmRule, ruled: ReadonlySet<string>): string {
  switch (rule.is) {
    case 'state': {
      const name = nameOf(rule.alarm);
      if (rule.state !== 'ALARM')
        throw new NotInPromQl(`it reads the state ${rule.state}, which an alert does not have`);
      if (!ruled.has(name)) throw new NotInPromQl(`it reads ${name}, which is left out`);
      return `max(ALERTS{alarm=${JSON.stringify(name)},alertstate="firing"})`;
    }
    case 'not':
      return `absent(${textOf(rule.operand, ruled)})`;
    case 'and':
    case 'or':
      return rule.operands.map((operand) => `(${textOf(operand, ruled)})`).join(` ${rule.is} `);
    default:
      throw new NotInPromQl(`it uses ${rule.is === 'atLeast' ? 'AT_LEAST' : 'a constant'}`);
  }
}
