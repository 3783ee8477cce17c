import type { Alert } from './alert';

const BRIEF: readonly (string | undefined)[] = ['acknowledged', 'updated', 'digest', 'summary'];

/** Its readers know the alarm and what to do. */
export const isBrief = ({ note }: Alert): boolean => BRIEF.includes(note?.kind);
