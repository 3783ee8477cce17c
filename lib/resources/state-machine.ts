import { STATE_MACHINE_RULES } from '../rules/state-machine-rules';
import { arn, type Identification, name } from './names';
import { type ResourceType, section } from './resource-type';

const stateMachineArn = arn('states', ({ unique }) => `stateMachine:${unique}`);

export const stateMachineNames = (nameProperty: string): Identification => ({
  nameProperty,
  ref: stateMachineArn,
  attributes: { Arn: stateMachineArn, Name: name },
});

export const STATE_MACHINE: ResourceType = {
  type: 'AWS::StepFunctions::StateMachine',
  names: stateMachineNames('StateMachineName'),
  sections: [
    section({
      component: 'EventApi',
      resource: 'Step Functions state machine',
      dimensions: ['StateMachineArn'],
      table: STATE_MACHINE_RULES,
      examples: [
        { name: 'standard', facts: { isExpress: false } },
        { name: 'express', facts: { isExpress: true } },
      ],
    }),
  ],
};
