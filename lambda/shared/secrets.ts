import type { Aws } from './aws/aws';
import { Permanent } from './failure';

/** One that is replaced is used within half a minute, also while its old form is still accepted. */
const KEPT_MS = 30_000;

/** Reads secrets, and keeps them for a short time. */
export class Secrets {
  readonly #known = new Map<string, { readonly value: Promise<string>; readonly until: number }>();

  public constructor(
    private readonly aws: Pick<Aws, 'secret'>,
    private readonly now: () => number,
    private readonly keptMs = KEPT_MS,
  ) {}

  /** A secret that is one text, or that text as `field` of an object. */
  public async text(arn: string, field: string): Promise<string> {
    return (await this.fields(arn, field))[field] as string;
  }

  /** A secret as it is. */
  public whole(arn: string): Promise<string> {
    return this.#read(arn);
  }

  /** The named fields of a secret; one that is no object has the first of them only. */
  public async fields(arn: string, ...names: readonly string[]): Promise<Readonly<Record<string, string>>> {
    const secret = await this.#read(arn);
    const fields = objectIn(secret) ?? { [names[0] as string]: secret.trim() };
    const missing = names.filter((name) => typeof fields[name] !== 'string' || fields[name] === '');
    if (missing.length > 0) throw new Permanent(`The secret has no '${missing.join("' and no '")}'.`);
    return fields as Record<string, string>;
  }

  /** Does what needs a secret, and once more if the secret is rejected: one that was replaced may have been kept in its old form. */
  public async withFresh<T>(arn: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (failure) {
      if (!(failure instanceof Permanent) || failure.isForm) throw failure;
      this.forget(arn);
      return work();
    }
  }

  /** Has a secret read again when it is next needed. */
  public forget(arn: string): void {
    this.#known.delete(arn);
  }

  /** Begins to read a secret that will be needed. */
  public warm(arn: string): void {
    // whatever needs it reports the error
    this.#read(arn).catch(() => {});
  }

  #read(arn: string): Promise<string> {
    const known = this.#known.get(arn);
    if (known !== undefined && known.until > this.now()) return known.value;
    const value = this.aws.secret(arn);
    this.#known.set(arn, { value, until: this.now() + this.keptMs });
    value.catch(() => this.#known.delete(arn));
    return value;
  }
}

function objectIn(secret: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(secret);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
