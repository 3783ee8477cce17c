import { type CfnResource, Fn, Stack, Token } from 'aws-cdk-lib';
import type { CfnRule, IRule } from 'aws-cdk-lib/aws-events';
import type { Dimensions } from '../../alarms/alarm-properties';
import type { Charts, Line } from '../../dashboards/chart';
import type { Part } from '../../dashboards/part';
import { EVENT_RULE } from '../../resources/event-rule';
import { EVENT_RULE_RULES } from '../../rules/event-rule-rules';
import { EVENT_HANDLER_RULES } from '../../rules/function-rules';
import { metricsOf } from '../../rules/metrics-of';
import { candidates } from '../../rules/rule';
import { inspect, listIn, mentions, stringIn } from '../../tree/inspect';
import { nameInArn } from './arn';
import { consoleUrl } from './console';
import { functionParts, functionsAmong } from './function';
import { deadLetterParts } from './queue';
import { register } from './registration';

const events = metricsOf('AWS/Events');

const matched: Line = { label: 'Matched', means: 'traffic', metrics: { m: events('TriggeredRules', 'Sum') } };
const failed: Line = {
  label: 'Failed',
  means: 'error',
  metrics: { m: events('FailedInvocations', 'Sum') },
  rules: ['EventLost'],
};
const throttled: Line = { label: 'Throttled', means: 'throttle', metrics: { m: events('ThrottledRules', 'Sum') } };
const toDeadLetters: Line = {
  label: 'Sent to the dead-letter queue',
  means: 'backlog',
  metrics: { m: events('InvocationsSentToDlq', 'Sum') },
};
const lost: Line = {
  label: 'Lost',
  means: 'error',
  metrics: { m: events('InvocationsFailedToBeSentToDlq', 'Sum') },
  rules: ['EventLostAtDeadLetterQueue'],
};

const eventRuleCharts = (hasDeadLetterQueue: boolean): Charts => ({
  numbers: [{ ...matched, label: 'Matched in 5 min' }, failed, throttled],
  symptoms: [
    {
      title: 'events',
      left: { unit: 'Count', lines: [failed, ...(hasDeadLetterQueue ? [lost, toDeadLetters] : []), throttled] },
      right: { unit: 'Count', lines: [matched] },
    },
  ],
  causes: [],
});

/** An EventBridge rule, on the default or a custom bus. */
function rulePart(source: IRule, rule: CfnRule | undefined, hasDeadLetterQueue: boolean): Part {
  return {
    id: '',
    stack: Stack.of(source),
    dimensions: rule === undefined ? importedRuleDimensions(source.ruleArn) : ruleDimensions(rule),
    rules: candidates(EVENT_RULE_RULES, { hasDeadLetterQueue }),
    charts: eventRuleCharts(hasDeadLetterQueue),
    consoleUrl: rule && consoleUrl(rule, 'events/home#/rules'),
  };
}

/**
 * On a custom bus, a rule is measured under its name and its bus's name. CloudFormation's Ref gives `bus|rule` there, a name
 * under which nothing is ever measured.
 */
function ruleDimensions(rule: CfnRule): Dimensions {
  const bus = busOf(rule);
  // a physical name is a token even where none was given
  const name = inspect(rule.name, rule) === undefined ? undefined : rule.name;
  if (bus === undefined || bus === 'default') return { RuleName: name ?? rule.ref };
  return {
    EventBusName: bus,
    // doubled, so that the second piece is the name whether Ref gives `bus|rule` or, as on the default bus, the bare name
    RuleName: name ?? Fn.select(1, Fn.split('|', `${rule.ref}|${rule.ref}`)),
  };
}

/** The name of its bus; CloudFormation takes the ARN too. Undefined: the default bus. */
function busOf(rule: CfnRule): string | undefined {
  const { eventBusName: bus } = rule;
  if (bus === undefined) return undefined;
  if (!Token.isUnresolved(bus)) return bus.split(BUS_IN_ARN).at(-1);
  const known = stringIn(bus, rule);
  if (known !== undefined) return known.split(BUS_IN_ARN).at(-1);
  if (isReference(bus, rule)) return bus;
  // doubled, so that the second piece is the name whether there is an ARN or, without the marks of one, the bare name
  return Fn.select(1, Fn.split(BUS_IN_ARN, `${bus}${BUS_IN_ARN}${bus}`));
}

const BUS_IN_ARN = ':event-bus/';

/** The Ref of a bus is its name. */
const isReference = (bus: string, rule: CfnRule): boolean => 'Ref' in Object(Stack.of(rule).resolve(bus));

/** An ARN reads `rule/name` on the default bus and `rule/bus/name` on any other; the bus of a partner has slashes in its name. */
function importedRuleDimensions(arn: string): Dimensions {
  if (Token.isUnresolved(arn)) return { RuleName: nameInArn(arn) };
  const pieces = arn.split(':rule/')[1]?.split('/') ?? [arn];
  const [name, bus] = [pieces.at(-1) as string, pieces.slice(0, -1).join('/')];
  return bus === '' ? { RuleName: name } : { EventBusName: bus, RuleName: name };
}

const targetsOf = (rule: CfnRule): CfnRule.TargetProperty[] => listIn<CfnRule.TargetProperty>(rule.targets, rule);

/** The dead-letter queues of its targets. */
const deadLettersOf = (rule: CfnRule): CfnResource[] =>
  mentions(targetsOf(rule).map(({ deadLetterConfig }) => deadLetterConfig));

export const EVENT_RULES = register<IRule, CfnRule>({
  data: EVENT_RULE,
  component: 'EventApi',
  attribute: 'ruleArn',
  deadLetters: deadLettersOf,
  parts: ({ source, resource: rule }, context) => {
    const deadLetters = rule === undefined ? [] : deadLettersOf(rule);
    const handlers = rule === undefined ? [] : functionsAmong(mentions(targetsOf(rule).map(({ arn }) => arn)));
    return [
      rulePart(source, rule, deadLetters.length > 0),
      ...deadLetterParts(deadLetters, context),
      ...functionParts(handlers, context, EVENT_HANDLER_RULES),
    ];
  },
});
