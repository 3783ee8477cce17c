import type { DashboardView, WidgetContent, WidgetView } from '../../protocol';
import { addressOf } from '../address';
import { duration } from '../format';
import { StateBadge } from '../state-badge';
import type { Theme } from '../theme';
import { GraphWidget } from './graph-widget';
import { Markdown } from './markdown';
import { plotOptions, text } from './properties';
import { Bars, Gauge, Pie, SingleValues, Table } from './values';

export interface WidgetProps {
  readonly widget: WidgetView;
  readonly content?: WidgetContent;
  readonly dashboards: readonly DashboardView[];
  readonly theme: Theme;
  readonly now: number;
  /** Whether it is in sight, or nearly so. */
  readonly isShown: boolean;
}

/** A widget's title and what it shows. */
export function Widget({ widget, content, dashboards, theme, now, isShown }: WidgetProps) {
  const { properties, type } = widget;
  const title = text(properties.title);
  if (type === 'text') {
    return (
      <section class={`widget text ${properties.background === 'transparent' ? 'transparent' : ''}`}>
        <Markdown markdown={text(properties.markdown) ?? ''} dashboards={dashboards} />
      </section>
    );
  }
  return (
    <section class={`widget ${type}`} aria-label={title}>
      {title !== undefined && <h2>{title}</h2>}
      {isShown && content === undefined && <div class="waiting" aria-busy="true" />}
      {isShown && content !== undefined && <Content {...{ widget, content, theme, now, title: title ?? '' }} />}
    </section>
  );
}

function Content({
  widget,
  content,
  theme,
  now,
  title,
}: Omit<WidgetProps, 'dashboards' | 'isShown'> & { content: WidgetContent; title: string }) {
  switch (content.is) {
    case 'graph':
      return <Metrics {...{ widget, content, theme, title }} />;
    case 'alarms':
      return <Alarms {...{ content, now }} />;
    case 'nothing':
      return <p class="note">{content.why}</p>;
    case 'text':
      return null;
  }
}

function Metrics({
  widget,
  content,
  theme,
  title,
}: {
  widget: WidgetView;
  content: WidgetContent & { is: 'graph' };
  theme: Theme;
  title: string;
}) {
  const { properties } = widget;
  const { graph } = content;
  const written = plotOptions(properties);
  const ofAlarms = (graph.thresholds ?? []).map((each) => ({ ...each, color: '#d62728', axis: 'left' as const }));
  const options = { ...written, thresholds: [...written.thresholds, ...ofAlarms] };
  const legend = (properties.legend as { position?: string } | undefined)?.position;
  const problems = graph.problems.length > 0 && <p class="note">{graph.problems.join(' ')}</p>;
  const view = text(properties.view) ?? 'timeSeries';
  const shown = () => {
    switch (view) {
      case 'singleValue':
        return <SingleValues graph={graph} theme={theme} hasSparkline={properties.sparkline === true} />;
      case 'gauge':
        return <Gauge graph={graph} axis={options.left} />;
      case 'bar':
        return <Bars graph={graph} />;
      case 'pie':
        return <Pie graph={graph} />;
      case 'table':
        return <Table graph={graph} />;
      case 'timeSeries':
        return (
          <GraphWidget
            {...{ graph, options, theme, title }}
            legend={legend === 'right' || legend === 'hidden' ? legend : 'bottom'}
          />
        );
      default:
        return <p class="note">The view '{view}' cannot be shown here.</p>;
    }
  };
  return (
    <>
      {graph.lines.length === 0 && problems === false ? <p class="note">No data.</p> : shown()}
      {problems}
    </>
  );
}

function Alarms({ content, now }: { content: WidgetContent & { is: 'alarms' }; now: number }) {
  return (
    <div class="scroll">
      <ul class="alarm-grid">
        {content.alarms.map(({ id, name, state, since }) => (
          <li key={id} class={`state-${state}`}>
            <a href={addressOf('alarms', name)}>
              <StateBadge state={state} />
              <span class="alarm-name">{name}</span>
              {since !== undefined && state !== 'OK' && <small>{duration(now - since)}</small>}
            </a>
          </li>
        ))}
        {content.unknown.map((arn) => (
          <li key={arn} class="note">
            {arn} is not in this assembly.
          </li>
        ))}
      </ul>
      {content.states !== undefined && content.alarms.length === 0 && (
        <p class="note">No alarm is in {content.states.join(' or ')}.</p>
      )}
    </div>
  );
}
