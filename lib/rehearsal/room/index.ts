export { Clock } from './clock';
export { findBrowser } from './pictures/browser';
export { type Subject, takePictures } from './pictures/pictures';
export { Room } from './room';
export { type Serving, serve } from './server';
