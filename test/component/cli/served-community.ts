import { startCommunity, type TestMember } from '../../support/community';
import { type Engine, startEngine } from '../../support/engine';
import type { ExchangeOptions } from '../../support/exchange';
import { startedInProcess, tocsinInProcess } from './run-tocsin';
import { serve } from './serve';

/** For a test file: communities behind a real port, and the command line without a process of its own. */
export function servedCommunities() {
  let engine: Engine;
  let made = 0;
  beforeAll(async () => {
    engine = await startEngine();
  });
  afterAll(() => engine.stop());
  return {
    async servedCommunity(options: Partial<ExchangeOptions> = {}) {
      made += 1;
      const tables = await engine.createTables(`cli${made}`);
      const community = await startCommunity({ client: engine.documents, tables, ...options });
      const { url, stop } = await serve(community);
      const tocsinAs =
        ({ token }: TestMember) =>
        (...args: readonly string[]) =>
          tocsinInProcess(args, { TOCSIN_URL: url, TOCSIN_TOKEN: token });
      const startAs =
        ({ token }: TestMember) =>
        (...args: readonly string[]) =>
          startedInProcess(args, { TOCSIN_URL: url, TOCSIN_TOKEN: token });
      return { ...community, url, tocsinAs, startAs, stop };
    },
  };
}
