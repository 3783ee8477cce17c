import type { Pace } from '../delivery/pacer';

/**
 * Slack takes one message a second in a channel; a tenth more keeps clear of it. Project default: a third of them by themselves, so
 * that people can read them and there is room for P0.
 *
 * @see https://docs.slack.dev/apis/web-api/rate-limits
 */
export const SLACK_PACE: Pace = { intervalMs: 1100, most: 10 };
