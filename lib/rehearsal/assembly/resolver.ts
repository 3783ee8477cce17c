import { IDENTIFICATIONS } from '../../resources/identifications';
import type { Physical } from '../../resources/names';
import { own } from '../simulator/own';
import { evaluateCondition } from './conditions';
import type { DeployedStack } from './deployed-stack';
import type { Evaluation, StackOutput } from './evaluation';
import { intrinsicIn } from './intrinsics';
import { isList, isObject, type Json, type JsonObject, objectIn, textIn } from './json';
import { accountOf, isStandIn, PSEUDO_PARAMETERS, partitionOf, regionOf } from './pseudo-parameters';
import type { Resource } from './resource';
import { UnreadableFile } from './unreadable-file';

/** Values from outside of a resolver's own template. */
export interface Surroundings {
  nestedIn(stack: DeployedStack, logicalId: string): Resolver | undefined;
  resolverOf(stack: DeployedStack): Resolver;
  /** An export of a stack in the same account and region. */
  exported(name: string, importer: DeployedStack): { readonly resolver: Resolver; readonly output: string } | undefined;
  /** A stack by its name and region. */
  named(name: string, region: string): Resolver | undefined;
  /** The given value for a parameter of a stack that is not nested. */
  parameter(name: string): string | undefined;
  /** The number of unresolved values. */
  readonly failures: number;
  list(stack: DeployedStack, resource: string, expression: string, reason: string): void;
}

/**
 * Some seconds of work. Values that each refer to the next one twice need more with 20 of them; the largest template that CloudFormation
 * takes has some ten thousand references.
 */
const MOST_REFERENCES = 500_000;

/** Replaces the intrinsic functions of one template by stable, readable values. It records those that it cannot replace. */
export class Resolver implements Evaluation {
  readonly #open = new Set<string>();
  #resource = '';
  #deciding = false;
  #references = 0;
  readonly #verdicts = new Map<string, boolean>();

  public constructor(
    private readonly stack: DeployedStack,
    private readonly surroundings: Surroundings,
  ) {}

  /** The properties of a resource, resolved. */
  public properties(logicalId: string): JsonObject {
    return this.#within(logicalId, () => objectIn(this.resolve(this.#resourceOf(logicalId)?.properties)));
  }

  /** Whether the resource will be created; if that is known only at deployment, it counts as created. */
  public exists(logicalId: string): boolean {
    const { condition } = this.#resourceOf(logicalId) ?? {};
    return condition === undefined || this.#within(logicalId, () => this.condition(condition)) !== false;
  }

