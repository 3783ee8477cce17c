import { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { ComponentType } from '../../resources/resource-type';
import { resourceOf } from '../../tree/resource-graph';
import { type Kind, listed, required } from '../../validation/kind';
import { isConstruct, shown } from '../../validation/shown';
import { REGISTRATIONS } from './all';
import type { Registration } from './registration';

interface Recognised {
  readonly registration: Registration;
  /** Undefined if it is imported. */
  readonly resource?: CfnResource;
}

/** The registration by which a monitor watches a construct, if it does. */
export function registrationOf(source: IConstruct, type: ComponentType): Recognised | undefined {
  const known = REGISTRATIONS.filter(({ component }) => component === type);
  const resource = resourceOf(source, ...known.map(({ data }) => data.type));
  // behind a DocumentDB cluster, whose attributes are those of an Aurora cluster, is a resource of another type
  const isImported = !CfnResource.isCfnResource(source.node.defaultChild ?? source);
  const registration = known.find(({ data, attribute }) =>
    resource === undefined ? isImported && isOf(source, attribute) : data.type === resource.cfnResourceType,
  );
  return registration && { registration, resource };
}

const isOf = (source: IConstruct, attribute: string | undefined): boolean =>
  attribute !== undefined && attribute in source;

/** What a monitor watches, as one of its properties. */
export function sourceOf(type: Registration['component']): Kind & { readonly missing: string } {
  const takes = listed(REGISTRATIONS.filter(({ component }) => component === type).map(({ data }) => data.type));
  const read: Kind['read'] = (value, path, report) => {
    if (isConstruct(value) && registrationOf(value as IConstruct, type) !== undefined) return value;
    report(path, `${shown(value)} is ${whatItIs(value) ?? 'not a construct'}. '${methodOf(type)}' takes ${takes}.`);
    return undefined;
  };
  return required({ read }, `Give a construct of ${takes}.`);
}

/** Of `Vigil`. */
const methodOf = (type: string): string => `${type.charAt(0).toLowerCase()}${type.slice(1)}`;

function whatItIs(value: unknown): string | undefined {
  if (!isConstruct(value)) return undefined;
  const construct = value as IConstruct;
  const others = REGISTRATIONS.filter((each) => registrationOf(construct, each.component)?.registration === each);
  if (others[0] !== undefined) {
    const methods = listed(others.map(({ component }) => `'${methodOf(component)}'`));
    return `an ${others[0].data.type}: watch it with ${methods}`;
  }
  const resource = [construct, construct.node.defaultChild].find(CfnResource.isCfnResource);
  return resource === undefined
    ? "another construct: to watch everything below it, use 'watch'"
    : `an ${resource.cfnResourceType}`;
}
