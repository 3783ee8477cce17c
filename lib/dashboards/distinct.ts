import type { ComponentView } from './component-view';
import { groups } from './groups';

const KNOWN = new WeakMap<ComponentView, Map<string, ComponentView>>();

/**
 * Components as one dashboard names them: those of the same name in several stacks with that of their stack, and graphs of
 * details that several have with that of their component. The same for the same names, so that what was made of it is known again.
 */
export function distinct(views: readonly ComponentView[]): ComponentView[] {
  const ofName = new Map(groups(views, ({ component }) => component));
  const haveDetails = views.filter(({ details }) => details.length > 0).length > 1;
  return views.map((view) => {
    const isShared = (ofName.get(view.component) ?? []).length > 1;
    const component = isShared ? `${view.stack.stackName} ${view.component}` : view.component;
    const named = haveDetails && view.details.length > 0;
    return isShared || named ? renamed(view, component, named) : view;
  });
}

function renamed(view: ComponentView, component: string, hasNamedDetails: boolean): ComponentView {
  const known = KNOWN.get(view) ?? new Map<string, ComponentView>();
  KNOWN.set(view, known);
  const key = `${component} ${hasNamedDetails}`;
  const details = hasNamedDetails
    ? view.details.map((detail) => ({
        ...detail,
        charts: detail.charts.map((chart) => ({ ...chart, title: `${component}: ${chart.title}` })),
      }))
    : view.details;
  const made = known.get(key) ?? { ...view, component, details };
  known.set(key, made);
  return made;
}
