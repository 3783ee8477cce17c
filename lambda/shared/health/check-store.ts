import { CHECKS, checkKey } from '../../../lib/contracts/health-checker';
import type { Key } from '../../../lib/contracts/notifier-table';
import type { Aws } from '../aws/aws';
import type { Item } from '../aws/items';
import type { CheckMessage, CheckState } from './check-state';

/** What the table has of a check. */
export interface CheckRow {
  readonly name: string;
  /** What it asks: `GET https://api.example.com/orders`. */
  readonly target?: string;
  /** When the round of the newest run was due, in milliseconds since 1970. Undefined: it has not run. */
  readonly dueAt?: number;
  /** When the check was first seen, in milliseconds since 1970. */
  readonly addedAt: number;
  readonly state?: CheckState;
  /** What the notifier has not been asked for yet. */
  readonly unsent: readonly CheckMessage[];
  /** Undefined: there is no row yet. */
  readonly version?: number;
}

/** A row for each check, in a table of their own. */
export class CheckStore {
  public constructor(private readonly aws: Pick<Aws, 'getItem' | 'putItem' | 'itemsOf'> & Deletes) {}

  /** All rows, also of checks that do not exist any more, by name. */
  public async rows(): Promise<ReadonlyMap<string, CheckRow>> {
    return new Map((await this.aws.itemsOf(CHECKS)).map((item) => [String(item['sk']), rowIn(item)]));
  }

  /**
   * Replaces a row by a newer version of it.
   *
   * @returns what the table has now; undefined if somebody else has changed it meanwhile
   */
  public async write(row: CheckRow): Promise<CheckRow | undefined> {
    const { version } = row;
    const next = { ...row, version: (version ?? 0) + 1 };
    const { isWritten } = await this.aws.putItem(itemOf(next), version === undefined ? undefined : { version });
    return isWritten ? next : undefined;
  }

  /** Removes the row of a check that does not exist any more. */
  public async remove({ name, version }: CheckRow): Promise<void> {
    await this.aws.deleteItem(checkKey(name), { version: version ?? 0 });
  }
}

interface Deletes {
  /** @param holds attributes of the item; one that differs is left alone */
  deleteItem(key: ReturnType<typeof checkKey>, holds: Item): Promise<void>;
}

/** A row as the table has it. */
export const itemOf = ({ name, target, version = 1, state, unsent, dueAt, addedAt }: CheckRow): Item & Key => ({
  ...checkKey(name),
  ...(target !== undefined && { target }),
  addedAt,
  ...(dueAt !== undefined && { dueAt }),
  ...(state !== undefined && { state: JSON.stringify(state) }),
  ...(unsent.length > 0 && { unsent: JSON.stringify(unsent) }),
  version,
});

export function rowIn(item: Item): CheckRow {
  const { sk, target, dueAt, addedAt, state, unsent, version } = item;
  return {
    name: String(sk),
    target: target === undefined ? undefined : String(target),
    dueAt: dueAt === undefined ? undefined : Number(dueAt),
    addedAt: Number(addedAt),
    state: state === undefined ? undefined : JSON.parse(String(state)),
    unsent: unsent === undefined ? [] : JSON.parse(String(unsent)),
    version: Number(version),
  };
}
