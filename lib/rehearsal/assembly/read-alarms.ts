import { alarmsIn, parseAlarmRule } from '../simulator/alarm-rule';
import { readsOnlyDynamoDb } from '../simulator/dynamo-db';
import type { WarmUp } from '../simulator/model';
import { AlarmIndex } from './alarm-index';
import { type DeclaredResource, declarationOf, type Inventory } from './inventory';
import { booleanIn, type JsonObject, listIn, numberIn, objectIn, objectsIn, textIn, textsIn } from './json';
import type { Alarm, CompositeAlarm, Metric, MetricAlarm, Query, Topic, UnexplainedAlarm } from './model';
import { logDefinition, promQlDefinition } from './read-queried-alarms';
import { selectedBy } from './read-selected';
import { resourceOf, subjectOf } from './subject';

export function readAlarms(inventory: Inventory, topics: readonly Topic[]): Alarm[] {
  const nameOfTopic = new Map(topics.map(({ arn, name }) => [arn, name]));
  const topicsOf = (actions: Alarm['actions']) => actions.alarm.map((arn) => nameOfTopic.get(arn) ?? lastPartOf(arn));
  const alarms = inventory.ofType('AWS::CloudWatch::Alarm').map((resource) => readAlarm(resource, topicsOf, inventory));
  const logAlarms = inventory
    .ofType('AWS::CloudWatch::LogAlarm')
    .map((resource) => unexplained(resource, 'a query of logs', topicsOf, logDefinition));
  const composites = readComposites(inventory, [...alarms, ...logAlarms], topicsOf);
  return [...composites, ...alarms, ...logAlarms];
}

type TopicsOf = (actions: Alarm['actions']) => string[];

function readAlarm(
  resource: DeclaredResource,
  topicsOf: TopicsOf,
  inventory: Inventory,
): MetricAlarm | UnexplainedAlarm {
  const { properties } = resource;
  if (properties.EvaluationCriteria !== undefined)
    return unexplained(resource, 'a PromQL query', topicsOf, promQlDefinition);
  const arn = String(resource.resolver.attribute(resource.logicalId, 'Arn'));
  const queries = queriesIn(properties, arn.split(':')[4]);
  const [first] = queries.flatMap(({ metric }) => metric ?? []);
  const bandId = textIn(properties.ThresholdMetricId);
  const evaluationPeriods = numberIn(properties.EvaluationPeriods) ?? 1;
  const isMath = queries.some(({ returned, expression }) => returned && expression !== undefined);
  return {
    kind: bandId !== undefined ? 'anomaly' : isMath ? 'math' : 'metric',
    ...common(resource, topicsOf, first === undefined ? 'Other' : resourceOf(first, resource.isLogicalId)),
    queries,
    selected: selectedBy(queries, resource, inventory),
    comparison: textIn(properties.ComparisonOperator) ?? '',
    threshold: numberIn(properties.Threshold),
    bandId,
    periodSeconds: periodIn(properties),
    evaluationPeriods,
    datapointsToAlarm: numberIn(properties.DatapointsToAlarm) ?? evaluationPeriods,
    countsDatapoints: properties.DatapointsToAlarm !== undefined,
    treatMissingData: textIn(properties.TreatMissingData) ?? (readsOnlyDynamoDb(queries) ? 'ignore' : 'missing'),
    ignoresLowSamples: properties.EvaluateLowSampleCountPercentile === 'ignore',
    wallClock: wallClockIn(properties),
    warmUp: warmUpIn(properties),
  };
}

function wallClockIn({ EvaluationWindow }: JsonObject): MetricAlarm['wallClock'] {
  const { WallClockWindow } = objectIn(EvaluationWindow);
  return WallClockWindow === undefined ? undefined : { timeZone: textIn(objectIn(WallClockWindow).Timezone) ?? 'UTC' };
}

function warmUpIn({ WarmUpConfiguration }: JsonObject): WarmUp | undefined {
  const { WarmUpPeriodDurationInMinutes, OnlyStartEvaluatingAfterWarmUpPeriodEnds } = objectIn(WarmUpConfiguration);
  const minutes = numberIn(WarmUpPeriodDurationInMinutes);
  return minutes === undefined
    ? undefined
    : { minutes, whole: booleanIn(OnlyStartEvaluatingAfterWarmUpPeriodEnds) ?? false };
}

function unexplained(
  resource: DeclaredResource,
  mechanism: string,
  topicsOf: TopicsOf,
  definitionOf: typeof promQlDefinition,
): UnexplainedAlarm {
  const own = common(resource, topicsOf, 'Other');
  return { kind: 'unexplained', mechanism, ...own, simulated: definitionOf(resource.properties, own) };
}

