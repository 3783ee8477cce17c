import type { Question } from '../question';
import { COMPOSITE_QUESTIONS } from './composite-questions';
import { MATH_QUESTIONS } from './math-questions';
import { MISSING_DATA_QUESTIONS } from './missing-data-questions';
import { LONG_QUESTIONS, RANGE_QUESTIONS } from './range-questions';

/** What AWS's documentation leaves open. First those that are about certain minutes, since creating alarms takes time. */
export const QUESTIONS: readonly Question[] = [
  ...COMPOSITE_QUESTIONS,
  ...MISSING_DATA_QUESTIONS,
  ...RANGE_QUESTIONS,
  ...MATH_QUESTIONS,
  ...LONG_QUESTIONS,
];
