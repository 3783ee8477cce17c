import type { Graph, WidgetView } from '../../protocol';
import type { AxisOptions, Mark, PlotOptions, Threshold } from './plot';

type Properties = WidgetView['properties'];
type Value = Properties[string];

const object = (value: Value): Properties =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Properties) : {};
const objects = (value: Value): Properties[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each !== null && !Array.isArray(each)) : [];
const list = (value: Value): readonly Value[] => (Array.isArray(value) ? value : []);
export const text = (value: Value): string | undefined => (typeof value === 'string' ? value : undefined);
export const number = (value: Value): number | undefined => (typeof value === 'number' ? value : undefined);

const DEFAULT_COLOR = '#d62728';

const color = (value: Value): string => {
  const written = text(value);
  return written !== undefined && /^#[0-9a-f]{3,8}$/i.test(written) ? written : DEFAULT_COLOR;
};

export function plotOptions(properties: Properties): PlotOptions {
  const axes = object(properties.yAxis);
  const annotations = object(properties.annotations);
  return {
    isStacked: properties.stacked === true,
    left: axisOptions(object(axes.left)),
    right: axisOptions(object(axes.right)),
    thresholds: list(annotations.horizontal).flatMap(thresholdsIn),
    marks: list(annotations.vertical).flatMap(marksIn),
  };
}

const axisOptions = ({ min, max, label, showUnits }: Properties): AxisOptions => ({
  min: number(min),
  max: number(max),
  label: text(label) ?? (showUnits === false ? '' : undefined),
});

/** A band is a list of two, from one value to the other, in the colour of the first. */
function thresholdsIn(annotation: Value): Threshold[] {
  const [first, second] = objects(annotation).flatMap(thresholdOf);
  if (first === undefined || second === undefined) return thresholdOf(object(annotation));
  const { color: own, axis } = first;
  return [
    { ...first, to: second.value, fill: undefined },
    { ...second, color: own, axis, fill: undefined },
  ];
}

function thresholdOf(annotation: Properties): Threshold[] {
  const value = number(annotation.value);
  if (value === undefined || annotation.visible === false) return [];
  const fill = annotation.fill === 'above' || annotation.fill === 'below' ? annotation.fill : undefined;
  return [
    {
      value,
      label: text(annotation.label),
      color: color(annotation.color),
      axis: annotation.yAxis === 'right' ? 'right' : 'left',
      fill,
    },
  ];
}

function marksIn(annotation: Value): Mark[] {
  const [first, second] = objects(annotation).flatMap(markOf);
  if (first === undefined || second === undefined) return markOf(object(annotation));
  return [
    { ...first, to: second.time },
    { ...second, color: first.color },
  ];
}

function markOf(annotation: Properties): Mark[] {
  const time = Date.parse(text(annotation.value) ?? '') / 1000;
  if (Number.isNaN(time) || annotation.visible === false) return [];
  const fill = annotation.fill === 'before' || annotation.fill === 'after' ? annotation.fill : undefined;
  return [{ time, label: text(annotation.label), color: color(annotation.color), fill }];
}

/** What of a graph has to be drawn anew if it changes; the values have not. */
export const shapeOf = ({ lines }: Graph): string => JSON.stringify(lines.map(({ color: own, axis }) => [own, axis]));
