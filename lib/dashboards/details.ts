import { type ComponentView, regionOf } from './component-view';
import { drawingsOf, rowsOf } from './drawings';
import { type Section, text } from './widgets';

/** The rows of a component's details. */
export function detailRows(view: ComponentView): Section[] {
  const { component, details, alarms } = view;
  if (details.length === 0) return [];
  const region = regionOf(view);
  const rows = details.map(
    ({ dimensions, charts }): Section =>
      rowsOf(charts.flatMap((chart) => drawingsOf([{ chart, dimensions, region, alarms }]))),
  );
  return [[text(`## ${component}: details`)], ...rows];
}
