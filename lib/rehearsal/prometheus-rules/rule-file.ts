import { parsePromQl } from '../../prometheus/promql/parse';
import { printPromQl } from '../../prometheus/promql/print';
import type { Alarm } from '../assembly/model';
import { type Asked, type Exporter, selectorOf } from './exporters';
import { NotInPromQl } from './math';
import { type AlertingRule, ruleOf } from './rule';

const MINUTE = 60;

/** What becomes of an alarm. */
export interface Remark {
  readonly alarm: string;
  readonly message: string;
  /** It is no rule. */
  readonly isLeftOut: boolean;
}

export interface Ruled {
  readonly alarm: Alarm;
  readonly rule: AlertingRule;
}

/** Alarms as rules, and what PromQL cannot say. @param except alarms that are known to differ, with the reason */
export function rulesOf(alarms: readonly Alarm[], exporter: Exporter, except: ReadonlyMap<string, string> = new Map()) {
  const remarks: Remark[] = [];
  const asked = new Map<string, Asked>();
  const ruled = new Map<string, Ruled>();
  for (const alarm of inOrder(alarms)) {
    const note = (message: string, isLeftOut = false): void => {
      remarks.push({ alarm: alarm.name, message, isLeftOut });
    };
    try {
      const why = except.get(alarm.name);
      if (why !== undefined) throw new NotInPromQl(why);
      const rule = ruleOf(alarm, exporter, new Set(ruled.keys()), note);
      for (const each of metricsOf(alarm)) ask(each, asked, exporter);
      ruled.set(alarm.name, { alarm, rule: { ...rule, expr: tidied(rule.expr) } });
    } catch (error) {
      if (!(error instanceof NotInPromQl)) throw error;
      note(error.message, true);
    }
  }
  return { ruled: [...ruled.values()], remarks, asked: [...asked.values()] };
}

const metricsOf = (alarm: Alarm): Asked[] =>
  alarm.kind === 'composite' || alarm.kind === 'unexplained'
    ? []
    : alarm.queries.flatMap(({ metric }) => (metric ? [{ metric, periodSeconds: alarm.periodSeconds ?? MINUTE }] : []));

/** An exporter has one series for each metric and statistic, whatever the period. @throws NotInPromQl */
function ask(wanted: Asked, asked: Map<string, Asked>, exporter: Exporter): void {
  const selector = selectorOf(wanted.metric, exporter);
  const known = asked.get(selector);
  if (known !== undefined && known.periodSeconds !== wanted.periodSeconds) {
    const { name, statistic } = wanted.metric;
    throw new NotInPromQl(
      `it reads the ${statistic} of ${name} over ${wanted.periodSeconds} s, another rule over ${known.periodSeconds} s, and an exporter has one of them`,
    );
  }
  asked.set(selector, wanted);
}

/** Composites after all that they read. */
function inOrder(alarms: readonly Alarm[]): Alarm[] {
  const depthOf = (alarm: Alarm, seen: readonly Alarm[] = []): number => {
    if (alarm.kind !== 'composite' || seen.includes(alarm)) return 0;
    const children = alarms.filter(({ name, arn }) => alarm.children.includes(name) || alarm.children.includes(arn));
    return 1 + Math.max(0, ...children.map((child) => depthOf(child, [...seen, alarm])));
  };
  return alarms.toSorted((one, other) => depthOf(one) - depthOf(other));
}

function tidied(text: string): string {
  const { expression, problems } = parsePromQl(text);
  if (expression === undefined) throw new Error(`${text}: ${problems[0]?.message}`);
  return printPromQl(expression);
}

/** A group for each component, and one for what reads other alerts. */
export function ruleFile(ruled: readonly Ruled[]) {
  const names = new Set(ruled.map(groupOf));
  return {
    groups: [...names]
      .sort((one, other) => Number(one === COMPOSITES) - Number(other === COMPOSITES))
      .map((name) => ({
        name,
        interval: '1m',
        rules: ruled.filter((each) => groupOf(each) === name).map(({ rule }) => rule),
      })),
  };
}

const COMPOSITES = 'Composite alarms';
const groupOf = ({ alarm }: Ruled): string => (alarm.kind === 'composite' ? COMPOSITES : alarm.component);
