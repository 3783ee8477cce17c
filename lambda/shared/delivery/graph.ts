import type { Alert } from '../alerts/alert';
import type { Aws } from '../aws/aws';

const BEFORE_PERIODS = 30;
const AFTER_MS = 5 * 60_000;
const LINK_SECONDS = 3600;
/** The message is not delayed longer for a graph. */
const LONGEST_MS = 4000;

/** The source of a graph of what an alarm measures around its change; undefined where there is nothing to draw. */
export function widgetOf({ metrics, measurement, region, changedAt, name }: Alert): object | undefined {
  if (metrics.length === 0 || region === undefined) return undefined;
  const period = measurement?.periodSeconds ?? 300;
  const lines = metrics.map(({ id, expression, label, namespace, name: metric, dimensions, ...each }, index) => {
    const options = { id: id ?? `m${index}`, label, visible: each.shown };
    if (expression !== undefined) return [{ ...options, expression }];
    const path = [namespace, metric, ...Object.entries(dimensions).flat()];
    return [...path, { ...options, stat: each.statistic, period: each.periodSeconds ?? period }];
  });
  const limit = measurement?.threshold;
  return {
    width: 800,
    height: 300,
    title: name.slice(0, 200),
    region,
    period,
    start: new Date(changedAt - Math.max(BEFORE_PERIODS * period * 1000, 3_600_000)).toISOString(),
    end: new Date(changedAt + AFTER_MS).toISOString(),
    timezone: '+0000',
    metrics: lines,
    ...(limit !== undefined && { annotations: { horizontal: [{ label: 'Limit', value: limit }] } }),
  };
}

/** Whether a message begins something that is worth a look: an incident, or a further failure in it. */
export const hasGraph = ({ state, note }: Alert): boolean =>
  state === 'ALARM' && (note === undefined || note.kind === 'joined' || note.kind === 'raised');

/** A picture of the metric, drawn once for all channels. Whatever fails, the message goes without it. */
export class Graph {
  #picture?: Promise<Uint8Array | undefined>;
  #link?: Promise<string | undefined>;

  public constructor(
    private readonly aws: Aws,
    private readonly alert: Alert,
    private readonly bucket: string | undefined,
    private readonly warn: (problem: unknown) => void,
  ) {}

  public picture(): Promise<Uint8Array | undefined> {
    this.#picture ??= this.#try(async () => {
      const widget = widgetOf(this.alert);
      if (this.bucket === undefined || !hasGraph(this.alert) || widget === undefined) return undefined;
      const picture = await this.aws.drawGraph(this.alert.region as string, JSON.stringify(widget));
      return picture.length > 0 ? picture : undefined;
    });
    return this.#picture;
  }

  public link(): Promise<string | undefined> {
    this.#link ??= this.#try(async () => {
      const picture = await this.picture();
      if (picture === undefined) return undefined;
      return this.aws.storePicture(this.bucket as string, `${this.alert.id}.png`, picture, LINK_SECONDS);
    });
    return this.#link;
  }

  async #try<T>(work: () => Promise<T | undefined>): Promise<T | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), LONGEST_MS).unref();
    });
    try {
      return await Promise.race([work(), late]);
    } catch (problem) {
      this.warn(problem);
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }
}
