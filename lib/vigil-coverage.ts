import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { CHANGES_METADATA } from './contracts/changes';
import { NOT_WATCHED_METADATA } from './contracts/not-watched';
import type { AlarmedComponent } from './monitors/discovery/coverage';
import { strictErrors, summaryOf } from './monitors/discovery/coverage-text';
import type { WatchedComponents } from './monitors/discovery/watched-components';

export interface CoverageOptions {
  /** What other Vigils of the same stage watch. */
  readonly others: readonly WatchedComponents[];
  /** Whether everything that can fail has to be watched. */
  readonly isStrict: boolean;
}

/** Prints how much is watched, and leaves the rest for `vigil preview`. Returns errors where everything has to be watched. */
export function reportCoverage(
  vigil: Construct,
  components: WatchedComponents,
  alarmed: readonly AlarmedComponent[],
  { others, isStrict }: CoverageOptions,
): string[] {
  const coverage = components.coverage(alarmed, others);
  const alarms = alarmed.reduce((sum, each) => sum + each.alarms.length, 0);
  const summary = summaryOf(coverage, alarms);
  if (summary !== undefined) Annotations.of(vigil).addInfo(summary);
  vigil.node.addMetadata(CHANGES_METADATA, JSON.stringify(components.changes));
  vigil.node.addMetadata(NOT_WATCHED_METADATA, JSON.stringify(coverage.notWatched));
  return isStrict ? strictErrors(coverage) : [];
}
