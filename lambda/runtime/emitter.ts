import type { Catalogue, CatalogueStep } from '../../lib/catalogue';
import { MICROSECONDS } from '../../lib/catalogue/unit';
import { entries } from './objects';
import { json, member } from './output';

/** A metric of the catalogue with the parts of its JSON that never change. */
export interface EmittedMetric {
  /** The names of its own dimensions. */
  readonly dimensions: readonly string[];
  /** The start of its metric directive, which metrics of the same dimensions share. */
  readonly head: string;
  readonly definition: string;
  readonly key: string;
  /** The microseconds in one of its unit, if that is a unit of time. */
  readonly microseconds: number | undefined;
}

/** A catalogue made ready to write records of it: all JSON that is the same in each record is made once. */
export interface Emitter {
  readonly metrics: ReadonlyMap<string, EmittedMetric>;
  readonly steps: ReadonlyMap<string, CatalogueStep>;
  /** What ends the metric directives, then the dimensions that all metrics share, as members. */
  readonly shared: string;
  /** The warnings about dropped values that were logged. */
  readonly warned: Set<string>;
}

export function emitterOf({ namespace, dimensions: shared, steps, metrics }: Catalogue): Emitter {
  const emitted = metrics.map(({ name, unit, dimensions, dimensionSets }): [string, EmittedMetric] => [
    name,
    {
      dimensions,
      head: `{"Namespace":${json(namespace)},"Dimensions":${json(dimensionSets)},"Metrics":[`,
      definition: json({ Name: name, Unit: unit }),
      key: `,${json(name)}:`,
      microseconds: MICROSECONDS[unit],
    },
  ]);
  return {
    metrics: new Map(emitted),
    steps: new Map(steps.map((step) => [step.name, step])),
    shared: entries(shared).reduce((members, [name, value]) => members + member(name, value), ']}]}'),
    warned: new Set(),
  };
}
