import { type ApiReply, type Endpoint, endpoint } from '../contracts/endpoint';
import { exportFeedRoute, exportSearchRoute } from '../contracts/exports.contract';
import { readListContentRoute } from '../contracts/lists.contract';
import type { TellRead } from '../core/audit-read';
import { entityTag, isHeld } from '../core/export/cached-list';
import { contentTypes, type Rendering, render } from '../core/export/render';
import { isoTime } from '../core/time';
import { type ExportSearchDeps, exportSearch } from './export-search';
import { type RowsPage, readFeedRows } from './feed-rows';
import { type ReadListDeps, readListContent } from './read-list';

export type ExportApiDeps = ReadListDeps & ExportSearchDeps & { readonly tellRead: TellRead };

/** What leaves the exchange as files. */
export function exportApi(deps: ExportApiDeps): Endpoint[] {
  return [
    exportOfSearch(deps),
    endpoint(exportFeedRoute, async ({ params: { audience }, query, caller }) => {
      const { status = 'MALICIOUS', confidenceMin, after = 0 } = query;
      const rule = { statuses: [status], confidence: confidenceMin };
      const page = await readFeedRows({ audience, after, rule }, caller, deps);
      const { reply, values } = written(page, query, deps.now());
      if (values > 0) await deps.tellRead(caller, 'export.read', { audience, values });
      if (page.next === undefined) return reply;
      const link = linkTo(`/v1/feeds/${audience}/export`, query, { after: String(page.next) });
      return { ...reply, headers: { ...reply.headers, link } };
    }),
    endpoint(readListContentRoute, async ({ params: { name }, ifNoneMatch, caller }) => {
      const { copy, format } = await readListContent(name, caller, deps);
      const tag = entityTag(copy.text);
      const headers = {
        ...{ etag: tag, 'cache-control': 'private, no-cache', vary: 'Authorization' },
        'last-modified': new Date(Math.floor(copy.changedAt / 1000)).toUTCString(),
        ...tlpHeader(copy.tlp),
      };
      if (isHeld(ifNoneMatch, tag)) return { status: 304, headers };
      await deps.tellRead(caller, 'list.read', { list: name, values: copy.values });
      const type = { 'content-type': contentTypes[format] };
      return { status: 200, text: copy.text, headers: { ...headers, ...type } };
    }),
  ];
}

function exportOfSearch(deps: ExportApiDeps): Endpoint {
  return endpoint(exportSearchRoute, async ({ query, asked, caller }) => {
    const page = await exportSearch(query, caller, deps);
    const { reply, values } = written(page, query, deps.now());
    if (values > 0) await deps.tellRead(caller, 'export.read', { values });
    if (page.cursor === undefined) return reply;
    const link = linkTo('/v1/export', asked, { cursor: page.cursor });
    return { ...reply, headers: { ...reply.headers, link } };
  });
}

type Asked = Omit<Rendering, 'comments'> & { readonly comments?: boolean | undefined };

function written(
  page: Pick<RowsPage, 'rows'>,
  { comments = true, ...how }: Asked,
  nowMicros: number,
) {
  const rows = page.rows.map(({ row }) => row);
  const { format, kinds } = how;
  const { text, values, tlp } = render(rows, { format, kinds, comments }, isoTime(nowMicros));
  const headers = { 'content-type': contentTypes[format], ...tlpHeader(tlp) };
  const reply: ApiReply = { status: 200, text, headers };
  return { reply, values };
}

/** For a block list without comments, where nothing else could say it. */
function tlpHeader(tlp: string) {
  return { 'x-tlp': `TLP:${tlp}` };
}

/** RFC 8288: the same question, from where this page ended. */
function linkTo(path: string, query: object, next: Readonly<Record<string, string>>): string {
  const asked = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]): [string, string] => [name, String(value)]);
  const parameters = new URLSearchParams([
    ...asked.filter(([name]) => !(name in next)),
    ...Object.entries(next),
  ]);
  return `<${path}?${parameters}>; rel="next"`;
}
