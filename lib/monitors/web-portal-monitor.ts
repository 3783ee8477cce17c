import type { Construct } from 'constructs';
import { checked, object } from '../validation/options';
import { MONITOR_FIELDS, Monitor, type MonitorOptions, type MonitorProps } from './monitor';
import type { WebPortalSource } from './resources/all';
import { sourceOf } from './resources/source';

/** Options of a web portal's monitor. */
export interface WebPortalOptions extends MonitorOptions {}

/** Properties of a web portal's monitor. */
export interface WebPortalMonitorProps extends WebPortalOptions, MonitorProps {
  /** A CloudFront distribution, an Application Load Balancer, or a certificate. */
  readonly portal: WebPortalSource;
}

const WEB_PORTAL_PROPS = object<WebPortalMonitorProps>({ ...MONITOR_FIELDS, portal: sourceOf('WebPortal') });

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
  public constructor(scope: Construct, id: string, props: WebPortalMonitorProps) {
    const known = checked(WEB_PORTAL_PROPS, props);
    super(scope, id, known, 'WebPortal', known.portal);
  }
}
