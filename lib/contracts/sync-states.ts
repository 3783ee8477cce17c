/** The partition of the table of health checks in which `syncStates` of the runtime keeps synchronisations. */
export const SYNCS = 'syncs';
