import type { Severity } from '../contracts/severity';
import { kind } from '../validation/kind';
import { list } from '../validation/options';
import { has } from '../validation/shown';
import { nameOf } from './destination';
import type { Route } from './route';

/** Whether alerts need Vigil's notifier function. */
export const needsNotifier = (routes: readonly Route[], incidents: unknown): boolean =>
  incidents !== undefined || routes.some(({ _destination }) => _destination.by === 'notifier');

/** An error if failures of the notifier itself would notify nobody. */
export function unwatchedNotifierErrors(routes: readonly Route[], incidents: unknown): string[] {
  const isWatched = routes.some(({ _destination }) => _destination.by === 'subscription');
  if (isWatched || !needsNotifier(routes, incidents)) return [];
  return [
    "If the function that sends to chats, PagerDuty, Opsgenie or webhooks fails, nobody is notified. Add a route that works without it, such as Route.email('oncall@example.com').",
  ];
}

/** Errors of routes that would never be used. */
export function unusedRouteErrors(routes: readonly Route[], showOnly: readonly Severity[]): string[] {
  return routes
    .filter(({ severities }) => severities.every((severity) => showOnly.includes(severity)))
    .map(
      (route) =>
        `${nameOf(route._destination)} would never be notified, because all of its severities are in 'showOnly'. Remove the route, or one of the severities.`,
    );
}

/** The kind of an option that is a list of routes. */
export const ROUTES = list(
  kind(
    'a route',
    (value) => has(value, '_destination'),
    () => "Write for example Route.email('oncall@example.com').",
  ),
);
