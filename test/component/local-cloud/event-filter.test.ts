import { readFilter } from '../../../lib/local-cloud/event-filter';

const event = { eventName: 'INSERT', dynamodb: { NewImage: { kind: { S: 'Note' } } }, size: 7 };

describe('readFilter', () => {
  it.each([
    [{ eventName: ['INSERT', 'MODIFY'] }, true],
    [{ eventName: ['REMOVE'] }, false],
    [{ dynamodb: { NewImage: { kind: { S: [{ prefix: 'No' }] } } } }, true],
    [{ dynamodb: { NewImage: { kind: { S: [{ suffix: 'x' }] } } } }, false],
    [{ dynamodb: { NewImage: { kind: { S: [{ 'equals-ignore-case': 'note' }] } } } }, true],
    [{ dynamodb: { OldImage: [{ exists: false }] } }, true],
    [{ eventName: [{ 'anything-but': ['INSERT'] }] }, false],
    [{ eventName: [{ 'anything-but': { prefix: 'REM' } }] }, true],
    [{ size: [{ numeric: ['>', 5, '<=', 7] }] }, true],
    [{ size: [{ numeric: ['=', 5] }] }, false],
    [{ $or: [{ size: [1] }, { eventName: ['INSERT'] }] }, true],
    [{ eventName: ['INSERT'], size: [1] }, false],
  ])('%j accepts the event: %s', (pattern, expected) => {
    const accepts = readFilter(pattern);

    expect(accepts(event)).toBe(expected);
  });
});
