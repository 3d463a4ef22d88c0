import {
  listCommentsRoute,
  patchCommentRoute,
  postCommentRoute,
  readCommentRoute,
  retractCommentRoute,
} from '../contracts/comments.contract';
import { type Endpoint, endpoint } from '../contracts/endpoint';
import {
  listDescriptorReactionsRoute,
  listIndicatorReactionsRoute,
  reactToDescriptorRoute,
  reactToIndicatorRoute,
  unreactToDescriptorRoute,
  unreactToIndicatorRoute,
} from '../contracts/reactions.contract';
import {
  listRelatedRoute,
  listRelationsRoute,
  relateRoute,
  unrelateRoute,
} from '../contracts/relations.contract';
import { requireAgreed } from '../core/agreement-due';
import { type CommentDeps, patchComment, postComment } from './comment';
import { reactToDescriptor, reactToIndicator, unreact } from './react';
import { listComments, readComment } from './read-comment';
import { listDescriptorReactions, listIndicatorReactions } from './read-reactions';
import { listRelated, listRelations } from './read-relations';
import { relate } from './relate';
import { type Made, retractRemark } from './remark-writes';

export type DiscussionApiDeps = CommentDeps;

/** What members say to each other about indicators. */
export function discussionApi(deps: DiscussionApiDeps): Endpoint[] {
  return [...commentsApi(deps), ...reactionsApi(deps), ...relationsApi(deps)];
}

function commentsApi(deps: DiscussionApiDeps): Endpoint[] {
  return [
    endpoint(postCommentRoute, async ({ params, body, ...speaker }) => {
      requireAgreed(speaker.caller, deps.now());
      return reply(await postComment(params.id, body, speaker, deps));
    }),
    endpoint(listCommentsRoute, async ({ params, query, caller }) => ({
      status: 200,
      body: await listComments(params.id, query, caller, deps),
    })),
    endpoint(readCommentRoute, async ({ params, caller }) => ({
      status: 200,
      body: await readComment(params.id, caller, deps),
    })),
    endpoint(patchCommentRoute, async ({ params, body, ...speaker }) =>
      reply(await patchComment(params.id, body, speaker, deps)),
    ),
    endpoint(retractCommentRoute, async ({ params, caller }) => {
      await retractRemark('comment', params.id, caller, deps);
      return { status: 204 };
    }),
  ];
}

function reactionsApi(deps: DiscussionApiDeps): Endpoint[] {
  return [
    endpoint(reactToDescriptorRoute, async ({ params, body, caller }) => {
      requireAgreed(caller, deps.now());
      return reply(await reactToDescriptor(params, body, caller, deps));
    }),
    endpoint(unreactToDescriptorRoute, async ({ params, caller }) => {
      await unreact('descriptor', params, caller, deps);
      return { status: 204 };
    }),
    endpoint(listDescriptorReactionsRoute, async ({ params, caller }) => ({
      status: 200,
      body: await listDescriptorReactions(params.id, caller, deps),
    })),
    endpoint(reactToIndicatorRoute, async ({ params, body, caller }) => {
      requireAgreed(caller, deps.now());
      return reply(await reactToIndicator(params, body, caller, deps));
    }),
    endpoint(unreactToIndicatorRoute, async ({ params, caller }) => {
      await unreact('indicator', params, caller, deps);
      return { status: 204 };
    }),
    endpoint(listIndicatorReactionsRoute, async ({ params, caller }) => ({
      status: 200,
      body: await listIndicatorReactions(params.id, caller, deps),
    })),
  ];
}

function relationsApi(deps: DiscussionApiDeps): Endpoint[] {
  return [
    endpoint(relateRoute, async ({ params, body, caller }) => {
      requireAgreed(caller, deps.now());
      return reply(await relate(params.id, body, caller, deps));
    }),
    endpoint(listRelationsRoute, async ({ params, caller }) => ({
      status: 200,
      body: await listRelations(params.id, caller, deps),
    })),
    endpoint(unrelateRoute, async ({ params, caller }) => {
      await retractRemark('relation', params.id, caller, deps);
      return { status: 204 };
    }),
    endpoint(listRelatedRoute, async ({ params, caller }) => ({
      status: 200,
      body: await listRelated(params.id, caller, deps),
    })),
  ];
}

function reply({ status, ...body }: Made) {
  return { status, body };
}
