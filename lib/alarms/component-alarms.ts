import { type Stack, Token } from 'aws-cdk-lib';
import { CfnAlarm, CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { alarmName, GROUP } from '../contracts/alarm-names';
import { pages, Severity } from '../contracts/severity';
import { LIMITS } from '../refusals/limits';
import type { Rule } from '../rules/rule';
import type { RuleOptions } from '../rules/rule-options';
import { tune } from '../rules/tune';
import { evaluationOf } from './alarm-properties';
import { warnOfBudget } from './budgets';
import { describe } from './description';
import { errorsOf } from './limits';
import type { AlarmedPart } from './part';
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
  /** The construct that holds the alarms of a stack. */
  readonly scopeIn: (stack: Stack) => Construct;
  /** The first part of alarm names. */
  readonly namePrefix: (stack: Stack) => string;
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

const SMALLER_GROUP = "Use 'grouping: false', or put fewer resources into one component.";

/** Turns the rules of a component's parts into alarms: at most one page for one outage. */
export function buildAlarms(parts: readonly AlarmedPart[], around: ComponentSurroundings): ComponentAlarms {
  const stacks = [...new Set(parts.map((part) => part.stack))];
  const built = stacks.map((stack) =>
    new StackAlarms(stack, around).build(parts.filter((part) => part.stack === stack)),
  );
  return {
    alarms: built.flatMap(({ alarms }) => alarms),
    errors: built.flatMap(({ errors }) => errors),
    ruleErrors: built.flatMap(({ ruleErrors }) => ruleErrors),
  };
}

interface Watched {
  readonly part: AlarmedPart;
  readonly rule: Rule;
}

class StackAlarms {
  readonly #alarms: BuiltAlarm[] = [];
  readonly #errors: string[] = [];
  readonly #ruleErrors: string[] = [];

  public constructor(
    private readonly stack: Stack,
    private readonly around: ComponentSurroundings,
  ) {}

  public build(parts: readonly AlarmedPart[]): ComponentAlarms {
    const watched = parts.flatMap((part) => this.#tuned(part));
    const paging = watched.filter(
      ({ rule }) => pages(rule.severity) && !rule.standsAlone && !this.around.isDashboardOnly(rule.severity),
    );
    // a composite alarm has the condition of its first child; rules with another condition notify without it
    const together = paging.filter(({ part }) => part.condition === paging[0]?.part.condition);
    const grouped = this.around.grouping && together.length >= 2 ? together : [];
    const built = watched.map((each) => ({ each, alarm: this.#metricAlarm(each, grouped.includes(each)) }));
    const children = built.filter(({ each }) => grouped.includes(each));
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
        const rule = tune(candidate, this.around.optionsOf(candidate.rule.id), this.around.baselines);
        if (rule === undefined) return [];
        const threshold = Token.isUnresolved(rule.threshold) ? undefined : rule.threshold;
        const errors = errorsOf({ ...rule, threshold });
        // the message about the rule if there is one, otherwise that about the template
        const refused = errors.length > 0 ? [] : refusedOfAlarm(evaluationOf(rule, part.dimensions));
        this.#ruleErrors.push(...errors, ...refused.map((error) => `rule '${rule.id}': ${error}`));
        return [{ part, rule }];
      } catch (error) {
        this.#ruleErrors.push((error as Error).message);
        return [];
      }
    });
  }

  #metricAlarm({ part, rule }: Watched, isChild: boolean): CfnAlarm {
    const name = this.#nameOf(part, rule.id);
    return this.#create({ name, severity: rule.severity, isChild, part, rule }, (actions) => {
      const alarm = new CfnAlarm(this.around.scopeIn(this.stack), `${part.id}${rule.id}`, {
        alarmName: name,
        alarmDescription: this.#describe(rule.id, rule),
        ...evaluationOf(rule, part.dimensions),
        ...actions,
      });
      alarm.cfnOptions.condition = part.condition;
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
    const { component, namePrefix, scopeIn } = this.around;
    const name = alarmName({ stack: namePrefix(this.stack), component, rule: GROUP });
    const alarmRule = children.map(({ alarmName }) => `ALARM("${alarmName}")`).join(' OR ');
    this.#check(alarmRule.length, LIMITS.compositeRule, `${name}: its composite rule has`, 'characters', SMALLER_GROUP);
    this.#check(children.length, LIMITS.compositeChildren, `${name}: its composite has`, 'children', SMALLER_GROUP);

    const isWithinLimits = alarmRule.length <= LIMITS.compositeRule && children.length <= LIMITS.compositeChildren;
    const refused = isWithinLimits ? refusedOfComposite({ alarmRule }) : [];
    this.#errors.push(...refused.map((refusal) => `${name}: ${refusal}`));

    const severity = watched.some(({ rule }) => rule.severity === Severity.P0) ? Severity.P0 : Severity.P1;
    const alarmDescription = this.#describeGroup(severity, watched);
    const composite = this.#create({ name, severity, isChild: false }, (actions) => {
      const properties = { alarmName: name, alarmDescription, alarmRule, ...actions };
      return new CfnCompositeAlarm(scopeIn(this.stack), GROUP, properties);
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

  #create<R extends BuiltAlarm['resource']>(about: AlarmIdentity, create: (actions: Actions) => R): R {
    const { name, severity, isChild } = about;
    const advice = "Give the component a shorter 'label', or the stack a shorter name.";
    this.#check(name.length, LIMITS.alarmName, `${name}: its name has`, 'characters', advice);
    const shouldNotify = !isChild && severity !== Severity.P3 && !this.around.isDashboardOnly(severity);
    const topic = shouldNotify ? this.around.topicArn(severity, this.stack) : this.#reportsTo(isChild);
    const notifies = topic !== undefined;
    const actions = notifies ? { alarmActions: [topic], okActions: [topic] } : {};
    const resource = withoutStackTrace(() => create(actions));
    this.#alarms.push({ ...about, resource, stack: this.stack, notifies, hasNoRoute: shouldNotify && !notifies });
    return resource;
  }

  #reportsTo(isChild: boolean): string | undefined {
    return isChild ? this.around.childrenTopicArn(this.stack) : undefined;
  }

  #nameOf(part: AlarmedPart, rule: string): string {
    const { namePrefix, component } = this.around;
    return alarmName({ stack: namePrefix(this.stack), component, rule, part: part.label });
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
