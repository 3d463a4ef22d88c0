import { audienceChoice } from '../../lambdas/core/audience';
import type { TestMember } from './community';
import { descriptorId, type World } from './twin-world-cast';
import type { Act } from './twin-world-history';
import { aimed } from './twin-world-opinions';
import { values } from './twin-world-samples';

/**
 * What a member says about an indicator, to hidden audiences or to those that the observer is in. What has a natural
 * key is of other kinds where it is hidden: the two halves of a world never change one object.
 */
export async function remark(one: Act, speaker: TestMember, world: World): Promise<void> {
  const { token } = speaker;
  const id = await indicatorOf(one.value, speaker, world);
  if (id === undefined) return;
  const said = { audience: audienceChoice(aimed(one, world)) };
  const { call } = world;
  const opinion = descriptorId(world.seen.id, one.value);
  const [kind, relation] = one.isHidden
    ? (['NON_MALICIOUS', 'hosts'] as const)
    : (['DISAGREE_WITH_TAGS', 'drops'] as const);
  const reaction = `/v1/${one.tag % 2 ? `descriptors/${opinion}` : `indicators/${id}`}/reactions/${kind}`;
  if (one.status === 0) {
    const body = { text: `${one.isHidden ? 'whisper' : 'word'} ${one.tag}`, ...said };
    await call(`POST /v1/indicators/${id}/comments`, { token, body });
  } else if (one.status === 1) await call(`PUT ${reaction}`, { token, body: said });
  else if (one.status === 2) await call(`DELETE ${reaction}`, { token });
  else {
    const other = await indicatorOf((one.value + 1) % values.length, speaker, world);
    const body = { kind: relation, indicatorId: other ?? id, ...said };
    await call(`POST /v1/indicators/${id}/relations`, { token, body });
  }
}

async function indicatorOf(
  value: number,
  { token }: TestMember,
  { call }: World,
): Promise<string | undefined> {
  const name = encodeURIComponent(values[value] ?? '');
  const { status, body } = await call(`GET /v1/indicators?value=${name}`, { token });
  return status === 200 ? body.id : undefined;
}
