import { Properties } from '../../../lib/local-cloud/properties';
import { generateSecret } from '../../../lib/local-cloud/secrets';

function generate(options: Record<string, unknown>): string {
  return generateSecret(new Properties('secret', options));
}

describe('generateSecret', () => {
  it.each([
    [{}, /^.{32}$/],
    [{ PasswordLength: 12, ExcludePunctuation: true }, /^[A-Za-z0-9]{12}$/],
    [
      { ExcludeCharacters: 'abc', ExcludeUppercase: true, ExcludePunctuation: true },
      /^[d-z0-9]{32}$/,
    ],
    [
      { SecretStringTemplate: '{"a":1}', GenerateStringKey: 'b', ExcludePunctuation: true },
      /^\{"a":1,"b":"[A-Za-z0-9]{32}"\}$/,
    ],
  ])('honours %j', (options, expected) => {
    const secret = generate(options);

    expect(secret).toMatch(expected);
  });

  it('refuses an option that it does not know by name', () => {
    const attempt = () => generate({ IncludeSpace: true });

    expect(attempt).toThrow('IncludeSpace');
  });
});
