import type { JsonObject } from './json';

export interface Resource {
  readonly type: string;
  readonly properties: JsonObject;
  readonly metadata: JsonObject;
  /** It exists only if this condition holds. */
  readonly condition?: string;
}
