export { matchers } from './matchers';
export { type AlertSummary, type AppPart, Rehearsal, type RehearsalOptions, type SeriesOptions } from './rehearsal';
