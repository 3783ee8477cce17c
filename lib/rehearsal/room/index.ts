export { coverageIn } from './alarms/covering-tests';
export { Clock } from './clock';
export { KnownMetrics } from './input/known-metrics';
export { type Recording, RecordingError, readRecording } from './input/recording';
export { findBrowser } from './pictures/browser';
export { type Subject, takePictures } from './pictures/pictures';
export { Comparison } from './report/comparison';
export { Room } from './room';
export { type Serving, serve } from './server';
