import { readSelection } from '../../../lambdas/threatexchange/selection';

const field = (name: string, more: object = {}) => ({
  ...{ name, modifiers: {}, inner: undefined },
  ...more,
});

describe('fields', () => {
  it.each([
    ['id, type', [field('id'), field('type')]],
    [
      'descriptors.limit(5){owner{id},tags},type',
      [
        field('descriptors', {
          modifiers: { limit: '5' },
          inner: [field('owner', { inner: [field('id')] }), field('tags')],
        }),
        field('type'),
      ],
    ],
    ['', undefined],
  ])('%s', (written, expected) => {
    expect(readSelection(written)).toEqual(expected);
  });

  it.each(['a{b', 'a}', 'a{b}}', 'a(b', '{'.repeat(50), 'a|b', `${'a,'.repeat(300)}a`])(
    '%s is refused',
    (written) => {
      expect(() => readSelection(written)).toThrow(/Param fields/);
    },
  );
});
