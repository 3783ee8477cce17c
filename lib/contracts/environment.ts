/** Environment variables by their names. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What one environment variable is called, and how its value becomes text. */
export interface Variable<Value> {
  readonly name: string;
  readonly encoding: 'text' | 'number' | 'json';
  readonly isOptional?: boolean;
  /** Only a type. */
  readonly value?: Value;
}

export const text = (name: string): Variable<string> => ({ name, encoding: 'text' });
export const number = (name: string): Variable<number> => ({ name, encoding: 'number' });
export const json = <Value>(name: string): Variable<Value> => ({ name, encoding: 'json' });

/** The same, which may be left out. */
export const optional = <Value>(variable: Variable<Value>): Variable<Value | undefined> & { isOptional: true } => ({
  ...variable,
  isOptional: true,
});

/**
 * What a construct writes into the environment of a function, and the function and `preview` read from it: each value by the name
 * that code has for it.
 */
export type EnvironmentContract = Readonly<Record<string, Variable<unknown>>>;

type ValueOf<V> = V extends Variable<infer Value> ? Value : never;
type OptionalNames<Contract> = {
  [Name in keyof Contract]: Contract[Name] extends { readonly isOptional: true } ? Name : never;
}[keyof Contract];

/** The values of a contract. */
export type ConfigurationOf<Contract> = {
  readonly [Name in Exclude<keyof Contract, OptionalNames<Contract>>]: ValueOf<Contract[Name]>;
} & { readonly [Name in OptionalNames<Contract>]?: ValueOf<Contract[Name]> };

/** @param toJson `JSON.stringify`, or what also takes values that only the deployment knows */
export function writeEnvironment<Contract extends EnvironmentContract>(
  contract: Contract,
  configuration: ConfigurationOf<Contract>,
  toJson: (value: unknown) => string = JSON.stringify,
): Record<string, string> {
  const values = configuration as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(contract).flatMap(([key, { name, encoding }]) => {
      const value = values[key];
      return value === undefined ? [] : [[name, encoding === 'json' ? toJson(value) : `${value}`]];
    }),
  );
}

/** @throws one error that names all variables that are missing or cannot be read */
export function readEnvironment<Contract extends EnvironmentContract>(
  contract: Contract,
  environment: Environment,
): ConfigurationOf<Contract> {
  const errors: string[] = [];
  const values = Object.entries(contract).map(([key, variable]) => {
    const { name, isOptional } = variable;
    const written = environment[name];
    const value = decoded(variable, written);
    if (value === undefined && (written !== undefined || !isOptional)) {
      errors.push(`The environment variable ${name} is ${written === undefined ? 'not set' : 'malformed'}.`);
    }
    return [key, value];
  });
  if (errors.length > 0) throw new Error(errors.join(' '));
  return Object.fromEntries(values);
}

/** A value in an environment; undefined where it is missing or has another form, as in the environment of a foreign function. */
export function decoded<Value>({ encoding }: Variable<Value>, written: unknown): Value | undefined {
  if (typeof written !== 'string') return undefined;
  if (encoding === 'text') return written as Value;
  try {
    const value = JSON.parse(written);
    return encoding === 'number' && typeof value !== 'number' ? undefined : value;
  } catch {
    return undefined;
  }
}
