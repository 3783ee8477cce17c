import type { Query } from '../assembly/model';
import { type Dimension, ExpressionDimensions } from './expression-dimensions';
import { type Unit, unitOf } from './units';

/** The unit of a metric math expression, where the units of its metrics determine it. */
export function unitOfExpression(expression: string, queries: readonly Query[]): Unit | undefined {
  const dimension = dimensionOf(expression, queries);
  if (dimension === undefined || dimension.unit === 'none') return undefined;
  if (dimension.unit === 'ratio' || dimension.unit === 'fraction') {
    return dimension.scale === 100
      ? 'percent'
      : dimension.unit === 'fraction' && dimension.scale === 1
        ? 'fraction'
        : undefined;
  }
  return dimension.scale === 1 ? dimension.unit : undefined;
}

function dimensionOf(expression: string, queries: readonly Query[]): Dimension | undefined {
  return new ExpressionDimensions(expression, (id) => {
    const query = queries.find((candidate) => candidate.id === id);
    if (query?.metric !== undefined) {
      const unit = unitOf(query.metric);
      return unit && { unit, scale: 1 };
    }
    // without itself, so that an expression that names itself ends
    const others = queries.filter((other) => other !== query);
    return query?.expression === undefined ? undefined : dimensionOf(query.expression, others);
  }).result();
}
