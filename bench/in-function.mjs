// Preloaded into a function by the bench: sends its calls through the meter, or records its CPU.
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';

const name = process.env.AWS_LAMBDA_FUNCTION_NAME ?? '';
const { BENCH_METER: meter, BENCH_PROFILE: profiled, BENCH_PROFILES: folder } = process.env;

if (meter) process.env.AWS_ENDPOINT_URL_DYNAMODB = `${meter}/${name}`;

if (profiled && name.includes(profiled)) {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.setSamplingInterval', { interval: 500 });
  session.post('Profiler.start');
  // The local cloud kills its functions: the profile is asked for before.
  process.on('SIGUSR2', () => {
    session.post('Profiler.stop', (_error, result) => {
      if (!result) return;
      writeFileSync(`${folder}/${name}.${process.pid}.cpuprofile`, JSON.stringify(result.profile));
    });
  });
}
