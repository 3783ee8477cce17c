import type { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { stageOf } from '../../tree/stages';

/** Which Vigil watches a resource, and why. */
export interface Claim {
  readonly vigil: IConstruct;
  /** `named`: a monitor was created for it; `found`: below a watched scope; `belongs`: part of a component. */
  readonly how: 'named' | 'found' | 'belongs';
  /** The monitor that the app created for it. */
  readonly monitor?: IConstruct;
}

const CLAIMS = new WeakMap<IConstruct, Map<CfnResource, Claim>>();

/** Which Vigil watches which resource of a stage: no resource is watched twice, not even by two Vigils. */
export class Claims {
  readonly #claims: Map<CfnResource, Claim>;

  public constructor(scope: IConstruct) {
    const root = stageOf(scope);
    this.#claims = CLAIMS.get(root) ?? new Map();
    CLAIMS.set(root, this.#claims);
  }

  /** False if the resource is claimed already. */
  public take(resource: CfnResource, claim: Claim): boolean {
    if (this.#claims.has(resource)) return false;
    this.#claims.set(resource, claim);
    return true;
  }

  public of(resource: CfnResource): Claim | undefined {
    return this.#claims.get(resource);
  }
}
