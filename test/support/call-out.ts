import { strictRules } from '../../lambdas/core/egress/check-url';
import { guardedCall } from '../../lambdas/platform/guarded-call';

/** Calls the URL of its argument, on this machine, and prints the outcome: for a test of what its environment does. */
const [, , url = ''] = process.argv;
const rules = { ...strictRules, allowsLoopback: true };
const resolve = async () => ({ status: 'absent' }) as const;
void guardedCall({ method: 'GET', url }, { rules, resolve }).then((outcome) => {
  process.stdout.write(JSON.stringify(outcome));
});
