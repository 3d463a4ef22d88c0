import { parseDeployArguments } from '../../lib/deploy-command';

describe('npm run deploy', () => {
  it('deploys every stack of the stage that is named', () => {
    const { stage, isDry, command } = parseDeployArguments(['--stage', 'prod']);

    expect({ stage, isDry }).toEqual({ stage: 'prod', isDry: false });
    expect(command.join(' ')).toBe(
      'deploy --all --context stage=prod --require-approval broadening',
    );
  });

  it('hands on what is for the CDK', () => {
    const args = ['--profile', 'ops', '--stage=dev', '--require-approval', 'never'];

    const { command } = parseDeployArguments(args);

    expect(command.join(' ')).toBe(
      'deploy --all --context stage=dev --profile ops --require-approval never',
    );
  });

  it('can show the command only', () => {
    expect(parseDeployArguments(['--dry', '--stage', 'dev']).isDry).toBe(true);
  });

  it.each([[[]], [['--stage']], [['--stage', '--dry']], [['--stage=']]])(
    'guesses no stage from %j',
    (args) => {
      expect(() => parseDeployArguments(args)).toThrow('npm run deploy -- --stage dev|prod');
    },
  );

  it('names the stages when it is given another', () => {
    expect(() => parseDeployArguments(['--stage', 'qa'])).toThrow('the stages are dev, prod');
  });
});
