/** The type of the metadata in which a Vigil leaves what it does not watch: a list of {@link NotWatchedEntry}, as JSON. */
export const NOT_WATCHED_METADATA = 'cdk-vigil:not-watched';

/** The metadata of a resource that Vigil made for itself: nobody has to watch it. */
export const OWN_METADATA = 'cdk-vigil:own';

/** The metadata of a resource that has no alarm of its own: the name of the component whose alarms watch it. */
export const PART_METADATA = 'cdk-vigil:part-of';

/**
 * Why a resource that can fail is not watched. `type`: Vigil has no rules for it. `excluded`: the app excludes it. `imported`: the app
 * does not create it, so `watch` does not find it. `stage`: it is in a stage without a Vigil. `scope`: no scope around it is watched.
 * `untyped`: it is a plain `CfnResource`. `unused`: no component that is watched uses it. `rules`: none of its rules is on. `alarm`: a
 * template has no alarm on it.
 */
export type NotWatchedReason = (typeof REASONS)[number];

const REASONS = ['type', 'excluded', 'imported', 'stage', 'scope', 'untyped', 'unused', 'rules', 'alarm'] as const;

/** A resource that can fail, and that no alarm watches. */
export interface NotWatchedEntry {
  /** Its path in the construct tree. */
  readonly path: string;
  /** Its CloudFormation type. */
  readonly type: string;
  readonly reason: NotWatchedReason;
  /** The file of its template. Like `logicalId`: not of a resource that is imported. */
  readonly template?: string;
  readonly logicalId?: string;
}

export const isNotWatchedEntry = (entry: Partial<NotWatchedEntry> | null): entry is NotWatchedEntry =>
  typeof entry?.path === 'string' && typeof entry.type === 'string' && REASONS.some((known) => known === entry.reason);
