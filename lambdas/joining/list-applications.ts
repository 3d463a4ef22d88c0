import type { ApplicationState } from '../core/application';
import { operatorView } from '../core/application-view';
import { notFound } from '../core/problem';
import type { Sector } from '../core/sector';
import type { JoiningDeps } from './joining-deps';

type ListDeps = Pick<JoiningDeps, 'applications' | 'now'>;

const perPage = 100;

export interface ApplicationQuery {
  readonly state: ApplicationState;
  readonly sector?: Sector | undefined;
  readonly after?: string | undefined;
}

/** A page of the queue, oldest first; one of a rare sector may be short and not the last. */
export async function listApplications(query: ApplicationQuery, { applications, now }: ListDeps) {
  const page = await applications.list({ ...query, limit: perPage });
  return {
    applications: page.applications.map((one) => operatorView(one, now())),
    next: page.next ?? null,
  };
}

export async function readApplication(id: string, { applications, now }: ListDeps) {
  const one = await applications.read(id);
  if (!one) throw notFound();
  return operatorView(one, now());
}
