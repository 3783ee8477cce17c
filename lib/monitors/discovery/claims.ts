import type { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { stageOf } from '../../tree/stages';

/** Who watches a resource, and how it came to that. */
export interface Claim {
  readonly vigil: IConstruct;
  /** Somebody asked for it by name, it was found below a watched scope, or it belongs to a component that was. */
  readonly how: 'named' | 'found' | 'belongs';
  /** The monitor that somebody made for it. */
  readonly monitor?: IConstruct;
}

const CLAIMS = new WeakMap<IConstruct, Map<CfnResource, Claim>>();

/** Who watches what in one stage: no resource is watched twice, not even by two Vigils. */
export class Claims {
  readonly #claims: Map<CfnResource, Claim>;

  public constructor(scope: IConstruct) {
    const root = stageOf(scope);
    this.#claims = CLAIMS.get(root) ?? new Map();
    CLAIMS.set(root, this.#claims);
  }

  /** True if nobody had it. */
  public take(resource: CfnResource, claim: Claim): boolean {
    if (this.#claims.has(resource)) return false;
    this.#claims.set(resource, claim);
    return true;
  }

  public of(resource: CfnResource): Claim | undefined {
    return this.#claims.get(resource);
  }
}
