import { type JsonObject, objectsIn, textIn } from '../../assembly/json';
import type { MetricIdentity } from '../../simulator/model';
import { NotModelled } from '../../simulator/model';
import type { VariableView } from '../protocol';
import { parseSearch } from './search';

/** CloudWatch's limit on the values of a variable. */
const MOST_VALUES = 500;

/** The controls at the top of a dashboard. What no reader may change has no control, but a value. */
export const variablesIn = (body: JsonObject, metrics: readonly MetricIdentity[]): VariableView[] =>
  objectsIn(body.variables).flatMap((variable, index): VariableView[] => {
    const type = textIn(variable.type) === 'pattern' ? 'pattern' : 'property';
    const text = textIn(variable[type]);
    if (text === undefined || text === '') return [];
    const id = textIn(variable.id) ?? `variable${index}`;
    const values = valuesOf(variable, metrics).slice(0, MOST_VALUES);
    // CloudWatch takes the first one where none is preset, or the preset name is unknown until it searches
    const preset = textIn(variable.defaultValue);
    const defaultValue = preset === '__FIRST' || preset === undefined ? values[0]?.value : preset;
    const label = textIn(variable.label) ?? id;
    const isVisible = variable.visible !== false;
    return [{ id, type, text, label, values, defaultValue, isVisible, isFree: textIn(variable.inputType) === 'input' }];
  });

function valuesOf({ values, search, populateFrom }: JsonObject, metrics: readonly MetricIdentity[]) {
  const written = objectsIn(values).flatMap((each) => {
    const value = textIn(each.value);
    return value === undefined ? [] : [{ value, label: textIn(each.label) ?? value }];
  });
  const dimension = textIn(populateFrom);
  if (dimension === undefined) return written;
  const found = matching(textIn(search) ?? '', metrics).flatMap(({ dimensions }) => dimensions[dimension] ?? []);
  return [...written, ...[...new Set(found)].sort().map((value) => ({ value, label: value }))];
}

function matching(search: string, metrics: readonly MetricIdentity[]): MetricIdentity[] {
  try {
    return metrics.filter(parseSearch(search));
  } catch (error) {
    if (error instanceof NotModelled) return [];
    throw error;
  }
}
