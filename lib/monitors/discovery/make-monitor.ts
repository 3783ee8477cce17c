import type { IConstruct } from 'constructs';
import type { ResourceComponent } from '../../resources/resource-type';
import { DatabaseMonitor } from '../database-monitor';
import { EventApiMonitor } from '../event-api-monitor';
import { HttpApiMonitor } from '../http-api-monitor';
import type { IVigil, Monitor, MonitorProps } from '../monitor';
import { QueueMonitor } from '../queue-monitor';
import type { DatabaseSource, EventSource, HttpApiSource, QueueSource, WebPortalSource } from '../resources/all';
import { WebPortalMonitor } from '../web-portal-monitor';

type Make = (vigil: IVigil, id: string, props: MonitorProps, source: IConstruct) => Monitor;

const MAKE: Readonly<Record<ResourceComponent, Make>> = {
  Queue: (vigil, id, props, source) => new QueueMonitor(vigil, id, { ...props, queue: source as QueueSource }),
  EventApi: (vigil, id, props, source) => new EventApiMonitor(vigil, id, { ...props, source: source as EventSource }),
  HttpApi: (vigil, id, props, source) => new HttpApiMonitor(vigil, id, { ...props, api: source as HttpApiSource }),
  Database: (vigil, id, props, source) =>
    new DatabaseMonitor(vigil, id, { ...props, database: source as DatabaseSource }),
  WebPortal: (vigil, id, props, source) =>
    new WebPortalMonitor(vigil, id, { ...props, portal: source as WebPortalSource }),
};

/** The monitor of a resource that `watch` found. */
export const makeMonitor = (type: keyof typeof MAKE, ...args: Parameters<Make>): Monitor => MAKE[type](...args);
