import { FLEET_TYPES } from '../../resources/fleets';
import { isInsights, parseInsights, selects } from '../simulator/insights';
import { type MetricIdentity, NotModelled } from '../simulator/model';
import type { DeclaredResource, Inventory } from './inventory';
import type { Query } from './model';

/**
 * The metrics of the app's own resources that the query of an alarm finds. Only the account knows those of other apps.
 *
 * @param alarm a query reads the region of its alarm
 */
export function selectedBy(
  queries: readonly Query[],
  alarm: Pick<DeclaredResource, 'stack'>,
  inventory: Inventory,
): MetricIdentity[] {
  return queries.flatMap(({ expression = '' }) => {
    if (!isInsights(expression)) return [];
    try {
      const query = parseInsights(expression);
      return FLEET_TYPES.filter(({ namespace }) => namespace === query.namespace)
        .flatMap(({ type, dimension }) =>
          inventory
            .ofType(type)
            .filter(({ stack }) => stack.region === alarm.stack.region)
            .map(({ physical }) => ({
              namespace: query.namespace,
              name: query.name,
              dimensions: { [dimension]: physical.name },
            })),
        )
        .filter((metric) => selects(query, metric));
    } catch (error) {
      // the simulation says so
      if (error instanceof NotModelled) return [];
      throw error;
    }
  });
}
