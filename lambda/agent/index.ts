export { type Agent, type AgentOptions, sendToAgent } from './agent';
