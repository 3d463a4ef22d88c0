import { z } from 'zod';
import { environment } from '../contracts/environment';
import type { GuardedCall } from '../core/egress/call';
import type { EgressRules } from '../core/egress/check-url';
import { addressResolver } from './dns';
import { guardedCaller } from './guarded-call';

/** The variables of a function that calls out, or that judges what may be called. */
export const egressVariables = {
  [environment.stage]: z.string(),
  [environment.egressPorts]: z.string().default('443'),
  [environment.egressOwn]: z.string(),
  [environment.egressLoopback]: z.enum(['true', 'false']).default('false'),
  [environment.dnsServers]: z.string().default(''),
} as const;

export interface EgressSettings {
  readonly STAGE: string;
  readonly EGRESS_PORTS: string;
  readonly EGRESS_OWN: string;
  readonly EGRESS_LOOPBACK: 'true' | 'false';
  readonly DNS_SERVERS: string;
}

/** A function's own address serves what only the function may ask: no deployed stage has the setting, and prod ends. */
export function egressRules(env: EgressSettings): EgressRules {
  const allowsLoopback = env.EGRESS_LOOPBACK === 'true';
  if (allowsLoopback && env.STAGE !== 'dev') {
    throw new Error(`${environment.egressLoopback} is for the local cloud, not for ${env.STAGE}`);
  }
  const own = listed(env.EGRESS_OWN).map((url) => new URL(url).host);
  return { ports: env.EGRESS_PORTS.split(',').map(Number), allowsLoopback, ownHosts: own };
}

/** The guarded call as a function's environment allows it. */
export function outgoingCalls(env: EgressSettings): GuardedCall {
  return guardedCaller({
    rules: egressRules(env),
    resolve: addressResolver(listed(env.DNS_SERVERS)),
  });
}

function listed(text: string): string[] {
  return text.split(',').filter((each) => each !== '');
}
