import type { CfnResource } from 'aws-cdk-lib';
import type { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { IVigil, Monitor } from './monitor';
import { QueueMonitor } from './queue-monitor';
import { QUEUE } from './queues';

/** A resource type that makes a component of its own. */
export interface Primary {
  readonly type: string;
  /** Only where it belongs to no other component. */
  readonly leftover?: true;
  /** @default - all of the type */
  readonly accepts?: (resource: CfnResource) => boolean;
  readonly watch: (scope: Construct, id: string, vigil: IVigil, resource: CfnResource) => Monitor;
}

/** What `watch` finds. What comes first claims shared functions first. */
export const PRIMARIES: readonly Primary[] = [
  {
    type: QUEUE,
    watch: (scope, id, vigil, queue) => new QueueMonitor(scope, id, { vigil, queue: queue as CfnQueue }),
  },
];