function readComposites(inventory: Inventory, others: readonly Alarm[], topicsOf: TopicsOf): CompositeAlarm[] {
  const resources = inventory.ofType('AWS::CloudWatch::CompositeAlarm');
  const index = new AlarmIndex([...others, ...resources.map((resource) => common(resource, topicsOf, ''))]);
  return resources.map((resource) => {
    const ruleText = textIn(resource.properties.AlarmRule) ?? '';
    const alarmRule = parseAlarmRule(ruleText);
    const children = alarmRule === undefined ? [] : alarmsIn(alarmRule);
    const components = new Set(children.flatMap((child) => index.find(child, resource.stack.path)?.component ?? []));
    const [component = 'Other'] = components;
    return {
      kind: 'composite',
      ...common(resource, topicsOf, components.size > 1 ? 'Several components' : component),
      ruleText,
      alarmRule,
      children,
      ruleCharacters: deployedLength(ruleText, inventory),
      suppressor: textIn(resource.properties.ActionsSuppressor),
      suppressorWaitSeconds: numberIn(resource.properties.ActionsSuppressorWaitPeriod),
      suppressorExtensionSeconds: numberIn(resource.properties.ActionsSuppressorExtensionPeriod),
    };
  });
}

/** CloudFormation ends generated names with a hyphen and 12 characters. */
const MADE_UP = '-ABCDEFGHIJKL'.length;

function deployedLength(ruleText: string, inventory: Inventory): number {
  const unnamed = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm']
    .flatMap((type) => inventory.ofType(type))
    .filter(({ physical }) => physical.name !== physical.unique);
  const grown = unnamed.map(({ physical: { name, unique } }) => {
    const byArn = ruleText.split(`alarm:${unique}"`).length - 1;
    const byName = ruleText.split(`("${name}"`).length - 1;
    return byArn * MADE_UP + byName * (unique.length - name.length + MADE_UP);
  });
  return grown.reduce((sum, more) => sum + more, ruleText.length);
}

function common(resource: DeclaredResource, topicsOf: TopicsOf, watched: string) {
  const { properties, physical, resolver, logicalId, isLogicalId } = resource;
  const enabled = booleanIn(properties.ActionsEnabled) ?? true;
  const actions = {
    alarm: enabled ? textsIn(properties.AlarmActions) : [],
    ok: enabled ? textsIn(properties.OKActions) : [],
    insufficientData: enabled ? textsIn(properties.InsufficientDataActions) : [],
  };
  const description = textIn(properties.AlarmDescription) ?? '';
  return {
    ...declarationOf(resource),
    ...subjectOf({ name: physical.name, description, topics: topicsOf(actions), watched, isLogicalId }),
    name: physical.name,
    arn: String(resolver.attribute(logicalId, 'Arn')),
    description,
    actions,
  };
}

/** @param own the account of the alarm, whose metrics need no account id */
function queriesIn(properties: JsonObject, own: string | undefined): Query[] {
  if (properties.Metrics === undefined) {
    const statistic = properties.ExtendedStatistic ?? properties.Statistic;
    const metric = metricIn(properties, textIn(statistic), textIn(properties.Unit));
    return metric === undefined ? [] : [{ id: 'm', metric, returned: true }];
  }
  return objectsIn(properties.Metrics).map(({ Id, Label, Expression, MetricStat, Period, AccountId, ReturnData }) => {
    const { Metric, Stat, Unit } = objectIn(MetricStat);
    return {
      id: textIn(Id) ?? '',
      label: textIn(Label),
      metric: metricIn(objectIn(Metric), textIn(Stat), textIn(Unit), AccountId === own ? undefined : textIn(AccountId)),
      expression: textIn(Expression),
      periodSeconds: Expression === undefined ? undefined : numberIn(Period),
      returned: booleanIn(ReturnData) ?? true,
    };
  });
}

function metricIn(
  properties: JsonObject,
  statistic = 'Average',
  unit?: string,
  accountId?: string,
): Metric | undefined {
  const name = textIn(properties.MetricName);
  if (name === undefined) return undefined;
  const dimensions = objectsIn(properties.Dimensions).map(({ Name, Value }) => [
    textIn(Name) ?? '',
    textIn(Value) ?? '',
  ]);
  return {
    namespace: textIn(properties.Namespace) ?? '',
    name,
    dimensions: Object.fromEntries(dimensions) as Record<string, string>,
    statistic,
    unit,
    accountId,
  };
}

/** All queries of an alarm have the same period. */
function periodIn(properties: JsonObject): number | undefined {
  const periods = listIn(properties.Metrics).map((query) => {
    const { Period, MetricStat } = objectIn(query);
    return Period ?? objectIn(MetricStat).Period;
  });
  return numberIn([properties.Period, ...periods].find((period) => period !== undefined));
}

const lastPartOf = (arn: string): string => arn.split(':').at(-1) ?? arn;
