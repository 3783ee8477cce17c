/** The partition of the table of health checks in which the synchronisations of customers are kept. */
export const SYNCS = 'syncs';
