import type { Assembly } from '../assembly/model';
import { dashboardView } from './dashboards/dashboard-view';
import { metricWords } from './input/known-metrics';
import type { Recording } from './input/recording';
import type { AlarmFacts, RecordingView, RoomView, TargetView } from './protocol';
import type { Target } from './scenarios/targets';
import { metricsOf } from './traffic/traffic';

interface Shown {
  readonly title: string;
  readonly compared?: string;
  readonly recording?: Recording;
}

/** What stays the same as long as a room is open. */
export function roomView(
  assembly: Assembly,
  alarms: readonly AlarmFacts[],
  targets: readonly Target[],
  { title, compared, recording }: Shown,
): RoomView {
  const named = metricsOf(assembly);
  return {
    title,
    // by name, as CloudWatch lists them: an index comes before what it leads to
    dashboards: assembly.dashboards
      .map((dashboard) => dashboardView(dashboard, named))
      .sort((one, other) => one.name.localeCompare(other.name)),
    alarms,
    targets: targets.map(targetView),
    compared,
    recording: recording && recordingView(recording),
  };
}

const recordingView = ({ series, from, to, notes }: Recording): RecordingView => ({
  ...{ from, to, notes },
  metrics: [...new Set(series.map(({ metric }) => metricWords(metric)))],
});

const targetView = ({ id, component, resource, type, failures }: Target): TargetView => ({
  ...{ id, component, resource, type },
  failures: failures.map(({ id: failure, name, what }) => ({ id: failure, name, what })),
});
