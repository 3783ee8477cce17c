import { Annotations, CrossStackReferences, ReferenceStrength, Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * What only later releases of CDK have. It is used where the app's release has it, so that Vigil installs with older ones. In an
 * earlier release, what is imported here is `undefined`, despite its type.
 */

/** The first release with references by `Fn::GetStackOutput`, which reads an output of a stack of any region. */
const WEAK_REFERENCES_SINCE = '2.258.0';
export const HAS_WEAK_REFERENCES = CrossStackReferences !== undefined;

/** Properties of a stack that refers to resources of another region. */
export const REFERRING_STACK_PROPS = HAS_WEAK_REFERENCES ? {} : { crossRegionReferences: true };

/** Lets a stack, made with `REFERRING_STACK_PROPS`, refer to resources that can be replaced all the same. */
export function referWeakly(stack: Stack): void {
  if (HAS_WEAK_REFERENCES) {
    CrossStackReferences.of(stack).consume(ReferenceStrength.WEAK);
    return;
  }
  Annotations.of(stack).addInfo(
    `aws-cdk-lib before ${WEAK_REFERENCES_SINCE} refers to another region by custom resources in both stacks. A resource with an alarm in this stack cannot be replaced. Update aws-cdk-lib to ${WEAK_REFERENCES_SINCE} or newer.`,
  );
}

/** CDK's setting of how an app refers to other stacks. */
const DEFAULT_STRENGTH = '@aws-cdk/core:defaultCrossStackReferences';

/**
 * A reference to a resource of another stack that can be replaced and deleted all the same; before 2.258.0, a strong one. `both`, which
 * the app sets to come from strong to weak references, stays.
 */
export function weakly(reference: string, { node }: IConstruct): string {
  if (!HAS_WEAK_REFERENCES) return reference;
  const { BOTH, WEAK } = ReferenceStrength;
  return Stack.consumeReference(reference, node.tryGetContext(DEFAULT_STRENGTH) === BOTH ? BOTH : WEAK);
}

/** Acknowledges a finding of a checker such as cdk-nag, with a reason. CDK before 2.251 has no such call, so there the finding stays. */
export function acknowledge(construct: IConstruct, id: string, reason: string): void {
  Validations?.of(construct).acknowledge({ id, reason });
}
