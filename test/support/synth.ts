import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { App, Stack, type StackProps } from 'aws-cdk-lib';
import { factsIn } from '../../lib/alarms/description';
import { Route, Vigil, type VigilProps } from '../../lib/index';

const folder = mkdtempSync(join(tmpdir(), 'vigil-synth-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An app that leaves nothing behind. */
export const newApp = (context: Record<string, unknown> = {}): App =>
  new App({ context, outdir: mkdtempSync(join(folder, 'out-')) });

/** The stack `Shop` of an app of its own. */
export const newStack = (props?: StackProps): Stack => new Stack(newApp(), 'Shop', props);

export const ONCALL = Route.email('oncall@example.com');

/** A Vigil as most tests need it. */
export const newVigil = (stack: Stack, props: Partial<VigilProps> = {}): Vigil =>
  new Vigil(stack, 'Vigil', { environment: 'prod', routes: [ONCALL], ...props });

/** What comes of a stack that a Vigil watches. */
export function watched(fill: (stack: Stack) => void, props: Partial<VigilProps> = {}, env?: StackProps): Synthesized {
  const stack = newStack(env);
  fill(stack);
  newVigil(stack, props).watch(stack);
  return new Synthesized(stack.node.root as App);
}

/** The errors of a Vigil, each without its position. */
export function errorsOf(app: App): string[] {
  try {
    app.synth();
  } catch (error) {
    const [, ...errors] = (error as Error).message.split('\n');
    return errors.map((error) => error.trim().replace(/^\[[^\]]*\] /, ''));
  }
  return [];
}

// biome-ignore lint/suspicious/noExplicitAny: a template is what it is
export type Json = any;

export interface SynthesizedAlarm {
  readonly stack: string;
  readonly logicalId: string;
  readonly name: string;
  readonly component: string;
  /** As the name has it: `Failing`, `QueueStuck`, `Worker.ConsumerErrors`. */
  readonly rule: string;
  readonly isComposite: boolean;
  readonly severity: string;
  readonly description: string;
  /** Of ALARM; those of OK are the same. */
  readonly actions: readonly string[];
  readonly condition?: string;
  readonly dependsOn: readonly string[];
  readonly properties: Json;
}

/** What synthesis writes, read back from the files. */
export class Synthesized {
  readonly #templates = new Map<string, Json>();
  readonly #tags: Record<string, Record<string, string>>;
  public readonly warnings: readonly string[];

  public constructor(app: App) {
    const assembly = app.synth();
    this.warnings = assembly.stacksRecursively.flatMap(({ messages }) =>
      messages.filter(({ level }) => level === 'warning').map(({ entry }) => String(entry.data)),
    );
    this.#tags = Object.fromEntries(assembly.stacksRecursively.map(({ stackName, tags }) => [stackName, tags]));
    for (const file of readdirSync(assembly.directory, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.template.json')) continue;
      const text = readFileSync(join(assembly.directory, file), 'utf8');
      this.#templates.set(basename(file, '.template.json'), JSON.parse(text));
    }
  }

  /** The names of the template files: stacks, nested stacks as `….nested`. */
  public get stacks(): string[] {
    return [...this.#templates.keys()].sort();
  }

  public template(stack: string): Json {
    return this.#templates.get(stack);
  }

  /** The tags that CloudFormation gives to all resources of a stack. */
  public tagsOf(stackName: string): Record<string, string> {
    return this.#tags[stackName] ?? {};
  }

  /** All resources of a type by logical id, in all stacks or one. */
  public resources(type: string, stack?: string): Record<string, Json> {
    const templates = [...this.#templates].filter(([name]) => stack === undefined || name === stack);
    const all = templates.flatMap(([, template]) => Object.entries<Json>(template.Resources ?? {}));
    return Object.fromEntries(all.filter(([, resource]) => resource.Type === type));
  }

  public get alarms(): SynthesizedAlarm[] {
    return [...this.#templates].flatMap(([stack, template]) =>
      Object.entries<Json>(template.Resources ?? {})
        .filter(([, { Type }]) => Type === 'AWS::CloudWatch::Alarm' || Type === 'AWS::CloudWatch::CompositeAlarm')
        .map(([logicalId, resource]) => alarmOf(stack, logicalId, resource)),
    );
  }

  public get components(): string[] {
    return [...new Set(this.alarms.map(({ component }) => component))].sort();
  }

  /** The alarms of one component. */
  public alarmsOf(component: string): SynthesizedAlarm[] {
    return this.alarms.filter((alarm) => alarm.component === component);
  }

  /** The one alarm of a component and a rule. */
  public alarm(component: string, rule: string): SynthesizedAlarm {
    const found = this.alarmsOf(component).filter((alarm) => alarm.rule === rule);
    if (found.length !== 1) {
      throw new Error(`${found.length} alarms ${component}/${rule}. There are: ${this.names.join(', ')}`);
    }
    return found[0] as SynthesizedAlarm;
  }

  public get names(): string[] {
    return this.alarms.map(({ name }) => name).sort();
  }

  /** The bodies of all dashboards by their names. */
  public get dashboards(): Record<string, Json> {
    const dashboards = Object.values(this.resources('AWS::CloudWatch::Dashboard'));
    return Object.fromEntries(
      dashboards.map(({ Properties: { DashboardName, DashboardBody } }) => [
        textOf(DashboardName),
        JSON.parse(textOf(DashboardBody)),
      ]),
    );
  }
}

function alarmOf(stack: string, logicalId: string, { Type, Properties, Condition, DependsOn }: Json): SynthesizedAlarm {
  const name = textOf(Properties.AlarmName);
  const description = textOf(Properties.AlarmDescription);
  const [, component, rule] = name.split('/');
  expect(Properties.OKActions).toEqual(Properties.AlarmActions);
  return {
    stack,
    logicalId,
    name,
    component: component as string,
    rule: rule as string,
    isComposite: Type === 'AWS::CloudWatch::CompositeAlarm',
    severity: factsIn(description)?.severity as string,
    description,
    actions: (Properties.AlarmActions ?? []).map(textOf),
    condition: Condition,
    dependsOn: [DependsOn ?? []].flat(),
    properties: Properties,
  };
}

/** The text of a template's value, with what is known at deployment only as `{…}`. */
export function textOf(value: Json): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const [[name, argument]] = Object.entries<Json>(value) as [[string, Json]];
  if (name === 'Fn::Join') return argument[1].map(textOf).join(argument[0]);
  if (name === 'Fn::Sub') {
    const [template, variables] = argument;
    return template.replace(/\$\{(!?)([^}]*)\}?/g, (all: string, literal: string, variable: string) =>
      literal ? all.replace('!', '') : textOf(variables[variable]),
    );
  }
  const parts = argument instanceof Object ? Object.values(argument) : [argument];
  return `{${parts.map(textOf).join('.')}}`;
}

/** The dimensions that an alarm's metrics have, by name, with what is known at deployment only as `{…}`. */
export function dimensionsOf({ properties }: SynthesizedAlarm): Record<string, string>[] {
  const metrics = (properties.Metrics ?? []).flatMap(({ MetricStat }: Json) => MetricStat?.Metric ?? []);
  const all = properties.Metrics === undefined ? [properties] : metrics;
  return all.map(({ Dimensions = [] }: Json) =>
    Object.fromEntries(Dimensions.map(({ Name, Value }: Json) => [Name, textOf(Value)])),
  );
}
