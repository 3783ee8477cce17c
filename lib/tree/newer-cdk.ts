import { Annotations, CrossStackReferences, ReferenceStrength, type Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * What only later releases of CDK have: used where the app's release has it, so that nobody must update to install Vigil. In an
 * earlier release, what is imported here is `undefined`, whatever its type says.
 */

/** Whether a stack can name what another region has without functions that carry it there. Since CDK 2.258. */
const HAS_WEAK_REFERENCES = CrossStackReferences !== undefined;

/** How a stack that refers to another region has to be made. */
export const PROPS_OF_REFERRING_STACK = HAS_WEAK_REFERENCES ? {} : { crossRegionReferences: true };

/**
 * Has a stack, made with `PROPS_OF_REFERRING_STACK`, refer to others by name: an alarm must not keep what it watches from being
 * replaced.
 */
export function referToOthersByName(stack: Stack): void {
  if (HAS_WEAK_REFERENCES) {
    CrossStackReferences.of(stack).consume(ReferenceStrength.WEAK);
    return;
  }
  Annotations.of(stack).addInfo(
    'This release of aws-cdk-lib refers to another region with functions of its own in both stacks, and what alarms here watch can be replaced only after their removal. Update aws-cdk-lib to 2.258 or newer to do without both.',
  );
}

/** Says why a finding of a checker such as cdk-nag is right as it is. Earlier releases have nothing to say it with: the finding stays. */
export function acknowledge(construct: IConstruct, id: string, reason: string): void {
  Validations?.of(construct).acknowledge({ id, reason });
}