  public output(name: string): Json | undefined {
    const output = own(this.stack.template.outputs, name);
    if (output === undefined) return undefined;
    return this.#guarded(`Outputs.${name}`, () =>
      this.#within(`Outputs.${name}`, () => this.resolve(objectIn(output).Value)),
    );
  }

  public physical(logicalId: string): Physical {
    const resource = this.#resourceOf(logicalId);
    const property = (name: string) => textIn(this.#within(logicalId, () => this.resolve(resource?.properties[name])));
    const given = property(own(IDENTIFICATIONS, resource?.type ?? '')?.nameProperty ?? '');
    return {
      logicalId,
      name: given ?? logicalId,
      unique: given ?? `${this.stack.name}-${logicalId}`,
      partition: partitionOf(this.stack),
      region: regionOf(this.stack),
      account: accountOf(this.stack),
      property,
    };
  }

  public resolve(value: Json | undefined): Json | undefined {
    if (isList(value)) return value.flatMap((item) => withoutAbsent(this.resolve(item)));
    if (isObject(value)) {
      const intrinsic = intrinsicIn(value);
      if (intrinsic !== undefined) return intrinsic(this);
      const entries = Object.entries(value).map(([key, item]) => [key, this.resolve(item)] as const);
      return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
    }
    if (typeof value === 'string' && value.includes('{{resolve:'))
      this.fail(value, 'a dynamic reference, known at deployment');
    return value;
  }

  public known(value: Json | undefined): { readonly value: Json | undefined } | undefined {
    const before = this.surroundings.failures;
    const resolved = this.resolve(value);
    return this.surroundings.failures === before ? { value: resolved } : undefined;
  }

  public certain(value: Json | undefined): { readonly value: Json | undefined } | undefined {
    const outer = this.#deciding;
    this.#deciding = true;
    try {
      return this.known(value);
    } finally {
      this.#deciding = outer;
    }
  }

  public fail(expression: string, reason: string): string {
    this.surroundings.list(this.stack, this.#resource, expression, reason);
    return expression.includes('{{') ? expression : `\${${expression}}`;
  }

  public reference(name: string): Json | undefined {
    const pseudo = own(PSEUDO_PARAMETERS, name);
    if (pseudo !== undefined) {
      if (this.#deciding && isStandIn(name, this.stack))
        return this.fail(name, 'the stack is for any account or region');
      return pseudo(this.stack);
    }
    if (own(this.stack.template.parameters, name) !== undefined)
      return this.#guarded(name, () => this.#parameter(name));
    const generated = this.stack.template.generatedIds.get(name);
    if (generated !== undefined) return this.reference(generated);
    const resource = this.#resourceOf(name);
    if (resource === undefined) return this.fail(name, this.#whyUnknown(name));
    return this.#guarded(name, () => own(IDENTIFICATIONS, resource.type)?.ref(this.physical(name)) ?? name);
  }

  public attribute(logicalId: string, attribute: string): Json | undefined {
    const expression = `${logicalId}.${attribute}`;
    const resource = this.#resourceOf(logicalId);
    if (resource === undefined) return this.fail(expression, 'the template has no such resource');
    if (attribute.startsWith('Outputs.')) return this.#nestedOutput(logicalId, attribute);
    if (/^(Custom::|AWS::CloudFormation::CustomResource$)/.test(resource.type)) {
      return this.fail(expression, 'an attribute of a custom resource, known at deployment');
    }
    const derive = own(own(IDENTIFICATIONS, resource.type)?.attributes ?? {}, attribute);
    return derive === undefined ? expression : this.#guarded(expression, () => derive(this.physical(logicalId)));
  }

  public mapping(path: readonly string[]): Json | undefined {
    return path.reduce<Json | undefined>((level, key) => own(objectIn(level), key), this.stack.template.mappings);
  }

  public imported(exportName: string): Json | undefined {
    const found = this.surroundings.exported(exportName, this.stack);
    const expression = `ImportValue ${exportName}`;
    if (found === undefined) return this.fail(expression, 'no stack here exports it');
    return this.#guarded(expression, () => found.resolver.output(found.output));
  }

  public stackOutput({ stack, output, region }: StackOutput): Json | undefined {
    const found = this.surroundings.named(stack, region ?? regionOf(this.stack));
    const expression = `GetStackOutput ${stack}.${output}`;
    if (found === undefined) return this.fail(expression, 'no stack here has that name');
    const value = this.#guarded(expression, () => found.output(output));
    return value ?? this.fail(expression, 'that stack has no such output');
  }

  public condition(name: string): boolean | undefined {
    const expression = own(this.stack.template.conditions, name);
    if (expression !== undefined) {
      const known = this.#verdicts.get(name);
      if (known !== undefined) return known;
      const before = this.surroundings.failures;
      const verdict = this.#guarded(`Condition ${name}`, () => evaluateCondition(expression, this) ?? null);
      if (typeof verdict !== 'boolean') return undefined;
      // what could not be resolved is listed for each resource that needs it
      if (this.surroundings.failures === before) this.#verdicts.set(name, verdict);
      return verdict;
    }
    this.fail(`Condition ${name}`, 'the template has no such condition');
    return undefined;
  }

  /** The parameters that a condition depends on, directly or through others, with their values where they are known. */
  public parametersOf(condition: string): { readonly name: string; readonly value?: string }[] {
    const names = namesIn(this.stack.template.conditions, condition);
    return [...names]
      .filter((name) => own(this.stack.template.parameters, name) !== undefined)
      .map((name) => ({ name, value: textIn(this.known({ Ref: name })?.value) }));
  }

  #whyUnknown(name: string): string {
    const [, owner = '', made] = /^(\w+)\.(Version|Deployment)$/.exec(name) ?? [];
    return made !== undefined && this.#resourceOf(owner)?.type.startsWith('AWS::Serverless::')
      ? 'its name ends in a hash that the transform makes at deployment'
      : 'the template has no such parameter or resource';
  }

  #resourceOf(logicalId: string): Resource | undefined {
    return this.stack.template.resources.get(logicalId);
  }

  #parameter(name: string): Json | undefined {
    const { Type, Default } = objectIn(this.stack.template.parameters[name]);
    const type = textIn(Type) ?? 'String';
    const value = this.#given(name) ?? Default;
    if (value === undefined) return this.fail(name, 'a parameter without a default');
    if (type.startsWith('AWS::SSM::Parameter::Value')) {
      return this.fail(name, `the value of the SSM parameter ${textIn(value)}, known at deployment`);
    }
    const isListType = type === 'CommaDelimitedList' || type.startsWith('List<');
    return isListType && typeof value === 'string' ? value.split(',').map((item) => item.trim()) : value;
  }

  /** The parameters of a stack: given at deployment, or by the parent of a nested stack. */
  #given(name: string): Json | undefined {
    const { parent } = this.stack;
    if (parent === undefined) return this.surroundings.parameter(name);
    const handed = objectIn(parent.stack.template.resources.get(parent.logicalId)?.properties.Parameters)[name];
    const resolver = this.surroundings.resolverOf(parent.stack);
    return resolver.#within(parent.logicalId, () => resolver.resolve(handed));
  }

  #nestedOutput(logicalId: string, attribute: string): Json | undefined {
    const expression = `${logicalId}.${attribute}`;
    const nested = this.surroundings.nestedIn(this.stack, logicalId);
    if (nested === undefined) return this.fail(expression, 'the template of the nested stack was not found');
    const output = this.#guarded(expression, () => nested.output(attribute.slice('Outputs.'.length)));
    return output ?? this.fail(expression, 'the nested stack has no such output');
  }

  #within<T>(resource: string, evaluate: () => T): T {
    const outer = this.#resource;
    this.#resource = resource;
    try {
      return evaluate();
    } finally {
      this.#resource = outer;
    }
  }

  #guarded<T extends Json | undefined>(expression: string, evaluate: () => T): T | string {
    if (++this.#references > MOST_REFERENCES) {
      const reason = 'its resources, parameters and conditions refer to each other too often to be evaluated.';
      throw new UnreadableFile(this.stack.file, reason);
    }
    if (this.#open.has(expression)) return this.fail(expression, 'it refers to itself');
    this.#open.add(expression);
    try {
      return evaluate();
    } finally {
      this.#open.delete(expression);
    }
  }
}

/** What a condition refers to, with what the conditions that it names refer to. */
function namesIn(conditions: JsonObject, condition: string, seen = new Set<string>()): Set<string> {
  const visit = (value: Json | undefined): void => {
    if (isList(value)) value.forEach(visit);
    if (!isObject(value)) return;
    for (const [key, item] of Object.entries(value)) {
      const name = textIn(item) ?? '';
      if (key === 'Ref') seen.add(name);
      else if (key !== 'Condition') visit(item);
      else if (!seen.has(name)) namesIn(conditions, name, seen.add(name));
    }
  };
  visit(own(conditions, condition));
  return seen;
}

const withoutAbsent = (value: Json | undefined): Json[] => (value === undefined ? [] : [value]);
