import type { CfnResource } from 'aws-cdk-lib';
import type { CfnCertificate, ICertificateRef } from 'aws-cdk-lib/aws-certificatemanager';
import type { CfnDistribution, IDistributionRef } from 'aws-cdk-lib/aws-cloudfront';
import type { CfnLoadBalancer, ILoadBalancerRef } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import type { Part } from '../dashboards/part';
import { mentionedIn } from '../tree/inspect';
import type { WatchContext } from './discovery/watch-context';
import { Monitor, type MonitorOptions, type MonitorProps } from './monitor';
import { CERTIFICATE, certificatePart } from './resources/certificates';
import { DISTRIBUTION, distributionPart, edgeFunctionParts } from './resources/distributions';
import {
  isApplicationLoadBalancer,
  LOAD_BALANCER,
  listenersOf,
  loadBalancerPart,
  targetGroupParts,
} from './resources/load-balancers';

/** Options of a web portal's monitor. */
export interface WebPortalOptions extends MonitorOptions {}

/** Properties of a web portal's monitor. */
export interface WebPortalMonitorProps extends WebPortalOptions, MonitorProps {
  /** A CloudFront distribution, an Application Load Balancer, or a certificate. */
  readonly portal: IDistributionRef | ILoadBalancerRef | ICertificateRef;
}

/**
 * Watches a web portal: does it answer, how fast, is anybody there, does its certificate expire. Finds by itself target groups,
 * edge functions and certificates. CloudFront is measured in us-east-1 only: from any other region, its alarms come in a
 * companion stack there.
 *
 * @example
 *
 * new WebPortalMonitor(this, 'SiteMonitor', { vigil, portal: distribution });
 */
export class WebPortalMonitor extends Monitor {
  /** @internal */
  public readonly _type = 'WebPortal';
  readonly #portal: IDistributionRef | ILoadBalancerRef | ICertificateRef;

  public constructor(scope: Construct, id: string, props: WebPortalMonitorProps) {
    super(scope, id, props, props.portal, [DISTRIBUTION, LOAD_BALANCER, CERTIFICATE]);
    this.#portal = props.portal;
    const balancer = this._resource as CfnLoadBalancer | undefined;
    if ('loadBalancerRef' in props.portal && !isApplicationLoadBalancer(props.portal, balancer)) {
      throw new Error(
        `${this.node.path}: of load balancers, only Application Load Balancers carry HTTP. Leave it out.`,
      );
    }
  }

  /** @internal */
  public _parts(context: WatchContext): Part[] {
    const portal = this.#portal;
    if ('distributionRef' in portal) return this.#ofDistribution(portal, context);
    if ('loadBalancerRef' in portal) return this.#ofLoadBalancer(portal, context);
    return [certificatePart(portal, this._resource as CfnCertificate | undefined, true)];
  }

  #ofDistribution(portal: IDistributionRef, context: WatchContext): Part[] {
    const distribution = this._resource as CfnDistribution | undefined;
    const placement = context.inUsEast1(portal);
    const own = distributionPart(portal, distribution, context.graph, placement);
    if (distribution === undefined) return [own];
    return [
      own,
      ...edgeFunctionParts(distribution, placement, context.claim),
      ...this.#certificateParts(distribution.distributionConfig, distribution, context),
    ];
  }

  #ofLoadBalancer(portal: ILoadBalancerRef, context: WatchContext): Part[] {
    const balancer = this._resource as CfnLoadBalancer | undefined;
    const own = loadBalancerPart(portal, balancer);
    if (balancer === undefined) return [own];
    const certificates = listenersOf(balancer, context.graph).flatMap((listener) =>
      this.#certificateParts(listener.certificates, listener, context),
    );
    return [own, ...targetGroupParts(balancer, own.dimensions, context), ...certificates];
  }

  #certificateParts(value: unknown, scope: CfnResource, context: WatchContext): Part[] {
    return mentionedIn(value, scope)
      .filter((resource): resource is CfnCertificate => resource.cfnResourceType === CERTIFICATE)
      .filter(context.claim)
      .map((certificate) => certificatePart(certificate, certificate, false));
  }
}
