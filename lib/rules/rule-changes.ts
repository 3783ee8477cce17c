import type { RuleOptions } from './rule-options';

/** Who has rules that can be changed: a monitor. */
export interface RuleOwner {
  readonly component: string;
  readonly _rules: { [id: string]: RuleOptions };
  readonly node: { readonly path: string };
}

/** Looks up what users changed, from the particular to the general, and remembers what was never asked for. */
export class RuleChanges {
  readonly #known = new Map<RuleOwner, Set<string>>();

  public constructor(
    private readonly general: { [id: string]: RuleOptions },
    private readonly owners: readonly RuleOwner[],
  ) {}

  /** What applies to one rule of one component: the component's own changes win. */
  public of(owner: RuleOwner, ruleId: string): RuleOptions | undefined {
    const known = this.#known.get(owner) ?? new Set();
    this.#known.set(owner, known.add(ruleId));
    const changes = [this.general[ruleId], this.general[`${owner.component}/${ruleId}`], owner._rules[ruleId]];
    const given = changes.filter((change) => change !== undefined);
    return given.length === 0 ? undefined : Object.assign({}, ...given);
  }

  /** Changes that change nothing, because no such rule exists. */
  public faults(): string[] {
    const everywhere = new Set([...this.#known.values()].flatMap((ids) => [...ids]));
    const own = this.owners.flatMap((owner) => {
      const known = this.#known.get(owner) ?? new Set();
      return Object.keys(owner._rules)
        .filter((id) => !known.has(id))
        .map((id) => `${owner.node.path}: there is no rule '${id}'. ${listed('It has', known)}`);
    });
    const general = Object.keys(this.general).flatMap((key) => this.#generalFault(key, everywhere) ?? []);
    return [...own, ...general];
  }

  #generalFault(key: string, everywhere: ReadonlySet<string>): string | undefined {
    const slash = key.lastIndexOf('/');
    if (slash < 0)
      return everywhere.has(key)
        ? undefined
        : `There is no rule '${key}'. ${listed('What is watched has', everywhere)}`;
    const [component, id] = [key.slice(0, slash), key.slice(slash + 1)];
    const owners = this.owners.filter((owner) => owner.component === component);
    if (owners.length === 0) {
      return `There is no component '${component}' for the rule change '${key}'. ${listed(
        'There are',
        this.owners.map((owner) => owner.component),
      )}`;
    }
    const known = new Set(owners.flatMap((owner) => [...(this.#known.get(owner) ?? [])]));
    return known.has(id) ? undefined : `There is no rule '${key}'. ${listed(`'${component}' has`, known)}`;
  }
}

const listed = (words: string, ids: Iterable<string>): string => `${words}: ${[...ids].sort().join(', ') || 'none'}.`;
