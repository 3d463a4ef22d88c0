/**
 * Places that the twin worlds cannot find when they are bent, because nothing is shown there that one of two worlds
 * holds and the other does not: by place, the test that holds it.
 */
export const heldElsewhere: Readonly<Record<string, string>> = {
  // Whose words are hidden while they are walked is no secret: it is the same in both worlds.
  'core/governance.ts isWithin(span, position)': 'component/departure/quarantine',
  'core/governance.ts isRowHidden(row, hidden)': 'component/departure/quarantine',
  'core/governance.ts isHidden(hidden, owner, position)': 'component/departure/quarantine',
  'core/withhold.ts isWithin(span, row.position)': 'component/departure/quarantine',
  'discussion/seen-remarks.ts isRowHidden(row, governance.hidden)':
    'component/departure/quarantine',
  'feeds/read-feed.ts isRowHidden({ projection, position: sk }, hidden)':
    'component/departure/quarantine',
  'search/first-taggings.ts isRowHidden(seen.row, governance.hidden)':
    'component/departure/quarantine',
  'search/walk/same-files.ts isRowHidden(row, governance.hidden)': 'component/departure/quarantine',
  'matching/test-watch.ts isRowHidden(row, caller.governance.hidden)':
    'component/departure/quarantine',
  'threatexchange/threat-updates.ts isRowHidden({ projection, position }, caller.governance.hidd':
    'component/departure/quarantine',
  'search/read-descriptor.ts isRowHidden(row, caller.governance.hidden)':
    'component/departure/quarantine',
  // To whom a member may publish, not what it sees.
  'core/visibility.ts audiencesOf(member, policy)': 'unit/core/visibility',
  'core/address.ts mayAddress(member, audience, usable, policy)': 'component/sharing/audience',
  // Who will see it: what a plan says is held against what members are shown.
  'core/share-plan.ts audiencesOf(member, policy)': 'component/sharing/same-as-enforced',
  // What an operator is told of a member.
  "departure/reach.ts audiencesOf({ ...member, groups, state: 'active' }, policy)":
    'component/departure/member-state',
  'departure/decide.ts member.groups': 'component/departure/member-state',
  // What a list is built of: a copy that was made for other audiences than the reader's is not handed over.
  'export/build-lists.ts audiencesOf(record?.member, inForce.policy)': 'component/export/lists',
  // What a new watch is run against: it tells its member of what another could see, and the notifier asks again.
  'matching/retro-match.ts deps.audiencesOf(member)': 'component/watches/watches',
  'matching/watch-keeper.handler.ts audiencesOf(record?.member, policy)':
    'component/webhooks/deliver',
  // What was found for a member is held against who it is when it is told: nothing that it has never seen comes so far.
  'core/notify/match.ts isHidden(hidden, owner, position)': 'component/webhooks/deliver',
  'matches/list-matches.ts audiences, given': 'component/webhooks/deliver',
  'webhooks/call-endpoint.ts audiences, given': 'component/webhooks/deliver',
  'webhooks/attempt.ts deps.audiencesOf(record?.member, governance.policy)':
    'component/webhooks/deliver',
  'webhooks/past-deliveries.ts audiences, given': 'component/webhooks/deliver',
  // Which of the stores is asked first: each of them asks who it is.
  'threatexchange/find-node.ts caller.member.groups': 'component/threatexchange/sharing',
  // Whom the owners of a group have invited: the invitation that was open is not always, when a look comes.
  'groups/invite-member.ts requireOwner(await findGroup(groupId, caller, deps.groups))':
    'component/groups/consents',
  // Bent alone they show nothing, behind another place of the same file that is found.
  'exchange/find-duplicates.ts caller.audiences': 'component/mutation',
  'export/feed-rows.ts caller.audiences': 'component/mutation',
  'export/feed-rows.ts isRowHidden({ projection, position: sk }, governance.hidden)':
    'component/mutation',
  // Who did what to oneself, where the roster is hidden: the same in both worlds.
  'groups/read-history.ts maySeeRoster(group, standing)': 'component/groups/hidden-roster',
  // What a group is may be changed; nothing more of it is shown.
  'groups/patch-group.ts requireOwner(found)': 'component/groups/groups',
};
