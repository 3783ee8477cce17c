/** Environment variables by their names. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What one environment variable is called, and how its value becomes text and is read back. */
export interface Variable<Value> {
  readonly name: string;
  readonly isOptional?: boolean;
  /** @param toJson `JSON.stringify`, or what also takes values that only the deployment knows */
  encode(value: Value, toJson: (value: unknown) => string): string;
  /** @throws if the text is no such value */
  decode(text: string): Value;
}

export const text = (name: string): Variable<string> => ({
  name,
  encode: (value) => value,
  decode: (value) => value,
});

export const number = (name: string): Variable<number> => ({
  name,
  encode: (value) => `${value}`,
  decode: (value) => {
    if (value.trim() === '' || !Number.isFinite(Number(value))) throw new Error(`'${value}' is not a number`);
    return Number(value);
  },
});

export const json = <Value>(name: string): Variable<Value> => ({
  name,
  encode: (value, toJson) => toJson(value),
  decode: (value) => JSON.parse(value),
});

/** The same, which may be left out. */
export const optional = <Value>(variable: Variable<Value>): Variable<Value | undefined> => ({
  ...(variable as Variable<Value | undefined>),
  isOptional: true,
});

type Variables = Readonly<Record<string, Variable<unknown>>>;
type ValueOf<V> = V extends Variable<infer Value> ? Value : never;
type OptionalNames<V extends Variables> = {
  [Name in keyof V]: undefined extends ValueOf<V[Name]> ? Name : never;
}[keyof V];

/** The values of a contract's variables. */
export type ConfigurationOf<V extends Variables> = {
  readonly [Name in Exclude<keyof V, OptionalNames<V>>]: ValueOf<V[Name]>;
} & { readonly [Name in OptionalNames<V>]?: ValueOf<V[Name]> };

/** What a construct writes into the environment of a function, and the function and `preview` read from it. */
export class EnvironmentContract<V extends Variables> {
  public constructor(private readonly variables: V) {}

  public write(
    configuration: ConfigurationOf<V>,
    toJson: (value: unknown) => string = JSON.stringify,
  ): Record<string, string> {
    return Object.fromEntries(
      this.#entries().flatMap(([key, variable]) => {
        const value = configuration[key as keyof ConfigurationOf<V>];
        return value === undefined ? [] : [[variable.name, variable.encode(value, toJson)]];
      }),
    );
  }

  /** @throws one error that names all variables that are missing or cannot be read */
  public read(environment: Environment): ConfigurationOf<V> {
    const values: Record<string, unknown> = {};
    const errors: string[] = [];
    for (const [key, { name, isOptional, decode }] of this.#entries()) {
      const value = environment[name];
      if (value === undefined) {
        if (!isOptional) errors.push(`The environment variable ${name} is not set.`);
        continue;
      }
      try {
        values[key] = decode(value);
      } catch (error) {
        errors.push(`The environment variable ${name} cannot be read: ${(error as Error).message}.`);
      }
    }
    if (errors.length > 0) throw new Error(errors.join(' '));
    return values as ConfigurationOf<V>;
  }

  /** One value of an environment that may be somebody else's: undefined where it is missing or is no such value. */
  public peek<Name extends keyof V>(name: Name, environment: Readonly<Record<string, unknown>>): unknown {
    const variable = this.variables[name] as Variable<unknown>;
    const value = environment[variable.name];
    try {
      return typeof value === 'string' ? variable.decode(value) : undefined;
    } catch {
      return undefined;
    }
  }

  #entries(): [string, Variable<unknown>][] {
    return Object.entries(this.variables);
  }
}
