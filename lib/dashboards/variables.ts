import type { Chart } from './chart';
import { type ComponentView, regionOf } from './component-view';
import { drawingsOf, rowsOf } from './drawings';
import { functionCharts } from './function-charts';
import { type Section, text } from './widgets';

/** A control at the top of a dashboard that changes a dimension of all its widgets. */
export interface Variable {
  readonly type: 'property';
  readonly property: string;
  readonly inputType: 'select';
  readonly id: string;
  readonly label: string;
  readonly defaultValue: string;
  readonly visible: true;
  readonly values: readonly { readonly value: string; readonly label: string }[];
}

/** CloudWatch's limit on the values of a variable. */
const VALUES_OF_A_VARIABLE = 500;
const FUNCTION_NAME = 'FunctionName';

/** All of one function, which the reader chooses. Nothing else on the dashboard may have that dimension. */
export function functionRows(views: readonly ComponentView[]): { sections: Section[]; variables: Variable[] } {
  const [{ region } = { region: undefined }] = functionsOf(views);
  // a widget reads one region
  const values = functionsOf(views)
    .filter((each) => each.region === region)
    .map(({ value, label }) => ({ value, label }))
    .slice(0, VALUES_OF_A_VARIABLE);
  const [first] = values;
  // there is nothing to choose from
  if (first === undefined || region === undefined || values.length < 2) return { sections: [], variables: [] };
  const charts: Chart[] = functionCharts();
  const dimensions = { [FUNCTION_NAME]: first.value };
  const drawings = drawingsOf(charts.map((chart) => ({ chart, dimensions, region, alarms: [] })));
  return {
    sections: [
      [text('## One function: choose it at the top')],
      rowsOf(drawings.map((drawing) => ({ ...drawing, title: `Chosen function: ${drawing.title}` }))),
    ],
    variables: [
      {
        type: 'property',
        property: FUNCTION_NAME,
        inputType: 'select',
        id: 'function',
        label: 'Function',
        defaultValue: first.value,
        visible: true,
        values,
      },
    ],
  };
}

function functionsOf(views: readonly ComponentView[]) {
  return views.flatMap((view) =>
    view.parts.flatMap(({ dimensions, label }) => {
      const value = dimensions[FUNCTION_NAME];
      if (value === undefined || Object.keys(dimensions).length > 1) return [];
      return [{ value, label: `${view.component}${label === undefined ? '' : ` ${label}`}`, region: regionOf(view) }];
    }),
  );
}
