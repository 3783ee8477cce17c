/** The type of the metadata in which a Vigil leaves what it changes on resources of the app: a list of {@link Change}, as JSON. */
export const CHANGES_METADATA = 'cdk-vigil:changes';

/** The options of a Vigil that switch these changes off. */
export const CHANGE_OPTIONS = ['detailedMetrics', 'tracing'] as const;

/** A property of a resource of the app that Vigil sets. */
export interface Change {
  /** Of the resource, in the construct tree. */
  readonly path: string;
  readonly property: string;
  readonly option: (typeof CHANGE_OPTIONS)[number];
}

export const isChange = (entry: Partial<Change> | null): entry is Change =>
  typeof entry?.path === 'string' &&
  typeof entry.property === 'string' &&
  CHANGE_OPTIONS.some((known) => known === entry.option);
