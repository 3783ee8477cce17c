/** The texts of messages, from a file beside the bundle: loaded when the first message is written. */
export const renderings = () => require('../rendering/renderings') as typeof import('../rendering/renderings');
