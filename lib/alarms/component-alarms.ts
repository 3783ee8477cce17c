import { type Stack, Token } from 'aws-cdk-lib';
import { CfnAlarm, CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { alarmName, GROUP } from '../contracts/alarm-names';
import { pages, Severity } from '../contracts/severity';
import { LIMITS } from '../refusals/limits';
import { inFleet, whyNoQuery } from '../rules/fleet';
import type { Rule } from '../rules/rule';
import type { RuleOptions } from '../rules/rule-options';
import { tune } from '../rules/tune';
import { evaluationOf } from './alarm-properties';
import { warnOfBudget } from './budgets';
import { describe } from './description';
import { errorsOf } from './limits';
import type { AlarmedPart } from './part';
import { type AlarmSite, conditionIn, type Planned } from './places';
import { refusedOfAlarm, refusedOfComposite } from './refused';
import { withoutStackTrace } from './without-stack-trace';

/** The surroundings of a component's alarms. */
export interface ComponentSurroundings {
  readonly component: string;
  readonly type: string;
  readonly environment: string;
  readonly grouping: boolean;
  /** Whether all baseline rules are on. */
  readonly baselines: boolean;
  readonly optionsOf: (ruleId: string) => RuleOptions | undefined;
  /** Where the alarms on resources of a stack are created; for an alarm that no composite has, given its part. */
  readonly siteIn: (stack: Stack, part?: string) => AlarmSite;
  readonly isDashboardOnly: (severity: Severity) => boolean;
  readonly topicArn: (severity: Severity, stack: Stack) => string | undefined;
  /** Where the alarms of composites report; undefined where nobody reads it. */
  readonly childrenTopicArn: (stack: Stack) => string | undefined;
  readonly runbookUrl: (ruleId: string) => string;
  readonly dashboardUrl?: string;
}

/** A created alarm, for dashboards and checks. */
export interface BuiltAlarm {
  readonly name: string;
  readonly resource: CfnAlarm | CfnCompositeAlarm;
  readonly severity: Severity;
  readonly stack: Stack;
  readonly part?: AlarmedPart;
  readonly rule?: Rule;
  /** Its composite alarm notifies; it reports to the notifier, if there is one. */
  readonly isChild: boolean;
  /** It has actions: it notifies, or reports to the notifier. */
  readonly notifies: boolean;
  /** It should notify, but its severity has no route. */
  readonly hasNoRoute: boolean;
}

export interface ComponentAlarms {
  readonly alarms: readonly BuiltAlarm[];
  readonly errors: readonly string[];
  /** Errors of rules, without the component: one change may concern many. */
  readonly ruleErrors: readonly string[];
}

/** Of an alarm's part of a template: name, description and actions. Measured with indentation, as CDK writes it. */
const BYTES_BESIDE_EVALUATION = 1300;

const SMALLER_GROUP = "Use 'grouping: false', or put fewer resources into one component.";

/** The alarms that a component will have: planned first, since where they are created depends on how many a stack gets. */
export interface PlannedAlarms {
  /** What they add to each stack, if they are created in it. */
  readonly sizes: ReadonlyMap<Stack, Planned>;
  build(): ComponentAlarms;
}

/** Turns the rules of a component's parts into alarms: at most one page for one outage. */
export function planAlarms(parts: readonly AlarmedPart[], around: ComponentSurroundings): PlannedAlarms {
  const stacks = [...new Set(parts.map((part) => part.stack))];
  const plans = stacks.map(
    (stack) =>
      new StackAlarms(
        stack,
        parts.filter((part) => part.stack === stack),
        around,
      ),
  );
  return {
    sizes: new Map(plans.map((plan) => [plan.stack, plan.size])),
    build: () => {
      const built = plans.map((plan) => plan.build());
      return {
        alarms: built.flatMap(({ alarms }) => alarms),
        errors: built.flatMap(({ errors }) => errors),
        ruleErrors: built.flatMap(({ ruleErrors }) => ruleErrors),
      };
    },
  };
}

interface Watched {
  readonly part: AlarmedPart;
  readonly rule: Rule;
  readonly evaluation: ReturnType<typeof evaluationOf>;
}

class StackAlarms {
  readonly #alarms: BuiltAlarm[] = [];
  readonly #errors: string[] = [];
  readonly #ruleErrors: string[] = [];
  readonly #watched: readonly Watched[];
  /** Those of its composite alarm. */
  readonly #grouped: ReadonlySet<Watched>;

  public constructor(
    public readonly stack: Stack,
    parts: readonly AlarmedPart[],
    private readonly around: ComponentSurroundings,
  ) {
    this.#watched = parts.flatMap((part) => this.#tuned(part));
    const paging = this.#watched.filter(
      ({ rule }) => pages(rule.severity) && !rule.standsAlone && !around.isDashboardOnly(rule.severity),
    );
    // a composite alarm has the condition of its first child; rules with another condition notify without it
    const together = paging.filter(({ part }) => part.condition === paging[0]?.part.condition);
    this.#grouped = new Set(around.grouping && together.length >= 2 ? together : []);
  }

  public get size(): Planned {
    const bytes = this.#watched.map(({ evaluation }) => JSON.stringify(evaluation).length + BYTES_BESIDE_EVALUATION);
    return {
      resources: this.#watched.length + (this.#grouped.size > 0 ? 1 : 0),
      bytes: bytes.reduce((sum, each) => sum + each, 0),
    };
  }

  public build(): ComponentAlarms {
    const built = this.#watched.map((each) => ({ each, alarm: this.#metricAlarm(each, this.#grouped.has(each)) }));
    const children = built.filter(({ each }) => this.#grouped.has(each));
    if (children.length > 0)
      this.#group(
        children.map(({ each }) => each),
        children.map(({ alarm }) => alarm),
      );
    return { alarms: this.#alarms, errors: this.#errors, ruleErrors: this.#ruleErrors };
  }

  #tuned(part: AlarmedPart): Watched[] {
    return part.rules.flatMap((candidate) => {
      try {
        const tuned = tune(candidate, this.around.optionsOf(candidate.rule.id), this.around.baselines);
        if (tuned === undefined) return [];
        const rule = part.fleet === undefined ? tuned : ofFleet(tuned);
        const threshold = Token.isUnresolved(rule.threshold) ? undefined : rule.threshold;
        const errors = errorsOf({ ...rule, threshold }, part.fleet);
        // the message about the rule if there is one, otherwise that about the template
        const evaluation = evaluationOf(rule, part.dimensions, part.fleet);
        const refused = errors.length > 0 ? [] : refusedOfAlarm(evaluation);
        this.#ruleErrors.push(...errors, ...refused.map((error) => `rule '${rule.id}': ${error}`));
        return [{ part, rule, evaluation }];
      } catch (error) {
        this.#ruleErrors.push((error as Error).message);
        return [];
      }
    });
  }

  #metricAlarm({ part, rule, evaluation }: Watched, isChild: boolean): CfnAlarm {
    // by the rule alone: an alarm whose severity is changed stays where it is
    const site = this.around.siteIn(this.stack, rule.standsAlone ? part.id : undefined);
    const { component } = this.around;
    const name = alarmName({ stack: site.namePrefix, component, rule: rule.id, part: part.label });
    return this.#create({ name, severity: rule.severity, isChild, part, rule }, site, (actions) => {
      const alarm = new CfnAlarm(site.scope, `${part.id}${rule.id}`, {
        alarmName: name,
        alarmDescription: this.#describe(rule.id, rule),
        ...evaluation,
        ...actions,
      });
      alarm.cfnOptions.condition = conditionIn(site.stack, part.condition);
      return alarm;
    });
  }

  /** Creates the composite alarm that pages for all of them. */
  #group(watched: readonly Watched[], children: readonly CfnAlarm[]): void {
    const { runbookUrl: _runbookUrl, ...others } = this.around.optionsOf(GROUP) ?? {};
    if (Object.keys(others).length > 0) {
      this.#errors.push(
        `'${GROUP}' is a composite alarm, and only its 'runbookUrl' can be changed. Change the rules of its children, or switch it off with 'grouping: false'.`,
      );
    }
    const { component } = this.around;
    const site = this.around.siteIn(this.stack);
    const name = alarmName({ stack: site.namePrefix, component, rule: GROUP });
    const alarmRule = children.map(({ alarmName }) => `ALARM("${alarmName}")`).join(' OR ');
    this.#check(alarmRule.length, LIMITS.compositeRule, `${name}: its composite rule has`, 'characters', SMALLER_GROUP);
    this.#check(children.length, LIMITS.compositeChildren, `${name}: its composite has`, 'children', SMALLER_GROUP);

    const isWithinLimits = alarmRule.length <= LIMITS.compositeRule && children.length <= LIMITS.compositeChildren;
    const refused = isWithinLimits ? refusedOfComposite({ alarmRule }) : [];
    this.#errors.push(...refused.map((refusal) => `${name}: ${refusal}`));

    const severity = watched.some(({ rule }) => rule.severity === Severity.P0) ? Severity.P0 : Severity.P1;
    const alarmDescription = this.#describeGroup(severity, watched);
    const composite = this.#create({ name, severity, isChild: false }, site, (actions) => {
      const properties = { alarmName: name, alarmDescription, alarmRule, ...actions };
      return new CfnCompositeAlarm(site.scope, GROUP, properties);
    });
    composite.cfnOptions.condition = children[0]?.cfnOptions.condition;
    warnOfBudget(composite, {
      id: 'compositeRule',
      subject: name,
      used: alarmRule.length,
      limit: LIMITS.compositeRule,
      noun: 'characters in its composite rule',
      advice: SMALLER_GROUP,
    });
    // the rule names its children, so CloudFormation cannot see that they have to exist first
    composite.node.addDependency(...children);
  }

  #check(value: number, limit: number, subject: string, noun: string, advice: string): void {
    if (value > limit) this.#errors.push(`${subject} ${value} ${noun}, but CloudWatch allows ${limit}. ${advice}`);
  }

  #create<R extends BuiltAlarm['resource']>(
    about: AlarmIdentity,
    { stack }: AlarmSite,
    create: (actions: Actions) => R,
  ): R {
    const { name, severity, isChild } = about;
    const advice = "Give the component a shorter 'label', or the stack a shorter name.";
    this.#check(name.length, LIMITS.alarmName, `${name}: its name has`, 'characters', advice);
    const shouldNotify = !isChild && severity !== Severity.P3 && !this.around.isDashboardOnly(severity);
    const { topicArn, childrenTopicArn } = this.around;
    const topic = shouldNotify ? topicArn(severity, stack) : isChild ? childrenTopicArn(stack) : undefined;
    const notifies = topic !== undefined;
    const actions = notifies ? { alarmActions: [topic], okActions: [topic] } : {};
    const resource = withoutStackTrace(() => create(actions));
    this.#alarms.push({ ...about, resource, stack, notifies, hasNoRoute: shouldNotify && !notifies });
    return resource;
  }

  /** Where the composite alone speaks, by e-mail or SMS, its description is all there is: as much of its alarms as it can hold. */
  #describeGroup(severity: Severity, watched: readonly Watched[]): string {
    const about = {
      severity,
      why: `${this.around.component} fails: at least one of its alarms is in ALARM.`,
      steps: ['Find the alarm that fired in the reason of this change, and begin with that.'],
    };
    const texts = listsOf(watched).map((details) => this.#text(GROUP, { ...about, details }));
    return this.#checked(GROUP, texts.find((text) => text.length <= LIMITS.description) ?? this.#text(GROUP, about));
  }

  #describe(ruleId: string, about: About): string {
    return this.#checked(ruleId, this.#text(ruleId, about));
  }

  #text(ruleId: string, about: About): string {
    const { environment, component, type, dashboardUrl } = this.around;
    return describe({
      why: about.why,
      details: about.details,
      steps: about.steps,
      runbookUrl: this.around.optionsOf(ruleId)?.runbookUrl ?? this.around.runbookUrl(ruleId),
      dashboardUrl,
      facts: { severity: about.severity, environment, component, type, rule: ruleId, unit: about.unit },
    });
  }

  #checked(ruleId: string, text: string): string {
    const subject = `${this.around.component}/${ruleId}: its description has`;
    const advice = "Shorten 'runbookBaseUrl' or the label of the component.";
    this.#check(text.length, LIMITS.description, subject, 'characters', advice);
    return text;
  }
}

