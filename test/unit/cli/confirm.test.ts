import { PassThrough } from 'node:stream';
import { confirm } from '../../../bin/cli/operations/confirm';
import { readArguments } from '../../../bin/cli/read-arguments';

/** A terminal on which somebody types a line. */
function terminal(typed: string) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  stdin.write(`${typed}\n`);
  const signal = new AbortController().signal;
  return { stdin, stdout: new PassThrough(), stderr: new PassThrough(), signal, ...plain };
}

const plain = { env: {}, isTerminal: true, hasColour: false };
const given = (...argv: string[]) => readArguments(argv, { yes: { type: 'boolean', help: '' } });

describe('confirm', () => {
  it('goes on at yes alone', async () => {
    await confirm('Sure?', given(), terminal('yes'));

    await expect(confirm('Sure?', given(), terminal('y'))).rejects.toThrow('nothing was changed');
  });

  it('asks nobody when it was told', async () => {
    const io = terminal('no');

    await confirm('Sure?', given('--yes'), io);

    expect(io.stderr.read()).toBeNull();
  });
});
