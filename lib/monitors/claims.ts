import type { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

const CLAIMS = new WeakMap<IConstruct, Map<CfnResource, string>>();

/** Who watches what in one app: no resource is watched twice, not even by two Vigils. */
export class Claims {
  readonly #owners: Map<CfnResource, string>;

  public constructor(
    root: IConstruct,
    private readonly owner: string,
  ) {
    this.#owners = CLAIMS.get(root) ?? new Map();
    CLAIMS.set(root, this.#owners);
  }

  /** True if nobody had it. */
  public take(resource: CfnResource): boolean {
    if (this.#owners.has(resource)) return false;
    this.#owners.set(resource, this.owner);
    return true;
  }

  public ownerOf(resource: CfnResource): string | undefined {
    return this.#owners.get(resource);
  }
}
