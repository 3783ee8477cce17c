// What CloudFormation returns for a resource: its physical name, `Ref` and attributes.

/** What is known of a resource before it exists. */
export interface Physical {
  readonly logicalId: string;
  /** The name it was given, else its logical id. */
  readonly name: string;
  /** The name it was given, else one that no other stack has: ends with its logical id. */
  readonly unique: string;
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  readonly property: (name: string) => string | undefined;
}

export type Derive = (resource: Physical) => string;

/** What `Ref` and `Fn::GetAtt` return for a resource type. */
export interface Identification {
  /** The property that names it. */
  readonly nameProperty?: string;
  readonly ref: Derive;
  readonly attributes: Readonly<Record<string, Derive>>;
}

export const name: Derive = (resource) => resource.name;
export const arn =
  (service: string, resource: Derive): Derive =>
  (physical) =>
    `arn:${physical.partition}:${service}:${physical.region}:${physical.account}:${resource(physical)}`;

/** Most resources: `Ref` gives the name, `Arn` the ARN. */
export const named = (nameProperty: string, Arn: Derive, more: Record<string, Derive> = {}): Identification => ({
  nameProperty,
  ref: name,
  attributes: { Arn, ...more },
});
