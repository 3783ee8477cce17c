/** The keys and indices that lead from the properties of a resource to a value. */
export type Path = readonly (string | number)[];

/** One value that CloudWatch would refuse at deployment, or probably not intended. */
export interface Refusal {
  /** A warning: the deployment may succeed. */
  readonly level: 'error' | 'warning';
  /** Below `Properties`. */
  readonly path: Path;
  /** What is wrong and what to do. */
  readonly message: string;
}

/** One kind of refusal: a row of a table. */
export interface Check<Subject> {
  /** Stable, to refer to it. */
  readonly id: string;
  readonly find: (subject: Subject) => readonly Refusal[];
}

export const refuse = (path: Path, message: string): Refusal => ({ level: 'error', path, message });
export const warn = (path: Path, message: string): Refusal => ({ level: 'warning', path, message });

/** `Metrics[0].MetricStat.Period` */
export const pathText = (path: Path): string =>
  path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