/** @throws Error if a query cannot measure what the rule does */
function ofFleet(tuned: Rule): Rule {
  const rule = inFleet(tuned);
  const why = rule.unit !== tuned.unit && Token.isUnresolved(tuned.threshold) ? UNKNOWN_PERCENTAGE : whyNoQuery(rule);
  if (why !== undefined) throw new Error(`rule '${rule.id}': ${why}, or watch the resource without 'fleet'.`);
  return rule;
}

const UNKNOWN_PERCENTAGE = 'a percentage of a fleet has to be known at synthesis; give a number';

/** The alarms of a composite in a list, from the one that says most to the shortest. */
function listsOf(watched: readonly Watched[]): string[][] {
  const name = ({ part, rule }: Watched) => (part.label === undefined ? rule.id : `${part.label}.${rule.id}`);
  const ids = [...new Set(watched.map(({ rule }) => rule.id))];
  return [
    watched.map((each) => `- ${name(each)}: ${each.rule.why} ${each.rule.steps[0] ?? ''}`.trimEnd()),
    watched.map((each) => `- ${name(each)}: ${each.rule.why}`),
    watched.map((each) => `- ${name(each)}`),
    [`Alarms: ${ids.join(', ')}.`],
  ];
}

/** What is known of an alarm before it is created. */
type AlarmIdentity = Pick<BuiltAlarm, 'name' | 'severity' | 'isChild' | 'part' | 'rule'>;

/** The content of an alarm's description: of a rule, or of a composite alarm. */
type About = Pick<Rule, 'severity' | 'why' | 'steps'> &
  Partial<Pick<Rule, 'unit'>> & { readonly details?: readonly string[] };

interface Actions {
  readonly alarmActions?: string[];
  readonly okActions?: string[];
}
