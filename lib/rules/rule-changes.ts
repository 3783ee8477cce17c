import { nearestFew } from '../text/nearest';
import type { RuleOptions } from './rule-options';

/** What has rules that can be changed: a monitor. */
export interface RuleOwner {
  readonly component: string;
  readonly _rules: { [id: string]: RuleOptions };
  readonly node: { readonly path: string };
}

type Changes = { [id: string]: RuleOptions };

/**
 * Looks up users' changes, the most specific first, and records which were never used.
 *
 * Several Vigils may share their general changes, as an environment's profile: what has no effect on one may have on another.
 */
export class RuleChanges {
  readonly #known = new Map<RuleOwner, Set<string>>();

  public constructor(
    private readonly general: Changes,
    private readonly owners: readonly RuleOwner[],
    /** The rule ids that there are at all. */
    private readonly all: ReadonlySet<string>,
  ) {}

  /** What applies to one rule of one component: the component's own changes win. */
  public of(owner: RuleOwner, ruleId: string): RuleOptions | undefined {
    const known = this.#known.get(owner) ?? new Set();
    this.#known.set(owner, known.add(ruleId));
    const changes = [this.general[ruleId], this.general[`${owner.component}/${ruleId}`], owner._rules[ruleId]];
    const given = changes.filter((change) => change !== undefined);
    return given.length === 0 ? undefined : Object.assign({}, ...given);
  }

  /**
   * Changes without effect, because no such rule exists.
   *
   * @param others those of the other Vigils in the app; undefined while some have not looked for their components yet
   */
  public errors(others: readonly RuleChanges[] | undefined): string[] {
    const own = this.owners.flatMap((owner) => {
      const known = this.#known.get(owner) ?? new Set();
      return Object.keys(owner._rules)
        .filter((id) => !known.has(id))
        .map((id) => `${owner.node.path}: it has no rule '${id}'. ${nearestTo(id, known)}`);
    });
    const general = Object.keys(this.general).flatMap((key) => this.#generalFault(key, others) ?? []);
    return [...own, ...general];
  }

  #generalFault(key: string, others: readonly RuleChanges[] | undefined): string | undefined {
    const slash = key.lastIndexOf('/');
    const [component, id] = [key.slice(0, Math.max(slash, 0)), key.slice(slash + 1)];
    if (!this.all.has(id))
      return `There is no rule '${key}'. ${nearestTo(id, this.all)} docs/alarms.md lists all rules.`;
    if (slash < 0 || others === undefined) return undefined;
    const owners = [this, ...others].flatMap((changes) => [...changes.#known]);
    const named = owners.filter(([owner]) => owner.component === component).map(([, ids]) => ids);
    if (named.length === 0) {
      return `There is no component '${component}' for the rule change '${key}'. ${nearestTo(
        component,
        owners.map(([owner]) => owner.component),
      )}`;
    }
    const known = new Set(named.flatMap((ids) => [...ids]));
    return known.has(id) ? undefined : `'${component}' has no rule '${id}'. ${nearestTo(id, known)}`;
  }
}

function nearestTo(word: string, candidates: Iterable<string>): string {
  return `Nearest: ${nearestFew(word, candidates).join(', ') || 'none'}.`;
}
